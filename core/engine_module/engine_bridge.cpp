#include "core/engine_module/engine_bridge.h"

#include "core/base/module_file.h"
#include "core/engine_module/engine_module.h"

namespace unmask {
namespace {

const Result<const EngineModule*>& module() {
  static const Result<const EngineModule*> loaded =
      loadModule<EngineModule>("unmask_engine", kEngineModuleEntry, "the module that draws pictures");
  return loaded;
}

}  // namespace

Result<std::unique_ptr<Engine>> loadEngineFromModule(const EngineOptions& options) {
  if (!module().ok()) return module().error();
  return module().value()->loadEngine(options);
}

Result<std::unique_ptr<StyleLearner>> openStyleLearnerFromModule(const StyleTask& task) {
  if (!module().ok()) return module().error();
  return module().value()->openStyleLearner(task);
}

}  // namespace unmask

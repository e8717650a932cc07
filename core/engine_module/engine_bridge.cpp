#include "core/engine_module/engine_bridge.h"

#include "core/base/module_file.h"
#include "core/engine_module/engine_module.h"

namespace unmask {
namespace {

Result<const EngineModule*> loadModule() {
  UNMASK_TRY(void* const entry,
             loadModuleEntry("unmask_engine", kEngineModuleEntry, "the module that draws pictures"));
  return reinterpret_cast<EngineModuleEntry>(entry)();
}

const Result<const EngineModule*>& module() {
  static const Result<const EngineModule*> loaded = loadModule();
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

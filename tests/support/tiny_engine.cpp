#include "tests/support/tiny_engine.h"

#include <span>

#include "core/adapter/adapter_file.h"
#include "tests/support/golden_fill.h"
#include "tests/support/tiny_checkpoint.h"

namespace unmask::test {

void TinyEngineTest::SetUp() {
  writeTinyCheckpoint(m_dir / "model");
  m_engine = load(1);
  ASSERT_NE(m_engine, nullptr);
}

std::unique_ptr<Engine> TinyEngineTest::load(int threads, ComputeType type) {
  EngineOptions options;
  options.modelDir = (m_dir / "model").string();
  options.threads = threads;
  options.computeType = type;
  auto engine = loadEngine(options);
  EXPECT_TRUE(engine.ok()) << engine.error().text();
  return engine.ok() ? std::move(engine).value() : nullptr;
}

RunOutcome TinyEngineTest::run(const GenerationRequest& request, const RunOptions& options) {
  auto outcome = m_engine->run(request, options, {});
  EXPECT_TRUE(outcome.ok()) << outcome.error().text();
  return std::move(outcome).value();
}

Trace TinyEngineTest::record(const GenerationRequest& request) {
  RunOptions options;
  options.keepTrace = true;
  options.recordLevel = RecordLevel::Full;
  return run(request, options).images.front().trace;
}

AdapterReference TinyEngineTest::writeAdapterFile(const std::string& name, const std::string& module,
                                                  std::optional<double> alpha) {
  const std::vector<float> down = goldenInput(name + ".A", 2 * 32), up = goldenInput(name + ".B", 32 * 2);
  const auto view = [](const std::vector<float>& values, std::vector<int64_t> shape) {
    return TensorView{"", TensorType::F32, std::move(shape), std::as_bytes(std::span(values))};
  };
  AdapterInfo info;
  info.alpha = alpha;
  const auto path = m_dir / (name + ".safetensors");
  EXPECT_TRUE(writeAdapter(path, info, {{module, view(down, {2, 32}), view(up, {32, 2})}}).ok());
  return {name, path.string(), 1, *fileHash(path)};
}

}  // namespace unmask::test

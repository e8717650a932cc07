// The engine over the tiny checkpoint, as a fixture.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

#include "core/engine/engine.h"
#include "tests/support/scratch_dir.h"

namespace unmask::test {

class TinyEngineTest : public testing::Test {
 protected:
  void SetUp() override;  ///< writes the checkpoint and loads it on one thread

  std::unique_ptr<Engine> load(int threads, ComputeType type = ComputeType::Float32);
  RunOutcome run(const GenerationRequest& request, const RunOptions& options = {});
  Trace record(const GenerationRequest& request);  ///< RecordLevel::Full; of its first picture
  /// An adapter (LoRA of rank 2) of one 32×32 module, from golden numbers, at strength 1.
  AdapterReference writeAdapterFile(const std::string& name, const std::string& module,
                                    std::optional<double> alpha = 32);

  const ScratchDir m_dir;
  std::unique_ptr<Engine> m_engine;
};

}  // namespace unmask::test

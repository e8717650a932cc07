// Every committed fuzz input, seeds and past findings, through its target: a crash or a broken promise fails
// the test.
#include <gtest/gtest.h>

#include <map>

#include "tests/core/io/test_files.h"
#include "tests/fuzz/targets.h"

namespace unmask {
namespace {

namespace fs = std::filesystem;

class FuzzInputs : public testing::TestWithParam<fuzz::Target> {};

TEST_P(FuzzInputs, AreHandled) {
  size_t seeds = 0;
  for (const char* kind : {"corpus", "regressions"}) {
    const fs::path folder = fs::path(UNMASK_SOURCE_DIR) / "tests" / "fuzz" / kind / GetParam().name;
    if (!fs::exists(folder)) continue;
    for (const auto& entry : fs::directory_iterator(folder)) {
      SCOPED_TRACE(entry.path().string());
      const std::string content = test::contentOf(entry.path());
      GetParam().run(std::as_bytes(std::span(content)));
      ++seeds;
    }
  }
  EXPECT_GT(seeds, 0U) << "no inputs for " << GetParam().name;
}

INSTANTIATE_TEST_SUITE_P(AllTargets, FuzzInputs, testing::ValuesIn(fuzz::kTargets),
                         [](const auto& parameter) { return std::string(parameter.param.name); });

}  // namespace
}  // namespace unmask

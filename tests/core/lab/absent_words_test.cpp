// What the default model makes of words it was never taught, by what-if: one replaced by another.
#include <gtest/gtest.h>

#include <iostream>

#include "core/engine/preset_request.h"
#include "core/lab/what_if.h"

namespace unmask::test {
namespace {

/// Most of a picture that may change, on average, when one unknown word becomes another. They are not nothing
/// to the model: pieces and bytes it never saw have embeddings, too, and those are as they were drawn at
/// first.
constexpr double kMostForUnknown = 0.6;

struct Pair {
  std::string prompt, word, by;
};

class AbsentWords : public testing::Test {
 protected:
  void SetUp() override {
    EngineOptions options;
    options.modelDir = UNMASK_SOURCE_DIR "/resources/models/emoji-256";
    auto engine = loadEngine(options);
    ASSERT_TRUE(engine.ok()) << engine.error().text();
    m_engine = std::move(engine).value();
  }

  /// Share of the cells that change under the same draws, mean over the pairs.
  double shareChanged(const std::vector<Pair>& pairs) {
    double sum = 0;
    for (size_t i = 0; i < pairs.size(); ++i) {
      GenerationRequest request;
      request.prompt = pairs[i].prompt;
      request.seed = 3 + i;
      applyPreset(request, m_engine->info().presets.front());
      RunOptions options;
      options.keepTrace = true;
      const auto run = m_engine->run(request, options, {});
      EXPECT_TRUE(run.ok()) << run.error().text();
      const Trace& trace = run->images.front().trace;
      GenerationRequest changed = trace.request;
      const size_t at = changed.prompt.find(pairs[i].word);
      EXPECT_NE(at, std::string::npos);
      changed.prompt.replace(at, pairs[i].word.size(), pairs[i].by);
      const auto other = whatIf(*m_engine, trace, changed, {});
      EXPECT_TRUE(other.ok()) << other.error().text();
      sum += static_cast<double>(other->difference.cellsChanged) /
             static_cast<double>(other->difference.differs.size());
    }
    return sum / static_cast<double>(pairs.size());
  }

  std::unique_ptr<Engine> m_engine;
};

TEST_F(AbsentWords, ChangeLessThanKnownOnesWhenReplaced) {
  const double unknown = shareChanged({{"a zibbun house", "zibbun", "quaddle"},
                                       {"a star on a plomish background", "plomish", "gerkil"},
                                       {"a penguin 苹果", "苹果", "房子"},
                                       {"a star on a 蓝 background", "蓝", "紫"},
                                       {"a vrint", "vrint", "tolmex"}});
  const double known = shareChanged(
      {{"a red apple", "red", "green"}, {"a house", "house", "star"}, {"a penguin", "penguin", "banana"}});
  std::cout << "cells changed: unknown words " << 100 * unknown << " %, known words " << 100 * known
            << " %\n";
  EXPECT_LT(unknown, kMostForUnknown);
  EXPECT_LT(unknown, known);
}

}  // namespace
}  // namespace unmask::test

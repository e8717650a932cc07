// What must hold for any request, checked over many random ones with logits that are a hash of (grid, cell):
// no network, so a thousand runs take a moment.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <random>

#include "core/decode/decoder.h"
#include "core/decode/schedule.h"
#include "core/decode/start_grid.h"
#include "tests/support/tiny_models.h"

namespace unmask {
namespace {

constexpr int32_t kMask = 40;
constexpr int kCodes = 37;

/// Logits that depend on the whole grid, as a network's do, but on nothing else.
class HashedLogits final : public LogitSource {
 public:
  CellLogits logits(const TokenGrid& tokens, const std::vector<int>& cells) override {
    uint64_t h = 1469598103934665603ULL;
    for (const int32_t id : tokens.tokenIds) h = (h ^ static_cast<uint64_t>(id)) * 1099511628211ULL;
    torch::Tensor out = torch::empty({static_cast<int64_t>(cells.size()), kCodes});
    for (size_t i = 0; i < cells.size(); ++i)
      for (int k = 0; k < kCodes; ++k) {
        std::minstd_rand random(static_cast<uint32_t>(
            h ^ (static_cast<uint64_t>(cells[i]) * 7919U + static_cast<uint64_t>(k) * 104729U)));
        random.discard(3);
        out[static_cast<int64_t>(i)][k] = static_cast<float>(random() % 1000) / 150.0F;
      }
    const torch::Tensor unconditional = out * 0.3F;
    return {unconditional + 2 * (out - unconditional), out, unconditional};
  }
};

struct Scenario {
  GenerationRequest request;
  TokenGrid picture;
  GridInfo grid;
};

Scenario randomScenario(uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto upTo = [&random](int limit) {
    return static_cast<int>(random() % static_cast<uint64_t>(limit));
  };
  Scenario s;
  s.grid = {1 + upTo(7), 1 + upTo(7), kMask};
  s.picture = TokenGrid(s.grid.height, s.grid.width, 0);
  for (int32_t& id : s.picture.tokenIds) id = upTo(kCodes);
  GenerationRequest& r = s.request;
  r.kind = static_cast<JobKind>(upTo(3));
  r.seed = random();
  r.steps = 1 + upTo(14);
  r.temperatureStart = static_cast<float>(upTo(40)) / 10;
  r.schedule = static_cast<MaskSchedule>(upTo(2));
  r.order = static_cast<RevealOrder>(upTo(4));
  r.strength = static_cast<float>(upTo(11)) / 10;
  const auto mask = [&] {
    CellMask m(s.grid.height, s.grid.width);
    for (uint8_t& cell : m.cells) cell = upTo(2) != 0;
    return m;
  };
  if (r.kind == JobKind::Inpaint || upTo(2)) r.editableCells = mask();
  if (upTo(2)) r.lockedCells = mask();
  return s;
}

std::vector<StepOutcome> runAll(const Scenario& s, DecodeState state) {
  HashedLogits logits;
  const auto noise = addressedNoise(s.request.seed);
  std::vector<StepOutcome> out;
  while (state.nextStep < s.request.steps) {
    out.push_back(decodeStep(s.request, state, kMask, logits, *noise, RecordLevel::Full));
    state = out.back().state;
  }
  return out;
}

class RandomRequests : public testing::TestWithParam<int> {
 protected:
  RandomRequests() : m_scenario(randomScenario(static_cast<uint64_t>(GetParam()))) {
    m_start = startState(m_scenario.request, m_scenario.grid, m_scenario.picture,
                         *addressedNoise(m_scenario.request.seed));
    m_steps = runAll(m_scenario, m_start);
  }
  Scenario m_scenario;
  DecodeState m_start;
  std::vector<StepOutcome> m_steps;
};

TEST_P(RandomRequests, AFixedCellNeverChanges) {
  DecodeState before = m_start;
  for (const StepOutcome& step : m_steps) {
    for (size_t i = 0; i < before.tokens.cellCount(); ++i)
      if (before.tokens.tokenIds[i] != kMask) {
        EXPECT_EQ(step.state.tokens.tokenIds[i], before.tokens.tokenIds[i]);
        EXPECT_EQ(step.state.fixedAtStep[i], before.fixedAtStep[i]);
        EXPECT_EQ(step.record.probability[i], before.fixedProbability[i]);
      }
    before = step.state;
  }
}

TEST_P(RandomRequests, MaskedCountsFollowTheSchedule) {
  const auto masked = [](const DecodeState& s) {
    return static_cast<int>(std::count(s.tokens.tokenIds.begin(), s.tokens.tokenIds.end(), kMask));
  };
  DecodeState before = m_start;
  for (const StepOutcome& step : m_steps) {
    const int now = masked(before);
    const int expected =
        now == 0
            ? 0
            : maskedCountAfter(m_scenario.request.schedule, before.nextStep, m_scenario.request.steps,
                               static_cast<int>(before.tokens.cellCount()), now, before.startingMaskRatio);
    EXPECT_EQ(masked(step.state), expected);
    before = step.state;
  }
  EXPECT_EQ(masked(before), 0) << "nothing stays hidden at the end";
}

TEST_P(RandomRequests, LockedAndUneditableCellsSurvive) {
  if (m_scenario.request.kind == JobKind::Generate) return;  // begins with no picture to keep
  const DecodeState& end = m_steps.empty() ? m_start : m_steps.back().state;
  for (size_t i = 0; i < end.tokens.cellCount(); ++i) {
    const bool locked = !m_scenario.request.lockedCells.empty() && m_scenario.request.lockedCells.cells[i];
    const bool fixed =
        !m_scenario.request.editableCells.empty() && !m_scenario.request.editableCells.cells[i];
    if (locked || fixed) {
      EXPECT_EQ(end.tokens.tokenIds[i], m_scenario.picture.tokenIds[i]);
    }
  }
}

TEST_P(RandomRequests, ABranchWithNothingChangedEndsTheSame) {
  for (size_t k = 0; k < m_steps.size(); ++k) {
    const auto again = runAll(m_scenario, k == 0 ? m_start : m_steps[k - 1].state);
    EXPECT_EQ(again.back().state, m_steps.back().state) << "from step " << k;
  }
}

TEST_P(RandomRequests, RecordsAreDistributions) {
  for (const StepOutcome& step : m_steps)
    for (size_t i = 0; i < m_start.tokens.cellCount(); ++i) {
      EXPECT_NE(step.record.intended.tokenIds[i], kMask);
      EXPECT_GE(step.record.probability[i], 0);
      EXPECT_LE(step.record.probability[i], 1.00001F);
      if (step.state.fixedAtStep[i] != step.record.stepIndex) continue;
      float sum = 0;
      for (int k = 0; k < StepRecord::kAlternatives; ++k)
        sum += step.record.alternativeProbabilities[i * StepRecord::kAlternatives + static_cast<size_t>(k)];
      EXPECT_LE(sum, 1.0001F);
      EXPECT_GE(step.record.promptPull[i], -1e-5F);
      EXPECT_GE(step.record.entropy[i], 0);
    }
}

INSTANTIATE_TEST_SUITE_P(Many, RandomRequests, testing::Range(0, 120));

// The reference hides what lies below the second lowest score. Without noise all known cells score the same.
TEST(CompatMode, HidesAKnownCellOnlyWhereTheNoiseTellsOneFromTheOthers) {
  GenerationRequest request;
  request.kind = JobKind::Vary;
  request.compatDiffusers = true;
  request.strength = 1;
  request.steps = 2;
  const TokenGrid picture(4, 4, 7);
  const auto noise = addressedNoise(3);
  HashedLogits logits;
  for (const float temperature : {0.0F, 2.0F}) {
    request.temperatureStart = request.temperatureEnd = temperature;
    const DecodeState start = startState(request, {4, 4, kMask}, picture, *noise);
    ASSERT_EQ(start.tokens, picture);
    const DecodeState after = decodeStep(request, start, kMask, logits, *noise, RecordLevel::Tokens).state;
    EXPECT_EQ(after.tokens == picture, temperature == 0) << temperature;
  }
}

// Gumbel-max with the addressed draws is the categorical distribution: over many seeds the share of each code
// is its probability.
TEST(TokenDraw, FollowsTheDistribution) {
  class Fixed final : public LogitSource {
   public:
    CellLogits logits(const TokenGrid&, const std::vector<int>& cells) override {
      const auto row =
          torch::tensor({0.0F, 1.0F, 2.0F, -1.0F}).expand({static_cast<int64_t>(cells.size()), 4});
      return {row, row, row};
    }
  } source;
  GenerationRequest request;
  request.steps = 1;
  std::vector<int> counts(4, 0);
  constexpr int kSeeds = 300, kCells = 16;
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    request.seed = seed;
    const auto noise = addressedNoise(seed);
    const DecodeState start = startState(request, {4, 4, 9}, {}, *noise);
    for (const int32_t id :
         decodeStep(request, start, 9, source, *noise, RecordLevel::Tokens).state.tokens.tokenIds)
      ++counts[static_cast<size_t>(id)];
  }
  const auto p = torch::tensor({0.0F, 1.0F, 2.0F, -1.0F}).softmax(0);
  for (int k = 0; k < 4; ++k) {
    const double expected = p[k].item<double>(), n = kSeeds * kCells;
    EXPECT_NEAR(counts[static_cast<size_t>(k)] / n, expected, 4 * std::sqrt(expected * (1 - expected) / n));
  }
}

// A NaN is the largest of all to argmax: the picture would be code 0, without a word.
TEST(GuidedTransformer, LogitsThatAreNotFiniteAreAnError) {
  const torch::NoGradGuard noGrad;
  Uvit model(test::tinyTransformerConfig(true));
  test::fillGolden(*model);
  const test::UvitInputs in = test::tinyUvitInputs();
  const UvitContext context = model->prepare(in.encoderStates.slice(0, 0, 1), in.pooled.slice(0, 0, 1),
                                             in.microConditions.slice(0, 0, 1));
  GuidedTransformer source(model, context, 1);
  const TokenGrid tokens(4, 4, model->config.maskTokenId());
  EXPECT_NO_THROW(source.logits(tokens, {0, 5}));
  model->headConv2->weight.flatten()[7] = std::nanf("");
  EXPECT_THROW(source.logits(tokens, {0, 5}), c10::Error);
}

}  // namespace
}  // namespace unmask

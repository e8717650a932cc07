// Do the lab's measurements measure what their names say? On the tiny checkpoint, against plain forwards.
#include "core/engine/lab.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>

#include "core/lab/run_axis.h"
#include "core/lab/what_if.h"
#include "core/model/uvit.h"
#include "tests/support/tiny_checkpoint.h"
#include "tests/support/tiny_engine.h"
#include "tests/support/tiny_models.h"

namespace unmask::test {
namespace {

class LabTest : public TinyEngineTest {
 protected:
  void SetUp() override {
    TinyEngineTest::SetUp();
    m_lab = m_engine->lab();
    ASSERT_NE(m_lab, nullptr);
    m_request.prompt = "some red words";
    m_request.negativePrompt = "other";
    m_request.guidanceScale = 3;
    m_request.steps = 4;
    m_request.seed = 11;
  }

  /// Guided distribution of each cell [cells][codes] out of a plain forward, in double.
  std::vector<std::vector<double>> distributions(const std::string& prompt, const TokenGrid& tokens) {
    const auto forward = m_engine->forward(prompt, m_request.negativePrompt, tokens);
    EXPECT_TRUE(forward.ok()) << forward.error().text();
    const auto codes = static_cast<size_t>(forward->logitsShape[1]);
    const size_t cells = tokens.cellCount();
    std::vector<std::vector<double>> out(cells, std::vector<double>(codes));
    for (size_t cell = 0; cell < cells; ++cell) {
      double highest = -1e30, sum = 0;
      for (size_t k = 0; k < codes; ++k) {
        const double u = forward->logits[k * cells + cell], c = forward->logits[(codes + k) * cells + cell];
        out[cell][k] = u + m_request.guidanceScale * (c - u);
        highest = std::max(highest, out[cell][k]);
      }
      for (double& x : out[cell]) sum += x = std::exp(x - highest);
      for (double& x : out[cell]) x /= sum;
    }
    return out;
  }

  Lab* m_lab = nullptr;
  GenerationRequest m_request;
};

TEST_F(LabTest, AlternativesAreTheTopOfADirectForward) {
  const Trace trace = record(m_request);
  for (size_t step = 0; step < trace.records.size(); ++step) {
    const StepRecord& r = trace.records[step];
    const auto expected = distributions(m_request.prompt, trace.states[step].tokens);
    for (size_t cell = 0; cell < expected.size(); ++cell) {
      if (trace.states[step].fixedAtStep[cell] != DecodeState::kMasked) continue;
      std::vector<double> sorted = expected[cell];
      std::ranges::sort(sorted, std::greater<>());
      double named = 0, entropy = 0;
      for (int k = 0; k < StepRecord::kAlternatives; ++k) {
        const size_t at = cell * StepRecord::kAlternatives + static_cast<size_t>(k);
        const double p = r.alternativeProbabilities[at];
        EXPECT_NEAR(p, sorted[static_cast<size_t>(k)], 1e-5);
        EXPECT_NEAR(p, expected[cell][static_cast<size_t>(r.alternativeIds[at])], 1e-5);
        named += p;
      }
      // With all others it is one, as the direct forward has them.
      const double rest = std::accumulate(sorted.begin() + StepRecord::kAlternatives, sorted.end(), 0.0);
      EXPECT_NEAR(named + rest, 1, 1e-4);
      for (const double p : expected[cell]) entropy -= p > 0 ? p * std::log(p) : 0;
      EXPECT_NEAR(r.entropy[cell], entropy, 1e-4);
    }
  }
}

TEST_F(LabTest, ComparingTextsEqualsTwoDirectForwards) {
  const Trace trace = record(m_request);
  const DecodeState& state = trace.states[2];
  const std::vector<std::string> prompts = {"some words", m_request.prompt, ""};
  const auto change = m_lab->compareTexts(m_request, state, prompts, {});
  ASSERT_TRUE(change.ok()) << change.error().text();
  const auto own = distributions(m_request.prompt, state.tokens);
  double moved = 0;
  for (size_t i = 0; i < prompts.size(); ++i) {
    const auto other = distributions(prompts[i], state.tokens);
    for (size_t cell = 0; cell < own.size(); ++cell) {
      double expected = 0;
      if (state.fixedAtStep[cell] == DecodeState::kMasked)
        for (size_t k = 0; k < own[cell].size(); ++k) expected += std::abs(own[cell][k] - other[cell][k]) / 2;
      EXPECT_NEAR(change->change[i * own.size() + cell], expected, 1e-5);
      moved += i == 0 ? expected : 0;
    }
  }
  EXPECT_GT(moved, 1e-4);  // or the comparison above compares nothing
}

TEST_F(LabTest, ManyPromptsAtOnceAreEachAsAlone) {
  const auto start = m_engine->begin(m_request);
  ASSERT_TRUE(start.ok());
  std::vector<std::string> prompts;
  for (int i = 0; i < 20; ++i) prompts.push_back("words " + std::string(static_cast<size_t>(i), 'a'));
  const auto together = m_lab->compareTexts(m_request, *start, prompts, {});
  ASSERT_TRUE(together.ok()) << together.error().text();
  const size_t cells = start->tokens.cellCount();
  ASSERT_EQ(together->change.size(), prompts.size() * cells);
  for (size_t i = 0; i < prompts.size(); ++i) {
    const auto alone = m_lab->compareTexts(m_request, *start, {prompts[i]}, {});
    ASSERT_TRUE(alone.ok()) << alone.error().text();
    for (size_t cell = 0; cell < cells; ++cell)
      EXPECT_NEAR(together->change[i * cells + cell], alone->change[cell], 1e-5);
  }
}

TEST_F(LabTest, ComparingTextsStopsWhenAskedTo) {
  const auto start = m_engine->begin(m_request);
  ASSERT_TRUE(start.ok());
  std::stop_source stop;
  stop.request_stop();
  const auto change = m_lab->compareTexts(m_request, *start, {"other words"}, stop.get_token());
  ASSERT_FALSE(change.ok());
  EXPECT_EQ(change.error().kind, ErrorKind::Cancelled);
}

// Maps of nothing would look like a word that does nothing.
TEST_F(LabTest, ANetworkThatYieldsNoNumbersIsAnError) {
  const auto start = m_engine->begin(m_request);
  ASSERT_TRUE(start.ok());
  const auto file = m_dir / "model/transformer/diffusion_pytorch_model.safetensors";
  std::fstream weights(file, std::ios::binary | std::ios::in | std::ios::out);
  const float notANumber = std::nanf("");
  weights.seekp(-static_cast<std::streamoff>(sizeof notANumber), std::ios::end);
  weights.write(reinterpret_cast<const char*>(&notANumber), sizeof notANumber);
  weights.close();
  ASSERT_TRUE(weights);
  const auto broken = load(1);
  const auto change = broken->lab()->compareTexts(m_request, *start, {"other words"}, {});
  ASSERT_FALSE(change.ok());
  EXPECT_NE(change.error().text().find("not finite"), std::string::npos) << change.error().text();
}

TEST_F(LabTest, AttentionOfACellSumsToOne) {
  const auto start = m_engine->begin(m_request);
  ASSERT_TRUE(start.ok());
  for (const AttentionQuery query : {AttentionQuery{}, AttentionQuery{1, -1}, AttentionQuery{-1, 1}}) {
    const auto maps = m_lab->attention(m_request, *start, query);
    ASSERT_TRUE(maps.ok()) << maps.error().text();
    const size_t cells = start->tokens.cellCount();
    ASSERT_EQ(maps->weights.size(), static_cast<size_t>(maps->tokenCount) * cells);
    for (size_t cell = 0; cell < cells; ++cell) {
      double sum = 0;
      for (size_t t = 0; t < static_cast<size_t>(maps->tokenCount); ++t)
        sum += maps->weights[t * cells + cell];
      EXPECT_NEAR(sum, 1, 1e-5);
    }
  }
}

TEST_F(LabTest, AttentionOverAllLayersIsTheMeanOfEach) {
  const auto start = m_engine->begin(m_request);
  ASSERT_TRUE(start.ok());
  const auto all = m_lab->attention(m_request, *start, {});
  ASSERT_TRUE(all.ok());
  EXPECT_GT(all->layerCount, 1);
  std::vector<double> mean(all->weights.size(), 0);
  for (int layer = 0; layer < all->layerCount; ++layer) {
    const auto one = m_lab->attention(m_request, *start, {layer, -1});
    ASSERT_TRUE(one.ok());
    for (size_t i = 0; i < mean.size(); ++i) mean[i] += one->weights[i] / all->layerCount;
  }
  for (size_t i = 0; i < mean.size(); ++i) EXPECT_NEAR(all->weights[i], mean[i], 1e-5);
}

// The down and up blocks of the tiny network have three heads, its layers four.
TEST_F(LabTest, AHeadThatSomeLayersLackIsAveragedOverTheOthers) {
  const auto start = m_engine->begin(m_request);
  ASSERT_TRUE(start.ok());
  const auto all = m_lab->attention(m_request, *start, {-1, 3});
  ASSERT_TRUE(all.ok()) << all.error().text();
  EXPECT_EQ(all->headCount, 3);
  std::vector<double> sum(all->weights.size(), 0);
  int having = 0;
  for (int layer = 0; layer < all->layerCount; ++layer) {
    const auto one = m_lab->attention(m_request, *start, {layer, 3});
    if (!one.ok()) {
      EXPECT_EQ(one.error().kind, ErrorKind::Usage);
      continue;
    }
    ++having;
    for (size_t i = 0; i < sum.size(); ++i) sum[i] += one->weights[i];
  }
  EXPECT_GT(having, 1);
  EXPECT_LT(having, all->layerCount);
  for (size_t i = 0; i < sum.size(); ++i) EXPECT_NEAR(all->weights[i], sum[i] / having, 1e-5);
}

TEST_F(LabTest, RefusesWhatIsNotThere) {
  const auto start = m_engine->begin(m_request);
  ASSERT_TRUE(start.ok());
  EXPECT_EQ(m_lab->attention(m_request, *start, {99, -1}).error().kind, ErrorKind::Usage);
  EXPECT_EQ(m_lab->attention(m_request, *start, {-1, 99}).error().kind, ErrorKind::Usage);
  EXPECT_EQ(m_lab->codePatches(0, 100000).error().kind, ErrorKind::Usage);
  EXPECT_EQ(m_lab->codePatches(-1, 2).error().kind, ErrorKind::Usage);
  const TokenGrid tokens(4, 4, 3);
  EXPECT_EQ(m_lab->alternatives(tokens, 16, {1}).error().kind, ErrorKind::Usage);
  EXPECT_EQ(m_lab->alternatives(tokens, 0, {64}).error().kind, ErrorKind::Usage);
  EXPECT_FALSE(m_lab->alternatives(start->tokens, 0, {1}).ok());  // masks cannot be drawn
  EXPECT_EQ(m_lab->compareTexts(m_request, *start, std::vector<std::string>(65, "x"), {}).error().kind,
            ErrorKind::Usage);
}

TEST_F(LabTest, AlternativesAreCropsOfTheWholePicture) {
  TokenGrid tokens(4, 4, 0);
  std::iota(tokens.tokenIds.begin(), tokens.tokenIds.end(), 5);
  // The window of three cells each way holds all of a 4×4 grid, so that nothing may differ.
  const auto crops = m_lab->alternatives(tokens, 5, {tokens.tokenIds[5], 40});
  ASSERT_TRUE(crops.ok()) << crops.error().text();
  TokenGrid swapped = tokens;
  swapped.tokenIds[5] = 40;
  const int side = m_engine->info().pixelsPerCell;
  const std::array<TokenGrid, 2> grids = {tokens, swapped};
  for (size_t i = 0; i < 2; ++i) {
    const auto whole = m_engine->decode(grids[i]);
    ASSERT_TRUE(whole.ok());
    const ImageBuffer& crop = (*crops)[i];
    ASSERT_EQ(crop.width, 3 * side);
    for (int y = 0; y < crop.height; ++y)
      for (int x = 0; x < crop.width; ++x)
        for (int c = 0; c < 3; ++c) EXPECT_NEAR(crop.at(x, y)[c], whole->at(x, y)[c], 1);
  }
  EXPECT_NE((*crops)[0], (*crops)[1]);
}

TEST_F(LabTest, VqLossIsTheDifferenceOfTheTwoPictures) {
  ImageBuffer picture(8, 8, 3);
  for (size_t i = 0; i < picture.pixels.size(); ++i) picture.pixels[i] = static_cast<uint8_t>(i * 7);
  const auto loss = m_lab->vqLoss(picture);
  ASSERT_TRUE(loss.ok()) << loss.error().text();
  ASSERT_EQ(loss->rmse.size(), 16U);
  double sum = 0;
  for (int y = 2; y < 4; ++y)
    for (int x = 4; x < 6; ++x)
      for (int c = 0; c < 3; ++c)
        sum += std::pow((picture.at(x, y)[c] - loss->reconstruction.at(x, y)[c]) / 255.0, 2);
  EXPECT_NEAR(loss->rmse[1 * 4 + 2], std::sqrt(sum / 12), 1e-5);
}

TEST_F(LabTest, AWhatIfWithNothingChangedChangesNothing) {
  const Trace trace = record(m_request);
  const auto same = whatIf(*m_engine, trace, trace.request, {});
  ASSERT_TRUE(same.ok()) << same.error().text();
  EXPECT_EQ(same->difference.cellsChanged, 0);
  EXPECT_TRUE(std::ranges::all_of(same->difference.firstDifference, [](int at) { return at == -1; }));
  EXPECT_EQ(same->trace.states, trace.states);
}

TEST_F(LabTest, AnAdaptersStrengthIsAWhatIf) {
  m_request.adapters = {writeAdapterFile("ink", "transformer_layers.0.attn1.to_q"),
                        writeAdapterFile("noir", "transformer_layers.1.attn2.to_v")};
  m_request.adapters[0].strength = 0.7F;
  const Trace trace = record(m_request);
  const auto changed = [&](RunSetting setting, const std::string& value) {
    const auto request = withValue(trace.request, setting, value);
    EXPECT_TRUE(request.ok()) << request.error().text();
    auto result = whatIf(*m_engine, trace, *request, {});
    EXPECT_TRUE(result.ok()) << result.error().text();
    return std::move(result).value();
  };
  const WhatIf same = changed({RunAxis::Adapter, 0}, "0.7");
  EXPECT_EQ(same.difference.cellsChanged, 0);
  EXPECT_EQ(same.trace.states, trace.states);
  EXPECT_GT(changed({RunAxis::Adapter, 1}, "0.2").difference.cellsChanged, 0);

  // At zero it is as if it were not there, to the last bit of every number.
  for (const size_t i : {size_t{0}, size_t{1}}) {
    const auto silenced = withValue(trace.request, {RunAxis::Adapter, i}, "0");
    ASSERT_TRUE(silenced.ok());
    GenerationRequest without = m_request;
    without.adapters.erase(without.adapters.begin() + static_cast<std::ptrdiff_t>(i));
    const Trace a = record(*silenced), b = record(without);
    EXPECT_EQ(a.states, b.states);
    ASSERT_EQ(a.records.size(), b.records.size());
    for (size_t step = 0; step < a.records.size(); ++step) {
      EXPECT_EQ(a.records[step].probability, b.records[step].probability);
      EXPECT_EQ(a.records[step].alternativeProbabilities, b.records[step].alternativeProbabilities);
    }
    EXPECT_NE(a.records.front().alternativeProbabilities, trace.records.front().alternativeProbabilities);
  }
}

TEST_F(LabTest, AWhatIfSaysWhereTheRunsPart) {
  const Trace trace = record(m_request);
  GenerationRequest changed = trace.request;
  changed.guidanceScale = 30;
  const auto other = whatIf(*m_engine, trace, changed, {});
  ASSERT_TRUE(other.ok());
  int counted = 0;
  const auto& last = trace.states.back().tokens.tokenIds;
  for (size_t cell = 0; cell < last.size(); ++cell)
    counted += last[cell] != other->trace.states.back().tokens.tokenIds[cell] ? 1 : 0;
  EXPECT_EQ(other->difference.cellsChanged, counted);
  EXPECT_GT(counted, 0);
}

// The weights an observer is told of are those of plain loops (uvit_attention_test); the lab's maps are those
// weights, layer for layer and head for head.
TEST_F(LabTest, AttentionIsThatOfTheBareNetwork) {
  const torch::NoGradGuard noGrad;
  const auto start = m_engine->begin(m_request);
  ASSERT_TRUE(start.ok());
  const auto forward = m_engine->forward(m_request.prompt, m_request.negativePrompt, start->tokens);
  ASSERT_TRUE(forward.ok());
  const auto conditional = [](const std::vector<float>& values, const std::vector<int64_t>& shape) {
    return torch::tensor(values).view(shape).narrow(0, 1, 1);  // the negative prompt is first
  };
  Uvit network(tinyTransformerConfig(TinyCheckpointOptions().sampling));
  fillGolden(*network);
  network->eval();
  const TokenGrid& grid = start->tokens;
  torch::Tensor ids = torch::empty({1, grid.height, grid.width}, torch::kInt64);
  std::copy(grid.tokenIds.begin(), grid.tokenIds.end(), ids.data_ptr<int64_t>());
  const auto side = static_cast<float>(m_engine->info().pixelsPerCell);
  const torch::Tensor micro = torch::tensor(
      {{side * static_cast<float>(grid.width), side * static_cast<float>(grid.height), 0.F, 0.F, 6.F}});
  std::vector<torch::Tensor> weights;  // [heads, N, T] each
  const Tap tap = [&weights](const std::string& path, const torch::Tensor& value) {
    if (path.ends_with(".weights")) weights.push_back(value[0].clone());
  };
  network->forward(ids, conditional(forward->encoderHiddenStates, forward->hiddenShape),
                   conditional(forward->pooled, forward->pooledShape), micro, &tap);
  ASSERT_GT(weights.size(), 1U);
  const int64_t factor = m_engine->info().hasDownsampling ? 2 : 1, inner = grid.width / factor;
  for (size_t layer = 0; layer < weights.size(); ++layer) {
    for (int head = 0; head < weights[layer].size(0); ++head) {
      const auto maps = m_lab->attention(m_request, *start, {static_cast<int>(layer), head});
      ASSERT_TRUE(maps.ok()) << maps.error().text();
      EXPECT_EQ(maps->layerCount, static_cast<int>(weights.size()));
      for (int64_t t = 0; t < maps->tokenCount; ++t) {
        for (int64_t cell = 0; cell < static_cast<int64_t>(grid.cellCount()); ++cell) {
          const int64_t row = cell / grid.width / factor, column = cell % grid.width / factor;
          const float expected = weights[layer][head][row * inner + column][t].item<float>();
          EXPECT_NEAR(maps->weights[static_cast<size_t>(t) * grid.cellCount() + static_cast<size_t>(cell)],
                      expected, 1e-5);
        }
      }
    }
  }
}

TEST_F(LabTest, EveryMapShowsTheTracesNumbers) {
  const Trace trace = record(m_request);
  for (size_t step = 0; step < trace.records.size(); ++step) {
    const StepRecord& r = trace.records[step];
    const DecodeState &before = trace.states[step], &after = trace.states[step + 1];
    const auto margin = [&r](size_t cell) {
      const size_t at = cell * StepRecord::kAlternatives;
      return r.alternativeProbabilities[at] - r.alternativeProbabilities[at + 1];
    };
    for (const MapKind kind : allMaps()) {
      const CellMap map = mapOf(trace, step, kind);
      ASSERT_EQ(map.values.size(), before.tokens.cellCount()) << nameOf(kind);
      float low = 1e30F, high = -1e30F;
      for (size_t cell = 0; cell < map.values.size(); ++cell) {
        const bool isMasked = before.fixedAtStep[cell] == DecodeState::kMasked;
        const bool isConfidence = kind == MapKind::Confidence || kind == MapKind::ConfidenceConditional ||
                                  kind == MapKind::ConfidenceUnconditional;
        const float expected = kind == MapKind::RevealOrder               ? after.fixedAtStep[cell]
                               : kind == MapKind::Confidence              ? r.probability[cell]
                               : kind == MapKind::ConfidenceConditional   ? r.probabilityConditional[cell]
                               : kind == MapKind::ConfidenceUnconditional ? r.probabilityUnconditional[cell]
                               : kind == MapKind::Entropy                 ? r.entropy[cell]
                               : kind == MapKind::Margin                  ? margin(cell)
                               : kind == MapKind::SelectionScore          ? r.selectionScore[cell]
                                                                          : r.promptPull[cell];
        const bool isKnown = kind == MapKind::RevealOrder ? after.fixedAtStep[cell] != DecodeState::kMasked
                                                          : isConfidence || isMasked;
        ASSERT_EQ(map.known[cell] != 0, isKnown) << nameOf(kind) << ' ' << step << ' ' << cell;
        if (!isKnown) continue;
        EXPECT_EQ(map.values[cell], expected) << nameOf(kind) << ' ' << step << ' ' << cell;
        low = std::min(low, expected);
        high = std::max(high, expected);
      }
      if (high >= low) {
        EXPECT_EQ(map.low, low);
        EXPECT_EQ(map.high, high);
      }
    }
  }
}

TEST_F(LabTest, ATokenSwappedAndSwappedBackGivesTheSamePicture) {
  RunOptions options;
  const auto original = m_engine->run(m_request, options, {});
  ASSERT_TRUE(original.ok());
  const auto withTokens = [&](const TokenGrid& tokens) {
    GenerationRequest request = m_request;
    request.startTokens = tokens;
    request.startStep = request.steps - 1;
    auto outcome = m_engine->run(request, options, {});
    EXPECT_TRUE(outcome.ok()) << outcome.error().text();
    EXPECT_EQ(outcome->images.front().tokens, tokens);  // nothing is drawn
    return outcome->images.front().picture;
  };
  TokenGrid tokens = original->images.front().tokens;
  const int32_t before = tokens.tokenIds[5];
  tokens.tokenIds[5] = (before + 17) % 64;
  const ImageBuffer swapped = withTokens(tokens);
  EXPECT_NE(swapped, original->images.front().picture);
  EXPECT_EQ(swapped, *m_engine->decode(tokens));
  tokens.tokenIds[5] = before;
  EXPECT_EQ(withTokens(tokens), original->images.front().picture);
}

// One word at a time, it would take forever.
TEST_F(LabTest, WordsPastTheLimitHaveNoTokens) {
  std::string prompt;
  for (int i = 0; i < 50'000; ++i) prompt += "red ";
  const auto words = promptWords(*m_engine, prompt);
  ASSERT_TRUE(words.ok()) << words.error().text();
  EXPECT_EQ(words->size(), 50'000U);
  EXPECT_GT(words->front().tokenCount, 0);
  EXPECT_EQ(words->back().tokenCount, 0);
}

TEST_F(LabTest, WordsKnowTheirTokens) {
  const auto words = promptWords(*m_engine, m_request.prompt);
  ASSERT_TRUE(words.ok()) << words.error().text();
  ASSERT_EQ(words->size(), 3U);
  int next = 1;
  for (const PromptWord& word : *words) {
    EXPECT_EQ(word.firstToken, next) << word.text;
    EXPECT_GE(word.tokenCount, 1) << word.text;
    next += word.tokenCount;
  }
  const auto whole = m_engine->tokenize(m_request.prompt);
  ASSERT_TRUE(whole.ok());
  EXPECT_EQ(next, whole->usedTokens - 1);
}

}  // namespace
}  // namespace unmask::test

// Do the lab's maps of a word cover what it names? Asked of a model whose pictures are known.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/engine/lab.h"
#include "core/eval/composed_plan.h"
#include "core/eval/eval_context.h"
#include "core/lab/prompt_words.h"
#include "tests/core/eval/evaluating.h"

namespace unmask {
namespace {

/// Draws in one step what it was told to, and can be looked into: its attention is even, and a word that is
/// left out moves just the cells that come out otherwise.
class OpenModel : public test::ScriptedModel, public Lab {
 public:
  Lab* lab() override { return this; }

  Result<RunOutcome> run(const GenerationRequest& request, const RunOptions& options,
                         std::stop_token stop) override {
    UNMASK_TRY(RunOutcome outcome, ScriptedModel::run(request, options, stop));
    RunImage& image = outcome.images.front();
    UNMASK_TRY(const TokenGrid tokens, encode(image.picture));
    const size_t cells = tokens.cellCount();
    DecodeState before{TokenGrid(4, 4, 64), 0, 1, std::vector<int16_t>(cells, DecodeState::kMasked),
                       std::vector<float>(cells)};
    DecodeState after = before;
    after.tokens = tokens;
    after.nextStep = 1;
    after.fixedAtStep.assign(cells, 0);
    image.trace = {request, {before, after}, {StepRecord{}}};
    return outcome;
  }

  Result<TokenizedPrompt> tokenize(const std::string& prompt) const override {
    TokenizedPrompt tokenized;
    tokenized.usedTokens = static_cast<int>(wordsIn(prompt).size()) + 2;
    return tokenized;
  }

  Result<AttentionMaps> attention(const GenerationRequest& request, const DecodeState&,
                                  const AttentionQuery&) override {
    AttentionMaps maps{4, 4, static_cast<int>(wordsIn(request.prompt).size()) + 2, 1, 1, {}};
    maps.weights.assign(static_cast<size_t>(maps.tokenCount) * 16,
                        1.0F / static_cast<float>(maps.tokenCount));
    return maps;
  }

  Result<AblationChange> compareTexts(const GenerationRequest& request, const DecodeState&,
                                      const std::vector<std::string>& prompts, std::stop_token) override {
    UNMASK_TRY(const TokenGrid own, encode(answers.at(request.prompt)));
    UNMASK_TRY(const TokenGrid other, encode(answers.at(prompts.front())));
    AblationChange change{4, 4, {}};
    for (size_t cell = 0; cell < own.cellCount(); ++cell)
      change.change.push_back(own.tokenIds[cell] != other.tokenIds[cell]);
    return change;
  }

  Result<std::vector<ImageBuffer>> alternatives(const TokenGrid&, int, const std::vector<int32_t>&) override {
    return noSuch();
  }
  Result<std::vector<ImageBuffer>> codePatches(int32_t, int32_t) override { return noSuch(); }
  Result<Codebook> codebook() override { return noSuch(); }
  Result<VqLoss> vqLoss(const ImageBuffer&) override { return noSuch(); }

 private:
  static Error noSuch() { return Error{.kind = ErrorKind::Unsupported, .message = "not scripted"}; }
};

class JudgingWords : public test::Evaluating {
 protected:
  JudgingWords() {
    dataset.heldOutRelations = {{"0red", "above", "0black"}};
    options.sizes.wordPrompts = 12;
  }

  /// Answers every prompt the judge will ask, whole and without either thing's words.
  void answerPrompts() {
    for (const ComposedPrompt& prompt :
         sampledScenes(dataset, SceneKind::Related, options.sizes.wordPrompts, options.seed + 1)) {
      open.answers[prompt.caption] = prompt.truth;
      const Colour background = findRegions(prompt.truth).background;
      const auto found = ThingFinder(gallery, prompt.style).find(prompt.truth, 2);
      for (const ComposedThing& thing : prompt.things) {
        const size_t begin = prompt.caption.find(thing.label);
        const int at = findConcept(found, gallery, thing.conceptId, 1);
        if (at < 0) continue;
        ImageBuffer without = prompt.truth;
        const Box& box = found[static_cast<size_t>(at)].box;
        for (int y = box.top; y < box.bottom; ++y) {
          for (int x = box.left; x < box.right; ++x) std::copy_n(background.begin(), 3, without.at(x, y));
        }
        PromptWord label{thing.label, begin, begin + thing.label.size()};
        open.answers[withoutWord(prompt.caption, label)] = without;
      }
    }
  }

  Result<ReportSection> judged() {
    PictureMaker maker{open, {}, observer};
    EvalPlan plan;
    EvalContext context{dataset, gallery, plan, options, maker, {}};
    return judgeWords(context);
  }

  static const Figure& figure(const ReportSection& section, const std::string& id) {
    const auto found = std::ranges::find(section.figures, id, &Figure::id);
    EXPECT_NE(found, section.figures.end()) << id;
    return *found;
  }

  Gallery gallery = galleryOf(dataset);
  OpenModel open;
  EvaluationObserver observer;
};

TEST_F(JudgingWords, MapsThatChangeTheThingAloneCoverItAndEvenOnesAreChance) {
  answerPrompts();
  const auto section = judged();
  ASSERT_TRUE(section.ok()) << section.error().text();
  EXPECT_GE(figure(*section, "words.what_if_area").samples, 16);
  EXPECT_GT(figure(*section, "words.what_if_area").value, 0.85);
  EXPECT_LT(figure(*section, "words.what_if_area").references.at(0).value, 0.5);
  EXPECT_DOUBLE_EQ(figure(*section, "words.what_if_area").value,
                   figure(*section, "words.one_step_area").value);
  EXPECT_DOUBLE_EQ(figure(*section, "words.attention_area").value, 0.5);
  EXPECT_GT(figure(*section, "words.what_if_over_attention").value, 0.9);
  EXPECT_GT(figure(*section, "words.what_if_over_chance").value, 0.9);
}

TEST_F(JudgingWords, AWordThatChangesNothingIsChance) {
  for (const ComposedPrompt& prompt :
       sampledScenes(dataset, SceneKind::Related, options.sizes.wordPrompts, options.seed + 1)) {
    open.answers[prompt.caption] = prompt.truth;
    for (const ComposedThing& thing : prompt.things) {
      const size_t begin = prompt.caption.find(thing.label);
      open.answers[withoutWord(prompt.caption, {thing.label, begin, begin + thing.label.size()})] =
          prompt.truth;
    }
  }
  const auto section = judged();
  ASSERT_TRUE(section.ok()) << section.error().text();
  for (const char* id : {"words.what_if_area", "words.one_step_area", "words.what_if_over_chance",
                         "words.what_if_over_attention"})
    EXPECT_DOUBLE_EQ(figure(*section, id).value, 0.5) << id;
}

TEST_F(JudgingWords, AModelThatCannotBeLookedIntoIsSaid) {
  test::ScriptedModel closed;
  PictureMaker maker{closed, {}, observer};
  EvalPlan plan;
  EvalContext context{dataset, gallery, plan, options, maker, {}};
  const auto section = judgeWords(context);
  ASSERT_TRUE(section.ok());
  ASSERT_EQ(section->missing.size(), 1u);
  EXPECT_EQ(section->missing[0].reason, "this engine cannot be looked into");
}

}  // namespace
}  // namespace unmask

// Learning a style with the tiny checkpoint of reference 13.5: from files to files.
#include "core/train/style_learner.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/adapter/adapter_file.h"
#include "core/engine/engine.h"
#include "core/io/atomic_file.h"
#include "core/model/weights.h"
#include "core/train/checkpoint.h"
#include "core/train/style_task_file.h"
#include "tests/support/scratch_dir.h"
#include "tests/support/tiny_checkpoint.h"

namespace unmask::test {
namespace {

class StyleLearning : public testing::Test {
 protected:
  void SetUp() override {
    writeTinyCheckpoint(m_dir / "model");
    task.modelDir = (m_dir / "model").string();
    task.threads = 1;
    task.pictures = {{ImageBuffer(8, 8, 3, 90), "a thing in ink style"}};
    for (size_t i = 0; i < task.pictures[0].picture.pixels.size(); ++i)
      task.pictures[0].picture.pixels[i] = static_cast<uint8_t>(i * 37);
    task.trigger = "in ink style";
    task.prompts = {{"a house", "a house, flat"}, {"a cat", "a cat"}, {"a thing", "a thing"}};
    task.settings.steps = 6;
    task.settings.warmup = 2;
    task.settings.cooldown = 2;
    task.settings.batchSize = 2;
    task.settings.rank = 2;
    task.settings.alpha = 4;
    task.settings.ownPictures = 2;
    task.settings.bfloat16 = false;
    task.output = m_dir / "ink.safetensors";
  }

  std::unique_ptr<StyleLearner> open() {
    auto learner = StyleLearner::open(task);
    EXPECT_TRUE(learner.ok()) << learner.error().text();
    return *std::move(learner);
  }
  /// Advances until `stage` has `done`.
  static StyleProgress advanceTo(StyleLearner& learner, StyleStage stage, int64_t done) {
    StyleProgress now;
    do {
      const auto next = learner.advance({});
      EXPECT_TRUE(next.ok()) << next.error().text();
      if (!next) break;
      now = *next;
    } while (now.stage < stage || (now.stage == stage && now.done < done));
    return now;
  }
  static void expectFinite(const std::filesystem::path& file) {
    const auto tensors = SafetensorsFile::open(file);
    ASSERT_TRUE(tensors.ok()) << tensors.error().text();
    for (const TensorView& view : tensors->tensors()) {
      const torch::Tensor values = tensorFromView(view, tensors->storage());
      EXPECT_TRUE(values.isfinite().all().item<bool>()) << file << ": " << view.name;
    }
  }
  std::string bytesOf(const std::filesystem::path& file) const { return *readFile(file, size_t{1} << 24); }

  ScratchDir m_dir;
  StyleTask task;
};

TEST_F(StyleLearning, DrawsThenLearnsThenIsDone) {
  const auto learner = open();
  StyleProgress now = *learner->advance({});
  EXPECT_EQ(now.stage, StyleStage::Drawing);
  EXPECT_EQ(now.done, 1);
  EXPECT_EQ(now.total, 3) << "two to redraw, and the picture's own thing to keep as it is";
  now = *learner->advance({});
  EXPECT_EQ(now.stage, StyleStage::Drawing);
  now = *learner->advance({});
  EXPECT_EQ(now.stage, StyleStage::Learning);
  EXPECT_EQ(now.total, 6);
  now = advanceTo(*learner, StyleStage::Done, 6);
  EXPECT_EQ(now.stage, StyleStage::Done);
  EXPECT_EQ(learner->losses().size(), 6U);
  ASSERT_TRUE(learner->save().ok());
  EXPECT_FALSE(std::filesystem::exists(runFileOf(task.output)));

  const auto file = AdapterFile::open(task.output);
  ASSERT_TRUE(file.ok()) << file.error().text();
  EXPECT_EQ(file->info().alpha, 4);
  EXPECT_EQ(file->info().trigger, "in ink style");
  EXPECT_EQ(file->info().caption, "a thing in ink style");
  EXPECT_FALSE(file->info().samplePicture.empty());
  EXPECT_TRUE(file->info().baseModelHash.starts_with("sha256:"));
  EXPECT_EQ(parseAdapterTrainingSettings(file->info().settings, "")->steps, 6);
}

TEST_F(StyleLearning, TheAdapterWorksInTheEngine) {
  const auto learner = open();
  advanceTo(*learner, StyleStage::Done, 6);
  ASSERT_TRUE(learner->save().ok());
  EngineOptions options;
  options.modelDir = task.modelDir;
  options.threads = 1;
  const auto engine = loadEngine(options);
  GenerationRequest request;
  request.prompt = "a house in ink style";
  request.seed = 3;
  request.adapters = {{"ink", task.output.string(), 1, *fileHash(task.output)}};
  const auto outcome = (*engine)->run(request, {}, {});
  ASSERT_TRUE(outcome.ok()) << outcome.error().text();
  // Previews come from the same adapter.
  request.steps = (*engine)->info().presets.front().steps;
  request.guidanceScale = (*engine)->info().presets.front().guidanceScale;
  const auto preview = learner->preview({request.prompt}, 3, {});
  ASSERT_TRUE(preview.ok()) << preview.error().text();
  EXPECT_EQ(preview->at(0), (*engine)->run(request, {}, {})->images[0].picture);
}

// The window shows these first; no adapter is written yet then.
TEST_F(StyleLearning, PreviewsBeforeTheFirstUpdateAreTheModelsOwn) {
  const auto learner = open();
  ASSERT_EQ(advanceTo(*learner, StyleStage::Drawing, 2).done, 2);
  const auto drawing = learner->preview({"a house in ink style"}, 3, {});
  ASSERT_TRUE(drawing.ok()) << drawing.error().text();
  ASSERT_EQ(learner->advance({})->stage, StyleStage::Learning);
  ASSERT_TRUE(learner->save().ok());
  ASSERT_FALSE(std::filesystem::exists(task.output));
  const auto untaught = learner->preview({"a house in ink style"}, 3, {});
  ASSERT_TRUE(untaught.ok()) << untaught.error().text();
  EXPECT_EQ(untaught->at(0), drawing->at(0));
}

TEST_F(StyleLearning, DrawsWhatIsOnlyKeptToo) {
  task.prompts.push_back({"a hen", "a hen", true});
  task.prompts.push_back({"a jar", "a jar", true});
  const auto learner = open();
  const StyleProgress now = advanceTo(*learner, StyleStage::Drawing, 4);
  EXPECT_EQ(now.stage, StyleStage::Drawing);
  EXPECT_EQ(now.total, 5);
  EXPECT_EQ(advanceTo(*learner, StyleStage::Done, 6).stage, StyleStage::Done);
  task.settings.keptPictures = 0;
  EXPECT_EQ(open()->advance({})->total, 2);
}

TEST_F(StyleLearning, StoppedAnywhereItGoesOnToTheSameAdapter) {
  task.prompts.push_back({"a hen", "a hen", true});
  task.prompts.push_back({"a jar", "a jar", true});
  const auto whole = open();
  advanceTo(*whole, StyleStage::Done, 6);
  ASSERT_TRUE(whole->save().ok());
  const std::string expected = bytesOf(task.output);
  struct Stop {
    StyleStage stage;
    int64_t done;
  };
  for (const Stop& stop : {Stop{StyleStage::Drawing, 1}, Stop{StyleStage::Drawing, 3},
                           Stop{StyleStage::Learning, 0}, Stop{StyleStage::Learning, 3}}) {
    task.output = m_dir / "again.safetensors";
    task.resume = false;
    {
      const auto first = open();
      advanceTo(*first, stop.stage, stop.done);
      ASSERT_TRUE(first->save().ok());
    }
    EXPECT_TRUE(std::filesystem::exists(runFileOf(task.output)));
    task.resume = true;
    const auto second = open();
    EXPECT_EQ(second->losses().size(),
              static_cast<size_t>(stop.stage == StyleStage::Learning ? stop.done : 0));
    advanceTo(*second, StyleStage::Done, 6);
    ASSERT_TRUE(second->save().ok());
    EXPECT_EQ(bytesOf(task.output), expected);
  }
}

// The estimate does a little of the work to measure it; that must not change what is learned.
TEST_F(StyleLearning, EstimatingChangesNothing) {
  const auto plain = open();
  advanceTo(*plain, StyleStage::Done, 6);
  ASSERT_TRUE(plain->save().ok());
  const std::string expected = bytesOf(task.output);
  const std::vector<char> others(size_t{256} << 20, 1);
  const auto learner = open();
  const auto estimate = learner->estimate({});
  ASSERT_TRUE(estimate.ok()) << estimate.error().text();
  EXPECT_GT(estimate->seconds, 0);
  EXPECT_GT(estimate->bytes, 0);
  EXPECT_LT(estimate->bytes, int64_t{256} << 20) << "a tiny model; this process has held more than that";
  EXPECT_GT(estimate->parameters, 0);
  EXPECT_FALSE(std::filesystem::exists(runFileOf(task.output)));
  advanceTo(*learner, StyleStage::Done, 6);
  ASSERT_TRUE(learner->save().ok());
  EXPECT_EQ(bytesOf(task.output), expected);
}

TEST_F(StyleLearning, ResumingAnotherTaskIsRefused) {
  task.resume = true;
  EXPECT_EQ(StyleLearner::open(task).error().kind, ErrorKind::NotFound);
  task.resume = false;
  {
    const auto first = open();
    advanceTo(*first, StyleStage::Learning, 2);
    ASSERT_TRUE(first->save().ok());
  }
  task.resume = true;
  StyleTask other = task;
  other.settings.learningRate *= 2;
  EXPECT_EQ(StyleLearner::open(other).error().kind, ErrorKind::Usage);
  other = task;
  other.pictures[0].caption = "a cat in ink style";
  EXPECT_EQ(StyleLearner::open(other).error().kind, ErrorKind::Usage);
  std::ofstream(runFileOf(task.output)) << "nonsense";
  EXPECT_EQ(StyleLearner::open(task).error().kind, ErrorKind::BadInput);
}

// The window saves what was reached when an update fails.
TEST_F(StyleLearning, ADivergedRunIsSavedAsItWasBefore) {
  task.settings.steps = 60;
  task.settings.warmup = task.settings.cooldown = 0;
  task.settings.learningRate = 9e8;
  const auto learner = open();
  auto next = learner->advance({});
  while (next && next->stage != StyleStage::Done) next = learner->advance({});
  ASSERT_FALSE(next.ok());
  EXPECT_EQ(next.error().key, "learning_rate");
  const size_t updates = learner->losses().size();
  EXPECT_GT(updates, 0U);
  ASSERT_TRUE(learner->save().ok());
  expectFinite(task.output);
  expectFinite(runFileOf(task.output));
  task.resume = true;
  EXPECT_EQ(open()->losses().size(), updates);
}

// A run that the window began may be finished by another program, or its end may be its last moment.
TEST_F(StyleLearning, ADoneRunIsNoLongerOffered) {
  ASSERT_TRUE(saveStyleTask(task).ok());
  const auto learner = open();
  advanceTo(*learner, StyleStage::Learning, 3);
  ASSERT_TRUE(learner->save().ok());
  EXPECT_EQ(unfinishedStyles(m_dir.path()).size(), 1U);
  advanceTo(*learner, StyleStage::Done, 6);
  ASSERT_TRUE(learner->save().ok());
  EXPECT_TRUE(unfinishedStyles(m_dir.path()).empty());
  EXPECT_FALSE(std::filesystem::exists(runFileOf(task.output)));
}

TEST_F(StyleLearning, TextThatIsNotUtf8LosesNothing) {
  StyleTask wrong = task;
  wrong.pictures[0].caption = "a th\xffing in ink style";
  const auto refused = StyleLearner::open(wrong);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::BadInput);
  EXPECT_EQ(refused.error().key, "caption");
  wrong = task;
  wrong.trigger = "in \xc3 style";
  EXPECT_EQ(StyleLearner::open(wrong).error().key, "trigger");
  // Prompts come from files, which are looked at where they are read; what has slipped through is no loss.
  task.prompts[0].caption = "a h\xffouse";
  const auto learner = open();
  advanceTo(*learner, StyleStage::Learning, 2);
  const auto saved = learner->save();
  EXPECT_TRUE(saved.ok()) << saved.error().text();
}

TEST_F(StyleLearning, LearnsFromThePictureAloneWhenAsked) {
  task.settings.ownPictures = 0;
  task.trigger.clear();
  const auto learner = open();
  EXPECT_EQ(learner->advance({})->stage, StyleStage::Learning);
}

TEST_F(StyleLearning, WhatHasLearnedNothingIsNoAdapter) {
  task.settings.ownPictures = 0;
  task.trigger.clear();
  const auto learner = open();
  ASSERT_TRUE(learner->save().ok());
  EXPECT_FALSE(std::filesystem::exists(task.output));
  ASSERT_TRUE(learner->advance({}).ok());
  ASSERT_TRUE(learner->save().ok());
  EXPECT_TRUE(std::filesystem::exists(task.output));
}

TEST_F(StyleLearning, ContradictionsAreNamed) {
  const auto keyOf = [](const StyleTask& asked) {
    const auto learner = StyleLearner::open(asked);
    return learner.ok() ? "" : learner.error().key;
  };
  StyleTask wrong = task;
  wrong.pictures.clear();
  EXPECT_EQ(keyOf(wrong), "picture");
  wrong = task;
  wrong.pictures[0].picture = ImageBuffer(9, 8, 3);
  EXPECT_EQ(keyOf(wrong), "picture");
  wrong = task;
  wrong.pictures[0].caption.clear();
  EXPECT_EQ(keyOf(wrong), "caption");
  wrong = task;
  wrong.trigger.clear();
  EXPECT_EQ(keyOf(wrong), "trigger");
}

TEST_F(StyleLearning, AStopIsObeyedAndSaved) {
  std::stop_source stop;
  StyleObserver observer;
  observer.onProgress = [&](const StyleProgress& progress) {
    if (progress.stage == StyleStage::Learning && progress.done == 2) stop.request_stop();
  };
  const auto summary = learnStyle(task, stop.get_token(), observer);
  ASSERT_TRUE(summary.ok()) << summary.error().text();
  EXPECT_FALSE(summary->finished);
  EXPECT_EQ(summary->steps, 2);
  EXPECT_TRUE(AdapterFile::open(task.output).ok());
  task.resume = true;
  const auto rest = learnStyle(task, {}, {});
  ASSERT_TRUE(rest.ok()) << rest.error().text();
  EXPECT_TRUE(rest->finished);
  EXPECT_EQ(rest->steps, 6);
}

TEST_F(StyleLearning, AStopBeforeTheStartDrawsNothing) {
  std::stop_source stop;
  stop.request_stop();
  const auto summary = learnStyle(task, stop.get_token(), {});
  ASSERT_TRUE(summary.ok()) << summary.error().text();
  EXPECT_FALSE(summary->finished);
  const auto left = loadCheckpoint(runFileOf(task.output));
  ASSERT_TRUE(left.ok()) << left.error().text();
  EXPECT_FALSE(left->tensors.contains("own"));
}

TEST_F(StyleLearning, OneRunAtATimeWritesAnAdapter) {
  const auto lock = lockStyle(task.output);
  ASSERT_TRUE(lock.ok()) << lock.error().text();
  const auto second = learnStyle(task, {}, {});
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().message, "this style is being learned already");
  EXPECT_FALSE(std::filesystem::exists(task.output));
}

}  // namespace
}  // namespace unmask::test

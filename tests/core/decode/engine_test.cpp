// The facade over a tiny checkpoint on disk: batches, threads, compositing, cancelling, replay.
#include "core/engine/engine.h"

#include <gtest/gtest.h>
#include <malloc.h>

#include <random>

#include "core/doc/composite.h"
#include "core/engine/content_hash.h"
#include "core/io/atomic_file.h"
#include "core/model/config.h"
#include "tests/support/tiny_checkpoint.h"
#include "tests/support/tiny_engine.h"

namespace unmask::test {
namespace {

class TinyEngine : public TinyEngineTest {
 protected:
  static ImageBuffer noisePicture(int width, int height, unsigned seed) {
    ImageBuffer picture(width, height, 3);
    std::minstd_rand random(seed);
    for (uint8_t& byte : picture.pixels) byte = static_cast<uint8_t>(random() % 256);
    return picture;
  }
};

TEST_F(TinyEngine, ImageOfABatchIsTheImageOfItsSeedAlone) {
  GenerationRequest request;
  request.prompt = "some words";
  request.guidanceScale = 3;
  request.seed = 100;
  request.batchCount = 4;
  const RunOutcome batch = run(request);
  ASSERT_EQ(batch.images.size(), 4U);
  for (uint64_t j = 0; j < 4; ++j) {
    GenerationRequest single = request;
    single.batchCount = 1;
    single.seed = 100 + j;
    const RunOutcome alone = run(single);
    EXPECT_EQ(alone.images[0].tokens, batch.images[j].tokens);
    EXPECT_EQ(alone.images[0].picture, batch.images[j].picture);
    EXPECT_EQ(batch.images[j].seed, 100 + j);
  }
  EXPECT_NE(batch.images[0].tokens, batch.images[1].tokens);
}

TEST_F(TinyEngine, SameRequestSameTokensForOneAndTwoThreads) {
  const auto two = load(2);
  for (uint64_t seed = 0; seed < 20; ++seed) {
    GenerationRequest request;
    request.prompt = "words " + std::to_string(seed);
    request.seed = seed;
    request.guidanceScale = static_cast<float>(seed % 5);
    request.order = static_cast<RevealOrder>(seed % 4);
    m_engine = load(1);
    const RunOutcome a = run(request);
    m_engine = load(2);
    EXPECT_EQ(a.images[0].tokens, run(request).images[0].tokens) << "seed " << seed;
  }
}

TEST_F(TinyEngine, PixelsOutsideTheMaskAreTheInputsOwnBytes) {
  for (unsigned seed = 0; seed < 30; ++seed) {
    std::minstd_rand random(seed + 1);
    GenerationRequest request;
    request.kind = JobKind::Inpaint;
    request.prompt = "paint";
    request.seed = seed;
    request.picture = noisePicture(8, 8, seed);
    request.editableCells = CellMask(4, 4);
    for (uint8_t& cell : request.editableCells.cells) cell = random() % 2;
    const RunImage image = run(request).images[0];
    EXPECT_EQ(image.pixelsChangedOutsideMask, 0);
    for (int y = 0; y < 8; ++y)
      for (int x = 0; x < 8; ++x)
        if (!request.editableCells.contains({y / 2, x / 2})) {
          EXPECT_EQ(0, std::memcmp(image.picture.at(x, y), request.picture.at(x, y), 3));
        }
  }
}

TEST_F(TinyEngine, CompatInpaintingReturnsAReconstruction) {
  GenerationRequest request;
  request.kind = JobKind::Inpaint;
  request.picture = noisePicture(8, 8, 3);
  request.editableCells = CellMask(4, 4);
  request.editableCells.set({1, 1}, true);
  request.compatDiffusers = true;
  EXPECT_GT(run(request).images[0].pixelsChangedOutsideMask, 0);
}

TEST_F(TinyEngine, EmptyMaskChangesNothing) {
  GenerationRequest request;
  request.kind = JobKind::Inpaint;
  request.picture = noisePicture(8, 8, 4);
  request.editableCells = CellMask(4, 4);
  EXPECT_EQ(run(request).images[0].picture, request.picture);
}

TEST_F(TinyEngine, TraceHoldsEveryStateAndStepsReplayIt) {
  GenerationRequest request;
  request.prompt = "trace";
  request.steps = 6;
  request.seed = 5;
  RunOptions options;
  options.keepTrace = true;
  options.recordLevel = RecordLevel::Full;
  const Trace trace = run(request, options).images[0].trace;
  ASSERT_EQ(trace.states.size(), 7U);
  ASSERT_EQ(trace.records.size(), 6U);
  auto begun = m_engine->begin(request);
  ASSERT_TRUE(begun.ok());
  EXPECT_EQ(*begun, trace.states[0]);
  for (size_t i = 0; i < 6; ++i) {
    const auto stepped = m_engine->step(request, trace.states[i], RecordLevel::Full);
    ASSERT_TRUE(stepped.ok()) << stepped.error().text();
    EXPECT_EQ(stepped->state, trace.states[i + 1]);
  }
}

TEST_F(TinyEngine, ResumingFromAStateThroughARequestEndsTheSame) {
  GenerationRequest request;
  request.prompt = "resume";
  request.steps = 6;
  request.seed = 9;
  RunOptions options;
  options.keepTrace = true;
  const RunImage whole = run(request, options).images[0];
  for (int k = 1; k < 6; ++k) {
    GenerationRequest rest = request;
    rest.startStep = k;
    rest.startTokens = whole.trace.states[static_cast<size_t>(k)].tokens;
    EXPECT_EQ(run(rest).images[0].tokens, whole.tokens) << "from step " << k;
  }
}

// What earlier steps drew is the run's own, and shows; what was locked or outside the mask is the original's.
TEST_F(TinyEngine, AResumedRepaintEndsInTheSamePicture) {
  GenerationRequest request;
  request.kind = JobKind::Inpaint;
  request.prompt = "resume";
  request.picture = noisePicture(8, 8, 5);
  request.steps = 6;
  request.editableCells = CellMask(4, 4);
  for (const int column : {0, 1, 2, 3})
    for (const int row : {0, 1}) request.editableCells.set({row, column}, true);
  request.lockedCells = CellMask(4, 4);
  request.lockedCells.set({0, 0}, true);
  RunOptions options;
  options.keepTrace = true;
  const RunImage whole = run(request, options).images[0];
  ASSERT_EQ(whole.pixelsChangedOutsideMask, 0);
  ASSERT_NE(whole.picture, request.picture);
  for (int k = 1; k < 6; ++k) {
    GenerationRequest rest = request;
    rest.startStep = k;
    rest.startTokens = whole.trace.states[static_cast<size_t>(k)].tokens;
    const RunImage resumed = run(rest).images[0];
    EXPECT_EQ(resumed.picture, whole.picture) << "from step " << k;
    EXPECT_EQ(resumed.pixelsChangedOutsideMask, 0) << "from step " << k;
  }
}

TEST_F(TinyEngine, CancelTakesEffectWithinAStepAndLeavesTheEngineUsable) {
  GenerationRequest request;
  request.steps = 10;
  for (int stopAfter = 1; stopAfter < 10; ++stopAfter) {
    std::stop_source source;
    int seen = 0;
    RunOptions options;
    options.onStep = [&](const StepFrame&) {
      if (++seen == stopAfter) source.request_stop();
    };
    const auto outcome = m_engine->run(request, options, source.get_token());
    ASSERT_FALSE(outcome.ok());
    EXPECT_EQ(outcome.error().kind, ErrorKind::Cancelled);
    EXPECT_EQ(seen, stopAfter);
  }
  EXPECT_EQ(run(request).images.size(), 1U);
}

TEST_F(TinyEngine, PreviewsShowTheIntendedPicture) {
  GenerationRequest request;
  request.steps = 3;
  RunOptions options;
  options.previews = true;
  int previews = 0;
  ImageBuffer last;
  options.onStep = [&](const StepFrame& frame) {
    EXPECT_EQ(frame.stepCount, 3);
    EXPECT_EQ(frame.state.tokens.cellCount(), 16U);
    previews += !frame.preview.empty();
    last = frame.preview;
  };
  const RunImage image = run(request, options).images[0];
  EXPECT_EQ(previews, 3);
  EXPECT_EQ(last, image.picture);
}

TEST_F(TinyEngine, ContradictionsAreNamed) {
  const auto keyOf = [&](const GenerationRequest& request) {
    const auto outcome = m_engine->run(request, {}, {});
    EXPECT_FALSE(outcome.ok());
    return outcome.ok() ? std::string() : outcome.error().key;
  };
  GenerationRequest request;
  request.steps = 0;
  EXPECT_EQ(keyOf(request), "steps");
  request = {};
  request.kind = JobKind::Inpaint;
  EXPECT_EQ(keyOf(request), "picture");
  request = {};
  request.editableCells = CellMask(3, 3, true);
  EXPECT_EQ(keyOf(request), "mask");
  request = {};
  request.startTokens = TokenGrid(4, 4, 70);  // neither a code (0 … 63) nor the mask (71)
  EXPECT_EQ(keyOf(request), "start tokens");
  request = {};
  request.width = 6;  // three cells: odd, and the tiny model halves its grid
  EXPECT_EQ(keyOf(request), "size");
}

// As a file may say it: what is drawn from the grid would be put into a picture that is smaller, or larger.
TEST_F(TinyEngine, AStartGridOfAnotherSizeThanThePictureIsRefused) {
  GenerationRequest request;
  request.kind = JobKind::Inpaint;
  request.startTokens = TokenGrid(4, 4, 71);
  for (const int side : {4, 32}) {
    request.picture = ImageBuffer(side, side, 3, 9);
    const auto outcome = m_engine->run(request, {}, {});
    ASSERT_FALSE(outcome.ok()) << side;
    EXPECT_EQ(outcome.error().kind, ErrorKind::Usage);
    EXPECT_EQ(outcome.error().key, "picture");
    EXPECT_EQ(m_engine->begin(request).error().key, "picture");
  }
  request.picture = ImageBuffer(8, 8, 3, 9);
  EXPECT_TRUE(m_engine->run(request, {}, {}).ok());
}

TEST_F(TinyEngine, AConfigLargerThanItsWeightsIsRefusedBeforeItIsBuilt) {
  const auto path = m_dir / "model/transformer/config.json";
  auto config = *parseTransformerConfig(*readFile(path, 1 << 20), "");
  config.numHiddenLayers = 256;
  config.intermediateSize = 16384;
  writeText(path, toJson(config));
  EngineOptions options;
  options.modelDir = m_dir / "model";
  const auto engine = loadEngine(options);
  ASSERT_FALSE(engine.ok());
  EXPECT_EQ(engine.error().kind, ErrorKind::BadInput);
  EXPECT_NE(engine.error().text().find("larger network"), std::string::npos) << engine.error().text();
}

TEST_F(TinyEngine, BFloat16RunsAndDecodes) {
  m_engine = load(1, ComputeType::BFloat16);
  GenerationRequest request;
  request.prompt = "half the bits";
  EXPECT_EQ(run(request).images[0].picture.width, 8);
}

TEST_F(TinyEngine, ForwardGivesBothHalvesNegativeFirst) {
  const TokenGrid tokens(4, 4, 71);
  const auto both = m_engine->forward("a b", "c", tokens);
  const auto swapped = m_engine->forward("c", "a b", tokens);
  ASSERT_TRUE(both.ok() && swapped.ok());
  EXPECT_EQ(both->logitsShape, (std::vector<int64_t>{2, 64, 4, 4}));
  EXPECT_EQ(both->hiddenShape, (std::vector<int64_t>{2, 77, 16}));
  const size_t half = both->logits.size() / 2;
  for (size_t i = 0; i < half; ++i) {
    EXPECT_NEAR(both->logits[i], swapped->logits[half + i], 1e-5);
    EXPECT_NEAR(both->logits[half + i], swapped->logits[i], 1e-5);
  }
}

TEST(Composite, BlendsOnlyInsideTheChangedCells) {
  ImageBuffer before(32, 32, 3, 0), made(32, 32, 3, 200);
  CellMask changed(2, 2);
  changed.set({0, 0}, true);
  const ImageBuffer out = compositeCells(before, made, changed, 16, 4);
  EXPECT_EQ(out.at(0, 0)[0], 200) << "at the picture's own border nothing is blended";
  EXPECT_EQ(out.at(16, 0)[0], 0);
  EXPECT_EQ(out.at(15, 0)[0], 40) << "one pixel from a kept cell: a fifth";
  EXPECT_EQ(out.at(11, 0)[0], 200);
  EXPECT_EQ(pixelsChangedOutside(before, out, changed, 16), 0);
}

/// Null when it cannot be loaded, which fails the test.
std::unique_ptr<Engine> builtIn(int threads) {
  EngineOptions options;
  options.modelDir = UNMASK_SOURCE_DIR "/resources/models/emoji-256";
  options.threads = threads;
  auto engine = loadEngine(options);
  EXPECT_TRUE(engine.ok()) << engine.error().text();
  return engine.ok() ? *std::move(engine) : nullptr;
}

// Feature maps come and go in every step, by the megabyte; after the first step they do so within memory the
// process has.
TEST(BuiltInModel, StepsAfterTheFirstTakeNoFreshMemory) {
  const auto engine = builtIn(2);
  ASSERT_NE(engine, nullptr);
  GenerationRequest request;
  request.prompt = "a red apple";
  request.guidanceScale = 2;
  std::vector<size_t> taken;  // bytes the allocator holds of the kernel's
  RunOptions run;
  run.onStep = [&taken](const StepFrame&) {
    const struct mallinfo2 info = mallinfo2();
    taken.push_back(info.arena + info.hblkhd);
  };
  ASSERT_TRUE(engine->run(request, run, {}).ok());
  ASSERT_EQ(taken.size(), 12U);
  // Tests before this one may have left the heap in pieces, into which not everything fits at once.
  for (size_t step = 1; step < taken.size(); ++step)
    EXPECT_LT(taken[step], taken[0] + (size_t{1} << 20)) << "step " << step;
}

// Its tables of positions end with its own grid: a raw error of tensor sizes once.
TEST(BuiltInModel, SaysThatItHasOneSize) {
  const auto engine = builtIn(1);
  ASSERT_NE(engine, nullptr);
  EXPECT_TRUE(engine->info().hasOneSize);
  GenerationRequest request;
  request.prompt = "a red apple";
  request.width = 512;
  const auto wide = engine->run(request, {}, {});
  ASSERT_FALSE(wide.ok());
  EXPECT_EQ(wide.error().kind, ErrorKind::Usage);
  EXPECT_EQ(wide.error().key, "size");
  EXPECT_EQ(wide.error().expected, "256×256, the only size of this model");
  EXPECT_EQ(wide.error().found, "512×256");
  // Its VQ model has no positions.
  const auto tokens = engine->encode(ImageBuffer(64, 32, 3, 255));
  ASSERT_TRUE(tokens.ok()) << tokens.error().text();
  EXPECT_TRUE(engine->decode(*tokens).ok());
}

// A pipeline that was saved after inpainting says "linear", and diffusers then draws so.
TEST_F(TinyEngine, WithoutPresetsTheScheduleIsTheSchedulers) {
  EXPECT_EQ(m_engine->info().presets.front().schedule, MaskSchedule::Cosine);
  writeText(m_dir / "model/scheduler/scheduler_config.json", toJson(SchedulerConfig{71, true}));
  EXPECT_EQ(load(1)->info().presets.front().schedule, MaskSchedule::Linear);
}

TEST_F(TinyEngine, LargeModelsAreToldApartBySamples) {
  const std::string path = m_engine->info().reference.path;
  const std::string whole = weightsHash(path), sampled = weightsHash(path, 1000);
  EXPECT_TRUE(whole.starts_with("sha256:"));
  EXPECT_TRUE(sampled.starts_with("sampled-sha256:")) << sampled;
  EXPECT_EQ(weightsHash(path, 1000), sampled);
  const auto weights = m_dir / "model/transformer/diffusion_pytorch_model.safetensors";
  std::string bytes = *readFile(weights, 1 << 24);
  bytes.back() ^= 1;
  writeText(weights, bytes);
  EXPECT_NE(weightsHash(path, 1000), sampled);
}

TEST_F(TinyEngine, LinkedPartsCountInTheModelsHash) {
  namespace fs = std::filesystem;
  const std::string before = m_engine->info().reference.contentHash;
  const fs::path part = fs::path(m_engine->info().reference.path) / "vqvae";
  fs::rename(part, m_dir / "elsewhere");
  fs::create_directory_symlink(m_dir / "elsewhere", part);
  EXPECT_EQ(load(1)->info().reference.contentHash, before);
}

}  // namespace
}  // namespace unmask::test

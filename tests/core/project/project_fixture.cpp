#include "tests/core/project/project_fixture.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "tests/core/io/random_request.h"
#include "tests/core/io/test_pngs.h"

namespace unmask::test {

namespace {

int between(std::mt19937& random, int least, int most) {
  return std::uniform_int_distribution<int>(least, most)(random);
}

std::vector<float> someNumbers(std::mt19937& random, size_t count) {
  std::vector<float> numbers(count);
  for (float& n : numbers) n = std::uniform_real_distribution<float>(-3, 3)(random);
  return numbers;
}

TokenGrid someGrid(std::mt19937& random, int height, int width) {
  TokenGrid grid(height, width, 0);
  for (int32_t& id : grid.tokenIds) id = between(random, 0, 8255);
  return grid;
}

DecodeState someState(std::mt19937& random, int height, int width, int step) {
  DecodeState state;
  state.tokens = someGrid(random, height, width);
  state.nextStep = step;
  state.startingMaskRatio = 0.75F;
  for (size_t i = 0; i < state.tokens.cellCount(); ++i)
    state.fixedAtStep.push_back(static_cast<int16_t>(between(random, -2, 11)));
  state.fixedProbability = someNumbers(random, state.tokens.cellCount());
  return state;
}

StepRecord someRecord(std::mt19937& random, int height, int width, int step, bool isFull) {
  StepRecord record;
  record.stepIndex = step;
  record.maskRatio = 0.25F;
  record.temperature = 1.5F;
  record.intended = someGrid(random, height, width);
  const size_t cells = record.intended.cellCount();
  record.probability = someNumbers(random, cells);
  record.probabilityConditional = someNumbers(random, cells);
  record.probabilityUnconditional = someNumbers(random, cells);
  record.selectionScore = someNumbers(random, cells);
  if (!isFull) return record;
  record.entropy = someNumbers(random, cells);
  record.promptPull = someNumbers(random, cells);
  record.alternativeProbabilities = someNumbers(random, cells * StepRecord::kAlternatives);
  for (size_t i = 0; i < cells * StepRecord::kAlternatives; ++i)
    record.alternativeIds.push_back(between(random, 0, 8191));
  return record;
}

testing::AssertionResult differ(const char* what) {
  return testing::AssertionFailure() << "other " << what;
}

}  // namespace

SharedPicture somePicture(int width, int height, int channels, uint32_t seed) {
  return std::make_shared<const ImageBuffer>(noisePicture(width, height, channels, seed));
}

CellMask someMask(std::mt19937& random, int height, int width) {
  CellMask mask(height, width);
  for (uint8_t& cell : mask.cells) cell = static_cast<uint8_t>(random() & 1);
  return mask;
}

std::shared_ptr<const Trace> someTrace(std::mt19937& random, int steps, bool isFull) {
  const int height = between(random, 1, 6);
  const int width = between(random, 1, 6);
  auto trace = std::make_shared<Trace>();
  trace->states.push_back(someState(random, height, width, 0));
  for (int step = 0; step < steps; ++step) {
    trace->records.push_back(someRecord(random, height, width, step, isFull));
    trace->states.push_back(someState(random, height, width, step + 1));
  }
  return trace;
}

ProjectDocument someDocument(std::mt19937& random) {
  ProjectDocument document;
  document.state.canvas = somePicture(17, 9, 3, static_cast<uint32_t>(random()));
  document.state.original = somePicture(21, 11, 4, static_cast<uint32_t>(random()));
  document.state.strokeMask = somePicture(17, 9, 1, static_cast<uint32_t>(random()));
  document.state.lockedCells = someMask(random);
  document.state.extra = "{\"rule\": \"any\"}";
  document.draft = randomRequest(random);
  document.window = "{\"zoom\": 2}";
  return document;
}

ProjectRun someRun(std::mt19937& random) {
  ProjectRun run;
  run.branchStep = between(random, 0, 12);
  run.job = "job " + std::to_string(random());
  run.timeMs = 1'700'000'000'000 + between(random, 0, 1'000'000);
  run.verdict = static_cast<RunVerdict>(between(random, 0, 2));
  run.request = randomRequest(random);
  run.result = somePicture(16, 16, 3, static_cast<uint32_t>(random()));
  auto trace = std::make_shared<Trace>(*someTrace(random, between(random, 0, 4), (random() & 1) != 0));
  trace->request = run.request;
  run.trace = std::move(trace);
  return run;
}

testing::AssertionResult areEqual(const SharedPicture& a, const SharedPicture& b) {
  if (static_cast<bool>(a) != static_cast<bool>(b)) return differ("picture or none");
  return !a || *a == *b ? testing::AssertionSuccess() : differ("pixels");
}

testing::AssertionResult areEqual(const DocumentState& a, const DocumentState& b) {
  if (!areEqual(a.canvas, b.canvas)) return differ("canvas");
  if (!areEqual(a.original, b.original)) return differ("original");
  if (!areEqual(a.strokeMask, b.strokeMask)) return differ("stroke mask");
  if (a.lockedCells != b.lockedCells) return differ("locked cells");
  return a.extra == b.extra ? testing::AssertionSuccess() : differ("extra");
}

testing::AssertionResult areEqual(const Trace& a, const Trace& b) {
  if (a.states != b.states) return differ("states");
  if (a.records.size() != b.records.size()) return differ("number of records");
  for (size_t i = 0; i < a.records.size(); ++i) {
    const StepRecord& x = a.records[i];
    const StepRecord& y = b.records[i];
    if (x.stepIndex != y.stepIndex || x.maskRatio != y.maskRatio || x.temperature != y.temperature)
      return differ("step numbers");
    if (x.intended != y.intended || x.alternativeIds != y.alternativeIds) return differ("tokens");
    if (x.probability != y.probability || x.probabilityConditional != y.probabilityConditional ||
        x.probabilityUnconditional != y.probabilityUnconditional ||
        x.alternativeProbabilities != y.alternativeProbabilities)
      return differ("probabilities");
    if (x.selectionScore != y.selectionScore || x.entropy != y.entropy || x.promptPull != y.promptPull)
      return differ("measures");
  }
  return testing::AssertionSuccess();
}

testing::AssertionResult areEqual(const ProjectRun& a, const ProjectRun& b) {
  if (a.parent != b.parent || a.branchStep != b.branchStep) return differ("parent");
  if (a.job != b.job || a.timeMs != b.timeMs || a.verdict != b.verdict) return differ("job, time or verdict");
  if (a.request != b.request) return differ("request");
  if (!areEqual(a.result, b.result)) return differ("result");
  if (static_cast<bool>(a.trace) != static_cast<bool>(b.trace)) return differ("trace or none");
  if (!a.trace) return testing::AssertionSuccess();
  if (a.trace->request != b.trace->request) return differ("request of the trace");
  return areEqual(*a.trace, *b.trace);
}

ProjectFile ProjectTest::made(const std::string& name) {
  return must(ProjectFile::create(path(name), someDocument(random)));
}

ProjectFile ProjectTest::opened(const std::string& name, ProjectFile::Mode mode) {
  return must(ProjectFile::open(path(name), mode));
}

std::vector<std::string> ProjectTest::names() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder()))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace unmask::test

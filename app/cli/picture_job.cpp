#include "app/cli/picture_job.h"

#include <cstdio>
#include <utility>

#include "app/cli/output_names.h"
#include "app/cli/progress.h"
#include "app/cli/tensor_files.h"
#include "core/doc/wildcards.h"
#include "core/io/image_codec.h"
#include "core/io/png_metadata.h"

namespace unmask {
namespace {

struct Seconds {
  double text = 0;
  double steps = 0;
  double decode = 0;
  double total() const { return text + steps + decode; }
};

void setSeed(GenerationRequest& request, const PictureJob& job, uint64_t seed) {
  request.seed = seed;
  if (job.hasWildcards) chooseWords(request, job.request.prompt);
}

class JobRun {
 public:
  JobRun(CommandContext& context, Engine& engine, const PictureJob& job, OutputNames names)
      : m_context(context),
        m_engine(engine),
        m_job(job),
        m_names(std::move(names)),
        m_progress(context, job.request.batchCount) {}

  Result<void> run();

 private:
  Result<void> runPart(const GenerationRequest& part);
  Result<void> save(const RunImage& image, double seconds);
  Result<void> saveTrace();
  void tellDone();

  CommandContext& m_context;
  Engine& m_engine;
  const PictureJob& m_job;
  OutputNames m_names;
  Progress m_progress;
  int m_saved = 0;
  Seconds m_seconds;
  std::vector<RunImage> m_traced;  ///< without their pictures
};

Result<void> JobRun::run() {
  GenerationRequest part = m_job.request;  // one copy: the starting picture of a big batch is in it
  const bool isOneRun = !m_job.drawsFile.empty();
  const int parts = isOneRun ? 1 : part.batchCount;
  if (!isOneRun) part.batchCount = 1;
  for (int j = 0; j < parts; ++j) {
    if (m_context.stop.stop_requested()) return Error{.kind = ErrorKind::Cancelled, .message = "stopped"};
    setSeed(part, m_job, m_job.request.seed + static_cast<uint64_t>(j));
    UNMASK_CHECK(runPart(part));
  }
  UNMASK_CHECK(saveTrace());
  tellDone();
  return {};
}

Result<void> JobRun::runPart(const GenerationRequest& part) {
  RunOptions options;
  options.keepTrace = !m_job.traceFile.empty();
  options.drawsFile = m_job.drawsFile;
  options.onStep = [this](const StepFrame& frame) { m_progress.step(frame); };
  m_progress.beginRun(m_saved);
  UNMASK_TRY(RunOutcome outcome, m_engine.run(part, options, m_context.stop));
  m_context.statusLine("");
  const Seconds seconds{outcome.secondsText, outcome.secondsSteps, outcome.secondsDecode};
  m_seconds.text += seconds.text;
  m_seconds.steps += seconds.steps;
  m_seconds.decode += seconds.decode;
  for (RunImage& image : outcome.images) {
    UNMASK_CHECK(save(image, seconds.total() / static_cast<double>(outcome.images.size())));
    image.picture = {};
    if (options.keepTrace) m_traced.push_back(std::move(image));
  }
  return {};
}

Result<void> JobRun::save(const RunImage& image, double seconds) {
  const std::filesystem::path file = m_names.at(m_saved);
  const int width = image.picture.width;
  const int height = image.picture.height;
  PngTexts texts;
  if (m_job.writesMetadata) {
    const bool isOneRun = !m_job.drawsFile.empty();  // then the first seed chose the words
    GenerationRequest own = m_job.request;
    setSeed(own, m_job, isOneRun ? own.seed : image.seed);
    own.seed = image.seed;
    own.batchCount = 1;
    texts = pngTextsFor(own, width, height);
    if (!m_job.drawsFile.empty()) texts.erase(kRequestKey);  // its seed would make another picture
  }
  UNMASK_CHECK(savePng(file, image.picture, texts));
  nlohmann::json event = {{"event", "saved"},   {"file", file.string()}, {"image", m_saved},
                          {"seed", image.seed}, {"width", width},        {"height", height},
                          {"seconds", seconds}};
  const bool isInpainted = m_job.request.kind == JobKind::Inpaint;
  if (isInpainted) event["pixels_changed_outside_mask"] = image.pixelsChangedOutsideMask;
  m_context.event(event);
  char tail[96];
  std::snprintf(tail, sizeof tail, "  %dx%d  seed %llu  %.2f s", width, height,
                static_cast<unsigned long long>(image.seed), seconds);
  m_context.say(file.string() + tail);
  ++m_saved;
  return {};
}

Result<void> JobRun::saveTrace() {
  if (m_job.traceFile.empty()) return {};
  GenerationRequest request = m_job.request;
  setSeed(request, m_job, request.seed);
  UNMASK_CHECK(writeTraceFile(m_job.traceFile, m_traced, request));
  m_context.event({{"event", "saved"}, {"file", m_job.traceFile}});
  m_context.say(m_job.traceFile);
  return {};
}

void JobRun::tellDone() {
  m_context.event({{"event", "done"},
                   {"images", m_saved},
                   {"seconds",
                    {{"text", m_seconds.text},
                     {"steps", m_seconds.steps},
                     {"decode", m_seconds.decode},
                     {"total", m_seconds.total()}}}});
}

// A prompt is cut off in silence by the reference; here the user hears of it.
void warnOfLongPrompt(CommandContext& context, const Engine& engine, const std::string& prompt,
                      const char* which) {
  const auto tokenized = engine.tokenize(prompt);
  if (!tokenized || tokenized->droppedTokens == 0) return;
  context.warn(std::string(which) + " is too long for the model: its last " +
               std::to_string(tokenized->droppedTokens) + " tokens are ignored");
}

void tellStart(CommandContext& context, const PictureJob& job) {
  const GenerationRequest& request = job.request;
  context.event({{"event", "start"},
                 {"command", context.command},
                 {"model", request.model.name},
                 {"seed", request.seed},
                 {"steps", request.steps},
                 {"batch_count", request.batchCount}});
  context.log("seed " + std::to_string(request.seed) + ", " + std::to_string(request.steps) + " steps");
}

}  // namespace

void chooseWords(GenerationRequest& request, const std::string& typed) {
  request.prompt = expandWildcards(typed, request.seed);
  if (request.prompt != typed && request.promptTemplate.empty()) request.promptTemplate = typed;
}

Result<void> runPictureJob(CommandContext& context, Engine& engine, const PictureJob& job) {
  UNMASK_TRY(OutputNames names, OutputNames::parse(job.output, job.request.batchCount));
  PictureJob known = job;
  known.request.model = engine.info().reference;
  tellStart(context, known);
  GenerationRequest first = known.request;
  setSeed(first, job, first.seed);
  warnOfLongPrompt(context, engine, first.prompt, "the prompt");
  warnOfLongPrompt(context, engine, job.request.negativePrompt, "the negative prompt");
  return JobRun(context, engine, known, std::move(names)).run();
}

}  // namespace unmask

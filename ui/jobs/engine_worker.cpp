#include "ui/jobs/engine_worker.h"

#include <exception>
#include <map>
#include <new>

#include "core/adapter/prompt_adapters.h"
#include "ui/jobs/prompt_limit.h"
#include "ui/jobs/recorded_run.h"

namespace unmask {
namespace {

Error thrownError(const char* what) {
  Error error;
  error.kind = ErrorKind::Internal;
  error.message = "an unexpected failure inside the engine";
  error.found = what;
  error.remedy = "The program can go on; please report it if it comes back";
  return error;
}

Error outOfMemory() {
  Error error;
  error.kind = ErrorKind::Internal;
  error.message = "there is not enough memory";
  error.remedy = "Close other programs, or choose a smaller model or picture";
  return error;
}

/// What the model reads; a tag that is still being typed counts as words.
std::string withoutTags(const QString& prompt) {
  const Result<PromptWithAdapters> taken = takeAdapters(prompt.toStdString());
  return taken ? taken->prompt : prompt.toStdString();
}

CellMask hiddenCells(const TokenGrid& tokens, int32_t maskTokenId) {
  CellMask hidden(tokens.height, tokens.width);
  for (size_t i = 0; i < tokens.tokenIds.size(); ++i) hidden.cells[i] = tokens.tokenIds[i] == maskTokenId;
  return hidden;
}

}  // namespace

EngineWorker::EngineWorker(EngineLoader loader) : m_loader(std::move(loader)) {}

EngineWorker::~EngineWorker() = default;

template <typename Body>
void EngineWorker::guarded(JobId job, Body&& body) {
  try {
    body();
  } catch (const std::bad_alloc&) {
    Q_EMIT failed(job, outOfMemory());
  } catch (const std::exception& e) {
    Q_EMIT failed(job, thrownError(e.what()));
  } catch (...) {
    Q_EMIT failed(job, thrownError("something that is not a standard exception"));
  }
}

void EngineWorker::finishWithError(JobId job, const Error& error) {
  if (error.kind == ErrorKind::Cancelled) {
    Q_EMIT cancelled(job);
  } else {
    Q_EMIT failed(job, error);
  }
}

void EngineWorker::load(const LoadJob& job) {
  guarded(job.id, [&] {
    if (job.stop.stop_requested()) return Q_EMIT cancelled(job.id);
    Result<std::unique_ptr<Engine>> engine = m_loader(job.options);
    if (job.stop.stop_requested()) return Q_EMIT cancelled(job.id);
    if (!engine) return finishWithError(job.id, engine.error());
    m_engine = *std::move(engine);
    Q_EMIT loaded(job.id, m_engine->info());
  });
}

void EngineWorker::run(const RunJob& asked) {
  guarded(asked.id, [&] {
    if (asked.stop.stop_requested()) return Q_EMIT cancelled(asked.id);
    if (!m_engine) return Q_EMIT failed(asked.id, thrownError("a run without a model"));
    Result<GenerationRequest> request = requestForEngine(asked.request);
    if (!request) return Q_EMIT failed(asked.id, request.error());
    RunJob job = asked;
    job.request = *std::move(request);
    std::stop_source either;  // the user's stop, or the limit of steps
    const std::stop_callback relay(job.stop, [&either] { either.request_stop(); });
    std::map<int, std::vector<QImage>> previews;  // of each image of the batch
    Trace soFar;
    RunOptions options;
    options.previews = true;
    options.keepTrace = true;
    options.recordLevel = RecordLevel::Full;  // for the token lab; costs a few per cent
    options.onStep = [&](const StepFrame& frame) {
      const QImage preview = toQImage(frame.preview);
      previews[frame.imageIndex].push_back(preview);
      sendFrame(job.id, frame, preview);
      if (job.stepLimit == 0) return;
      soFar.states.push_back(frame.state);
      soFar.records.push_back(frame.record);
      if (frame.stepNumber >= job.stepLimit && frame.stepNumber < frame.stepCount) either.request_stop();
    };
    Result<RunOutcome> outcome = m_engine->run(job.request, options, either.get_token());
    if (outcome) return Q_EMIT finished(runToTheEnd(job, *outcome, previews));
    const bool isPaused = outcome.error().kind == ErrorKind::Cancelled && !job.stop.stop_requested();
    if (!isPaused) return finishWithError(job.id, outcome.error());
    Result<RecordingPtr> recording = partialRecording(job.request, std::move(soFar), std::move(previews[0]));
    if (!recording) return finishWithError(job.id, recording.error());
    auto report = std::make_shared<RunReport>();
    report->job = job.id;
    report->documentRevision = job.documentRevision;
    report->recording = *std::move(recording);
    Q_EMIT paused(report);
  });
}

RunReportPtr EngineWorker::runToTheEnd(const RunJob& job, RunOutcome& outcome,
                                       std::map<int, std::vector<QImage>>& previews) const {
  auto report = std::make_shared<RunReport>();
  report->job = job.id;
  report->documentRevision = job.documentRevision;
  report->seconds = outcome.secondsText + outcome.secondsSteps + outcome.secondsDecode;
  for (size_t i = 0; i < outcome.images.size(); ++i) {
    RunImage& image = outcome.images[i];
    RecordingPtr recording = makeRecording(job.request, m_engine->info().maskTokenId, std::move(image.trace),
                                           std::move(previews[static_cast<int>(i)]));
    report->pictures.push_back(makePicture(job.request, image, std::move(recording)));
  }
  return report;
}

/// `trace` lacks the state before its first step.
Result<RecordingPtr> EngineWorker::partialRecording(const GenerationRequest& request, Trace trace,
                                                    std::vector<QImage> previews) {
  UNMASK_TRY(DecodeState start, m_engine->begin(request));
  trace.states.insert(trace.states.begin(), std::move(start));
  return makeRecording(request, m_engine->info().maskTokenId, std::move(trace), std::move(previews));
}

void EngineWorker::sendFrame(JobId job, const StepFrame& frame, const QImage& preview) {
  auto shown = std::make_shared<RunFrame>();
  shown->job = job;
  shown->imageIndex = frame.imageIndex;
  shown->stepNumber = frame.stepNumber;
  shown->stepCount = frame.stepCount;
  shown->preview = preview;
  shown->state = frame.state;
  shown->record = frame.record;
  shown->hidden = hiddenCells(frame.state.tokens, m_engine->info().maskTokenId);
  shown->secondsElapsed = frame.secondsElapsed;
  if (m_frames.put(std::move(shown))) Q_EMIT frameReady();
}

PromptTokens EngineWorker::countTokens(const QString& prompt) const {
  PromptTokens tokens;
  tokens.prompt = prompt;
  tokens.keptLength = prompt.size();
  if (!m_engine) return tokens;
  const Result<Engine::TokenizedPrompt> whole = m_engine->tokenize(withoutTags(prompt));
  if (!whole) return tokens;
  tokens.limit = m_engine->info().maxPromptTokens;
  tokens.used = whole->usedTokens;
  tokens.dropped = whole->droppedTokens;
  if (tokens.dropped == 0) return tokens;
  tokens.keptLength = fittingPromptLength(prompt, [this](const QString& part) {
    const Result<Engine::TokenizedPrompt> result = m_engine->tokenize(withoutTags(part));
    return result ? result->droppedTokens : 1;
  });
  return tokens;
}

void EngineWorker::study(const StudyJob& job) {
  guarded(job.id, [&] {
    if (job.stop.stop_requested()) return Q_EMIT cancelled(job.id);
    if (!m_engine) return Q_EMIT failed(job.id, thrownError("a study without a model"));
    const StudyLink link{job.stop, [this](const Delivery& delivery) { Q_EMIT told(delivery); }};
    const Result<Delivery> delivery = job.study(*m_engine, link);
    if (!delivery) return finishWithError(job.id, delivery.error());
    if (job.stop.stop_requested()) return Q_EMIT cancelled(job.id);
    Q_EMIT told(*delivery);
    Q_EMIT studied(job.id);
  });
}

void EngineWorker::ask(int topic, const EngineQuestion& question) {
  Delivery delivery = [] {};
  try {
    if (m_engine) delivery = question(*m_engine);
  } catch (...) {
    // Who asked keeps showing that nothing came; a run would report the cause.
  }
  Q_EMIT answered(topic, delivery);
}

void EngineWorker::tokenize(const QString& prompt) {
  PromptTokens tokens;
  tokens.prompt = prompt;
  tokens.keptLength = prompt.size();
  try {
    tokens = countTokens(prompt);
  } catch (...) {
    // The counter is a courtesy: without a count it stays empty, and a run would report the cause.
  }
  Q_EMIT tokenized(tokens);
}

}  // namespace unmask

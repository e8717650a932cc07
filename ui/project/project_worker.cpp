#include "ui/project/project_worker.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>

#include "core/io/image_codec.h"
#include "core/project/autosave.h"
#include "ui/history/history_worker.h"
#include "ui/project/describe_project.h"
#include "ui/project/run_records.h"

namespace unmask {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxUndoSteps = 1000;
constexpr int64_t kMaxUndoBytes = int64_t{512} << 20;
constexpr int kRunThumbnail = 96;  ///< pixels

fs::path pathOf(const QString& path) {
  return fs::path(path.toStdString());
}

/// What was asked for cannot be kept, and trying again would not mend it. It must not hold up what comes
/// after it.
bool isHopeless(const Error& error) {
  return error.kind != ErrorKind::Io;
}

/// A photograph may be larger than a project keeps pictures; it is kept as large as it may be.
SharedPicture keepable(const SharedPicture& original) {
  const int64_t most = kMaxKeptPixels;
  if (!original || int64_t{original->width} * original->height <= most) return original;
  const double factor = std::sqrt(static_cast<double>(most) / (static_cast<double>(original->width) *
                                                               static_cast<double>(original->height)));
  const auto side = [factor](int pixels) { return std::max(1, static_cast<int>(pixels * factor)); };
  return std::make_shared<const ImageBuffer>(
      resizeLanczos(*original, side(original->width), side(original->height)));
}

Result<int64_t> addRun(ProjectFile& project, const ProjectRun& record) {
  Result<int64_t> id = project.addRun(record);
  if (id || record.parent == 0 || !isHopeless(id.error())) return id;
  ProjectRun orphan = record;  // the parent stayed in another file
  orphan.parent = 0;
  return project.addRun(orphan);
}

}  // namespace

ProjectWorker::ProjectWorker(HistoryWorker* history, QObject* parent) : QObject(parent), m_history(history) {}

ProjectWorker::~ProjectWorker() {
  close();
}

// --- opening

void ProjectWorker::openAtStart(const QString& untitledFolder, const QString& wanted, const QString& last) {
  const fs::path folder = m_untitledFolder = pathOf(untitledFolder);
  const std::vector<UntitledProject> unnamed = untitledProjects(folder);
  const auto interruptedBeside = [&](const fs::path& path) {
    return static_cast<int>(std::count_if(unnamed.begin(), unnamed.end(), [&](const UntitledProject& other) {
      return other.wasInterrupted && other.path != path;
    }));
  };
  std::vector<fs::path> choices;
  for (const QString& path : {wanted, last}) {
    if (!path.isEmpty()) choices.push_back(pathOf(path));
  }
  for (const UntitledProject& found : unnamed) {
    if (found.problem.empty()) choices.push_back(found.path);
  }
  std::optional<Error> wantedProblem;
  for (const fs::path& path : choices) {
    std::optional<Error> problem;
    const bool isTaken = takeIfPossible(path, interruptedBeside(path), &problem);
    if (problem && path == pathOf(wanted)) wantedProblem = problem;
    if (isTaken) break;
  }
  if (!m_project) openNew(untitledFolder);
  if (wantedProblem) Q_EMIT openFailed(*wantedProblem);
}

bool ProjectWorker::takeIfPossible(const fs::path& path, int otherInterrupted,
                                   std::optional<Error>* problem) {
  Result<ProjectFile> project = ProjectFile::open(path);
  Result<OpenedProject> description =
      project ? describeProject(*project) : Result<OpenedProject>(project.error());
  if (!description) {
    *problem = description.error();
    return false;
  }
  description->otherInterrupted = otherInterrupted;
  take(*std::move(project), *std::move(description));
  return true;
}

/// False, and told, when leaving now would lose what could not be written.
bool ProjectWorker::canLeave() {
  if (!m_project || m_project->isReadOnly() || writeWaiting()) return true;
  Error error;
  error.kind = ErrorKind::Io;
  error.message = "has changes that could not be saved yet";
  error.file = m_project->path().string();
  error.remedy = "Make room on the disk, or save the project under another name first";
  Q_EMIT openFailed(error);
  return false;
}

void ProjectWorker::open(const QString& path) {
  if (m_project && m_project->path() == pathOf(path)) {
    (void)writeWaiting();
    Result<OpenedProject> description = describeProject(*m_project);
    if (!description) return Q_EMIT openFailed(description.error());
    return Q_EMIT opened(std::make_shared<OpenedProject>(*std::move(description)));
  }
  if (!canLeave()) return;
  std::optional<Error> problem;
  if (!takeIfPossible(pathOf(path), 0, &problem)) Q_EMIT openFailed(*problem);
}

void ProjectWorker::openNew(const QString& untitledFolder) {
  if (!canLeave()) return;
  Result<ProjectFile> project = createUntitled(pathOf(untitledFolder), {});
  if (!project) return Q_EMIT openFailed(project.error());
  Result<OpenedProject> description = describeProject(*project);
  if (!description) return Q_EMIT openFailed(description.error());
  description->isNew = true;
  take(*std::move(project), *std::move(description));
}

void ProjectWorker::take(ProjectFile project, OpenedProject description) {
  leave();
  m_project = std::move(project);
  m_isUntitled = description.isUntitled;
  m_waiting.clear();
  m_hasFailed = false;
  m_written.reset();
  m_runThumbnails.clear();
  m_heldRuns = description.heldRuns;
  noteSteps(true);
  Q_EMIT opened(std::make_shared<OpenedProject>(std::move(description)));
}

/// `areOurs`: the window numbers the states as the file does.
void ProjectWorker::noteSteps(bool areOurs) {
  m_steps.clear();
  m_lastStep = 0;
  const Result<std::vector<UndoStep>> steps = m_project->undoSteps();
  if (!steps) return;
  for (const UndoStep& step : *steps) {
    if (areOurs) m_steps[step.step] = step.step;
    m_lastStep = std::max(m_lastStep, step.step);
  }
}

bool ProjectWorker::isWorthKeeping(ProjectFile& project) const {
  const Result<ProjectDocument> document = project.document();
  const Result<std::vector<RunSummary>> runs = project.runs();
  const Result<std::vector<QueuedRequest>> queue = project.queue();
  if (!document || !runs || !queue) return true;
  const GenerationRequest& draft = document->draft;
  return document->state.canvas || !runs->empty() || !queue->empty() || !draft.prompt.empty() ||
         !draft.negativePrompt.empty();
}

/// Closes what is open; an unnamed project in which nothing was made goes.
void ProjectWorker::leave() {
  if (!m_project) return;
  (void)writeWaiting();
  const fs::path path = m_project->path();
  const bool isEmpty = m_isUntitled && m_waiting.empty() && !isWorthKeeping(*m_project);
  close();
  if (isEmpty) (void)discardProject(path);
}

void ProjectWorker::saveAs(const QString& path) {
  (void)writeWaiting();
  Result<ProjectFile> named = Error{};
  if (!m_project) {
    named = ProjectFile::create(pathOf(path), {});
  } else if (m_isUntitled && !m_project->isReadOnly()) {
    named = nameUntitled(*m_project, pathOf(path));
  } else {
    named = copyTo(pathOf(path));
  }
  if (!named) return Q_EMIT saveAsFailed(named.error());
  const bool isOtherFile = !m_project || m_isFresh;
  m_project = *std::move(named);
  if (isOtherFile) noteSteps(false);
  m_isUntitled = false;
  m_hasFailed = false;
  (void)writeWaiting();  // says so itself when it fails
  Q_EMIT savedAs(QString::fromStdString(m_project->path().string()));
}

/// saveAs(); but a copy of what a newer version made can be changed as little as its original, so that of
/// such a project only the document goes into a new file, without its runs and undo steps.
Result<ProjectFile> ProjectWorker::copyTo(const fs::path& path) {
  m_isFresh = false;
  UNMASK_TRY(ProjectFile copy, m_project->saveAs(path));
  if (!copy.isReadOnly()) return copy;
  UNMASK_TRY(const ProjectDocument document, m_project->document());
  (void)copy.close();
  UNMASK_CHECK(discardProject(path));
  m_isFresh = true;
  m_written.reset();
  m_heldRuns.clear();
  return ProjectFile::create(path, document);
}

/// What was done to a project that is open for reading only goes on in an unnamed copy.
void ProjectWorker::rescue() {
  const bool hasWork = std::any_of(m_waiting.begin(), m_waiting.end(),
                                   [](const Waiting& waiting) { return waiting.kind != ChangeKind::Draft; });
  if (!m_project->isReadOnly() || !hasWork || m_untitledFolder.empty()) return;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto number = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  Result<ProjectFile> copy =
      copyTo(m_untitledFolder / ("untitled-" + std::to_string(number) + "-copy.unmask"));
  if (!copy) return;
  m_project = *std::move(copy);
  if (m_isFresh) noteSteps(false);
  (void)writeWaiting();
}

void ProjectWorker::close() {
  if (!m_project) return;
  (void)writeWaiting();
  rescue();
  // The undo journal has room for a day's work; what is older goes when the day is over.
  if (!m_project->isReadOnly()) (void)m_project->trimUndo(kMaxUndoSteps, kMaxUndoBytes);
  (void)m_project->close();
  m_project.reset();
}

// --- writing

void ProjectWorker::add(ChangeKind kind, Change change) {
  const bool replacesLast = kind != ChangeKind::Other && !m_waiting.empty() && m_waiting.back().kind == kind;
  if (replacesLast) m_waiting.pop_back();
  m_waiting.push_back({kind, std::move(change)});
  if (writeWaiting()) Q_EMIT allWritten();
}

bool ProjectWorker::writeWaiting() {
  if (!m_project || m_project->isReadOnly()) return m_waiting.empty();
  while (!m_waiting.empty()) {
    const Result<void> result = m_waiting.front().change(*m_project);
    if (!result) {
      if (!std::exchange(m_hasFailed, true)) Q_EMIT saveFailed(result.error());
      if (!isHopeless(result.error())) return false;
    }
    m_waiting.pop_front();
    if (result && std::exchange(m_hasFailed, false)) Q_EMIT saveWorks();
  }
  return true;
}

void ProjectWorker::retry() {
  if (!m_waiting.empty() && writeWaiting()) Q_EMIT allWritten();
}

void ProjectWorker::put(const DocumentSnapshot& snapshot) {
  add(ChangeKind::Other, [this, snapshot](ProjectFile& project) { return write(project, snapshot); });
}

Result<void> ProjectWorker::write(ProjectFile& project, const DocumentSnapshot& now) {
  const DocumentSnapshot* before = m_written ? &*m_written : nullptr;
  if (const auto known = m_steps.find(now.step); known != m_steps.end()) {
    UNMASK_CHECK(project.show(known->second));
    if (now.acceptedRun != 0) (void)project.setVerdict(now.acceptedRun, RunVerdict::Accepted);
  } else {
    DocumentEdit edit;
    edit.name = now.name;
    if (before == nullptr || before->canvas != now.canvas) edit.canvas = now.canvas;
    if (before == nullptr || before->original != now.original) edit.original = keepable(now.original);
    if (before == nullptr || before->mask != now.mask)
      edit.strokeMask = now.mask ? greyOf(*now.mask) : SharedPicture();
    if (before == nullptr || before->locks != now.locks) edit.lockedCells = now.locks;
    edit.extra = now.notes;
    edit.acceptedRun = now.acceptedRun;
    // The window's numbers as long as they can be had: a step that could not be written when it was made may
    // come after a later one that was.
    edit.step = std::max(now.step, m_lastStep + 1);
    Result<int64_t> step = project.commit(edit);
    if (!step && step.error().kind == ErrorKind::NotFound) {  // the run is missing; the picture must not be
      edit.acceptedRun = 0;
      step = project.commit(edit);
    }
    if (!step) return step.error();
    m_steps[now.step] = *step;
    m_lastStep = *step;
  }
  m_written = now;
  return {};
}

void ProjectWorker::putRun(const NewRun& run) {
  ProjectRun record;
  record.id = run.id;
  record.parent = run.parent;
  record.branchStep = run.branchStep;
  record.job = run.job;
  record.request = run.picture->request;
  record.result = pixelsOf(run.picture);
  record.trace = traceOf(*run.picture);
  m_history->keep({record.request, record.result, record.trace}, isEditJob(run.job) ? run.job : "");
  add(ChangeKind::Other, [record = std::move(record)](ProjectFile& project) -> Result<void> {
    const Result<int64_t> id = addRun(project, record);
    return id ? Result<void>() : Result<void>(id.error());
  });
}

void ProjectWorker::putVerdicts(const RunVerdicts& verdicts) {
  for (const auto& [run, verdict] : verdicts) {
    add(ChangeKind::Other,
        [run = run, verdict = verdict](ProjectFile& project) { return project.setVerdict(run, verdict); });
  }
}

void ProjectWorker::putDraft(const GenerationRequest& draft, const std::string& window) {
  add(ChangeKind::Draft, [draft, window](ProjectFile& project) { return project.setDraft(draft, window); });
}

void ProjectWorker::putHeld(const std::shared_ptr<const HeldRecord>& held) {
  add(ChangeKind::Held, [this, held](ProjectFile& project) -> Result<void> {
    // First the new one, then away with the old: a crash between the two leaves one too many.
    std::vector<int64_t> kept;
    if (held) {
      UNMASK_TRY(const int64_t id, addRun(project, recordOf(*held)));
      kept.push_back(id);
    }
    const Result<void> removed = m_heldRuns.empty() ? Result<void>() : project.removeRuns(m_heldRuns);
    if (!removed && !held) return removed;
    if (!removed) kept.insert(kept.end(), m_heldRuns.begin(), m_heldRuns.end());  // the next time then
    m_heldRuns = std::move(kept);
    return {};
  });
}

void ProjectWorker::readUndo() {
  if (!m_project) return;
  const Result<UndoJournalPtr> journal = readUndoJournal(*m_project);
  if (journal && *journal) Q_EMIT undoRead(*journal);
}

void ProjectWorker::listRuns() {
  std::vector<RunItem> items;
  const Result<std::vector<RunSummary>> runs = m_project ? m_project->runs() : std::vector<RunSummary>();
  if (!runs) return Q_EMIT runReadFailed(runs.error());
  for (const RunSummary& summary : *runs) {
    const ProjectRun& run = summary.run;
    RunItem item{run.id,
                 run.parent,
                 run.branchStep,
                 run.timeMs,
                 run.verdict,
                 run.request.prompt,
                 run.request.seed,
                 {},
                 {},
                 isEditJob(run.job) ? run.job : ""};
    if (summary.hasResult) {
      item.thumbnail = runThumbnail(run.id);
    } else {
      item.heldAfter = summary.stepCount;
    }
    items.push_back(std::move(item));
  }
  Q_EMIT runsListed(items);
}

QImage ProjectWorker::runThumbnail(int64_t id) {
  const auto known = m_runThumbnails.find(id);
  if (known != m_runThumbnails.end()) return known->second;
  const Result<SharedPicture> picture = m_project->runResult(id);
  if (!picture || !*picture) return {};
  const QImage small =
      toQImage(**picture).scaled(kRunThumbnail, kRunThumbnail, Qt::KeepAspectRatio, Qt::SmoothTransformation);
  return m_runThumbnails[id] = small;
}

void ProjectWorker::readRun(qint64 id) {
  if (!m_project) return;
  const Result<ProjectRun> run = m_project->run(id);
  if (!run) return Q_EMIT runReadFailed(run.error());
  if (run->result) Q_EMIT runRead(id, pictureOf(*run));
}

void ProjectWorker::countTokens() {
  constexpr size_t kMostRuns = 200;  // each is read whole
  TokenCounts counts;
  const Result<std::vector<RunSummary>> runs = m_project ? m_project->runs() : std::vector<RunSummary>();
  if (!runs) return Q_EMIT runReadFailed(runs.error());
  const size_t first = runs->size() > kMostRuns ? runs->size() - kMostRuns : 0;
  for (size_t i = first; i < runs->size(); ++i) {
    if ((*runs)[i].stepCount == 0) continue;
    const Result<ProjectRun> run = m_project->run((*runs)[i].run.id);
    if (!run || !run->trace || run->trace->states.empty()) continue;  // one damaged run hides no other
    for (const int32_t token : run->trace->states.back().tokens.tokenIds) ++counts[token];
  }
  Q_EMIT tokensCounted(counts);
}

void ProjectWorker::putQueue(const std::vector<QueuedRequest>& queue) {
  add(ChangeKind::Other, [queue](ProjectFile& project) { return project.setQueue(queue); });
}

}  // namespace unmask

#include "ui/project/project_session.h"

#include <QDateTime>
#include <QDir>
#include <algorithm>

#include "ui/history/history_worker.h"
#include "ui/project/notes.h"
#include "ui/project/project_worker.h"
#include "ui/project/run_records.h"

namespace unmask {
namespace {

constexpr int kDraftMilliseconds = 300;  ///< after the last key; a crash loses no more than that
constexpr int kRetryMilliseconds = 5000;

}  // namespace

ProjectSession::ProjectSession(const Parts& parts, const QString& dataDir, QObject* parent)
    : QObject(parent),
      m_parts(parts),
      m_dataDir(dataDir),
      m_untitledFolder(QDir(dataDir).filePath("untitled")),
      m_isActive(!dataDir.isEmpty()),
      m_isOpening(m_isActive),
      m_job(QString::number(QDateTime::currentMSecsSinceEpoch())) {
  m_draftTimer.setSingleShot(true);
  m_draftTimer.setInterval(kDraftMilliseconds);
  m_retryTimer.setInterval(kRetryMilliseconds);
  if (!m_isActive) return;
  const ProjectWorker* worker = m_parts.files->project();
  connect(worker, &ProjectWorker::opened, this, &ProjectSession::onOpened, Qt::QueuedConnection);
  connect(worker, &ProjectWorker::openFailed, this, &ProjectSession::onOpenFailed, Qt::QueuedConnection);
  connect(worker, &ProjectWorker::undoRead, this, &ProjectSession::onUndoRead, Qt::QueuedConnection);
  connect(
      worker, &ProjectWorker::savedAs, this,
      [this](const QString& path) {
        m_path = path;
        m_isUntitled = m_isReadOnly = false;
        m_retryTimer.stop();
        Q_EMIT savedAs(path);
      },
      Qt::QueuedConnection);
  connect(worker, &ProjectWorker::saveAsFailed, this, &ProjectSession::saveAsFailed, Qt::QueuedConnection);
  connect(
      worker, &ProjectWorker::saveFailed, this,
      [this](const Error& error) {
        m_retryTimer.start();
        Q_EMIT saveFailed(error);
      },
      Qt::QueuedConnection);
  connect(
      worker, &ProjectWorker::saveWorks, this,
      [this] {
        m_retryTimer.stop();
        Q_EMIT saveWorks();
      },
      Qt::QueuedConnection);
  connect(worker, &ProjectWorker::runsListed, this, &ProjectSession::runsListed, Qt::QueuedConnection);
  connect(worker, &ProjectWorker::tokensCounted, this, &ProjectSession::tokensCounted, Qt::QueuedConnection);
  connect(worker, &ProjectWorker::runReadFailed, this, &ProjectSession::runReadFailed, Qt::QueuedConnection);
  connect(
      worker, &ProjectWorker::runRead, this,
      [this](qint64 id, const PicturePtr& picture) {
        m_origins[picture] = {id, nullptr};
        m_verdicts[id] = RunVerdict::Discarded;  // whatever it was: the next command says what it is
        m_parts.candidates->add(picture);
        sendVerdicts(runOf(m_canvas));
      },
      Qt::QueuedConnection);
  connect(&m_retryTimer, &QTimer::timeout, this,
          [this] { post([](ProjectWorker* project) { project->retry(); }); });
  connect(&m_draftTimer, &QTimer::timeout, this, &ProjectSession::sendDraft);
  connect(m_parts.document->undoStack(), &UndoStack::changed, this, &ProjectSession::onUndoChanged);
  connect(m_parts.document, &DocumentModel::draftChanged, this, &ProjectSession::noteDraft);
  connect(m_parts.candidates, &CandidateSet::changed, this, &ProjectSession::noteDraft);
  connect(m_parts.runs, &RunFlow::pictureMade, this, &ProjectSession::onPictureMade);
  connect(m_parts.runs, &RunFlow::courseChanged, this, &ProjectSession::noteHeld);
}

// --- opening

void ProjectSession::start(const QString& wanted, const QString& last) {
  if (!m_isActive) return;
  const QString history = QDir(m_dataDir).filePath("history.db");
  m_parts.thread->post([worker = m_parts.files->history(), history] { worker->open(history); });
  post([folder = m_untitledFolder, wanted, last](ProjectWorker* project) {
    project->openAtStart(folder, wanted, last);
  });
}

void ProjectSession::openNew() {
  if (!m_isActive || m_isOpening) return;
  beginOpening();
  post([folder = m_untitledFolder](ProjectWorker* project) { project->openNew(folder); });
}

void ProjectSession::open(const QString& path) {
  if (!m_isActive || m_isOpening) return;
  beginOpening();
  post([path](ProjectWorker* project) { project->open(path); });
}

/// A held run stays in the project that is left.
void ProjectSession::beginOpening() {
  if (m_draftTimer.isActive()) sendDraft();
  m_heldBeforeOpening = m_parts.runs->heldRun();
  m_isOpening = true;
  m_parts.runs->reset();
}

void ProjectSession::onOpenFailed(const Error& error) {
  m_isOpening = false;
  if (m_heldBeforeOpening) m_parts.runs->restoreHeld(*std::exchange(m_heldBeforeOpening, std::nullopt));
  Q_EMIT openFailed(error);
  onUndoChanged();  // what was done meanwhile
}

void ProjectSession::saveAs(const QString& path) {
  if (!m_isActive || m_isOpening) return;
  if (m_draftTimer.isActive()) sendDraft();
  post([path](ProjectWorker* project) { project->saveAs(path); });
}

void ProjectSession::close() {
  if (!m_isActive) return;
  if (m_draftTimer.isActive()) sendDraft();
  // Nobody is here any more when it is done.
  m_parts.thread->post([worker = m_parts.files->project()] { worker->close(); });
  m_isActive = false;
}

void ProjectSession::onOpened(const OpenedProjectPtr& project) {
  m_isOpening = true;
  m_heldBeforeOpening.reset();
  restore(*project);
  m_isOpening = false;
  m_retryTimer.stop();
  m_awaitsUndo = !project->isNew;
  if (m_awaitsUndo) post([](ProjectWorker* worker) { worker->readUndo(); });
  if (project->isNew || m_hasTyped) noteDraft();
  m_hasTyped = false;
  Q_EMIT opened(project);
}

void ProjectSession::restore(const OpenedProject& project) {
  m_path = project.path;
  m_isUntitled = project.isUntitled;
  m_isReadOnly = !project.readOnlyReason.isEmpty();
  m_lastRun = project.lastRun;
  m_origins.clear();
  m_verdicts.clear();
  if (project.canvas) m_origins[project.canvas] = {project.canvasRun, project.original};
  std::vector<PicturePtr> candidates;
  for (const auto& [run, picture] : project.candidates) {
    m_origins[picture] = {run, nullptr};
    m_verdicts[run] = RunVerdict::Candidate;
    candidates.push_back(picture);
  }
  const WindowNotes notes = windowNotesFrom(project.window);
  DocumentModel& document = *m_parts.document;
  m_parts.importer->dismiss();
  m_parts.runs->reset();
  m_parts.candidates->restore({}, CandidateSet::kOriginal);
  document.restorePicture(project.canvas, {project.mask, project.locks}, project.pixelsPerCell, project.step,
                          project.newestStep);
  m_shown = project.step;
  m_canvas = m_restored = project.canvas;
  m_mask.reset();
  m_isHeldInFile = !project.heldRuns.empty();
  m_hasHeldChanged = false;
  m_parts.candidates->restore(std::move(candidates), notes.candidate);
  if (project.held) restoreHeld(*project.held);
  if (project.isNew) return;  // an empty one leaves alone what is typed
  const GenerationRequest typed = document.draft();
  const bool hasTypedSeed = document.isSeedLocked();
  document.restoreDraft(project.draft, notes.touched, notes.isSeedLocked, notes.restingStyles);
  if (!m_hasTyped) return;
  if (!typed.prompt.empty()) document.setPrompt(typed.prompt);
  if (hasTypedSeed) document.typeSeed(typed.seed);
}

void ProjectSession::restoreHeld(const HeldRecord& held) {
  PicturePtr parent;
  for (const auto& [picture, origin] : m_origins) {
    if (origin.run == held.parent && held.parent != 0) parent = picture.lock();
  }
  if (!parent && held.parent != 0) {  // not in the window; its number is all that is needed
    parent = std::make_shared<Picture>();
    m_origins[parent] = {held.parent, nullptr};
  }
  m_parts.runs->restoreHeld({held.request, parent, held.branchStep, held.recording});
}

/// What undo can bring back comes when the window is long there. What was done meanwhile stays on top of it.
void ProjectSession::onUndoRead(const UndoJournalPtr& journal) {
  DocumentModel& document = *m_parts.document;
  const bool isWanted = std::exchange(m_awaitsUndo, false) && m_isActive && !m_isOpening;
  if (!isWanted || document.undoStack()->baseSerial() != journal->shown ||
      document.mask()->pixelsPerCell() != journal->pixelsPerCell)
    return;
  for (const UndoJournal::Source& source : journal->sources)
    m_origins[source.picture] = {source.run, source.original};
  adoptUndoJournal(*journal, m_restored, &document);
  m_restored.reset();
}

// --- saving

int64_t ProjectSession::runOf(const PicturePtr& picture) const {
  const auto found = m_origins.find(picture);
  return picture && found != m_origins.end() ? found->second.run : 0;
}

void ProjectSession::onPictureMade(const PicturePtr& picture, const PicturePtr& parent, int branchStep,
                                   quint64 batch) {
  if (!m_isActive || m_isOpening) return;
  const int64_t id = ++m_lastRun;
  m_origins[picture] = {id, nullptr};
  m_verdicts[id] = RunVerdict::Candidate;
  NewRun run{picture, id, runOf(parent), parent ? branchStep : 0, {}};
  run.job = QStringLiteral("%1-%2").arg(m_job).arg(batch).toStdString();
  if (picture->editedFrom) run.job = editJob(run.job);
  post([run = std::move(run)](ProjectWorker* project) { project->putRun(run); });
  Q_EMIT runsChanged();
}

void ProjectSession::onUndoChanged() {
  const UndoStack& stack = *m_parts.document->undoStack();
  if (!m_isActive || m_isOpening || stack.serial() == m_shown) return;
  std::erase_if(m_origins, [](const auto& entry) { return entry.first.expired(); });
  const Origin origin = originOfCanvas();
  m_shown = stack.serial();
  m_canvas = m_parts.document->picture();
  DocumentSnapshot snapshot;
  snapshot.step = m_shown;
  snapshot.name = stack.undoText().toStdString();
  snapshot.canvas = pixelsOf(m_canvas);
  snapshot.original = origin.original;
  snapshot.mask = paintedMask();
  snapshot.locks = m_parts.document->mask()->locks();
  snapshot.notes = toJson(StateNotes{origin.run, m_parts.document->mask()->pixelsPerCell()});
  const auto verdict = m_verdicts.find(origin.run);
  if (verdict != m_verdicts.end() && verdict->second != RunVerdict::Accepted) {
    snapshot.acceptedRun = origin.run;
    verdict->second = RunVerdict::Accepted;
  }
  post([snapshot = std::move(snapshot)](ProjectWorker* project) { project->put(snapshot); });
  sendVerdicts(origin.run);
}

/// A repainted picture comes from what its predecessor came from.
ProjectSession::Origin ProjectSession::originOfCanvas() {
  const PicturePtr& picture = m_parts.document->picture();
  if (!picture) return {};
  Origin& origin = m_origins[picture];
  if (m_parts.importer->applied() == picture) {
    origin.original = SharedPicture(m_parts.importer->current(), &m_parts.importer->current()->pixels);
  } else if (!origin.original && picture != m_canvas && picture->request.kind != JobKind::Generate) {
    const auto before = m_origins.find(m_canvas);
    if (m_canvas && before != m_origins.end()) origin.original = before->second.original;
  }
  return origin;
}

std::shared_ptr<const PixelMask> ProjectSession::paintedMask() {
  const MaskModel& mask = *m_parts.document->mask();
  if (m_mask && m_maskRevision == mask.revision()) return m_mask;
  m_maskRevision = mask.revision();
  return m_mask = std::make_shared<const PixelMask>(mask.pixels());
}

void ProjectSession::sendVerdicts(int64_t canvasRun) {
  std::set<int64_t> open;
  for (const PicturePtr& picture : m_parts.candidates->pictures()) open.insert(runOf(picture));
  RunVerdicts changes;
  for (auto& [run, verdict] : m_verdicts) {
    RunVerdict now = verdict;
    if (open.contains(run)) {
      now = RunVerdict::Candidate;
    } else if (verdict == RunVerdict::Candidate) {
      now = run == canvasRun ? RunVerdict::Accepted : RunVerdict::Discarded;
    }
    if (now == verdict) continue;
    verdict = now;
    changes.emplace_back(run, now);
  }
  if (changes.empty()) return;
  post([changes = std::move(changes)](ProjectWorker* project) { project->putVerdicts(changes); });
  Q_EMIT runsChanged();
}

void ProjectSession::noteDraft() {
  if (!m_isActive) return;
  if (!m_isOpening) return m_draftTimer.start();
  if (m_path.isEmpty()) m_hasTyped = true;
}

void ProjectSession::sendDraft() {
  m_draftTimer.stop();
  const DocumentModel& document = *m_parts.document;
  WindowNotes notes{document.touchedFields(), document.isSeedLocked(), m_parts.candidates->current(), {}};
  for (const StyleChoice& style : document.styles()) {
    if (!style.isOn) notes.restingStyles.push_back(style.adapter);
  }
  post([draft = document.draft(), window = toJson(notes)](ProjectWorker* project) {
    project->putDraft(draft, window);
  });
  if (!m_parts.runs->isGoingOn() && std::exchange(m_hasHeldChanged, false)) sendHeld();
}

/// While a held run goes on, the file keeps it as it was held: a crash loses no more than the steps since.
void ProjectSession::noteHeld() {
  if (!m_isActive || m_isOpening || m_parts.runs->isGoingOn()) return;
  if (!m_parts.runs->isHeld() && !m_isHeldInFile) return;
  m_hasHeldChanged = true;
  m_draftTimer.start();
}

void ProjectSession::sendHeld() {
  const std::optional<RunFlow::HeldRun> held = m_parts.runs->heldRun();
  std::shared_ptr<HeldRecord> record;
  if (held)
    record = std::make_shared<HeldRecord>(
        HeldRecord{++m_lastRun, runOf(held->parent), held->branchStep, held->request, held->recording});
  m_isHeldInFile = held.has_value();
  post([record](ProjectWorker* project) { project->putHeld(record); });
  Q_EMIT runsChanged();
}

void ProjectSession::listRuns() {
  if (m_isActive) post([](ProjectWorker* project) { project->listRuns(); });
}

void ProjectSession::countTokens() {
  if (m_isActive) post([](ProjectWorker* project) { project->countTokens(); });
}

void ProjectSession::showRun(int64_t id) {
  if (!m_isActive || m_isOpening) return;
  const std::vector<PicturePtr>& candidates = m_parts.candidates->pictures();
  for (size_t i = 0; i < candidates.size(); ++i) {
    if (runOf(candidates[i]) == id) return m_parts.candidates->select(static_cast<int>(i));
  }
  post([id](ProjectWorker* project) { project->readRun(id); });
}

void ProjectSession::setQueue(const std::vector<QueuedRequest>& queue) {
  if (!m_isActive || m_isOpening) return;
  post([queue](ProjectWorker* project) { project->putQueue(queue); });
}

}  // namespace unmask

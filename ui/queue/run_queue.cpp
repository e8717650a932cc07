#include "ui/queue/run_queue.h"

#include <QMimeData>
#include <algorithm>
#include <utility>

namespace unmask {
namespace {

constexpr char kRowType[] = "application/x-unmask-queue-row";

QString kindText(JobKind kind) {
  switch (kind) {
    case JobKind::Inpaint:
      return RunQueue::tr("Repaint");
    case JobKind::Vary:
      return RunQueue::tr("Vary");
    case JobKind::Generate:
      break;
  }
  return RunQueue::tr("Generate");
}

}  // namespace

RunQueue::RunQueue(const Parts& parts, QObject* parent) : QAbstractListModel(parent), m_parts(parts) {
  connect(m_parts.runs, &RunFlow::batchEnded, this, &RunQueue::onBatchEnded);
  connect(m_parts.runs, &RunFlow::courseChanged, this, &RunQueue::startNext, Qt::QueuedConnection);
  connect(m_parts.jobs, &JobController::stateChanged, this, &RunQueue::startNext, Qt::QueuedConnection);
  connect(m_parts.jobs, &JobController::runFailed, this,
          [this](const Error& error) { m_problem = QString::fromStdString(error.text()); });
  connect(m_parts.session, &ProjectSession::opened, this,
          [this](const OpenedProjectPtr& project) { restore(*project); });
}

std::optional<int> RunQueue::rowIn(State state) const {
  const auto found =
      std::find_if(m_items.begin(), m_items.end(), [state](const Item& item) { return item.state == state; });
  if (found == m_items.end()) return std::nullopt;
  return static_cast<int>(found - m_items.begin());
}

bool RunQueue::add(bool isFirst) {
  const std::optional<GenerationRequest> request = m_parts.runs->takePlan();
  if (!request) return false;
  const int at = isFirst ? rowIn(State::Running).value_or(-1) + 1 : count();
  beginInsertRows({}, at, at);
  m_items.insert(m_items.begin() + at, Item{*request});
  endInsertRows();
  noteChange();
  startNext();
  return true;
}

void RunQueue::remove(int row) {
  if (row < 0 || row >= count()) return;
  if (stateOf(row) == State::Running) {
    m_wasRemoved = true;
    return m_parts.runs->stop();
  }
  beginRemoveRows({}, row, row);
  m_items.erase(m_items.begin() + row);
  endRemoveRows();
  noteChange();
}

void RunQueue::move(int from, int to) {
  if (from < 0 || from >= count() || to < 0 || to >= count() || from == to) return;
  beginMoveRows({}, from, from, {}, to > from ? to + 1 : to);
  Item item = std::move(m_items[static_cast<size_t>(from)]);
  m_items.erase(m_items.begin() + from);
  m_items.insert(m_items.begin() + to, std::move(item));
  endMoveRows();
  noteChange();
}

void RunQueue::retry(int row) {
  if (row < 0 || row >= count() || stateOf(row) != State::Failed) return;
  m_items[static_cast<size_t>(row)].state = State::Waiting;
  m_items[static_cast<size_t>(row)].problem.clear();
  noteChange();
  startNext();
}

void RunQueue::setPaused(bool isPaused) {
  if (isPaused == m_isPaused) return;
  m_isPaused = isPaused;
  noteChange(false);
  startNext();
}

void RunQueue::startNext() {
  const std::optional<int> next = rowIn(State::Waiting);
  if (m_isPaused || m_isStarting || !next || rowIn(State::Running) || !m_parts.runs->isFree()) return;
  if (m_parts.session->isOpening()) return;
  m_isStarting = true;
  m_items[static_cast<size_t>(*next)].state = State::Running;
  m_problem.clear();
  m_wasRemoved = false;
  noteChange(false);
  m_parts.runs->startPlanned(request(*next));
  m_isStarting = false;
}

void RunQueue::onBatchEnded(RunEnd end) {
  const std::optional<int> row = rowIn(State::Running);
  if (!row || m_isStarting) return;
  Item& item = m_items[static_cast<size_t>(*row)];
  switch (end) {
    case RunEnd::Finished:
      m_wasRemoved = true;
      break;
    case RunEnd::Failed:
      item.state = State::Failed;
      item.problem = m_problem;
      break;
    case RunEnd::Cancelled:
      // Who stops a run wants quiet, not the next one.
      item.state = State::Waiting;
      if (!m_wasRemoved) m_isPaused = true;
      break;
    case RunEnd::Superseded:
    case RunEnd::Paused:
      item.state = State::Waiting;
      break;
  }
  if (std::exchange(m_wasRemoved, false)) {
    item.state = State::Waiting;
    return remove(*row);
  }
  noteChange();
}

void RunQueue::restore(const OpenedProject& project) {
  beginResetModel();
  m_items.clear();
  for (const QueuedRequest& queued : project.queue) {
    const bool hasFailed = !queued.extra.empty();
    m_items.push_back(
        {queued.request, hasFailed ? State::Failed : State::Waiting, QString::fromStdString(queued.extra)});
  }
  m_isPaused = !m_items.empty();
  endResetModel();
  noteChange(false);
}

void RunQueue::noteChange(bool isForFile) {
  if (count() > 0) Q_EMIT dataChanged(index(0), index(count() - 1));
  Q_EMIT changed();
  if (!isForFile) return;
  std::vector<QueuedRequest> queue;
  for (const Item& item : m_items) {
    const bool hasFailed = item.state == State::Failed;
    const std::string problem = item.problem.isEmpty() ? "failed" : item.problem.toStdString();
    queue.push_back({item.request, hasFailed ? problem : std::string()});
  }
  m_parts.session->setQueue(queue);
}

QVariant RunQueue::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const Item& item = m_items[static_cast<size_t>(index.row())];
  const GenerationRequest& request = item.request;
  const std::string& words = request.promptTemplate.empty() ? request.prompt : request.promptTemplate;
  const QString prompt = QString::fromStdString(words).simplified();
  switch (role) {
    case StateRole:
      return static_cast<int>(item.state);
    case Qt::DisplayRole: {
      QString state = tr("waits");
      if (item.state == State::Running) state = tr("runs now");
      if (item.state == State::Failed) state = tr("failed");
      QString what = tr("%1, seed %2").arg(kindText(request.kind)).arg(request.seed);
      if (request.batchCount > 1) what += tr(", %1 pictures").arg(request.batchCount);
      return (prompt.isEmpty() ? tr("(no prompt)") : prompt.left(80)) + '\n' + state + tr(": ") + what;
    }
    case Qt::ToolTipRole:
      return item.state == State::Failed ? item.problem : prompt.left(300);
    default:
      return {};
  }
}

Qt::ItemFlags RunQueue::flags(const QModelIndex& index) const {
  if (!index.isValid()) return Qt::ItemIsDropEnabled;
  return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled;
}

QStringList RunQueue::mimeTypes() const {
  return {QLatin1String(kRowType)};
}

QMimeData* RunQueue::mimeData(const QModelIndexList& indexes) const {
  if (indexes.isEmpty()) return nullptr;
  auto* data = new QMimeData;
  data->setData(QLatin1String(kRowType), QByteArray::number(indexes.front().row()));
  return data;
}

bool RunQueue::dropMimeData(const QMimeData* data, Qt::DropAction, int row, int, const QModelIndex&) {
  if (!data->hasFormat(QLatin1String(kRowType))) return false;
  const int from = data->data(QLatin1String(kRowType)).toInt();
  const int before = row < 0 ? count() : row;
  move(from, before > from ? before - 1 : before);
  return false;  // moved already: the view must not remove the old row
}

}  // namespace unmask

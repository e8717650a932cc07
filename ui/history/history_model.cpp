#include "ui/history/history_model.h"

#include <QDateTime>
#include <QLocale>
#include <algorithm>
#include <utility>

#include "ui/picture.h"

namespace unmask {
namespace {

constexpr qsizetype kThumbnailKiB = 64 * 1024;

}  // namespace

HistoryModel::HistoryModel(HistoryWorker* worker, WorkerThread* thread, QObject* parent)
    : QAbstractListModel(parent), m_worker(worker), m_thread(thread), m_thumbnails(kThumbnailKiB) {
  m_query.limit = kPage;
  m_thumbnailTimer.setSingleShot(true);
  m_thumbnailTimer.setInterval(0);  // once for all cells of a repaint
  connect(&m_thumbnailTimer, &QTimer::timeout, this, &HistoryModel::askForThumbnails);
  connect(worker, &HistoryWorker::paged, this, &HistoryModel::onPaged, Qt::QueuedConnection);
  connect(worker, &HistoryWorker::added, this, &HistoryModel::askForNew, Qt::QueuedConnection);
  connect(worker, &HistoryWorker::replaced, this, &HistoryModel::showAnew, Qt::QueuedConnection);
  connect(worker, &HistoryWorker::changed, this, &HistoryModel::askForCount, Qt::QueuedConnection);
  connect(worker, &HistoryWorker::refused, this, &HistoryModel::reload, Qt::QueuedConnection);
  connect(
      worker, &HistoryWorker::counted, this,
      [this](quint64 ticket, qint64 count) {
        if (ticket != m_countTicket) return;
        m_total = count;
        Q_EMIT totalChanged(count);
      },
      Qt::QueuedConnection);
}

void HistoryModel::setQuery(const QString& text, bool isStarredOnly, bool isInTrash) {
  m_query.text = text.toStdString();
  m_query.isStarredOnly = isStarredOnly;
  m_query.isInTrash = isInTrash;
  reload();
}

void HistoryModel::reload() {
  beginResetModel();
  m_rows.clear();
  m_isAtEnd = false;
  m_pageTicket = m_newTicket = m_thumbnailTicket = 0;
  m_wantedRows.clear();
  endResetModel();
  askForPage();
  askForCount();
}

void HistoryModel::askForPage() {
  HistoryQuery query = m_query;
  query.before = m_rows.empty() ? 0 : m_rows.back().id;
  m_pageTicket = ++m_lastTicket;
  m_thread->post([worker = m_worker, ticket = m_pageTicket, query] { worker->page(ticket, query); });
}

void HistoryModel::askForNew() {
  askForCount();
  if (m_rows.empty()) return m_pageTicket == 0 ? askForPage() : void();
  m_newTicket = ++m_lastTicket;
  m_thread->post([worker = m_worker, ticket = m_newTicket, query = m_query] { worker->page(ticket, query); });
}

void HistoryModel::askForCount() {
  m_countTicket = ++m_lastTicket;
  m_thread->post(
      [worker = m_worker, ticket = m_countTicket, query = m_query] { worker->count(ticket, query); });
}

void HistoryModel::showAnew(qint64 id) {
  m_thumbnails.remove(id);
  const auto found = std::ranges::find(m_rows, id, &HistoryEntry::id);
  if (found == m_rows.end()) return;
  const QModelIndex at = index(static_cast<int>(found - m_rows.begin()));
  Q_EMIT dataChanged(at, at, {ThumbnailRole});
}

void HistoryModel::askForThumbnails() {
  if (m_thumbnailTicket != 0 || m_wantedRows.empty()) return;
  const int first = *m_wantedRows.begin();
  if (first >= rowCount()) return m_wantedRows.clear();
  HistoryQuery query = m_query;
  query.before = first > 0 ? m_rows[static_cast<size_t>(first) - 1].id : 0;
  m_thumbnailTicket = ++m_lastTicket;
  m_thread->post([worker = m_worker, ticket = m_thumbnailTicket, query] { worker->page(ticket, query); });
}

void HistoryModel::onPaged(quint64 ticket, const std::vector<HistoryEntry>& entries) {
  keepThumbnails(entries);
  if (ticket == m_pageTicket) {
    m_pageTicket = 0;
    append(entries);
  } else if (ticket == m_newTicket) {
    m_newTicket = 0;
    prepend(entries);
  } else if (ticket == m_thumbnailTicket) {
    m_thumbnailTicket = 0;
    if (m_wantedRows.empty()) return;
    const int first = *m_wantedRows.begin();
    const int last = std::min(rowCount(), std::max(first + kPage, *m_wantedRows.rbegin() + 1)) - 1;
    // What did not come now, never will.
    for (int row = first; row < std::min(first + kPage, rowCount()); ++row) {
      if (!m_thumbnails.contains(entry(row).id)) m_thumbnails.insert(entry(row).id, new QImage, 1);
    }
    m_wantedRows.clear();  // who still misses one asks again while painting
    if (first <= last) Q_EMIT dataChanged(index(first), index(last), {ThumbnailRole});
  }
}

void HistoryModel::append(const std::vector<HistoryEntry>& entries) {
  if (entries.size() < m_query.limit) m_isAtEnd = true;
  if (entries.empty()) return;
  const int first = rowCount();
  beginInsertRows({}, first, first + static_cast<int>(entries.size()) - 1);
  for (const HistoryEntry& entry : entries) {
    m_rows.push_back(entry);
    m_rows.back().thumbnail = nullptr;
  }
  endInsertRows();
}

void HistoryModel::prepend(const std::vector<HistoryEntry>& entries) {
  // More than a page of new ones at once: the list would have a gap.
  if (!entries.empty() && !m_rows.empty() && entries.size() == m_query.limit &&
      entries.back().id > m_rows.front().id)
    return reload();
  std::vector<HistoryEntry> fresh;
  for (const HistoryEntry& entry : entries) {
    if (m_rows.empty() || entry.id > m_rows.front().id) fresh.push_back(entry);
  }
  putBack(fresh);
}

void HistoryModel::keepThumbnails(const std::vector<HistoryEntry>& entries) {
  for (const HistoryEntry& entry : entries) {
    if (!entry.thumbnail || m_thumbnails.contains(entry.id)) continue;
    auto* image = new QImage(toQImage(*entry.thumbnail));
    m_thumbnails.insert(entry.id, image, std::max<qsizetype>(1, image->sizeInBytes() / 1024));
  }
}

int HistoryModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

bool HistoryModel::canFetchMore(const QModelIndex& parent) const {
  return !parent.isValid() && !m_isAtEnd && m_pageTicket == 0 && !m_rows.empty();
}

void HistoryModel::fetchMore(const QModelIndex& parent) {
  if (canFetchMore(parent)) askForPage();
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const HistoryEntry& shown = entry(index.row());
  switch (role) {
    case IdRole:
      return static_cast<qlonglong>(shown.id);
    case StarRole:
      return shown.isStarred;
    case ThumbnailRole: {
      if (const QImage* image = m_thumbnails.object(shown.id)) return *image;
      m_wantedRows.insert(index.row());
      m_thumbnailTimer.start();
      return QImage();
    }
    case Qt::DisplayRole:
      return QString::fromStdString(shown.prompt);
    case Qt::AccessibleTextRole: {
      const QString prompt = QString::fromStdString(shown.prompt);
      return shown.isStarred ? tr("%1, starred").arg(prompt) : prompt;
    }
    case Qt::ToolTipRole: {
      const QString prompt = QString::fromStdString(shown.prompt);
      const QDateTime time = QDateTime::fromMSecsSinceEpoch(shown.timeMs);
      return tr("%1\n%2\n%3 × %4, %5")
          .arg(prompt.left(300), QLocale().toString(time, QLocale::ShortFormat))
          .arg(shown.width)
          .arg(shown.height)
          .arg(QString::fromStdString(shown.model));
    }
    default:
      return {};
  }
}

void HistoryModel::showStarred(const std::vector<int64_t>& ids, bool isStarred) {
  for (int row = 0; row < rowCount(); ++row) {
    HistoryEntry& shown = m_rows[static_cast<size_t>(row)];
    if (std::find(ids.begin(), ids.end(), shown.id) == ids.end()) continue;
    shown.isStarred = isStarred;
    Q_EMIT dataChanged(index(row), index(row), {StarRole});
  }
  if (m_query.isStarredOnly && !isStarred) takeOut(ids);
}

std::vector<HistoryEntry> HistoryModel::takeOut(const std::vector<int64_t>& ids) {
  std::vector<HistoryEntry> taken;
  for (int row = rowCount() - 1; row >= 0; --row) {
    if (std::find(ids.begin(), ids.end(), entry(row).id) == ids.end()) continue;
    taken.push_back(entry(row));
    beginRemoveRows({}, row, row);
    m_rows.erase(m_rows.begin() + row);
    endRemoveRows();
  }
  return taken;
}

void HistoryModel::putBack(const std::vector<HistoryEntry>& entries) {
  for (const HistoryEntry& entry : entries) {
    const auto at = std::find_if(m_rows.begin(), m_rows.end(),
                                 [&](const HistoryEntry& other) { return other.id <= entry.id; });
    if (at != m_rows.end() && at->id == entry.id) continue;
    const int row = static_cast<int>(at - m_rows.begin());
    beginInsertRows({}, row, row);
    m_rows.insert(at, entry)->thumbnail = nullptr;
    endInsertRows();
  }
}

}  // namespace unmask

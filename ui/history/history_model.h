// The history as a list that grows as far as one scrolls. Twenty thousand entries cost what is on screen.
#pragma once

#include <QAbstractListModel>
#include <QCache>
#include <QImage>
#include <QTimer>
#include <set>
#include <vector>

#include "core/project/history.h"
#include "ui/history/history_worker.h"
#include "ui/jobs/worker_thread.h"

namespace unmask {

/// Lives in the window's thread; rows come from the file thread in pages, newest first. Thumbnails are kept
/// for some screens and fetched again when they are needed again.
class HistoryModel : public QAbstractListModel {
  Q_OBJECT

 public:
  static constexpr int kPage = 100;
  enum Role {
    IdRole = Qt::UserRole,
    StarRole,       ///< bool
    ThumbnailRole,  ///< QImage; null until it has come
  };

  /// Both outlive this object.
  HistoryModel(HistoryWorker* worker, WorkerThread* thread, QObject* parent = nullptr);

  /// Starts over with another list.
  void setQuery(const QString& text, bool isStarredOnly, bool isInTrash);
  const HistoryQuery& query() const { return m_query; }
  void reload();
  qint64 total() const { return m_total; }  ///< of the query, loaded or not

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  bool canFetchMore(const QModelIndex& parent) const override;
  void fetchMore(const QModelIndex& parent) override;
  const HistoryEntry& entry(int row) const { return m_rows[static_cast<size_t>(row)]; }

  // What is asked of the history is shown at once; a failure ends in reload().
  void showStarred(const std::vector<int64_t>& ids, bool isStarred);
  std::vector<HistoryEntry> takeOut(const std::vector<int64_t>& ids);
  void putBack(const std::vector<HistoryEntry>& entries);

 Q_SIGNALS:
  void totalChanged(qint64 total);

 private:
  void askForPage();
  void askForNew();
  void showAnew(qint64 id);
  void askForThumbnails();
  void askForCount();
  void onPaged(quint64 ticket, const std::vector<HistoryEntry>& entries);
  void append(const std::vector<HistoryEntry>& entries);
  void prepend(const std::vector<HistoryEntry>& entries);
  void keepThumbnails(const std::vector<HistoryEntry>& entries);

  HistoryWorker* m_worker;
  WorkerThread* m_thread;
  HistoryQuery m_query;
  std::vector<HistoryEntry> m_rows;  ///< without thumbnails
  qint64 m_total = 0;
  bool m_isAtEnd = false;
  quint64 m_lastTicket = 0;
  quint64 m_pageTicket = 0;  ///< 0 = none under way
  quint64 m_newTicket = 0;
  quint64 m_thumbnailTicket = 0;
  quint64 m_countTicket = 0;
  mutable QCache<qint64, QImage> m_thumbnails;
  mutable std::set<int> m_wantedRows;  ///< whose thumbnails are missing
  mutable QTimer m_thumbnailTimer;
};

}  // namespace unmask

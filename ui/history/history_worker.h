// The history, in the file thread.
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/project/history.h"
#include "ui/import/imported_picture.h"

namespace unmask {

/// Lives in the file thread; all members are called there. Without open() nothing is kept and every list is
/// empty. A `ticket` comes back with the answer.
class HistoryWorker : public QObject {
  Q_OBJECT

 public:
  explicit HistoryWorker(QObject* parent = nullptr) : QObject(parent) {}

  void open(const QString& path);
  /// What cannot be written now is kept and tried again with the next one. Ends in added or problem. With a
  /// `place`, the newest one under that name takes the place of the one before, as long as that is there and
  /// not in the trash: then it ends in replaced.
  void keep(const NewHistoryEntry& entry, const std::string& place = {});

  void page(quint64 ticket, const HistoryQuery& query);   ///< ends in paged
  void count(quint64 ticket, const HistoryQuery& query);  ///< ends in counted
  void readRequest(quint64 ticket, qint64 id);            ///< ends in requestRead or problem
  void readPicture(qint64 id);                            ///< ends in pictureRead or problem
  /// PNGs, one file an entry, with everything that made them in them if `tellsRequest`. Ends in exported or
  /// problem.
  void exportFiles(quint64 ticket, const std::vector<int64_t>& ids, const QString& folder, bool tellsRequest);

  // Each ends in changed or problem.
  void setStarred(const std::vector<int64_t>& ids, bool isStarred);
  void moveToTrash(const std::vector<int64_t>& ids);
  void restore(const std::vector<int64_t>& ids);
  void purge(const std::vector<int64_t>& ids);

 Q_SIGNALS:
  void added();
  void replaced(qint64 id);
  void changed();
  void refused();  ///< a change did not come about; besides problem
  void paged(quint64 ticket, const std::vector<unmask::HistoryEntry>& entries);
  void counted(quint64 ticket, qint64 count);
  void requestRead(quint64 ticket, const unmask::GenerationRequest& request);
  void pictureRead(const unmask::ImportedPicturePtr& picture);
  void exported(quint64 ticket, const QStringList& files);
  void problem(const unmask::Error& error);

 private:
  struct Waiting {
    NewHistoryEntry entry;
    std::string place;
  };
  Result<void> write(const std::vector<Waiting>& waiting);
  void tell(const Result<void>& result);

  std::optional<History> m_history;
  std::deque<Waiting> m_waiting;
  std::map<std::string, int64_t> m_places;  ///< the entry of each
  bool m_hasFailed = false;
};

}  // namespace unmask

Q_DECLARE_METATYPE(std::vector<unmask::HistoryEntry>)

#include "ui/history/history_worker.h"

#include <QDateTime>
#include <QDir>
#include <algorithm>

#include "core/io/png_metadata.h"
#include "ui/file_names.h"

namespace unmask {
namespace {

constexpr size_t kMostTogether = 16;  ///< entries written in one transaction
constexpr qint64 kTrashDays = 30;
constexpr qint64 kMillisecondsADay = qint64{24} * 3600 * 1000;

}  // namespace

void HistoryWorker::open(const QString& path) {
  Result<History> history = History::open(path.toStdString());
  if (!history) return Q_EMIT problem(history.error());
  m_history = *std::move(history);
  if (!m_history->isReadOnly())
    (void)m_history->purgeTrash(QDateTime::currentMSecsSinceEpoch() - kTrashDays * kMillisecondsADay);
  Q_EMIT changed();
}

void HistoryWorker::keep(const NewHistoryEntry& entry, const std::string& place) {
  if (!m_history) return;
  const bool replacesLast = !place.empty() && !m_waiting.empty() && m_waiting.back().place == place;
  if (replacesLast) m_waiting.pop_back();
  m_waiting.push_back({entry, place});
  while (!m_waiting.empty()) {
    const auto isPlain = [](const Waiting& waiting) { return waiting.place.empty(); };
    auto end = m_waiting.begin() + static_cast<std::ptrdiff_t>(std::min(m_waiting.size(), kMostTogether));
    end = std::max(std::find_if_not(m_waiting.begin(), end, isPlain), m_waiting.begin() + 1);
    const Result<void> written = write({m_waiting.begin(), end});
    if (!written) {
      if (!std::exchange(m_hasFailed, true)) Q_EMIT problem(written.error());
      return;
    }
    m_waiting.erase(m_waiting.begin(), end);
  }
  m_hasFailed = false;
}

/// Either one with a place, or some without.
Result<void> HistoryWorker::write(const std::vector<Waiting>& waiting) {
  const std::string& place = waiting.front().place;
  if (const auto known = m_places.find(place); known != m_places.end()) {
    const Result<void> outcome = m_history->replace(known->second, waiting.front().entry);
    if (outcome) Q_EMIT replaced(known->second);
    if (outcome || outcome.error().kind != ErrorKind::NotFound) return outcome;
  }
  std::vector<NewHistoryEntry> entries;
  for (const Waiting& one : waiting) entries.push_back(one.entry);
  UNMASK_TRY(const std::vector<int64_t> ids, m_history->addAll(entries));
  if (!place.empty()) m_places[place] = ids.front();
  Q_EMIT added();
  return {};
}

void HistoryWorker::page(quint64 ticket, const HistoryQuery& query) {
  if (!m_history) return Q_EMIT paged(ticket, {});
  const Result<std::vector<HistoryEntry>> entries = m_history->page(query);
  if (!entries) Q_EMIT problem(entries.error());
  Q_EMIT paged(ticket, entries ? *entries : std::vector<HistoryEntry>());
}

void HistoryWorker::count(quint64 ticket, const HistoryQuery& query) {
  if (!m_history) return Q_EMIT counted(ticket, 0);
  const Result<int64_t> count = m_history->count(query);
  if (!count) Q_EMIT problem(count.error());
  Q_EMIT counted(ticket, count ? *count : 0);
}

void HistoryWorker::readRequest(quint64 ticket, qint64 id) {
  if (!m_history) return;
  const Result<GenerationRequest> request = m_history->request(id);
  if (!request) return Q_EMIT problem(request.error());
  Q_EMIT requestRead(ticket, *request);
}

void HistoryWorker::readPicture(qint64 id) {
  if (!m_history) return;
  const Result<SharedPicture> picture = m_history->picture(id);
  const Result<GenerationRequest> request = m_history->request(id);
  if (!picture) return Q_EMIT problem(picture.error());
  auto imported = std::make_shared<ImportedPicture>();
  imported->pixels = flattenToRgb(**picture);
  if (request) {
    imported->name = QString::fromStdString(request->prompt).simplified().left(60);
  }
  if (imported->name.isEmpty()) imported->name = tr("From the history");
  Q_EMIT pictureRead(imported);
}

void HistoryWorker::exportFiles(quint64 ticket, const std::vector<int64_t>& ids, const QString& folder,
                                bool tellsRequest) {
  if (!m_history) return;
  QDir().mkpath(folder);
  QStringList files;
  for (const int64_t id : ids) {
    const Result<SharedPicture> picture = m_history->picture(id);
    const Result<GenerationRequest> request = m_history->request(id);
    if (!picture) return Q_EMIT problem(picture.error());
    if (!request) return Q_EMIT problem(request.error());
    const ImageBuffer& pixels = **picture;
    const QString name = suggestedFileName(QString::fromStdString(request->prompt), request->seed);
    const QString file = unusedPath(QDir(folder).filePath(name));
    const Result<void> saved =
        savePng(file.toStdString(), pixels,
                tellsRequest ? pngTextsFor(*request, pixels.width, pixels.height) : PngTexts());
    if (!saved) return Q_EMIT problem(saved.error());
    files << file;
  }
  Q_EMIT exported(ticket, files);
}

void HistoryWorker::tell(const Result<void>& result) {
  if (result) return Q_EMIT changed();
  Q_EMIT problem(result.error());
  Q_EMIT refused();
}

void HistoryWorker::setStarred(const std::vector<int64_t>& ids, bool isStarred) {
  if (m_history) tell(m_history->setStarred(ids, isStarred));
}

void HistoryWorker::moveToTrash(const std::vector<int64_t>& ids) {
  if (m_history) tell(m_history->moveToTrash(ids));
}

void HistoryWorker::restore(const std::vector<int64_t>& ids) {
  if (m_history) tell(m_history->restore(ids));
}

void HistoryWorker::purge(const std::vector<int64_t>& ids) {
  if (m_history) tell(m_history->purge(ids));
}

}  // namespace unmask

#include "core/project/history.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>

#include "core/io/image_codec.h"
#include "core/io/io_error.h"
#include "core/io/utf8.h"
#include "core/project/history_impl.h"
#include "core/project/project_impl.h"
#include "core/project/schema.h"

namespace unmask {

namespace {

namespace fs = std::filesystem;

constexpr char kEntryColumns[] =
    "time_ms, prompt, negative_prompt, model, width, height, request, request_picture, picture, thumbnail, "
    "trace, steps";

/// What is searched.
std::array<std::string, 3> textsOf(const GenerationRequest& request) {
  return {toValidUtf8(request.prompt), toValidUtf8(request.negativePrompt), toValidUtf8(request.model.name)};
}

SharedPicture thumbnailOf(const ImageBuffer& picture) {
  const int longer = std::max(picture.width, picture.height);
  if (longer <= History::kThumbnailSide) return std::make_shared<const ImageBuffer>(picture);
  const auto scaled = [longer](int side) {
    return std::max<int>(1, static_cast<int>(int64_t{side} * History::kThumbnailSide / longer));
  };
  return std::make_shared<const ImageBuffer>(
      resizeLanczos(picture, scaled(picture.width), scaled(picture.height)));
}

bool isEmpty(SQLite::Database& db) {
  return singleInteger(db, "SELECT count(*) FROM sqlite_schema") == 0 &&
         singleInteger(db, "PRAGMA application_id") == 0;
}

/// A new file gets its tables; two windows may do so at once, and the second finds them done.
void makeTables(SQLite::Database& db) {
  SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
  if (isEmpty(db)) applySteps(db, historyScheme(), 0, historyScheme().version());
  transaction.commit();
}

/// No file yet, or one whose making was cut short (no space, a crash): at most SQLite's first page is in it.
bool mayBeUnfinished(const fs::path& path) {
  constexpr std::string_view kMagic{"SQLite format 3", 16};
  constexpr uintmax_t kFirstPage = 65536;  // at most
  std::error_code failed;
  if (!fs::exists(path, failed)) return true;
  const uintmax_t size = fs::file_size(path, failed);
  if (failed || size > kFirstPage) return false;
  std::array<char, kMagic.size()> start{};
  std::ifstream(path, std::ios::binary).read(start.data(), start.size());
  return size == 0 || std::string_view(start.data(), start.size()) == kMagic;
}

void addPrompt(SQLite::Database& db, const std::string& prompt, int64_t id) {
  if (prompt.empty()) return;
  SQLite::Statement insert(db, "INSERT OR REPLACE INTO prompts(text, used) VALUES(?, ?)");
  insert.bind(1, prompt);
  insert.bind(2, id);
  insert.exec();
}

[[noreturn]] void noSuchEntry(const fs::path& path, int64_t id) {
  fail(ErrorKind::NotFound, path, "holds no entry with the number " + std::to_string(id));
}

}  // namespace

History::History(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
History::History(History&&) noexcept = default;
History& History::operator=(History&&) noexcept = default;
History::~History() = default;

Result<History> History::open(const fs::path& path) {
  return guarded(path, nullptr, [&] {
    std::error_code ignored;  // opening says what is wrong
    fs::create_directories(path.parent_path(), ignored);
    auto impl = std::make_unique<Impl>(path);
    if (mayBeUnfinished(path)) {
      impl->db = openDatabase(path, Access::Create);
      if (isEmpty(*impl->db)) {
        impl->db->exec("PRAGMA auto_vacuum = INCREMENTAL");
        useWriteAheadLog(*impl->db);
        makeTables(*impl->db);
      }
      impl->db.reset();
    }
    OpenedDatabase opened = openChecked(path, historyScheme(), {.isShared = true});
    impl->db = std::move(opened.db);
    impl->readOnlyReason = std::move(opened.readOnlyReason);
    return History(std::move(impl));
  });
}

bool History::isReadOnly() const {
  return !m_impl->readOnlyReason.empty();
}
const std::string& History::readOnlyReason() const {
  return m_impl->readOnlyReason;
}

Result<int64_t> History::add(const NewHistoryEntry& entry) {
  return m_impl->change([&] { return m_impl->insertEntry(entry); });
}

Result<std::vector<int64_t>> History::addAll(const std::vector<NewHistoryEntry>& entries) {
  return m_impl->change([&] {
    std::vector<int64_t> ids;
    for (const NewHistoryEntry& entry : entries) ids.push_back(m_impl->insertEntry(entry));
    return ids;
  });
}

Result<void> History::replace(int64_t id, const NewHistoryEntry& entry) {
  return m_impl->change([&] { m_impl->replaceEntry(id, entry); });
}

void History::Impl::bindEntry(SQLite::Statement& statement, const NewHistoryEntry& entry) {
  if (!entry.picture || entry.picture->empty()) fail(ErrorKind::Internal, path, "an entry needs a picture");
  Contents contents(*db, path);
  const GenerationRequest& request = entry.request;
  const StoredRequest stored = storeRequest(contents, request);
  statement.bind(1, entry.timeMs != 0 ? entry.timeMs : nowMs());
  for (int i = 0; i < 3; ++i) statement.bind(2 + i, textsOf(request)[static_cast<size_t>(i)]);
  statement.bind(5, entry.picture->width);
  statement.bind(6, entry.picture->height);
  statement.bind(7, stored.json);
  bindOptional(statement, 8, stored.picture);
  bindOptional(statement, 9, contents.store(entry.picture));
  bindOptional(statement, 10, contents.store(thumbnailOf(*entry.picture)));
  bindOptional(statement, 11, contents.store(entry.trace));
  statement.bind(12, entry.trace ? static_cast<int64_t>(entry.trace->records.size()) : int64_t{0});
}

void History::Impl::indexEntry(int64_t id, const NewHistoryEntry& entry) {
  const GenerationRequest& request = entry.request;
  SQLite::Statement index(*db, "INSERT INTO words(rowid, prompt, negative_prompt, model) VALUES(?, ?, ?, ?)");
  index.bind(1, id);
  for (int i = 0; i < 3; ++i) index.bind(2 + i, textsOf(request)[static_cast<size_t>(i)]);
  index.exec();
  addPrompt(*db, toValidUtf8(request.promptTemplate.empty() ? request.prompt : request.promptTemplate), id);
}

int64_t History::Impl::insertEntry(const NewHistoryEntry& entry) {
  SQLite::Statement insert(*db, std::string("INSERT INTO entries(") + kEntryColumns +
                                    ", is_starred, is_trashed, trashed_ms) "
                                    "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0)");
  bindEntry(insert, entry);
  insert.exec();
  const int64_t id = db->getLastInsertRowid();
  indexEntry(id, entry);
  return id;
}

void History::Impl::replaceEntry(int64_t id, const NewHistoryEntry& entry) {
  if (integerAt(this->entry("is_trashed", id), 0) != 0) noSuchEntry(path, id);
  const std::vector<std::optional<int64_t>> used = unindexEntry(id);
  SQLite::Statement update(*db, std::string("UPDATE entries SET (") + kEntryColumns +
                                    ") = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?");
  bindEntry(update, entry);
  update.bind(13, id);
  update.exec();
  indexEntry(id, entry);
  dropUnused(used);
}

SQLite::Statement History::Impl::entry(const char* columns, int64_t id) {
  SQLite::Statement query(*db, std::string("SELECT ") + columns + " FROM entries WHERE id = ?");
  query.bind(1, id);
  if (!query.executeStep()) noSuchEntry(path, id);
  return query;
}

Result<GenerationRequest> History::request(int64_t id) {
  return m_impl->read([&] {
    const SQLite::Statement row = m_impl->entry("request, request_picture", id);
    Contents contents(*m_impl->db, m_impl->path);
    return loadRequest(&contents, {textAt(row, 0), optionalIntegerAt(row, 1)}, m_impl->path.string());
  });
}

Result<SharedPicture> History::picture(int64_t id) {
  return m_impl->read([&] {
    const SQLite::Statement row = m_impl->entry("picture", id);
    return Contents(*m_impl->db, m_impl->path).picture(integerAt(row, 0));
  });
}

Result<std::shared_ptr<const Trace>> History::trace(int64_t id) {
  return m_impl->read([&]() -> std::shared_ptr<const Trace> {
    const SQLite::Statement row = m_impl->entry("trace, request, request_picture", id);
    const auto content = optionalIntegerAt(row, 0);
    if (!content) return nullptr;
    Contents contents(*m_impl->db, m_impl->path);
    auto whole = std::make_shared<Trace>(*contents.trace(content));
    whole->request =
        loadRequest(&contents, {textAt(row, 1), optionalIntegerAt(row, 2)}, m_impl->path.string());
    return whole;
  });
}

Result<std::vector<std::string>> History::prompts(size_t limit) {
  return m_impl->read([&] {
    SQLite::Statement query(*m_impl->db, "SELECT text FROM prompts ORDER BY used DESC LIMIT ?");
    query.bind(1, static_cast<int64_t>(std::min<size_t>(limit, 10'000)));
    std::vector<std::string> prompts;
    while (query.executeStep()) prompts.push_back(textAt(query, 0));
    return prompts;
  });
}

// --- marks and removal
// ----------------------------------------------------------------------------------------------------

namespace {

/// Runs a one-row update, whose last parameter is the id, for each of the ids.
void updateEach(SQLite::Database& db, const fs::path& path, const std::string& sql, int64_t value,
                const std::vector<int64_t>& ids) {
  SQLite::Statement update(db, sql);
  for (const int64_t id : ids) {
    update.bind(1, value);
    update.bind(2, id);
    if (update.exec() == 0) noSuchEntry(path, id);
    update.reset();
  }
}

}  // namespace

Result<void> History::setStarred(const std::vector<int64_t>& ids, bool isStarred) {
  return m_impl->change([&] {
    updateEach(*m_impl->db, m_impl->path, "UPDATE entries SET is_starred = ? WHERE id = ?", isStarred ? 1 : 0,
               ids);
  });
}

Result<void> History::moveToTrash(const std::vector<int64_t>& ids) {
  return m_impl->change([&] {
    updateEach(*m_impl->db, m_impl->path, "UPDATE entries SET is_trashed = 1, trashed_ms = ? WHERE id = ?",
               nowMs(), ids);
  });
}

Result<void> History::restore(const std::vector<int64_t>& ids) {
  return m_impl->change([&] {
    updateEach(*m_impl->db, m_impl->path, "UPDATE entries SET is_trashed = 0, trashed_ms = ? WHERE id = ?", 0,
               ids);
  });
}

std::vector<std::optional<int64_t>> History::Impl::unindexEntry(int64_t id) {
  const SQLite::Statement row =
      entry("prompt, negative_prompt, model, request_picture, picture, thumbnail, trace", id);
  // FTS5 keeps no copy of the texts: it has to be told what it once was given.
  SQLite::Statement unindex(*db,
                            "INSERT INTO words(words, rowid, prompt, negative_prompt, model) "
                            "VALUES('delete', ?, ?, ?, ?)");
  unindex.bind(1, id);
  for (int i = 0; i < 3; ++i) unindex.bind(2 + i, textAt(row, i));
  unindex.exec();
  std::vector<std::optional<int64_t>> used;
  for (int i = 3; i < 7; ++i) used.push_back(optionalIntegerAt(row, i));
  return used;
}

void History::Impl::dropUnused(const std::vector<std::optional<int64_t>>& contents) {
  SQLite::Statement drop(*db,
                         "DELETE FROM contents WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM entries WHERE "
                         "request_picture = ?1 OR picture = ?1 OR thumbnail = ?1 OR trace = ?1)");
  for (const auto& content : contents) {
    if (!content) continue;
    drop.bind(1, *content);
    drop.exec();
    drop.reset();
  }
}

void History::Impl::removeEntry(int64_t id) {
  const std::vector<std::optional<int64_t>> used = unindexEntry(id);
  SQLite::Statement remove(*db, "DELETE FROM entries WHERE id = ?");
  remove.bind(1, id);
  remove.exec();
  dropUnused(used);
}

Result<void> History::purge(const std::vector<int64_t>& ids) {
  UNMASK_CHECK(m_impl->change([&] {
    for (const int64_t id : ids) m_impl->removeEntry(id);
  }));
  return m_impl->read([&] { m_impl->db->exec("PRAGMA incremental_vacuum"); });
}

Result<size_t> History::purgeTrash(int64_t trashedBeforeMs) {
  std::vector<int64_t> ids;
  UNMASK_CHECK(m_impl->read([&] {
    SQLite::Statement query(*m_impl->db, "SELECT id FROM entries WHERE is_trashed = 1 AND trashed_ms < ?");
    query.bind(1, trashedBeforeMs);
    while (query.executeStep()) ids.push_back(integerAt(query, 0));
  }));
  UNMASK_CHECK(purge(ids));
  return ids.size();
}

}  // namespace unmask

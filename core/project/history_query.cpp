#include <sqlite3.h>

#include <algorithm>

#include "core/io/utf8.h"
#include "core/project/history_impl.h"

namespace unmask {

namespace {

constexpr size_t kMaxLimit = 1000;
constexpr size_t kMaxWords = 32;
constexpr size_t kMaxTextBytes = 4096;

constexpr char kColumns[] =
    "e.id, e.time_ms, e.prompt, e.negative_prompt, e.model, e.width, e.height, e.is_starred, e.is_trashed, "
    "e.steps, e.thumbnail";

/// From U+2E80 on are the scripts that write without spaces (and emoji): the index takes a run of them for
/// one word.
bool needsLooking(const std::string& word) {
  for (size_t i = 0; i + 2 < word.size(); ++i) {
    const auto lead = static_cast<unsigned char>(word[i]);
    if (lead == 0xE2 && static_cast<unsigned char>(word[i + 1]) >= 0xBA) return true;
    if (lead >= 0xE3 && lead != 0xEF && lead < 0xF8) return true;
  }
  return false;
}

std::vector<std::string> wordsOf(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char c : text.substr(0, kMaxTextBytes)) {
    const bool isBreak = static_cast<unsigned char>(c) <= 0x20 || c == '"';
    if (!isBreak) words.back() += c;
    if (isBreak && !words.back().empty()) words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  if (words.size() > kMaxWords) words.resize(kMaxWords);
  return words;
}

/// One query, built for pages and for counting.
class Search {
 public:
  Search(const HistoryQuery& query, bool isCount) : m_query(query), m_words(searchWords(query.text)) {
    const bool isIndexed = !m_words.match.empty();
    const std::string id = isIndexed ? "words.rowid" : "e.id";
    m_sql = std::string("SELECT ") + (isCount ? "count(*)" : kColumns);
    m_sql += isIndexed ? " FROM words CROSS JOIN entries e ON e.id = words.rowid" : " FROM entries e";
    m_sql += " WHERE e.is_trashed = :trashed";
    if (isIndexed) m_sql += " AND words MATCH :match";
    if (query.isStarredOnly) m_sql += " AND e.is_starred = 1";
    for (size_t i = 0; i < m_words.parts.size(); ++i) {
      const std::string part = ":part" + std::to_string(i);
      m_sql += " AND (instr(e.prompt, " + part + ") OR instr(e.negative_prompt, " + part + "))";
    }
    if (isCount) return;
    if (query.before > 0) m_sql += " AND " + id + " < :before";
    m_sql += " ORDER BY " + id + " DESC LIMIT :limit";
  }

  const std::string& sql() const { return m_sql; }

  void bind(SQLite::Statement& statement, bool isCount) const {
    statement.bind(":trashed", m_query.isInTrash ? 1 : 0);
    if (!m_words.match.empty()) statement.bind(":match", m_words.match);
    for (size_t i = 0; i < m_words.parts.size(); ++i)
      statement.bind((":part" + std::to_string(i)).c_str(), m_words.parts[i]);
    if (isCount) return;
    if (m_query.before > 0) statement.bind(":before", m_query.before);
    statement.bind(":limit", static_cast<int64_t>(std::min(m_query.limit, kMaxLimit)));
  }

 private:
  const HistoryQuery& m_query;
  SearchWords m_words;
  std::string m_sql;
};

int sideAt(const SQLite::Statement& row, int column) {
  return static_cast<int>(std::clamp<int64_t>(integerAt(row, column), 0, 1 << 26));
}

HistoryEntry entryOf(const SQLite::Statement& row, Contents& contents) {
  HistoryEntry entry;
  entry.id = integerAt(row, 0);
  entry.timeMs = integerAt(row, 1);
  entry.prompt = textAt(row, 2);
  entry.negativePrompt = textAt(row, 3);
  entry.model = textAt(row, 4);
  entry.width = sideAt(row, 5);
  entry.height = sideAt(row, 6);
  entry.isStarred = integerAt(row, 7) != 0;
  entry.isTrashed = integerAt(row, 8) != 0;
  entry.stepCount = sideAt(row, 9);
  entry.thumbnail = contents.picture(integerAt(row, 10));
  return entry;
}

/// Of the only statement that lives. (The wrapper does not hand its own out.)
int64_t statusOf(SQLite::Database& db, int counter) {
  return sqlite3_stmt_status(sqlite3_next_stmt(db.getHandle(), nullptr), counter, 0);
}

}  // namespace

SearchWords searchWords(const std::string& text) {
  SearchWords words;
  for (const std::string& word : wordsOf(toValidUtf8(text))) {
    if (needsLooking(word)) {
      words.parts.push_back(word);
      continue;
    }
    // Quoted, so that nothing in it is taken for FTS5's own language.
    if (!words.match.empty()) words.match += ' ';
    words.match += '"' + word + "\"*";
  }
  return words;
}

Result<std::vector<HistoryEntry>> History::page(const HistoryQuery& query) {
  return m_impl->read([&] {
    const Search search(query, false);
    SQLite::Statement statement(*m_impl->db, search.sql());
    search.bind(statement, false);
    Contents contents(*m_impl->db, m_impl->path);
    std::vector<HistoryEntry> entries;
    while (statement.executeStep()) entries.push_back(entryOf(statement, contents));
    return entries;
  });
}

Result<int64_t> History::count(const HistoryQuery& query) {
  return m_impl->read([&] {
    const Search search(query, true);
    SQLite::Statement statement(*m_impl->db, search.sql());
    search.bind(statement, true);
    return statement.executeStep() ? integerAt(statement, 0) : int64_t{0};
  });
}

Result<QueryCost> History::cost(const HistoryQuery& query) {
  return m_impl->read([&] {
    const Search search(query, false);
    QueryCost cost;
    {
      SQLite::Statement explained(*m_impl->db, "EXPLAIN QUERY PLAN " + search.sql());
      search.bind(explained, false);
      while (explained.executeStep()) cost.plan += textAt(explained, 3) + '\n';
    }
    SQLite::Statement statement(*m_impl->db, search.sql());
    search.bind(statement, false);
    while (statement.executeStep()) ++cost.rows;
    cost.fullScanSteps = statusOf(*m_impl->db, SQLITE_STMTSTATUS_FULLSCAN_STEP);
    cost.sorts = statusOf(*m_impl->db, SQLITE_STMTSTATUS_SORT);
    cost.machineSteps = statusOf(*m_impl->db, SQLITE_STMTSTATUS_VM_STEP);
    return cost;
  });
}

}  // namespace unmask

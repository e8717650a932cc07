#include "core/project/schema.h"

#include <array>

#include "core/project/database.h"

namespace unmask {

namespace {

// At the head of the first step of both kinds.
constexpr const char* kSharedTables = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE contents(
  id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL UNIQUE,
  kind INTEGER NOT NULL,
  bytes BLOB NOT NULL) STRICT;
)sql";

// Whatever points to a content has an index, or removing a content would look through every row for it.
constexpr const char* kProjectV1 = R"sql(
CREATE TABLE states(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  time_ms INTEGER NOT NULL,
  canvas INTEGER REFERENCES contents(id),
  original INTEGER REFERENCES contents(id),
  stroke_mask INTEGER REFERENCES contents(id),
  locked_cells INTEGER REFERENCES contents(id),
  extra TEXT NOT NULL) STRICT;
CREATE TABLE document(
  id INTEGER PRIMARY KEY CHECK(id = 1),
  state INTEGER NOT NULL REFERENCES states(id),
  draft TEXT NOT NULL,
  draft_picture INTEGER REFERENCES contents(id),
  window TEXT NOT NULL) STRICT;
CREATE TABLE runs(
  id INTEGER PRIMARY KEY,
  parent INTEGER REFERENCES runs(id) ON DELETE SET NULL CHECK(parent < id),
  branch_step INTEGER NOT NULL,
  job TEXT NOT NULL,
  time_ms INTEGER NOT NULL,
  verdict INTEGER NOT NULL,
  request TEXT NOT NULL,
  request_picture INTEGER REFERENCES contents(id),
  result INTEGER REFERENCES contents(id),
  trace INTEGER REFERENCES contents(id),
  steps INTEGER NOT NULL) STRICT;
CREATE INDEX runs_by_parent ON runs(parent);
CREATE INDEX runs_by_request_picture ON runs(request_picture);
CREATE INDEX runs_by_result ON runs(result);
CREATE INDEX runs_by_trace ON runs(trace);
CREATE INDEX states_by_canvas ON states(canvas);
CREATE INDEX states_by_original ON states(original);
CREATE INDEX states_by_stroke_mask ON states(stroke_mask);
CREATE INDEX states_by_locked_cells ON states(locked_cells);
)sql";

constexpr const char* kProjectV2 = R"sql(
CREATE TABLE queue(
  position INTEGER PRIMARY KEY,
  request TEXT NOT NULL,
  request_picture INTEGER REFERENCES contents(id),
  extra TEXT NOT NULL) STRICT;
)sql";

// entries_by_bin answers "newest first, in the trash or not", entries_by_star the same for starred ones: both
// by range, so that a page costs as many rows as it shows.
constexpr const char* kHistoryV1 = R"sql(
CREATE TABLE entries(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  time_ms INTEGER NOT NULL,
  prompt TEXT NOT NULL,
  negative_prompt TEXT NOT NULL,
  model TEXT NOT NULL,
  is_starred INTEGER NOT NULL,
  is_trashed INTEGER NOT NULL,
  trashed_ms INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  request TEXT NOT NULL,
  request_picture INTEGER REFERENCES contents(id),
  picture INTEGER NOT NULL REFERENCES contents(id),
  thumbnail INTEGER NOT NULL REFERENCES contents(id),
  trace INTEGER REFERENCES contents(id),
  steps INTEGER NOT NULL) STRICT;
CREATE INDEX entries_by_bin ON entries(is_trashed, id);
CREATE INDEX entries_by_star ON entries(is_trashed, is_starred, id);
CREATE INDEX entries_by_request_picture ON entries(request_picture);
CREATE INDEX entries_by_picture ON entries(picture);
CREATE INDEX entries_by_thumbnail ON entries(thumbnail);
CREATE INDEX entries_by_trace ON entries(trace);
CREATE TABLE prompts(
  text TEXT PRIMARY KEY,
  used INTEGER NOT NULL) STRICT;
CREATE INDEX prompts_by_use ON prompts(used);
CREATE VIRTUAL TABLE words USING fts5(prompt, negative_prompt, model, content='entries', content_rowid='id',
  tokenize='unicode61 remove_diacritics 2');
)sql";

}  // namespace

const Scheme& projectScheme() {
  static const std::string first = std::string(kSharedTables) + kProjectV1;
  static const std::array<const char*, 2> steps{first.c_str(), kProjectV2};
  static const Scheme scheme{0x556E6D6B, steps, "project"};  // "Unmk"
  return scheme;
}

const Scheme& historyScheme() {
  static const std::string first = std::string(kSharedTables) + kHistoryV1;
  static const std::array<const char*, 1> steps{first.c_str()};
  static const Scheme scheme{0x556E6D48, steps, "history"};  // "UnmH"
  return scheme;
}

void applySteps(SQLite::Database& db, const Scheme& scheme, int from, int to) {
  for (int i = from; i < to; ++i) db.exec(scheme.steps[static_cast<size_t>(i)]);
  db.exec("PRAGMA application_id = " + std::to_string(scheme.applicationId));
  db.exec("PRAGMA user_version = " + std::to_string(to));
}

std::string schemaTextOf(const Scheme& scheme, int version) {
  SQLite::Database db(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  applySteps(db, scheme, 0, version);
  return schemaText(db);
}

}  // namespace unmask

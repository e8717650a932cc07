// What is inside a project file and the history, both SQLite databases.
//
// Both files are told by `application_id` and carry the version of their tables in `user_version`. Version n
// is made by running the steps 1 … n in order, for new files and old ones alike, so that the tables of two
// files of the same version have the same text; opening compares it. A file of a later version opens
// read-only.
//
// All tables are STRICT. Times are milliseconds since 1970 (UTC). Requests are the JSON of requestToJson()
// with the starting picture left out: it is a content of its own, named by the column `…_picture`.
//
// Project (application_id "Unmk"):
//   meta       key → value. "is_dirty" is "1" from the first change of a session to its orderly end.
//   contents   everything large, stored once: `hash` is SHA-256 over kind and plain bytes (contents.h).
//   states     the undo journal. One row is all of a document that undo moves between; `id` ascends in the
//              order of the steps, and the contents it shares with its neighbours are stored once.
//              canvas, original, stroke_mask, locked_cells → contents, NULL = none.
//   document   one row: which state is shown (later ones are what redo brings), the request as typed,
//              the window's own settings.
//   runs       one picture's run a row. `parent` is the run it branched from at `branch_step`, always with a
//              smaller id, so that no chain of parents is a ring. verdict: 0 candidate, 1 accepted, 2
//              discarded. `steps` counts the records of `trace`; 0 = no trace.
//   queue      (since version 2) requests that wait, in order.
//
// History (application_id "UnmH"):
//   meta, contents   as above.
//   entries    one picture a row, newest = largest id. `trashed_ms` is 0, or when it went to the trash.
//   prompts    each prompt as typed, once; `used` is the entry that used it last, there any more or not.
//   words      FTS5 over the entries' texts, without a copy of them.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace SQLite {
class Database;
}

namespace unmask {

/// The steps that make a kind of file, and its mark.
struct Scheme {
  int32_t applicationId = 0;
  std::span<const char* const> steps;  ///< steps[i] leads from version i to i + 1
  const char* noun = "";               ///< for sentences: "project"

  int version() const { return static_cast<int>(steps.size()); }
};

const Scheme& projectScheme();
const Scheme& historyScheme();

/// Runs the steps after version `from` up to `to` and writes the mark. Inside the caller's transaction.
void applySteps(SQLite::Database& db, const Scheme& scheme, int from, int to);

/// schemaText() of a fresh file of that version.
std::string schemaTextOf(const Scheme& scheme, int version);

}  // namespace unmask

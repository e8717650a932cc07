// The inside of History, shared by its source files. Internal.
#pragma once

#include "core/project/contents.h"
#include "core/project/database.h"
#include "core/project/history.h"

namespace unmask {

struct History::Impl {
  explicit Impl(std::filesystem::path file) : path(std::move(file)) {}

  std::filesystem::path path;
  std::unique_ptr<SQLite::Database> db;
  std::string readOnlyReason;

  template <typename Work>
  auto read(Work&& work) -> Result<std::invoke_result_t<Work>> {
    return guarded(path, db.get(), std::forward<Work>(work));
  }
  template <typename Work>
  auto change(Work&& work) -> Result<std::invoke_result_t<Work>> {
    if (!readOnlyReason.empty()) {
      return Error{.kind = ErrorKind::Unsupported, .message = readOnlyReason, .file = path.string()};
    }
    return guarded(path, db.get(), [&] {
      SQLite::Transaction transaction(*db, SQLite::TransactionBehavior::IMMEDIATE);
      if constexpr (std::is_void_v<std::invoke_result_t<Work>>) {
        work();
        transaction.commit();
      } else {
        auto value = work();
        transaction.commit();
        return value;
      }
    });
  }

  /// A column of one entry. NotFound when there is none.
  SQLite::Statement entry(const char* columns, int64_t id);
  int64_t insertEntry(const NewHistoryEntry& entry);
  void replaceEntry(int64_t id, const NewHistoryEntry& entry);
  /// What the row of an entry holds besides its id and marks, bound to the parameters 1 … 12.
  void bindEntry(SQLite::Statement& statement, const NewHistoryEntry& entry);
  void indexEntry(int64_t id, const NewHistoryEntry& entry);
  /// Takes the entry's words out of the index; the contents that the entry uses.
  std::vector<std::optional<int64_t>> unindexEntry(int64_t id);
  void dropUnused(const std::vector<std::optional<int64_t>>& contents);
  void removeEntry(int64_t id);
};

/// The text of a query split into what the index answers and what has to be looked for in the texts.
struct SearchWords {
  std::string match;               ///< FTS5; empty = nothing for the index
  std::vector<std::string> parts;  ///< each to be found anywhere in the prompts
};
SearchWords searchWords(const std::string& text);

}  // namespace unmask

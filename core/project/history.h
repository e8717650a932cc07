// The history: every picture that was made, on disk, searchable. A file of the same kind as a project
// (schema.h), in the data folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/project/project_values.h"

namespace unmask {

struct NewHistoryEntry {
  GenerationRequest request;  ///< with this picture's own seed and batchCount 1
  SharedPicture picture;      ///< never null
  std::shared_ptr<const Trace> trace{};
  int64_t timeMs = 0;  ///< 0 = now
};

/// One entry as a list shows it. The rest is asked for by id.
struct HistoryEntry {
  int64_t id = 0;  ///< larger = newer
  int64_t timeMs = 0;
  std::string prompt;
  std::string negativePrompt;
  std::string model;  ///< its name
  int width = 0;      ///< of the picture, pixels
  int height = 0;
  bool isStarred = false;
  bool isTrashed = false;
  int stepCount = 0;        ///< recorded steps; 0 = no trace
  SharedPicture thumbnail;  ///< at most History::kThumbnailSide a side
};

struct HistoryQuery {
  /// Words, all of which the prompts or the model's name hold; each may be only the beginning of a word.
  /// Case and accents do not matter. In scripts without spaces a word is found anywhere. Empty = all.
  std::string text{};
  bool isStarredOnly = false;
  bool isInTrash = false;
  int64_t before =
      0;  ///< only entries older than this id: the last one of the page before; 0 = from the newest
  size_t limit = 50;  ///< at most 1000
};

/// What a query costs, for tests and for finding out why one is slow.
struct QueryCost {
  std::string plan;           ///< SQLite's, a line a table
  int64_t fullScanSteps = 0;  ///< rows passed over without an index
  int64_t sorts = 0;
  int64_t machineSteps = 0;  ///< of SQLite's virtual machine; the same on every machine
  size_t rows = 0;
};

/// Threads: as ProjectFile, one thread at a time. Several windows may have the history open; each call is one
/// transaction and waits up to 5 s for another's. Errors as for ProjectFile.
class History {
 public:
  static constexpr int kThumbnailSide = 192;

  /// Makes the file and its folder when there is none. Checks mark, version and tables, not every page: a
  /// history may have gigabytes. What is read from it is checked by its hash. A newer version, and a file
  /// that cannot be written, open for reading only.
  static Result<History> open(const std::filesystem::path& path);

  History(History&&) noexcept;
  History& operator=(History&&) noexcept;
  ~History();

  bool isReadOnly() const;
  const std::string& readOnlyReason() const;

  Result<int64_t> add(const NewHistoryEntry& entry);  ///< the new entry's id
  /// All or none, in one transaction: the pictures of a batch, or an import.
  Result<std::vector<int64_t>> addAll(const std::vector<NewHistoryEntry>& entries);
  /// Another picture, and what made it, in an entry's place; its id and its star stay. What only the old one
  /// used goes. NotFound for one in the trash, too.
  Result<void> replace(int64_t id, const NewHistoryEntry& entry);

  Result<std::vector<HistoryEntry>> page(const HistoryQuery& query);  ///< newest first
  Result<int64_t> count(const HistoryQuery& query);                   ///< `before` and `limit` do not matter
  Result<QueryCost> cost(const HistoryQuery& query);
  Result<GenerationRequest> request(int64_t id);
  Result<SharedPicture> picture(int64_t id);
  Result<std::shared_ptr<const Trace>> trace(int64_t id);  ///< null when there is none
  /// Prompts as typed, each once, the last used first. Trashed and even purged entries' prompts count.
  Result<std::vector<std::string>> prompts(size_t limit);

  // All of the entries or none: an id that is not there is NotFound.
  Result<void> setStarred(const std::vector<int64_t>& ids, bool isStarred);
  Result<void> moveToTrash(const std::vector<int64_t>& ids);
  Result<void> restore(const std::vector<int64_t>& ids);  ///< out of the trash, to where they were
  /// For good, trashed or not. What only they used is removed, too.
  Result<void> purge(const std::vector<int64_t>& ids);
  /// Everything that was moved to the trash before that time; how many entries that were.
  Result<size_t> purgeTrash(int64_t trashedBeforeMs);

 private:
  struct Impl;
  explicit History(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

}  // namespace unmask

// The inside of ProjectFile, shared by its source files. Internal.
#pragma once

#include <functional>
#include <optional>

#include "core/io/file_lock.h"
#include "core/project/contents.h"
#include "core/project/database.h"
#include "core/project/project_file.h"

namespace unmask {

struct ProjectFile::Impl {
  explicit Impl(std::filesystem::path file) : path(std::move(file)) {}

  std::filesystem::path path;
  std::optional<FileLock> lock;  ///< held while the file may be changed; released after `db`
  std::unique_ptr<SQLite::Database> db;
  std::string readOnlyReason;
  int version = 0;
  bool wasInterrupted = false;
  bool isMarked = false;  ///< "is_dirty" is set by this session

  /// Runs one change as a transaction.
  template <typename Work>
  auto change(Work&& work) -> Result<std::invoke_result_t<Work>>;
  /// Runs reads, which see one state of the file.
  template <typename Work>
  auto read(Work&& work) -> Result<std::invoke_result_t<Work>> {
    return guarded(path, db.get(), [&] {
      const SQLite::Transaction transaction(*db);
      return work();
    });
  }

  // The rest throws (database.h) and runs inside `change` or `read`.
  static std::unique_ptr<Impl> open(const std::filesystem::path& path, std::optional<FileLock> lock,
                                    std::string reason);
  static void writeFresh(const std::filesystem::path& temporary, const std::filesystem::path& path,
                         const ProjectDocument& document);
  /// Everything a file has to hold to count as whole.
  void checkWhole();
  void markDirty();

  int64_t shownStep();
  void setShown(int64_t step);
  DocumentState state(int64_t step, Contents& contents);
  ProjectDocument document();
  void insertDocument(const ProjectDocument& document);
  int64_t oldestStepWithin(size_t maxSteps, int64_t maxBytes);
  void dropUnusedContents();

  std::vector<RunSummary> runs();
  void setVerdict(int64_t run, RunVerdict verdict);
  std::vector<QueuedRequest> queue();

  void checkIsOther(const std::filesystem::path& target) const;
  void copyTo(const std::filesystem::path& target);
};

template <typename Work>
auto ProjectFile::Impl::change(Work&& work) -> Result<std::invoke_result_t<Work>> {
  if (!readOnlyReason.empty()) {
    return Error{.kind = ErrorKind::Unsupported,
                 .message = readOnlyReason,
                 .file = path.string(),
                 .remedy = "Save it under another name to go on working"};
  }
  const bool wasMarked = isMarked;
  auto result = guarded(path, db.get(), [&] {
    SQLite::Transaction transaction(*db, SQLite::TransactionBehavior::IMMEDIATE);
    markDirty();
    if constexpr (std::is_void_v<std::invoke_result_t<Work>>) {
      work();
      transaction.commit();
    } else {
      auto value = work();
      transaction.commit();
      return value;
    }
  });
  if (!result.ok()) isMarked = wasMarked;
  return result;
}

/// The window's own text as it is kept: valid UTF-8, bounded. Throws.
std::string keptText(const std::string& text);

/// Builds a database at a temporary name beside `path` with `build`, then puts it there. The caller holds the
/// lock of `path`. Throws.
void putInPlace(const std::filesystem::path& path,
                const std::function<void(const std::filesystem::path& temporary)>& build);

/// Follows a symbolic link, so that what it points to is locked and replaced. Throws.
std::filesystem::path resolved(const std::filesystem::path& path);

/// The lock, or an Io error that names who holds it.
Result<FileLock> lockForWriting(const std::filesystem::path& path);

/// Opens a file of a known scheme for writing under the caller's lock, or for reading only.
struct OpenedDatabase {
  std::unique_ptr<SQLite::Database> db;
  int version = 0;             ///< as found
  std::string readOnlyReason;  ///< empty when it can be changed
};
struct Scheme;
struct OpenOptions {
  bool mayWrite = true;
  bool isShared = false;  ///< no lock, other writers: pages are not all checked
};
OpenedDatabase openChecked(const std::filesystem::path& path, const Scheme& scheme, OpenOptions options);

}  // namespace unmask

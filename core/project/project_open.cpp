#include <SQLiteCpp/Backup.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

#include "core/io/io_error.h"
#include "core/project/project_impl.h"
#include "core/project/schema.h"

namespace unmask {

namespace {

namespace fs = std::filesystem;

fs::path withSuffix(const fs::path& path, const char* suffix) {
  return path.string() + suffix;
}

void removeQuietly(const fs::path& path) {
  std::error_code ignored;
  fs::remove(path, ignored);
}

/// Removes the file of that name, and what SQLite may have left beside it, unless it was put in place.
class TemporaryDatabase {
 public:
  explicit TemporaryDatabase(fs::path path) : m_path(std::move(path)) {}
  TemporaryDatabase(const TemporaryDatabase&) = delete;
  TemporaryDatabase& operator=(const TemporaryDatabase&) = delete;
  ~TemporaryDatabase() {
    for (const char* suffix : {"", "-journal", "-wal", "-shm"}) removeQuietly(withSuffix(m_path, suffix));
  }
  const fs::path& path() const { return m_path; }

 private:
  fs::path m_path;
};

fs::path temporaryNameIn(const fs::path& folder) {
  static std::atomic<unsigned> counter{0};
  return folder / (".unmask-" + std::to_string(::getpid()) + "-db" + std::to_string(counter++) + ".tmp");
}

void syncPath(const fs::path& path, int flags, bool mustWork) {
  const int descriptor = ::open(path.empty() ? "." : path.c_str(), flags | O_CLOEXEC);
  const bool isSynced = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int code = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!isSynced && mustWork) throw Fault{systemError(path, "write the file to disk", code)};
}

/// A log that a crash left beside the file that is about to be replaced: folded into that file first, so that
/// nothing is lost should the replacing fail, and gone afterwards, for it must never meet the new file.
void settleLog(const fs::path& path) {
  if (!fs::exists(withSuffix(path, "-wal")) && !fs::exists(withSuffix(path, "-journal"))) return;
  try {
    openDatabase(path, Access::ReadWrite)->exec("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (const SQLite::Exception&) {
    // Damaged, or no database at all: it is about to go anyway.
  }
  for (const char* suffix : {"-journal", "-wal", "-shm"}) removeQuietly(withSuffix(path, suffix));
}

/// The file as it is now, in memory; for what cannot be read where it lies.
std::unique_ptr<SQLite::Database> inMemory(SQLite::Database& source) {
  auto copy = openDatabase(":memory:", Access::Create);
  SQLite::Backup backup(*copy, source);
  backup.executeStep(-1);
  return copy;
}

/// For a folder that cannot be written but holds a log: SQLite would have to make its index beside it.
std::unique_ptr<SQLite::Database> inMemoryWithLog(const fs::path& path) {
  const TemporaryDatabase temporary(temporaryNameIn(fs::temp_directory_path()));
  fs::copy_file(path, temporary.path());
  fs::copy_file(withSuffix(path, "-wal"), withSuffix(temporary.path(), "-wal"));
  const auto copy = openDatabase(temporary.path(), Access::ReadWrite);
  return inMemory(*copy);
}

std::unique_ptr<SQLite::Database> openForReading(const fs::path& path) {
  if (!fs::exists(withSuffix(path, "-wal"))) return openDatabase(path, Access::Immutable);
  try {
    auto db = openDatabase(path, Access::ReadOnly);
    (void)singleInteger(*db, "SELECT count(*) FROM sqlite_schema");
    return db;
  } catch (const SQLite::Exception& failure) {
    const int code = failure.getErrorCode() & 0xFF;
    if (code != SQLITE_CANTOPEN && code != SQLITE_READONLY) throw;
    return inMemoryWithLog(path);
  }
}

int checkedVersion(SQLite::Database& db, const fs::path& path, const Scheme& scheme) {
  if (singleInteger(db, "PRAGMA application_id") != scheme.applicationId) {
    throw Fault{Error{.kind = ErrorKind::BadInput,
                      .message = "is not an Unmask " + std::string(scheme.noun),
                      .file = path.string()}};
  }
  const int64_t version = singleInteger(db, "PRAGMA user_version");
  if (version < 1 || version > 1'000'000) fail(ErrorKind::BadInput, path, "has no version that makes sense");
  return static_cast<int>(version);
}

void checkTables(SQLite::Database& db, const fs::path& path, const Scheme& scheme, int version,
                 bool isShared) {
  if (!isShared) checkIntegrity(db, path);
  if (version <= scheme.version() && schemaText(db) != schemaTextOf(scheme, version))
    fail(ErrorKind::BadInput, path, "has other tables than an Unmask " + std::string(scheme.noun));
}

void migrate(SQLite::Database& db, const Scheme& scheme, int version) {
  if (version >= scheme.version()) return;
  SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
  // Of two windows that share the file, one comes second.
  const auto now = static_cast<int>(singleInteger(db, "PRAGMA user_version"));
  if (now < scheme.version()) applySteps(db, scheme, now, scheme.version());
  transaction.commit();
}

std::string newerReason(const Scheme& scheme, int version) {
  return "this " + std::string(scheme.noun) + " was written by a newer Unmask (version " +
         std::to_string(version) + " of the file, this program knows " + std::to_string(scheme.version()) +
         "), so it is open for reading only";
}

OpenedDatabase openReading(const fs::path& path, const Scheme& scheme, bool isShared, std::string reason) {
  OpenedDatabase opened;
  opened.db = openForReading(path);
  opened.version = checkedVersion(*opened.db, path, scheme);
  checkTables(*opened.db, path, scheme, opened.version, isShared);
  if (opened.version < scheme.version()) {
    opened.db = inMemory(*opened.db);
    migrate(*opened.db, scheme, opened.version);
  }
  opened.readOnlyReason =
      opened.version > scheme.version() ? newerReason(scheme, opened.version) : std::move(reason);
  return opened;
}

}  // namespace

void putInPlace(const fs::path& path, const std::function<void(const fs::path&)>& build) {
  const TemporaryDatabase temporary(temporaryNameIn(path.parent_path()));
  build(temporary.path());
  syncPath(temporary.path(), O_RDONLY, true);
  settleLog(path);
  if (::rename(temporary.path().c_str(), path.c_str()) != 0)
    throw Fault{systemError(path, "put the finished file in place", errno)};
  syncPath(path.parent_path(), O_RDONLY | O_DIRECTORY, false);
}

fs::path resolved(const fs::path& path) {
  if (path.filename().empty()) fail(ErrorKind::Usage, path, "is not a file name");
  return fs::weakly_canonical(fs::absolute(path));
}

Result<FileLock> lockForWriting(const fs::path& path) {
  UNMASK_TRY(std::optional<FileLock> lock, FileLock::tryLock(path));
  if (lock) return *std::move(lock);
  const std::string holder = FileLock::holderOf(path);
  return Error{.kind = ErrorKind::Io,
               .message = "is open in another Unmask window",
               .file = path.string(),
               .found = holder,
               .remedy = "Close it there, or open it for reading only"};
}

OpenedDatabase openChecked(const fs::path& path, const Scheme& scheme, OpenOptions options) {
  if (!options.mayWrite) return openReading(path, scheme, options.isShared, "it was opened for reading only");
  OpenedDatabase opened;
  opened.db = openDatabase(path, Access::ReadWrite);
  opened.version = checkedVersion(*opened.db, path, scheme);
  if (opened.version > scheme.version() || sqlite3_db_readonly(opened.db->getHandle(), "main") == 1) {
    opened.db.reset();
    return openReading(path, scheme, options.isShared, "the file is read-only");
  }
  checkTables(*opened.db, path, scheme, opened.version, options.isShared);
  useWriteAheadLog(*opened.db);
  migrate(*opened.db, scheme, opened.version);
  return opened;
}

}  // namespace unmask

#include "core/project/database.h"

#include <sqlite3.h>

#include <array>
#include <chrono>
#include <cstring>

#include "core/io/io_error.h"

namespace unmask {

namespace {

namespace fs = std::filesystem;

constexpr int kBusyMs = 5000;
constexpr int kMaxValueBytes =
    512 << 20;  ///< of one text or blob; nothing near it is ever allocated on a claim
constexpr char kRecoverRemedy[] = "What was saved elsewhere with Save As is not affected";

/// SQLite reads "file:" names with escapes, and only in them can a file be called immutable.
std::string immutableUri(const fs::path& path) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string uri = "file:";
  for (const char c : fs::absolute(path).string()) {
    const bool isPlain =
        std::isalnum(static_cast<unsigned char>(c)) != 0 || std::strchr("/-_.~", c) != nullptr;
    if (isPlain && c != '\0') {
      uri += c;
    } else {
      const auto code = static_cast<unsigned char>(c);
      uri += {'%', kHex[code >> 4], kHex[code & 15]};
    }
  }
  return uri + "?immutable=1";
}

int flagsOf(Access access) {
  switch (access) {
    case Access::Create:
      return SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE;
    case Access::ReadWrite:
      return SQLite::OPEN_READWRITE;
    case Access::ReadOnly:
      return SQLite::OPEN_READONLY;
    case Access::Immutable:
      return SQLite::OPEN_READONLY | SQLite::OPEN_URI;
  }
  return SQLite::OPEN_READONLY;
}

void harden(sqlite3* handle) {
  for (const int option : {SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_ENABLE_TRIGGER,
                           SQLITE_DBCONFIG_ENABLE_VIEW, SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_DQS_DML}) {
    sqlite3_db_config(handle, option, 0, nullptr);
  }
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
  sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, kMaxValueBytes);
  sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, 1 << 20);
  sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 1);  // VACUUM INTO needs one
}

Error damaged(const fs::path& path, const std::string& detail) {
  return Error{.kind = ErrorKind::BadInput,
               .message = "the file is damaged",
               .file = path.string(),
               .found = detail,
               .remedy = kRecoverRemedy};
}

Error diskFull(const fs::path& path) {
  return Error{.kind = ErrorKind::Io,
               .message = "could not save: the disk is full",
               .file = path.string(),
               .remedy = "Free some space on that disk and try again; what was saved before is safe"};
}

/// SQLite keeps no errno it can be asked for after the rollback, so the sentence names both likely causes.
Error diskTrouble(const fs::path& path, int extendedCode) {
  const bool isRead = extendedCode == SQLITE_IOERR_READ || extendedCode == SQLITE_IOERR_SHORT_READ ||
                      extendedCode == SQLITE_IOERR_FSTAT || extendedCode == SQLITE_IOERR_CORRUPTFS;
  if (isRead) {
    return Error{.kind = ErrorKind::Io,
                 .message = "could not read the file: the disk reports an error",
                 .file = path.string(),
                 .remedy = "Check the disk, and copy the file to another one"};
  }
  return Error{.kind = ErrorKind::Io,
               .message = "could not save: the disk is full, over a quota, or reports an error",
               .file = path.string(),
               .remedy = "Free some space on that disk and try again; what was saved before is safe"};
}

Error readOnly(const fs::path& path) {
  return Error{.kind = ErrorKind::Io,
               .message = "could not save: the file or its folder is read-only",
               .file = path.string(),
               .remedy = "Save it in another folder"};
}

}  // namespace

std::unique_ptr<SQLite::Database> openDatabase(const fs::path& path, Access access) {
  const std::string name = access == Access::Immutable ? immutableUri(path) : path.string();
  auto db = std::make_unique<SQLite::Database>(name, flagsOf(access), kBusyMs);
  harden(db->getHandle());
  db->exec("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0");
  return db;
}

void useWriteAheadLog(SQLite::Database& db) {
  // The pragma answers with the mode it got; the others are transactional too.
  (void)db.execAndGet("PRAGMA journal_mode = WAL");
  db.exec("PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864");
}

void checkIntegrity(SQLite::Database& db, const fs::path& path) {
  SQLite::Statement check(db, "PRAGMA quick_check(1)");
  if (!check.executeStep() || textAt(check, 0) != "ok") throw Fault{damaged(path, textAt(check, 0))};
  SQLite::Statement references(db, "PRAGMA foreign_key_check");
  if (references.executeStep()) throw Fault{damaged(path, "a missing part in " + textAt(references, 0))};
}

std::string schemaText(SQLite::Database& db) {
  SQLite::Statement rows(db,
                         "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND "
                         "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name");
  std::string text;
  while (rows.executeStep()) text += textAt(rows, 0) + ' ' + textAt(rows, 1) + ' ' + textAt(rows, 2) + '\n';
  return text;
}

void fail(ErrorKind kind, const fs::path& path, std::string message, std::string remedy) {
  throw Fault{
      Error{.kind = kind, .message = std::move(message), .file = path.string(), .remedy = std::move(remedy)}};
}

Error sqliteError(const SQLite::Exception& failure, const fs::path& path, SQLite::Database* db) {
  const int code = failure.getErrorCode() & 0xFF;
  const int systemCode = db != nullptr ? sqlite3_system_errno(db->getHandle()) : 0;
  switch (code) {
    case SQLITE_NOTADB:
      return Error{.kind = ErrorKind::BadInput,
                   .message = "is not an Unmask file",
                   .file = path.string(),
                   .expected = "an SQLite database"};
    case SQLITE_CORRUPT:
    case SQLITE_MISMATCH:
      return damaged(path, failure.what());
    case SQLITE_FULL:
      return diskFull(path);
    case SQLITE_IOERR:
      return diskTrouble(path, failure.getExtendedErrorCode());
    case SQLITE_CANTOPEN:
      return systemError(path, "open the file", systemCode != 0 ? systemCode : EACCES);
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return readOnly(path);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Error{.kind = ErrorKind::Io,
                   .message = "is in use by another program",
                   .file = path.string(),
                   .remedy = "Try again when the other program is done"};
    case SQLITE_TOOBIG:
      return Error{.kind = ErrorKind::BadInput,
                   .message = "holds something too large",
                   .file = path.string(),
                   .expected = "at most " + std::to_string(kMaxValueBytes) + " bytes in one piece"};
    default:
      return Error{.kind = ErrorKind::BadInput,
                   .message = "does not hold what it should",
                   .file = path.string(),
                   .found = failure.what()};
  }
}

namespace {

[[noreturn]] void wrongType(const char* expected) {
  throw Fault{Error{.kind = ErrorKind::BadInput,
                    .message = "the file holds a value of the wrong type",
                    .expected = expected}};
}

}  // namespace

int64_t integerAt(const SQLite::Statement& row, int column) {
  const SQLite::Column value = row.getColumn(column);
  if (!value.isInteger()) wrongType("an integer");
  return value.getInt64();
}

std::optional<int64_t> optionalIntegerAt(const SQLite::Statement& row, int column) {
  if (row.getColumn(column).isNull()) return std::nullopt;
  return integerAt(row, column);
}

std::string textAt(const SQLite::Statement& row, int column) {
  const SQLite::Column value = row.getColumn(column);
  if (!value.isText()) wrongType("a text");
  const char* text = value.getText();
  return {text, static_cast<size_t>(value.getBytes())};
}

std::span<const std::byte> bytesAt(const SQLite::Statement& row, int column) {
  const SQLite::Column value = row.getColumn(column);
  if (!value.isBlob()) wrongType("bytes");
  const void* data = value.getBlob();
  return {static_cast<const std::byte*>(data), static_cast<size_t>(value.getBytes())};
}

void bindBytes(SQLite::Statement& statement, int index, std::span<const std::byte> bytes) {
  if (bytes.size() > static_cast<size_t>(kMaxValueBytes)) {
    throw Fault{Error{.kind = ErrorKind::Unsupported,
                      .message = "is too large to be kept",
                      .expected = "at most " + std::to_string(kMaxValueBytes) + " bytes",
                      .found = std::to_string(bytes.size())}};
  }
  // A null pointer would be NULL rather than no bytes.
  statement.bindNoCopy(index, bytes.empty() ? static_cast<const void*>("") : bytes.data(),
                       static_cast<int>(bytes.size()));
}

void bindOptional(SQLite::Statement& statement, int index, std::optional<int64_t> value) {
  if (value) {
    statement.bind(index, *value);
  } else {
    statement.bind(index);
  }
}

int64_t singleInteger(SQLite::Database& db, const std::string& sql) {
  SQLite::Statement query(db, sql);
  if (!query.executeStep()) wrongType("an integer");
  return integerAt(query, 0);
}

int64_t nowMs() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

}  // namespace unmask

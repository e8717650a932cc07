// SQLite as this layer uses it: hardened against files from outside, failures as sentences. Internal: no
// other layer includes it, and no public header does.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace unmask {

enum class Access {
  Create,     ///< a new file, or an empty one
  ReadWrite,  ///< an existing one
  ReadOnly,   ///< beside a writer, too
  Immutable,  ///< read-only, no side files: nobody else may write meanwhile
};

/// Throws SQLite::Exception. Sets limits, turns off what a hostile schema could use (triggers, views, double
/// quotes as text, untrusted functions), turns on foreign keys. Waits up to 5 s for another writer.
std::unique_ptr<SQLite::Database> openDatabase(const std::filesystem::path& path, Access access);

/// Write-ahead log where the file system can do it, every commit synced.
void useWriteAheadLog(SQLite::Database& db);

/// Throws Fault unless the pages are sound, every value has its column's type and every reference its target.
void checkIntegrity(SQLite::Database& db, const std::filesystem::path& path);

/// What `scheme` says the tables are, as one text: "type name sql" lines sorted by name. Two databases with
/// the same tables give the same text.
std::string schemaText(SQLite::Database& db);

/// An Error on its way to the next `guarded`.
struct Fault {
  Error error;
};
[[noreturn]] void fail(ErrorKind kind, const std::filesystem::path& path, std::string message,
                       std::string remedy = {});
/// Unwraps a Result inside `guarded`.
template <typename T>
T orThrow(Result<T> result) {
  if (!result.ok()) throw Fault{std::move(result).error()};
  return *std::move(result);
}
inline void orThrow(Result<void> result) {
  if (!result.ok()) throw Fault{std::move(result).error()};
}

/// What SQLite said, as an Error: damaged, full disk, no permission, in use … `db` may be null.
Error sqliteError(const SQLite::Exception& failure, const std::filesystem::path& path, SQLite::Database* db);

/// Runs `work`, the one border at which what is thrown below becomes an Error.
template <typename Work>
auto guarded(const std::filesystem::path& path, SQLite::Database* db, Work&& work)
    -> Result<std::invoke_result_t<Work>> {
  try {
    if constexpr (std::is_void_v<std::invoke_result_t<Work>>) {
      work();
      return {};
    } else {
      return work();
    }
  } catch (Fault& fault) {
    return std::move(fault.error);
  } catch (const SQLite::Exception& failure) {
    return sqliteError(failure, path, db);
  } catch (const std::exception& failure) {
    return Error{.kind = ErrorKind::Internal,
                 .message = "something unexpected failed",
                 .file = path.string(),
                 .found = failure.what()};
  }
}

// Typed reading of a row's columns: another type than asked for throws Fault, as in a file somebody altered.
int64_t integerAt(const SQLite::Statement& row, int column);
std::optional<int64_t> optionalIntegerAt(const SQLite::Statement& row, int column);
std::string textAt(const SQLite::Statement& row, int column);
std::span<const std::byte> bytesAt(const SQLite::Statement& row, int column);  ///< until the next step

void bindBytes(SQLite::Statement& statement, int index, std::span<const std::byte> bytes);
void bindOptional(SQLite::Statement& statement, int index, std::optional<int64_t> value);  ///< nullopt = NULL

/// A pragma's or query's single integer.
int64_t singleInteger(SQLite::Database& db, const std::string& sql);

/// Milliseconds since 1970, by the system's clock.
int64_t nowMs();

}  // namespace unmask

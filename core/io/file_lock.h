// One writer for each file: a lock that ends with its process, however that ends.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/base/result.h"

namespace unmask {

/// Holds `.NAME.lock` beside a file, locked with flock(2). A lock file that a crash left behind is not locked
/// and simply taken over. The file itself is never opened: closing another descriptor of it would drop
/// SQLite's own locks in this process.
class FileLock {
 public:
  /// nullopt when another process, or another object in this one, holds it. An error when the lock file
  /// cannot be made, e.g. in a read-only folder.
  static Result<std::optional<FileLock>> tryLock(const std::filesystem::path& file);
  /// Whether anybody holds it, this process included. False when that cannot be told.
  static bool isHeld(const std::filesystem::path& file);
  /// Who holds the lock of `file`, as written by the holder: "process 1234 on host"; empty when that cannot
  /// be told.
  static std::string holderOf(const std::filesystem::path& file);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();  ///< removes the lock file and unlocks

 private:
  FileLock(std::filesystem::path lockPath, int descriptor)
      : m_path(std::move(lockPath)), m_descriptor(descriptor) {}
  void release();

  std::filesystem::path m_path;
  int m_descriptor = -1;
};

}  // namespace unmask

#include "core/io/file_lock.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "core/io/atomic_file.h"
#include "core/io/io_error.h"

namespace unmask {

namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxHolderBytes = 512;
constexpr int kMaxAttempts = 100;

fs::path lockPathOf(const fs::path& file) {
  std::string name = ".";
  name += file.filename().string();
  name += ".lock";
  return file.parent_path() / name;
}

std::string thisProcess() {
  std::array<char, HOST_NAME_MAX + 1> host{};
  (void)::gethostname(host.data(), host.size() - 1);
  return "process " + std::to_string(::getpid()) + " on " + host.data();
}

/// The last holder may have removed the name between our open and our lock.
bool isStillNamed(int descriptor, const fs::path& path) {
  struct stat mine {};
  struct stat named {};
  if (::fstat(descriptor, &mine) != 0 || ::stat(path.c_str(), &named) != 0) return false;
  return mine.st_dev == named.st_dev && mine.st_ino == named.st_ino;
}

/// For people only; a full disk must not keep anybody from opening a project.
void writeHolder(int descriptor) {
  const std::string text = thisProcess();
  if (::ftruncate(descriptor, 0) == 0) {
    [[maybe_unused]] const ssize_t written = ::pwrite(descriptor, text.data(), text.size(), 0);
  }
}

}  // namespace

Result<std::optional<FileLock>> FileLock::tryLock(const fs::path& file) {
  const fs::path path = lockPathOf(file);
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (descriptor < 0) return systemError(file, "lock the file", errno);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      const int code = errno;
      ::close(descriptor);
      if (code == EINTR) continue;
      if (code == EWOULDBLOCK) return std::optional<FileLock>();
      return systemError(file, "lock the file", code);
    }
    if (isStillNamed(descriptor, path)) {
      writeHolder(descriptor);
      return std::optional<FileLock>(FileLock(path, descriptor));
    }
    ::close(descriptor);
  }
  return std::optional<FileLock>();
}

/// Never makes the lock file, so that a look keeps nobody from taking a lock that is free.
bool FileLock::isHeld(const fs::path& file) {
  const int descriptor = ::open(lockPathOf(file).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return false;
  const bool isFree = ::flock(descriptor, LOCK_SH | LOCK_NB) == 0;
  const bool isTaken = !isFree && errno == EWOULDBLOCK;
  ::close(descriptor);
  return isTaken;
}

std::string FileLock::holderOf(const fs::path& file) {
  const Result<std::string> text = readFile(lockPathOf(file), kMaxHolderBytes);
  return text && text->starts_with("process ") ? *text : std::string();
}

FileLock::FileLock(FileLock&& other) noexcept
    : m_path(std::move(other.m_path)), m_descriptor(std::exchange(other.m_descriptor, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  if (this != &other) {
    release();
    m_path = std::move(other.m_path);
    m_descriptor = std::exchange(other.m_descriptor, -1);
  }
  return *this;
}

FileLock::~FileLock() {
  release();
}

void FileLock::release() {
  if (m_descriptor < 0) return;
  ::unlink(m_path.c_str());  // while it is still locked, so that nobody else's name is removed
  ::close(std::exchange(m_descriptor, -1));
}

}  // namespace unmask

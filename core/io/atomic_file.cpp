#include "core/io/atomic_file.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <system_error>
#include <utility>

#include "core/io/io_error.h"

namespace unmask {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTemporaryStem = ".unmask-", kTemporaryEnding = ".tmp";

/// An open file descriptor, closed at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int fd) : m_fd(fd) {}
  Descriptor(Descriptor&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() { close(); }

  int get() const { return m_fd; }
  /// 0 or the errno of close(2), which may be the first to tell of a failed write.
  int close() {
    const int fd = std::exchange(m_fd, -1);
    return fd >= 0 && ::close(fd) != 0 ? errno : 0;
  }

 private:
  int m_fd;
};

/// Removes the file it names unless it was renamed into place.
class TemporaryName {
 public:
  explicit TemporaryName(fs::path path) : m_path(std::move(path)) {}
  TemporaryName(const TemporaryName&) = delete;
  TemporaryName& operator=(const TemporaryName&) = delete;
  ~TemporaryName() {
    if (!m_path.empty()) ::unlink(m_path.c_str());
  }

  void release() { m_path.clear(); }

 private:
  fs::path m_path;
};

struct TemporaryFile {
  fs::path path;
  Descriptor descriptor;
};

/// A symbolic link stays one: what it points to is replaced. Devices and folders are never renamed over.
Result<fs::path> replaceablePath(const fs::path& path) {
  if (path.filename().empty()) {
    return Error{.kind = ErrorKind::Usage, .message = "is not a file name", .file = path.string()};
  }
  std::error_code ec;
  fs::path target = path;
  if (fs::is_symlink(path, ec)) {
    target = fs::weakly_canonical(path, ec);
    if (ec) return systemError(path, "follow the link", ec.value());
  }
  const fs::file_status status = fs::status(target, ec);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    return Error{.kind = ErrorKind::Usage,
                 .message = "cannot be replaced",
                 .file = path.string(),
                 .expected = "a regular file",
                 .found = fs::is_directory(status) ? "a folder" : "a device or pipe"};
  }
  return target;
}

/// The process that made the temporary file of that name; 0 for another file.
pid_t makerOf(const std::string& name) {
  if (!name.starts_with(kTemporaryStem) || !name.ends_with(kTemporaryEnding)) return 0;
  const char* begin = name.data() + kTemporaryStem.size();
  pid_t pid = 0;
  const auto [end, failed] = std::from_chars(begin, name.data() + name.size(), pid);
  return failed == std::errc() && *end == '-' && pid > 0 ? pid : 0;
}

Result<TemporaryFile> createBeside(const fs::path& target) {
  static std::atomic<unsigned> counter{0};
  const fs::path folder = target.parent_path();
  for (int attempt = 0; attempt < 100; ++attempt) {
    const std::string name = std::string(kTemporaryStem) + std::to_string(::getpid()) + "-" +
                             std::to_string(counter++) + std::string(kTemporaryEnding);
    const fs::path path = folder / name;
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd >= 0) return TemporaryFile{path, Descriptor(fd)};
    if (errno != EEXIST && errno != EINTR) return systemError(target, "create the file", errno);
  }
  return systemError(target, "create the file", EEXIST);
}

/// The mode of a file that is about to be replaced is kept.
void copyMode(const fs::path& target, int fd) {
  struct stat existing {};
  if (::stat(target.c_str(), &existing) == 0) (void)::fchmod(fd, existing.st_mode & 07777);
}

int writeAll(int fd, std::span<const std::byte> bytes) {
  constexpr size_t kMaxPerCall = size_t{1} << 30;  // write(2) takes at most 2 GiB at once
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), std::min(bytes.size(), kMaxPerCall));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
  return 0;
}

/// Makes the rename itself survive a power cut. The file is in place already, so a folder that cannot be
/// synced (some network file systems) is not a failure.
void syncFolder(const fs::path& folder) {
  const Descriptor descriptor(
      ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (descriptor.get() >= 0) (void)::fsync(descriptor.get());
}

Result<std::string> readAll(int fd, const fs::path& path, size_t sizeHint, size_t maxBytes) {
  std::string text;
  text.resize(std::min(sizeHint, maxBytes) + 1);  // one more byte shows whether the file has grown meanwhile
  size_t filled = 0;
  while (true) {
    const ssize_t got = ::read(fd, text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return systemError(path, "read the file", errno);
    if (got == 0) break;
    filled += static_cast<size_t>(got);
    if (filled > maxBytes) break;
    if (filled == text.size()) text.resize(std::min(text.size() * 2, maxBytes + 1));
  }
  text.resize(filled);
  return text;
}

Error tooLarge(const fs::path& path, size_t maxBytes, const std::string& found) {
  return Error{.kind = ErrorKind::BadInput,
               .message = "file is too large",
               .file = path.string(),
               .expected = "at most " + std::to_string(maxBytes) + " bytes",
               .found = found};
}

}  // namespace

void removeAbandonedTemporaries(const fs::path& folder) {
  std::error_code failed, ignored;
  for (fs::directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
    const pid_t maker = makerOf(it->path().filename().string());
    if (maker > 0 && ::kill(maker, 0) != 0 && errno == ESRCH) fs::remove(it->path(), ignored);
  }
}

Result<void> writeFileAtomically(const fs::path& path,
                                 const std::function<Result<void>(const AppendBytes&)>& produce) {
  UNMASK_TRY(const fs::path target, replaceablePath(path));
  UNMASK_TRY(TemporaryFile temporary, createBeside(target));
  TemporaryName name(temporary.path);
  const int fd = temporary.descriptor.get();
  copyMode(target, fd);

  UNMASK_CHECK(produce([&](std::span<const std::byte> bytes) -> Result<void> {
    if (const int code = writeAll(fd, bytes)) return systemError(path, "write the file", code);
    return {};
  }));
  if (::fsync(fd) != 0) return systemError(path, "write the file to disk", errno);
  if (const int code = temporary.descriptor.close()) return systemError(path, "write the file to disk", code);
  if (::rename(temporary.path.c_str(), target.c_str()) != 0) {
    return systemError(path, "put the finished file in place", errno);
  }
  name.release();
  syncFolder(target.parent_path());
  return {};
}

Result<void> writeFileAtomically(const fs::path& path, std::span<const std::byte> bytes) {
  return writeFileAtomically(path, [bytes](const AppendBytes& append) { return append(bytes); });
}

Result<void> writeFileAtomically(const fs::path& path, std::string_view text) {
  return writeFileAtomically(path, std::as_bytes(std::span(text)));
}

Result<std::string> readFile(const fs::path& path, size_t maxBytes) {
  maxBytes = std::min(maxBytes, size_t{1} << 62);
  // O_NONBLOCK: opening a named pipe must not wait for its writer.
  const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (descriptor.get() < 0) return systemError(path, "open the file", errno);
  struct stat status {};
  if (::fstat(descriptor.get(), &status) != 0) return systemError(path, "open the file", errno);
  if (!S_ISREG(status.st_mode)) {
    return Error{.kind = ErrorKind::BadInput,
                 .message = "is not a file",
                 .file = path.string(),
                 .expected = "a regular file",
                 .found = S_ISDIR(status.st_mode) ? "a folder" : "a device or pipe"};
  }
  const auto size = static_cast<size_t>(status.st_size);
  if (size > maxBytes) return tooLarge(path, maxBytes, std::to_string(size) + " bytes");
  UNMASK_TRY(std::string text, readAll(descriptor.get(), path, size, maxBytes));
  if (text.size() > maxBytes) return tooLarge(path, maxBytes, "more");
  return text;
}

}  // namespace unmask

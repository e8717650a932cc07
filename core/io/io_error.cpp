#include "core/io/io_error.h"

#include <cerrno>
#include <system_error>

namespace unmask {

namespace {

std::string remedyFor(int code) {
  switch (code) {
    case ENOSPC:
    case EDQUOT:
      return "Free some space on that disk and try again";
    case EFBIG:
      return "The disk or a limit of this account does not allow a file this large";
    case EACCES:
    case EPERM:
      return "Check the permissions of the file and of its folder";
    case EROFS:
      return "That disk is mounted read-only; choose another folder";
    default:
      return {};
  }
}

}  // namespace

Error systemError(const std::filesystem::path& path, const std::string& doing, int code) {
  const bool isMissing = code == ENOENT || code == ENOTDIR;
  Error error;
  error.kind = isMissing ? ErrorKind::NotFound : ErrorKind::Io;
  error.message = "could not " + doing + ": " + std::generic_category().message(code);
  error.file = path.string();
  error.remedy = remedyFor(code);
  return error;
}

}  // namespace unmask

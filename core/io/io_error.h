// Failures of the operating system as errors a person can read.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/error.h"

namespace unmask {

/// An Error for a failed system call on `path`: `doing` completes "could not …", `code` is its errno. A
/// missing file or folder is NotFound, everything else Io; a full disk and a missing permission come with a
/// remedy.
Error systemError(const std::filesystem::path& path, const std::string& doing, int code);

}  // namespace unmask

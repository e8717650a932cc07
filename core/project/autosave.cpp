#include "core/project/autosave.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "core/io/file_lock.h"
#include "core/io/io_error.h"
#include "core/project/database.h"

namespace unmask {

namespace {

namespace fs = std::filesystem;

constexpr int kMaxAttempts = 100;

int64_t modifiedMsOf(const fs::path& path) {
  struct stat status {};
  // What a crash left is in the log; it is younger than the file.
  const std::string log = path.string() + "-wal";
  if (::stat(log.c_str(), &status) != 0 && ::stat(path.c_str(), &status) != 0) return 0;
  return int64_t{status.st_mtim.tv_sec} * 1000 + status.st_mtim.tv_nsec / 1'000'000;
}

UntitledProject describe(const fs::path& path) {
  UntitledProject found;
  found.path = path;
  found.modifiedMs = modifiedMsOf(path);
  Result<ProjectFile> project = ProjectFile::open(path, ProjectFile::Mode::ReadOnly);
  Result<ProjectDocument> document =
      project.ok() ? project->document() : Result<ProjectDocument>(project.error());
  if (!document.ok()) {
    found.problem = document.error().text();
    return found;
  }
  found.wasInterrupted = project->wasInterrupted();
  found.prompt = document->draft.prompt;
  found.canvas = document->state.canvas;
  return found;
}

}  // namespace

fs::path dataFolder() {
  const char* data = std::getenv("XDG_DATA_HOME");
  // The XDG specification: relative values are to be ignored.
  if (data != nullptr && fs::path(data).is_absolute()) return fs::path(data) / "unmask";
  const char* home = std::getenv("HOME");
  return fs::path(home != nullptr ? home : "/") / ".local" / "share" / "unmask";
}

fs::path untitledFolder() {
  return dataFolder() / "untitled";
}

fs::path historyPath() {
  return dataFolder() / "history.db";
}

Result<ProjectFile> createUntitled(const fs::path& folder, const ProjectDocument& document) {
  std::error_code problem;
  fs::create_directories(folder, problem);
  if (problem) return systemError(folder, "make the folder", problem.value());
  const std::string stem = "untitled-" + std::to_string(nowMs()) + "-" + std::to_string(::getpid()) + "-";
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    Result<ProjectFile> made =
        ProjectFile::create(folder / (stem + std::to_string(attempt) + ".unmask"), document);
    if (made.ok() || made.error().kind != ErrorKind::Usage) return made;
  }
  return Error{.kind = ErrorKind::Io, .message = "holds too many unnamed projects", .file = folder.string()};
}

std::vector<UntitledProject> untitledProjects(const fs::path& folder) {
  std::vector<UntitledProject> found;
  std::error_code problem;
  for (fs::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem)) {
    std::error_code unreadable;
    if (at->path().extension() != ".unmask" || !at->is_regular_file(unreadable)) continue;
    const Result<std::optional<FileLock>> lock = FileLock::tryLock(at->path());
    if (lock.ok() && !lock->has_value()) continue;  // a window has it
    found.push_back(describe(at->path()));
  }
  std::sort(found.begin(), found.end(), [](const UntitledProject& a, const UntitledProject& b) {
    return a.modifiedMs != b.modifiedMs ? a.modifiedMs > b.modifiedMs : a.path > b.path;
  });
  return found;
}

Result<ProjectFile> nameUntitled(ProjectFile& untitled, const fs::path& path) {
  const fs::path old = untitled.path();
  UNMASK_TRY(ProjectFile named, untitled.saveAs(path));
  (void)untitled.close();
  // The document is safe under its name; a leftover is only offered once more.
  (void)discardProject(old);
  return named;
}

Result<void> discardProject(const fs::path& path) {
  UNMASK_TRY(const std::optional<FileLock> lock, FileLock::tryLock(path));
  if (!lock) {
    return Error{.kind = ErrorKind::Io,
                 .message = "is open in another Unmask window",
                 .file = path.string(),
                 .found = FileLock::holderOf(path),
                 .remedy = "Close it there first"};
  }
  std::error_code problem;
  // The file first: a log without its file is nothing, a file without its log has lost something.
  fs::remove(path, problem);
  if (problem) return systemError(path, "remove the file", problem.value());
  for (const char* suffix : {"-wal", "-shm", "-journal"}) fs::remove(path.string() + suffix, problem);
  return {};
}

}  // namespace unmask

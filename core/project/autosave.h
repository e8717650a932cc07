// Documents without a name are projects, too: in the data folder, saved with every command like any other.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/project/project_file.h"

namespace unmask {

/// `$XDG_DATA_HOME/unmask`, else `~/.local/share/unmask`; the history and the unnamed projects live in it.
std::filesystem::path dataFolder();
std::filesystem::path untitledFolder();  ///< dataFolder()/untitled
std::filesystem::path historyPath();     ///< dataFolder()/history.db

/// A new project under a name nobody uses, making the folder.
Result<ProjectFile> createUntitled(const std::filesystem::path& folder, const ProjectDocument& document);

/// An unnamed project that no window has open.
struct UntitledProject {
  std::filesystem::path path;
  int64_t modifiedMs = 0;
  bool wasInterrupted = false;  ///< its window did not end in an orderly way
  std::string prompt;
  SharedPicture canvas;
  std::string problem;  ///< why it cannot be opened; empty when it can
};

/// All of them, newest first. A folder that is not there has none. After a crash the interrupted ones are
/// worth a question; after normal ends there is none, and the newest is simply opened again.
std::vector<UntitledProject> untitledProjects(const std::filesystem::path& folder);

/// Gives an unnamed project a name: Save As, then the unnamed file is gone and `untitled` closed. On failure
/// `untitled` is as it was.
Result<ProjectFile> nameUntitled(ProjectFile& untitled, const std::filesystem::path& path);

/// Removes a project that nobody has open, and what SQLite keeps beside it. Io when it is open.
Result<void> discardProject(const std::filesystem::path& path);

}  // namespace unmask

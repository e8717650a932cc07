// A task of learning a style, kept beside its adapter until the run is done, so that it can be gone on with
// when nothing else of it is left. No Torch.
#pragma once

#include <filesystem>
#include <vector>

#include "core/io/file_lock.h"
#include "core/train/style_task.h"

namespace unmask {

/// `ink.safetensors` → `ink.style-task`.
std::filesystem::path taskFileOf(const std::filesystem::path& adapter);

/// JSON with the pictures inside, written whole or not at all; to taskFileOf(task.output).
Result<void> saveStyleTask(const StyleTask& task);
/// The same task, its output beside `file`; `resume` says whether the unfinished run is there, too. BadInput
/// for anything else than what saveStyleTask() writes.
Result<StyleTask> loadStyleTask(const std::filesystem::path& file);
Result<StyleTask> parseStyleTask(const std::string& json, const std::filesystem::path& file);

/// Held while a run of this adapter goes on, in whichever program: its files have one writer. Io, naming the
/// other, when there is another.
Result<FileLock> lockStyle(const std::filesystem::path& adapter);

/// Adapters of runs in `folder` that are not done and do not go on just now, by their task files, sorted.
std::vector<std::filesystem::path> unfinishedStyles(const std::filesystem::path& folder);
/// The run is done: removes what was kept of it, and leaves the adapter.
void forgetStyleTask(const std::filesystem::path& adapter);

/// Throws a run of unfinishedStyles() away so that it can be brought back: its files get another ending, and
/// nobody sees them. Io when one cannot be moved or the run is being gone on with; then all is as it was.
Result<void> setStyleAside(const std::filesystem::path& taskFile);
/// Takes that back. Io also when a run of the same name has begun meanwhile.
Result<void> bringStyleBack(const std::filesystem::path& taskFile);
/// Removes the files of all runs in `folder` that were set aside, but for those of the task file `except`.
/// One that a crash left half moved is unfinished again instead.
void removeForgottenStyles(const std::filesystem::path& folder, const std::filesystem::path& except = {});

}  // namespace unmask

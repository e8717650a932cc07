// The project file `.unmask`: one SQLite database (schema.h tells what is in it). Every call that changes
// something is one transaction, synced before it returns: what was acknowledged survives a crash and a power
// cut, what was not is either there whole or not at all.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/project/project_values.h"

namespace unmask {

/// Threads: an object belongs to one thread at a time, all calls block (a small edit a few milliseconds, a
/// 16-megapixel picture up to a second). A window keeps it in its file thread and sends values.
///
/// Errors: BadInput damaged or of another kind; NotFound; Io no permission, full disk, open elsewhere;
/// Unsupported a change to a file that is open for reading only, or something too large. After any error the
/// object is usable and the file holds what was acknowledged before.
class ProjectFile {
 public:
  enum class Mode {
    ReadWrite,  ///< the only writer; falls back to reading only as isReadOnly() tells
    ReadOnly,   ///< may be beside a writer; changes nothing, leaves no files
  };

  /// A new project with that document as its first state (`name` and `step` of the state are ignored). The
  /// file appears whole. Usage when the file exists.
  static Result<ProjectFile> create(const std::filesystem::path& path, const ProjectDocument& document);

  /// Checks the whole file: mark, version, tables, pages, references, requests, the chain of branches and the
  /// document's pictures. Older versions are brought up to date (in memory when reading only). A newer
  /// version, a read-only file and a read-only folder are opened for reading only. A project that somebody
  /// else has open for writing is an Io error that says who; Mode::ReadOnly opens it.
  static Result<ProjectFile> open(const std::filesystem::path& path, Mode mode = Mode::ReadWrite);

  ProjectFile(ProjectFile&&) noexcept;
  ProjectFile& operator=(ProjectFile&&) noexcept;
  ~ProjectFile();  ///< close(), without an answer

  /// Marks the orderly end and folds the log into the file. Nothing may be called afterwards.
  Result<void> close();

  const std::filesystem::path& path() const;
  bool isReadOnly() const;
  const std::string& readOnlyReason() const;  ///< a sentence for people; empty when it can be changed
  int schemaVersion() const;                  ///< of the file as it was found
  /// The last session that changed this file did not end in an orderly way. (What it committed is here.)
  bool wasInterrupted() const;

  // --- the document
  Result<ProjectDocument> document();
  /// Adds a state after the one shown and shows it; what redo would have brought is gone. The new step.
  Result<int64_t> commit(const DocumentEdit& edit);
  /// Undo and redo: shows another state of the journal.
  Result<void> show(int64_t step);
  Result<std::vector<UndoStep>> undoSteps();  ///< all, oldest first
  Result<DocumentState> stateAt(int64_t step);
  /// The states of the journal around the one shown, in order: what redo would bring, then what undo would,
  /// without a gap, as many as fit. `maxBytes` counts pixels, those that several states share once; such
  /// pictures are the same object.
  Result<std::vector<DocumentState>> statesAround(size_t maxSteps, int64_t maxBytes);
  /// What was typed; not an undo step.
  Result<void> setDraft(const GenerationRequest& draft, const std::string& window);
  /// Forgets the oldest steps until at most `maxSteps` are left, taking at most `maxBytes`; the state shown
  /// and later ones stay. Gives the room back.
  Result<void> trimUndo(size_t maxSteps, int64_t maxBytes);

  // --- runs
  Result<int64_t> addRun(const ProjectRun& run);
  Result<void> setVerdict(int64_t run, RunVerdict verdict);
  /// Branches of a removed run lose their parent.
  Result<void> removeRuns(const std::vector<int64_t>& runs);
  Result<std::vector<RunSummary>> runs();  ///< all, oldest first
  Result<ProjectRun> run(int64_t id);      ///< whole
  Result<SharedPicture> runResult(int64_t id);

  // --- the queue
  Result<void> setQueue(const std::vector<QueuedRequest>& queue);  ///< replaces it
  Result<std::vector<QueuedRequest>> queue();

  // --- copies
  /// A consistent copy of everything, also of a read-only project; replaces what is there, whole or not at
  /// all. Io when that file is open somewhere, Usage when it is this one.
  Result<void> saveCopy(const std::filesystem::path& path);
  /// saveCopy, and the copy opened for writing without ever being unlocked in between.
  Result<ProjectFile> saveAs(const std::filesystem::path& path);

 private:
  struct Impl;
  explicit ProjectFile(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

}  // namespace unmask

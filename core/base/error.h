// One value for everything that can go wrong with data from outside the program.
#pragma once

#include <string>
#include <vector>

namespace unmask {

/// What sort of failure it was; the command line turns it into an exit code, the window into a title.
enum class ErrorKind {
  Usage,        ///< the caller asked for something contradictory or unknown
  BadInput,     ///< a file or value from outside does not hold what it should
  NotFound,     ///< the file or folder is not there
  Io,           ///< reading or writing failed (disk full, no permission)
  Unsupported,  ///< well-formed, but not something this version handles
  Cancelled,    ///< the user stopped it; not a fault
  Internal,     ///< a library threw or an invariant broke; the detail goes to the log
};

/// A failure with enough in it to write one good sentence: where, which key, what was expected, what was
/// found. Any field but `kind` and `message` may be empty.
struct Error {
  ErrorKind kind = ErrorKind::Internal;
  std::string message{};   ///< a sentence without the file name, e.g. "tensor has the wrong shape"
  std::string file{};      ///< path of the offending file or folder
  std::string key{};       ///< tensor name, JSON pointer, flag …
  std::string expected{};  ///< what would have been right
  std::string found{};     ///< what was there
  std::string remedy{};    ///< what the user can do about it

  /// The whole error as text for a person: "file: message (key; expected …, found …). remedy".
  std::string text() const;
};

/// Joins several findings of one file into a single error whose `found` lists them, at most `limit` by name.
Error joinErrors(Error head, const std::vector<std::string>& findings, size_t limit = 40);

}  // namespace unmask

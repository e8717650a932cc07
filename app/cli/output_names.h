// File names for the pictures of a batch.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace unmask {

/// Names made from the -o flag: "%d" and "%03d" become the picture's number, "%%" a percent sign; any other
/// percent sign stands for itself. A batch of several pictures without "%d" gets -0, -1, … before the
/// extension. The pattern is parsed here and never reaches printf.
class OutputNames {
 public:
  /// Usage unless the name ends in .png.
  static Result<OutputNames> parse(const std::string& pattern, int pictureCount);

  std::filesystem::path at(int index) const;

 private:
  struct Piece {
    std::string text;  ///< comes first
    int digits = -1;   ///< then the number with at least so many digits; −1 = no number
    char padding = ' ';
  };
  std::vector<Piece> m_pieces;
};

/// NotFound when the folder that is to hold `file` is not there: better said before the run than after it.
Result<void> checkFolderOf(const std::filesystem::path& file);
/// Makes a folder that results go into, also said before the work. Io when it cannot be made or written into.
Result<void> makeFolder(const std::filesystem::path& folder);

}  // namespace unmask

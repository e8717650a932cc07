#include "app/cli/output_names.h"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <system_error>

namespace unmask {
namespace {

constexpr size_t kMaxDigits = 9;

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

// Where the conversion that starts at pattern[at] == '%' ends, or `at` when there is none ("%d", "%3d",
// "%03d").
size_t endOfConversion(const std::string& pattern, size_t at) {
  size_t end = at + 1;
  while (end < pattern.size() && isDigit(pattern[end])) ++end;
  const bool isConversion = end < pattern.size() && pattern[end] == 'd' && end - at - 1 <= 2;
  return isConversion ? end + 1 : at;
}

bool endsInPng(const std::string& name) {
  std::string extension = std::filesystem::path(name).extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension == ".png";
}

// "dir/a.png" → "dir/a-%d.png".
std::string withNumber(const std::string& pattern) {
  return pattern.substr(0, pattern.size() - 4) + "-%d" + pattern.substr(pattern.size() - 4);
}

}  // namespace

Result<OutputNames> OutputNames::parse(const std::string& pattern, int pictureCount) {
  if (!endsInPng(pattern)) {
    return Error{.kind = ErrorKind::Usage,
                 .message = "pictures are written as PNG",
                 .key = "--output",
                 .expected = "a name that ends in .png",
                 .found = "\"" + pattern + "\""};
  }
  OutputNames names;
  Piece piece;
  bool hasNumber = false;
  for (size_t i = 0; i < pattern.size();) {
    const size_t end = pattern[i] == '%' ? endOfConversion(pattern, i) : i;
    if (end == i) {
      const bool isDoubled = pattern.compare(i, 2, "%%") == 0;
      piece.text += pattern[i];
      i += isDoubled ? 2 : 1;
      continue;
    }
    const std::string digits = pattern.substr(i + 1, end - i - 2);
    piece.digits = digits.empty() ? 0 : static_cast<int>(std::min<size_t>(std::stoul(digits), kMaxDigits));
    piece.padding = digits.starts_with('0') ? '0' : ' ';
    names.m_pieces.push_back(piece);
    piece = {};
    hasNumber = true;
    i = end;
  }
  if (!hasNumber && pictureCount > 1) return parse(withNumber(pattern), pictureCount);
  names.m_pieces.push_back(piece);
  return names;
}

std::filesystem::path OutputNames::at(int index) const {
  std::string name;
  for (const Piece& piece : m_pieces) {
    name += piece.text;
    if (piece.digits < 0) continue;
    const std::string number = std::to_string(index);
    const size_t width = static_cast<size_t>(piece.digits);
    if (number.size() < width) name.append(width - number.size(), piece.padding);
    name += number;
  }
  return name;
}

Result<void> checkFolderOf(const std::filesystem::path& file) {
  const std::filesystem::path folder =
      file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  std::error_code problem;
  if (std::filesystem::is_directory(folder, problem)) return {};
  return Error{.kind = ErrorKind::NotFound,
               .message = "the folder to write into does not exist",
               .file = folder.string(),
               .remedy = "Create it first"};
}

Result<void> makeFolder(const std::filesystem::path& folder) {
  std::error_code problem;
  std::filesystem::create_directories(folder, problem);
  if (!problem && ::access(folder.c_str(), W_OK) != 0) problem.assign(errno, std::generic_category());
  if (!problem) return {};
  return Error{.kind = ErrorKind::Io,
               .message = "cannot make the folder, or write into it",
               .file = folder.string(),
               .found = problem.message()};
}

}  // namespace unmask

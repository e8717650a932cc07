// Reading the npm packages that emoji pictures and their names come from.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/image_buffer.h"
#include "core/base/result.h"

namespace unmask {

/// Which package a picture comes from, for the manifest and the model card.
struct EmojiSource {
  std::string style;  ///< empty for the package of names
  std::string package;
  std::string version;
  std::string licence;
  std::string attribution;
};

/// One drawing style: a package that has a picture per code point.
class EmojiStyle {
 public:
  virtual ~EmojiStyle() = default;
  virtual const EmojiSource& source() const = 0;
  /// The picture, `pixels` on each side, RGBA straight alpha; nullopt when the package has none for these
  /// code points.
  virtual Result<std::optional<ImageBuffer>> draw(const std::string& codepoints, int pixels) const = 0;

  /// Opens the package of a style below `modulesDir` ("3d", "flat", "noto", "twemoji"); an unknown style is
  /// Usage.
  static Result<std::unique_ptr<EmojiStyle>> open(const std::filesystem::path& modulesDir,
                                                  const std::string& style);
};

/// What emojibase-data says about one emoji, in English.
struct EmojiNames {
  std::string label;
  std::vector<std::string> tags;
  std::string group;  ///< "food-drink", …; empty for the few without
};

struct EmojiNameTable {
  EmojiSource source;
  std::map<std::string, EmojiNames> byCodepoints;  ///< key as in ConceptEntry::codepoints
};

Result<EmojiNameTable> loadEmojiNames(const std::filesystem::path& modulesDir);

/// "1F468-200D-1F33E-FE0F" → "1f468-200d-1f33e": lower case, without variation selectors.
std::string normaliseCodepoints(std::string_view hexcode);

}  // namespace unmask

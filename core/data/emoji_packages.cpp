#include "core/data/emoji_packages.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "core/data/picture_fit.h"
#include "core/data/svg_renderer.h"
#include "core/io/image_codec.h"
#include "core/text/json_fields.h"

namespace unmask {

using nlohmann::json;

namespace {

constexpr size_t kMaxPackageJson = size_t{64} << 20;
constexpr ImageLimits kEmojiImageLimits{int64_t{16} << 20, int64_t{1} << 24};

struct KnownStyle {
  const char* style;
  const char* package;
  const char* attribution;
};
constexpr std::array<KnownStyle, 4> kStyles = {{
    {"3d", "@lobehub/fluent-emoji-3d", "Fluent Emoji by Microsoft Corporation, packaged by LobeHub"},
    {"flat", "@iconify-json/fluent-emoji-flat", "Fluent Emoji by Microsoft Corporation, packaged by Iconify"},
    {"noto", "@iconify-json/noto", "Noto Emoji by Google Inc, packaged by Iconify"},
    {"twemoji", "@iconify-json/twemoji",
     "Twemoji by Twitter, Inc and other contributors, packaged by Iconify"},
}};

Result<EmojiSource> readSource(const std::filesystem::path& modulesDir, const KnownStyle& known) {
  const std::filesystem::path file = modulesDir / known.package / "package.json";
  UNMASK_TRY(const json package, readJsonFile(file, size_t{1} << 20));
  EmojiSource source{known.style, known.package, {}, {}, known.attribution};
  UNMASK_TRY(source.version, stringField(package, "version", file.string()));
  UNMASK_TRY(source.licence, stringField(package, "license", file.string()));
  return source;
}

/// Pictures as files named by code points.
class PictureFolderStyle : public EmojiStyle {
 public:
  PictureFolderStyle(EmojiSource source, std::map<std::string, std::filesystem::path> files)
      : m_source(std::move(source)), m_files(std::move(files)) {}

  static Result<std::unique_ptr<EmojiStyle>> open(const std::filesystem::path& assets, EmojiSource source) {
    std::error_code code;
    std::map<std::string, std::filesystem::path> files;
    for (std::filesystem::directory_iterator it(assets, code), end; !code && it != end; it.increment(code)) {
      if (it->path().extension() == ".webp")
        files[normaliseCodepoints(it->path().stem().string())] = it->path();
    }
    if (code)
      return Error{
          ErrorKind::NotFound, "cannot list the folder", assets.string(), {}, {}, code.message(), {}};
    return std::unique_ptr<EmojiStyle>(
        std::make_unique<PictureFolderStyle>(std::move(source), std::move(files)));
  }

  const EmojiSource& source() const override { return m_source; }

  Result<std::optional<ImageBuffer>> draw(const std::string& codepoints, int pixels) const override {
    const auto it = m_files.find(codepoints);
    if (it == m_files.end()) return std::optional<ImageBuffer>();
    UNMASK_TRY(const ImageBuffer image, loadImage(it->second, false, kEmojiImageLimits));
    return std::optional<ImageBuffer>(fitToSquare(toRgba(image), pixels));
  }

 private:
  EmojiSource m_source;
  std::map<std::string, std::filesystem::path> m_files;  ///< by normalised code points
};

/// An Iconify collection: SVG bodies by icon name, icon names by code points, aliases that may mirror.
class IconifyStyle : public EmojiStyle {
 public:
  IconifyStyle(EmojiSource source, std::string file, json icons, json chars)
      : m_source(std::move(source)),
        m_file(std::move(file)),
        m_icons(std::move(icons)),
        m_chars(std::move(chars)) {}

  static Result<std::unique_ptr<EmojiStyle>> open(const std::filesystem::path& packageDir,
                                                  EmojiSource source) {
    const std::string file = (packageDir / "icons.json").string();
    UNMASK_TRY(json icons, readJsonFile(file, kMaxPackageJson));
    UNMASK_TRY(json chars, readJsonFile(packageDir / "chars.json", kMaxPackageJson));
    UNMASK_TRY(const json* table, objectField(icons, "icons", file));
    if (table->empty() || !chars.is_object()) {
      return Error{
          ErrorKind::BadInput, "the icon collection is empty", file, "icons", "icons and chars", "none", {}};
    }
    return std::unique_ptr<EmojiStyle>(
        std::make_unique<IconifyStyle>(std::move(source), file, std::move(icons), std::move(chars)));
  }

  const EmojiSource& source() const override { return m_source; }

  Result<std::optional<ImageBuffer>> draw(const std::string& codepoints, int pixels) const override {
    const auto name = m_chars.find(codepoints);
    if (name == m_chars.end()) return std::optional<ImageBuffer>();
    if (!name->is_string()) return iconError("chars.json/" + codepoints, "an icon name", name->type_name());
    return drawIcon(name->get_ref<const std::string&>(), pixels);
  }

 private:
  Error iconError(const std::string& key, const std::string& expected, const std::string& found) const {
    return Error{
        ErrorKind::BadInput, "the icon is not written as it should be", m_file, key, expected, found, {}};
  }

  Result<std::optional<ImageBuffer>> drawIcon(const std::string& name, int pixels) const {
    const json& icons = m_icons["icons"];
    std::string parent = name;
    bool mirrored = false;
    if (!icons.contains(name)) {
      const auto aliases = m_icons.find("aliases");
      if (aliases == m_icons.end() || !aliases->is_object() || !aliases->contains(name)) {
        return std::optional<ImageBuffer>();
      }
      const json& alias = (*aliases)[name];
      UNMASK_TRY(parent, stringField(alias, "parent", m_file));
      if (alias.contains("vFlip") || alias.contains("rotate")) {
        return iconError("aliases/" + name, "parent and hFlip only", "vFlip or rotate");
      }
      mirrored = alias.value("hFlip", json()) == json(true);
      if (!icons.contains(parent)) return iconError("aliases/" + name, "an icon as parent", parent);
    }
    UNMASK_TRY(const std::string svg, svgDocument(icons[parent], parent));
    UNMASK_TRY(ImageBuffer image, renderSvg(svg, pixels, m_file + ", icon " + parent));
    return std::optional<ImageBuffer>(mirrored ? mirroredLeftRight(image) : std::move(image));
  }

  Result<std::string> svgDocument(const json& icon, const std::string& name) const {
    UNMASK_TRY(const std::string body, stringField(icon, "body", m_file));
    UNMASK_TRY(const double width, side(icon, "width", name));
    UNMASK_TRY(const double height, side(icon, "height", name));
    const std::string box = std::to_string(width) + " " + std::to_string(height);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
           "viewBox=\"0 0 " +
           box + "\">" + body + "</svg>";
  }

  // An icon's own side, else the collection's, else Iconify's default of 16.
  Result<double> side(const json& icon, const char* key, const std::string& name) const {
    const json& holder = icon.contains(key) ? icon : m_icons;
    if (!holder.contains(key)) return 16.0;
    const json& value = holder[key];
    if (!value.is_number() || !(value.get<double>() > 0) || value.get<double>() > 1e6) {
      return iconError(name + "/" + key, "a positive number", value.type_name());
    }
    return value.get<double>();
  }

  EmojiSource m_source;
  std::string m_file;
  json m_icons;
  json m_chars;
};

Result<std::map<int64_t, std::string>> readGroupNames(const std::filesystem::path& file) {
  UNMASK_TRY(const json messages, readJsonFile(file, size_t{1} << 20));
  UNMASK_TRY(const json* groups, arrayField(messages, "groups", file.string()));
  std::map<int64_t, std::string> names;
  for (const json& group : *groups) {
    UNMASK_TRY(const int64_t order, integerField(group, "order", 0, 1000, file.string()));
    UNMASK_TRY(names[order], stringField(group, "key", file.string()));
  }
  return names;
}

Result<EmojiNames> readNames(const json& entry, const std::map<int64_t, std::string>& groups,
                             const std::string& where) {
  EmojiNames names;
  UNMASK_TRY(names.label, stringField(entry, "label", where));
  if (entry.contains("tags")) {
    UNMASK_TRY(names.tags, stringListField(entry, "tags", 200, where));
  }
  if (entry.contains("group")) {
    UNMASK_TRY(const int64_t group, integerField(entry, "group", 0, 1000, where));
    if (const auto it = groups.find(group); it != groups.end()) names.group = it->second;
  }
  return names;
}

}  // namespace

std::string normaliseCodepoints(std::string_view hexcode) {
  std::string normal;
  for (size_t start = 0; start <= hexcode.size();) {
    const size_t end = std::min(hexcode.find('-', start), hexcode.size());
    std::string part(hexcode.substr(start, end - start));
    std::ranges::transform(part, part.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (part != "fe0f" && part != "fe0e") normal += (normal.empty() ? "" : "-") + part;
    start = end + 1;
  }
  return normal;
}

Result<std::unique_ptr<EmojiStyle>> EmojiStyle::open(const std::filesystem::path& modulesDir,
                                                     const std::string& style) {
  const auto known = std::ranges::find_if(kStyles, [&](const KnownStyle& k) { return style == k.style; });
  if (known == kStyles.end()) {
    return Error{ErrorKind::Usage,
                 "this drawing style is not known",
                 {},
                 "style",
                 "3d, flat, noto or twemoji",
                 style,
                 {}};
  }
  UNMASK_TRY(EmojiSource source, readSource(modulesDir, *known));
  const std::filesystem::path packageDir = modulesDir / known->package;
  if (style == "3d") return PictureFolderStyle::open(packageDir / "assets", std::move(source));
  return IconifyStyle::open(packageDir, std::move(source));
}

Result<EmojiNameTable> loadEmojiNames(const std::filesystem::path& modulesDir) {
  EmojiNameTable table;
  UNMASK_TRY(table.source, readSource(modulesDir, {"", "emojibase-data", "emojibase by Miles Johnson"}));
  const std::filesystem::path folder = modulesDir / "emojibase-data" / "en";
  UNMASK_TRY(const auto groups, readGroupNames(folder / "messages.json"));
  const std::string file = (folder / "data.json").string();
  UNMASK_TRY(const json entries, readJsonFile(file, kMaxPackageJson));
  if (!entries.is_array()) {
    return Error{
        ErrorKind::BadInput, "the table of names is not a list", file, {}, "a list", entries.type_name(), {}};
  }
  for (const json& entry : entries) {
    UNMASK_TRY(const std::string hexcode, stringField(entry, "hexcode", file));
    UNMASK_TRY(table.byCodepoints[normaliseCodepoints(hexcode)], readNames(entry, groups, file));
  }
  return table;
}

}  // namespace unmask

#include "core/data/dataset.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/data/picture_fit.h"
#include "core/io/atomic_file.h"
#include "core/io/image_codec.h"
#include "core/io/strict_json.h"
#include "core/text/json_fields.h"
#include "core/text/text_cleaning.h"

namespace unmask {

using nlohmann::json;

namespace {

constexpr int kSchema = 1;
constexpr char kTableFile[] = "metadata.jsonl";  // the name that Hugging Face's image folders use
constexpr size_t kMaxManifestBytes = size_t{256} << 20;
constexpr size_t kMaxCaptionFileBytes = size_t{1} << 20;
constexpr size_t kMaxCaptions = 64;
constexpr size_t kMaxCombinations = 100000;
constexpr size_t kMaxCaptionBytes = 2000;
constexpr ImageLimits kPictureLimits{int64_t{256} << 20, int64_t{1} << 26};

Error captionError(const std::string& where, const std::string& key, const std::string& expected,
                   const std::string& found) {
  return Error{ErrorKind::BadInput, "the captions are not usable", where, key, expected, found, {}};
}

Result<void> checkCaptions(const std::vector<std::string>& captions, const std::string& where,
                           const std::string& key) {
  if (captions.empty()) return captionError(where, key, "at least one caption", "none");
  if (captions.size() > kMaxCaptions) {
    return captionError(where, key, "at most 64 captions", std::to_string(captions.size()));
  }
  for (const std::string& caption : captions) {
    if (caption.size() > kMaxCaptionBytes) {
      return captionError(where, key, "captions of at most 2000 bytes",
                          std::to_string(caption.size()) + " bytes");
    }
  }
  return {};
}

// Links are followed before the comparison, so that a manifest cannot make us read elsewhere.
Result<std::filesystem::path> pathInside(const std::filesystem::path& dir, const std::string& file,
                                         const std::string& where, const std::string& key) {
  std::error_code code;
  const std::filesystem::path base = std::filesystem::weakly_canonical(dir, code);
  const std::filesystem::path full = code ? base : std::filesystem::weakly_canonical(dir / file, code);
  const bool leaves = code || std::ranges::mismatch(base, full).in1 != base.end();
  if (file.empty() || file.find('\0') != std::string::npos || leaves) {
    return Error{ErrorKind::BadInput,
                 "a picture lies outside the dataset's folder",
                 where,
                 key + "/file",
                 "a path below the folder",
                 file,
                 {}};
  }
  return full;
}

/// Decodes pictures one by one and keeps the promised bounds.
class Loader {
 public:
  Loader(std::filesystem::path dir, const DatasetOptions& options)
      : m_dir(std::move(dir)), m_options(options) {}

  Result<Dataset> load() {
    std::error_code code;
    if (!std::filesystem::is_directory(m_dir, code)) {
      return Error{
          ErrorKind::NotFound, "there is no such folder", m_dir.string(), {}, "a folder of pictures", {}, {}};
    }
    const std::filesystem::path manifest = m_dir / "dataset.json";
    const std::filesystem::path table = m_dir / kTableFile;
    if (std::filesystem::exists(manifest, code)) {
      UNMASK_CHECK(loadManifest(manifest));
    } else if (std::filesystem::exists(table, code)) {
      UNMASK_CHECK(loadTable(table));
    } else {
      UNMASK_CHECK(loadPlainFolder());
    }
    if (m_dataset.pictures.empty()) {
      return Error{ErrorKind::BadInput,
                   "the dataset holds no pictures",
                   m_dir.string(),
                   {},
                   "at least one picture",
                   "none",
                   {}};
    }
    return std::move(m_dataset);
  }

 private:
  Result<void> loadManifest(const std::filesystem::path& manifest) {
    const std::string where = manifest.string();
    UNMASK_TRY(const json root, readJsonFile(manifest, kMaxManifestBytes));
    UNMASK_TRY(const int64_t schema, integerField(root, "schema", 1, INT32_MAX, where));
    if (schema > kSchema) {
      return Error{ErrorKind::Unsupported,
                   "the dataset was written by a newer version",
                   where,
                   "schema",
                   std::to_string(kSchema),
                   std::to_string(schema),
                   {}};
    }
    UNMASK_TRY(const json* pictures, arrayField(root, "pictures", where));
    UNMASK_CHECK(checkCount(pictures->size()));
    for (size_t i = 0; i < pictures->size(); ++i) {
      UNMASK_CHECK(addEntry((*pictures)[i], where, "pictures/" + std::to_string(i)));
    }
    return loadHeldOut(root, where);
  }

  /// Manifests of before scenes have neither list.
  Result<void> loadHeldOut(const json& root, const std::string& where) {
    if (root.contains("heldOutColours")) {
      UNMASK_TRY(const json* entries, arrayField(root, "heldOutColours", where));
      UNMASK_CHECK(checkCombinations(entries->size(), "heldOutColours"));
      for (const json& entry : *entries) {
        HeldOutColour item;
        UNMASK_TRY(item.conceptId, stringField(entry, "concept", where));
        UNMASK_TRY(item.colour, stringField(entry, "colour", where));
        m_dataset.heldOutColours.push_back(std::move(item));
      }
    }
    if (root.contains("heldOutRelations")) {
      UNMASK_TRY(const json* entries, arrayField(root, "heldOutRelations", where));
      UNMASK_CHECK(checkCombinations(entries->size(), "heldOutRelations"));
      for (const json& entry : *entries) {
        HeldOutRelation item;
        UNMASK_TRY(item.first, stringField(entry, "first", where));
        UNMASK_TRY(item.relation, stringField(entry, "relation", where));
        UNMASK_TRY(item.second, stringField(entry, "second", where));
        m_dataset.heldOutRelations.push_back(std::move(item));
      }
    }
    return {};
  }

  Result<void> checkCombinations(size_t count, const std::string& key) const {
    if (count <= kMaxCombinations) return {};
    return Error{ErrorKind::BadInput,
                 "the dataset holds too many combinations out",
                 m_dir.string(),
                 key,
                 "at most " + std::to_string(kMaxCombinations),
                 std::to_string(count),
                 {}};
  }

  Result<void> addEntry(const json& entry, const std::string& where, const std::string& key) {
    const std::string spot = where + ", " + key;
    DatasetPicture picture;
    UNMASK_TRY(picture.file, stringField(entry, "file", spot));
    UNMASK_TRY(picture.conceptId, stringField(entry, "concept", spot));
    UNMASK_TRY(picture.label, stringField(entry, "label", spot));
    UNMASK_TRY(picture.style, stringField(entry, "style", spot));
    UNMASK_TRY(picture.captions, stringListField(entry, "captions", kMaxCaptions, spot));
    UNMASK_TRY(picture.heldOut, boolField(entry, "heldOut", spot));
    if (entry.contains("paint")) {
      UNMASK_TRY(picture.paint, stringField(entry, "paint", spot));
    }
    UNMASK_CHECK(checkCaptions(picture.captions, where, key + "/captions"));
    UNMASK_TRY(const std::filesystem::path path, pathInside(m_dir, picture.file, where, key));
    return addPicture(std::move(picture), path);
  }

  /// One object a line: {"file_name": …, "text": …}, where the text may be a list of texts.
  Result<void> loadTable(const std::filesystem::path& table) {
    UNMASK_TRY(const std::string text, readFile(table, kMaxManifestBytes));
    size_t number = 0;
    for (size_t start = 0; start < text.size();) {
      const size_t end = std::min(text.find('\n', start), text.size());
      const std::string_view line = std::string_view(text).substr(start, end - start);
      start = end + 1;
      ++number;
      if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
      UNMASK_CHECK(checkCount(m_dataset.pictures.size() + 1));
      UNMASK_CHECK(addRow(line, table.string(), "line " + std::to_string(number)));
    }
    return {};
  }

  Result<void> addRow(std::string_view line, const std::string& where, const std::string& key) {
    const std::string spot = where + ", " + key;
    UNMASK_TRY(const json row, parseStrictJson(line, spot));
    DatasetPicture picture;
    UNMASK_TRY(picture.file, stringField(row, "file_name", spot));
    if (row.contains("text") && row["text"].is_array()) {
      UNMASK_TRY(picture.captions, stringListField(row, "text", kMaxCaptions, spot));
    } else {
      UNMASK_TRY(std::string caption, stringField(row, "text", spot));
      picture.captions.push_back(std::move(caption));
    }
    UNMASK_CHECK(checkCaptions(picture.captions, where, key));
    UNMASK_TRY(const std::filesystem::path path, pathInside(m_dir, picture.file, where, key));
    picture.conceptId = replaceInvalidUtf8(path.stem().string());
    picture.label = picture.captions.front();
    return addPicture(std::move(picture), path);
  }

  Result<void> loadPlainFolder() {
    UNMASK_TRY(const std::vector<std::filesystem::path> files, listPictures());
    UNMASK_CHECK(checkCount(files.size()));
    for (const std::filesystem::path& file : files) {
      DatasetPicture picture;
      picture.file = file.filename().string();
      picture.conceptId = replaceInvalidUtf8(file.stem().string());
      UNMASK_TRY(picture.captions, captionsOf(file));
      picture.label = picture.captions.front();
      UNMASK_CHECK(addPicture(std::move(picture), file));
    }
    return {};
  }

  Result<std::vector<std::filesystem::path>> listPictures() const {
    static constexpr std::array<std::string_view, 4> kSuffixes = {".png", ".jpg", ".jpeg", ".webp"};
    std::vector<std::filesystem::path> files;
    std::error_code code;
    for (std::filesystem::directory_iterator it(m_dir, code), end; !code && it != end; it.increment(code)) {
      std::string suffix = it->path().extension().string();
      std::ranges::transform(suffix, suffix.begin(),
                             [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      if (std::ranges::find(kSuffixes, suffix) != kSuffixes.end()) files.push_back(it->path());
    }
    if (code)
      return Error{ErrorKind::Io, "cannot list the folder", m_dir.string(), {}, {}, code.message(), {}};
    std::ranges::sort(files);
    return files;
  }

  static Result<std::vector<std::string>> captionsOf(const std::filesystem::path& picture) {
    std::filesystem::path textFile = picture;
    textFile.replace_extension(".txt");
    std::error_code code;
    if (!std::filesystem::exists(textFile, code)) return captionsFromName(picture);
    UNMASK_TRY(const std::string text, readFile(textFile, kMaxCaptionFileBytes));
    const std::string clean = replaceInvalidUtf8(text);
    std::vector<std::string> captions;
    for (size_t start = 0; start < clean.size();) {
      const size_t end = std::min(clean.find('\n', start), clean.size());
      const std::string line = trimmedText(std::string_view(clean).substr(start, end - start));
      if (!line.empty()) captions.push_back(line);
      start = end + 1;
    }
    UNMASK_CHECK(checkCaptions(captions, textFile.string(), {}));
    return captions;
  }

  // "red_apple-01.png" → "red apple"
  static Result<std::vector<std::string>> captionsFromName(const std::filesystem::path& picture) {
    std::string words = replaceInvalidUtf8(picture.stem().string());
    std::ranges::replace(words, '_', ' ');
    std::ranges::replace(words, '-', ' ');
    const size_t lastWordEnd = words.find_last_not_of("0123456789 ");
    if (lastWordEnd != std::string::npos) words.resize(lastWordEnd + 1);
    const std::vector<std::string> captions = {trimmedText(words)};
    if (captions.front().empty()) {
      return captionError(picture.string(), {}, "a .txt beside it or words in its name", "neither");
    }
    return captions;
  }

  Result<void> checkCount(size_t count) const {
    if (count <= static_cast<size_t>(std::max(0, m_options.maxPictures))) return {};
    return Error{ErrorKind::BadInput,
                 "the dataset holds too many pictures",
                 m_dir.string(),
                 "pictures",
                 "at most " + std::to_string(m_options.maxPictures),
                 std::to_string(count),
                 {}};
  }

  Result<void> addPicture(DatasetPicture picture, const std::filesystem::path& path) {
    UNMASK_TRY(const ImageBuffer image, loadImage(path, false, kPictureLimits));
    picture.rgba = toRgba(image);
    if (m_options.pixels > 0) picture.rgba = cropToSquare(picture.rgba, m_options.pixels);
    m_bytes += static_cast<int64_t>(picture.rgba.pixels.size());
    if (m_bytes > m_options.maxBytes) {
      return Error{ErrorKind::BadInput,
                   "the decoded pictures need too much memory",
                   path.string(),
                   {},
                   "at most " + std::to_string(m_options.maxBytes) + " bytes in all",
                   std::to_string(m_bytes),
                   {}};
    }
    m_dataset.pictures.push_back(std::move(picture));
    return {};
  }

  std::filesystem::path m_dir;
  DatasetOptions m_options;
  Dataset m_dataset;
  int64_t m_bytes = 0;
};

}  // namespace

Result<Dataset> loadDataset(const std::filesystem::path& dir, const DatasetOptions& options) {
  return Loader(dir, options).load();
}

}  // namespace unmask

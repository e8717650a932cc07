// Everything large in a project or history, stored once by what it is. Internal.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "core/base/image_buffer.h"
#include "core/doc/token_grid.h"
#include "core/doc/trace.h"
#include "core/project/project_values.h"

namespace SQLite {
class Database;
}

namespace unmask {

/// The table `contents` of one open database. Storing belongs into the caller's transaction. Everything
/// throws (database.h): reading checks size, form and hash before anything is handed out.
class Contents {
 public:
  /// Both outlive this object.
  Contents(SQLite::Database& db, const std::filesystem::path& path) : m_db(db), m_path(path) {}

  /// The row's id; nullopt for none (null, or an empty picture or mask). What is there already is not encoded
  /// again. Pictures of up to 2^20 pixels become PNG, larger ones raw bytes under zlib's fastest level:
  /// a 16-megapixel PNG would take seconds.
  std::optional<int64_t> store(const SharedPicture& picture);
  std::optional<int64_t> store(const CellMask& mask);
  std::optional<int64_t> store(const std::shared_ptr<const Trace>& trace);

  /// The same object for the same id, as long as this one lives.
  SharedPicture picture(std::optional<int64_t> id);
  CellMask cellMask(std::optional<int64_t> id);
  std::shared_ptr<const Trace> trace(std::optional<int64_t> id);  ///< without its request

  /// Bytes the row takes; 0 for none.
  int64_t storedBytes(std::optional<int64_t> id);

 private:
  struct Row;
  std::optional<int64_t> find(std::span<const std::byte> hash);
  int64_t insert(std::span<const std::byte> hash, int kind, std::span<const std::byte> bytes);
  Row read(int64_t id);
  [[noreturn]] void damaged(const std::string& what) const;

  SQLite::Database& m_db;
  const std::filesystem::path& m_path;
  std::map<int64_t, SharedPicture> m_pictures;
};

/// A request as it is kept: JSON without the starting picture, which is a content.
struct StoredRequest {
  std::string json;
  std::optional<int64_t> picture;
};
StoredRequest storeRequest(Contents& contents, const GenerationRequest& request);
/// The reverse. With `contents` null the picture is left out.
GenerationRequest loadRequest(Contents* contents, const StoredRequest& stored, const std::string& where);

}  // namespace unmask

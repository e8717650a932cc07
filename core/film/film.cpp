#include "core/film/film.h"

#include <stdlib.h>

#include <system_error>

#include "core/film/film_frames.h"
#include "core/io/atomic_file.h"

namespace unmask {
namespace {

constexpr size_t kMaxVideoBytes = size_t{1} << 31;

/// A folder of our own that is gone with the object.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::error_code error;
    std::string name = (std::filesystem::temp_directory_path(error) / "unmask-film-XXXXXX").string();
    if (!error && mkdtemp(name.data()) != nullptr) m_path = name;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    if (!m_path.empty()) std::filesystem::remove_all(m_path, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::filesystem::path& path() const { return m_path; }

 private:
  std::filesystem::path m_path;
};

/// The video writer takes a name only, so the film is made elsewhere and then put in place whole.
Result<void> saveVideo(const std::filesystem::path& path, const Film& film, FilmFormat format,
                       const FilmProgress& progress) {
  const ScratchFolder scratch;
  if (scratch.path().empty())
    return Error{.kind = ErrorKind::Io, .message = "there is no folder for temporary files"};
  const std::filesystem::path made = scratch.path() / ("film." + filmSuffix(format));
  UNMASK_CHECK(writeVideo(made, film, format, progress));
  UNMASK_TRY(const std::string bytes, readFile(made, kMaxVideoBytes));
  return writeFileAtomically(path, std::string_view(bytes));
}

}  // namespace

Result<void> saveFilm(const std::filesystem::path& path, const Film& film, FilmFormat format,
                      const PngTexts& texts, const FilmProgress& progress) {
  UNMASK_CHECK(checkFilm(film));
  if (!holdsTexts(format)) return saveVideo(path, film, format, progress);
  const auto encode = format == FilmFormat::Png    ? encodeAnimatedPng
                      : format == FilmFormat::WebP ? encodeAnimatedWebp
                                                   : encodeGif;
  UNMASK_TRY(const std::vector<std::byte> bytes, encode(film, texts, progress));
  return writeFileAtomically(path, bytes);
}

}  // namespace unmask

#include "core/film/film.h"

#include <stdlib.h>

#include <algorithm>
#include <system_error>

#include "core/film/film_frames.h"
#include "core/io/atomic_file.h"

namespace unmask {
namespace {

constexpr size_t kMaxVideoBytes = size_t{1} << 31;

Error badFilm(const char* expected) {
  return Error{.kind = ErrorKind::Usage, .message = "these pictures make no film", .expected = expected};
}

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

std::string filmSuffix(FilmFormat format) {
  switch (format) {
    case FilmFormat::Png:
      return "png";
    case FilmFormat::WebP:
      return "webp";
    case FilmFormat::Gif:
      return "gif";
    case FilmFormat::Mp4:
      return "mp4";
    case FilmFormat::WebM:
      return "webm";
  }
  return {};
}

bool holdsTexts(FilmFormat format) {
  return format != FilmFormat::Mp4 && format != FilmFormat::WebM;
}

Result<void> checkFilm(const Film& film) {
  if (film.frames.empty() || film.frames[0].empty()) return badFilm("at least one frame");
  if (film.frames.size() != film.milliseconds.size()) return badFilm("a duration for every frame");
  const ImageBuffer& first = film.frames[0];
  for (const ImageBuffer& frame : film.frames) {
    if (frame.width != first.width || frame.height != first.height || frame.channels != 3)
      return badFilm("RGB frames of one size");
  }
  if (first.width > 16383 || first.height > 16383) return badFilm("at most 16383 pixels a side");
  const auto [shortest, longest] = std::minmax_element(film.milliseconds.begin(), film.milliseconds.end());
  if (*shortest < 10 || *longest > 65535) return badFilm("durations of 10 to 65535 ms");
  return {};
}

Result<void> tell(const FilmProgress& progress, size_t done, size_t all) {
  if (!progress || progress(static_cast<double>(done) / static_cast<double>(all))) return {};
  return Error{.kind = ErrorKind::Cancelled, .message = "the film was not written: stopped"};
}

Error encoderFailed(const char* library, const std::string& detail) {
  return Error{.kind = ErrorKind::Internal,
               .message = std::string(library) + " could not write the film",
               .found = detail};
}

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

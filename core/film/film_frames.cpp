#include "core/film/film_frames.h"

#include <algorithm>

namespace unmask {
namespace {

Error badFilm(const char* expected) {
  return Error{.kind = ErrorKind::Usage, .message = "these pictures make no film", .expected = expected};
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

}  // namespace unmask

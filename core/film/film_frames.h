// What the encoders share.
#pragma once

#include "core/film/film.h"

namespace unmask {

/// Usage error when the frames make no film.
Result<void> checkFilm(const Film& film);

/// Tells how far it is and hears whether to go on.
Result<void> tell(const FilmProgress& progress, size_t done, size_t all);

/// A library refused: an Internal error that names it.
Error encoderFailed(const char* library, const std::string& detail);

/// MP4 or WebM into a file that nobody else writes; its suffix is the format's. Loads the module below first.
Result<void> writeVideo(const std::filesystem::path& path, const Film& film, FilmFormat format,
                        const FilmProgress& progress);

}  // namespace unmask

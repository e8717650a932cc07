// What the video module and the program agree on. Both are built together and by one compiler, so C++ values
// may cross.
//
// OpenCV's video writer brings a hundred libraries with it (FFmpeg, GStreamer and theirs). Loading and
// binding them takes some 80 ms of every start, for something that few sessions use; so they wait in a
// module.
#pragma once

#include <filesystem>

#include "core/film/film.h"

namespace unmask {

struct VideoModule {
  Result<void> (*write)(const std::filesystem::path& path, const Film& film, FilmFormat format,
                        const FilmProgress& progress);
};

/// The one symbol looked up in the module; never null.
inline constexpr char kVideoEntry[] = "unmaskVideoModule";

}  // namespace unmask

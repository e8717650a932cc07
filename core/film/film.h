// A run as a moving picture in a file: animated PNG, WebP and GIF, MP4 and WebM. The one place where libwebp,
// giflib and OpenCV's video writer are met.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/image_buffer.h"
#include "core/base/result.h"
#include "core/io/image_codec.h"

namespace unmask {

/// RGB frames of one size, each shown for so many milliseconds (10 … 65535). Played over and over where the
/// format can say so.
struct Film {
  std::vector<ImageBuffer> frames;
  std::vector<int> milliseconds;
};

enum class FilmFormat {
  Png,   ///< lossless; an ordinary PNG of the first frame for programs that do not know better
  WebP,  ///< lossless
  Gif,   ///< 256 colours a frame, chosen for each; times in hundredths of a second
  Mp4,   ///< H.264, else MPEG-4 part 2
  WebM,  ///< VP8
};

/// "png", "webp", "gif", "mp4" or "webm".
std::string filmSuffix(FilmFormat format);
/// Whether a file of this format can say how its pictures were made; a film has no place for it.
bool holdsTexts(FilmFormat format);

/// Called with the share that is done, 0 … 1, on the caller's thread; false stops the work.
using FilmProgress = std::function<bool(double)>;

/// Writes whole or not at all. `texts` go into a PNG as they are; WebP and GIF get "parameters" alone, in the
/// place where other tools look for it (EXIF user comment, comment block). Usage error for frames that make
/// no film, Unsupported when this machine's OpenCV has no writer for the format, Cancelled when `progress`
/// said so, Io as with every file. Videos are filled up to even sides with copies of the last row and column.
Result<void> saveFilm(const std::filesystem::path& path, const Film& film, FilmFormat format,
                      const PngTexts& texts = {}, const FilmProgress& progress = {});

// The encoders, for bytes in memory.
Result<std::vector<std::byte>> encodeAnimatedPng(const Film& film, const PngTexts& texts = {},
                                                 const FilmProgress& progress = {});
Result<std::vector<std::byte>> encodeAnimatedWebp(const Film& film, const PngTexts& texts = {},
                                                  const FilmProgress& progress = {});
Result<std::vector<std::byte>> encodeGif(const Film& film, const PngTexts& texts = {},
                                         const FilmProgress& progress = {});

}  // namespace unmask

#include "core/base/module_file.h"
#include "core/film/film_frames.h"
#include "core/film/video_module.h"

namespace unmask {

Result<void> writeVideo(const std::filesystem::path& path, const Film& film, FilmFormat format,
                        const FilmProgress& progress) {
  static const Result<const VideoModule*> module =
      loadModule<VideoModule>("unmask_video", kVideoEntry, "the module that writes videos");
  if (!module.ok()) return module.error();
  return module.value()->write(path, film, format, progress);
}

}  // namespace unmask

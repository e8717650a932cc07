// MP4 and WebM through OpenCV's video writer; the whole of the video module.
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "core/film/film_frames.h"
#include "core/film/video_module.h"

namespace unmask {
namespace {

/// H.264 plays everywhere but may be missing; MPEG-4 part 2 is what FFmpeg always has.
std::vector<int> codecsFor(FilmFormat format) {
  using cv::VideoWriter;
  if (format == FilmFormat::WebM) return {VideoWriter::fourcc('V', 'P', '8', '0')};
  return {VideoWriter::fourcc('a', 'v', 'c', '1'), VideoWriter::fourcc('m', 'p', '4', 'v')};
}

/// Colours at half resolution ask for even sides.
cv::Mat evenBgr(const ImageBuffer& frame) {
  const cv::Mat rgb(frame.height, frame.width, CV_8UC3, const_cast<uint8_t*>(frame.pixels.data()));
  cv::Mat bgr, even;
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  cv::copyMakeBorder(bgr, even, 0, frame.height % 2, 0, frame.width % 2, cv::BORDER_REPLICATE);
  return even;
}

size_t framesIn(const std::filesystem::path& path) {
  cv::VideoCapture video(path.string(), cv::CAP_FFMPEG);
  size_t count = 0;
  while (video.grab()) ++count;
  return count;
}

Result<void> write(const std::filesystem::path& path, const Film& film, FilmFormat format,
                   const FilmProgress& progress) {
  try {
    // A video has one rate: that of its shortest frame; longer ones come several times.
    const int shortest = *std::min_element(film.milliseconds.begin(), film.milliseconds.end());
    const cv::Size size((film.frames[0].width + 1) / 2 * 2, (film.frames[0].height + 1) / 2 * 2);
    cv::VideoWriter writer;
    for (const int codec : codecsFor(format)) {
      if (writer.open(path.string(), cv::CAP_FFMPEG, codec, 1000.0 / shortest, size)) break;
    }
    if (!writer.isOpened())
      return Error{.kind = ErrorKind::Unsupported,
                   .message = "this system's OpenCV has no writer for this kind of video",
                   .expected = format == FilmFormat::WebM ? "VP8 in WebM" : "H.264 or MPEG-4 in MP4",
                   .remedy = "Choose an animated PNG, WebP or GIF instead"};
    const auto timesOf = [&](size_t i) {
      return static_cast<size_t>(std::lround(static_cast<double>(film.milliseconds[i]) / shortest));
    };
    size_t written = 0, total = 0;
    for (size_t i = 0; i < film.frames.size(); ++i) total += timesOf(i);
    for (size_t i = 0; i < film.frames.size(); ++i) {
      const cv::Mat frame = evenBgr(film.frames[i]);
      for (size_t k = 0; k < timesOf(i); ++k) {
        UNMASK_CHECK(tell(progress, written++, total));
        writer.write(frame);
      }
    }
    writer.release();
    // The writer says nothing of what it could not write.
    if (const size_t kept = framesIn(path); kept != total)
      return Error{.kind = ErrorKind::Io,
                   .message = "the film could not be written whole",
                   .file = path.string(),
                   .key = "frames",
                   .expected = std::to_string(total),
                   .found = std::to_string(kept),
                   .remedy = "Is there room for temporary files? Or choose an animated PNG, WebP or GIF."};
  } catch (const cv::Exception& e) {
    return encoderFailed("OpenCV", e.what());
  }
  return tell(progress, 1, 1);
}

}  // namespace

}  // namespace unmask

extern "C" __attribute__((visibility("default"))) const unmask::VideoModule* unmaskVideoModule() {
  static constexpr unmask::VideoModule kModule{&unmask::write};
  return &kModule;
}

#include "ui/export/run_export.h"

#include <algorithm>
#include <cmath>

#include "core/doc/mask_cells.h"
#include "core/io/image_codec.h"
#include "core/io/png_metadata.h"
#include "core/io/trace_file.h"

namespace unmask {
namespace {

constexpr int kGap = 4;             ///< pixels between pictures of a sheet
constexpr int kVeil = 200;          ///< grey of hidden cells …
constexpr double kVeilShare = 0.8;  ///< … and how much of it
constexpr int kMostMoments = 64;    ///< of longer runs an even choice is shown

ImageBuffer fromQImage(const QImage& image) {
  const QImage rgb = image.convertToFormat(QImage::Format_RGB888);
  ImageBuffer out(rgb.width(), rgb.height(), 3);
  for (int y = 0; y < rgb.height(); ++y)
    std::copy_n(rgb.constScanLine(y), static_cast<size_t>(rgb.width()) * 3, out.at(0, y));
  return out;
}

QSize sizeOf(const Recording& recording) {
  for (const QImage& preview : recording.previews) {
    if (!preview.isNull()) return preview.size();
  }
  return recording.start.size();
}

void veil(ImageBuffer* picture, const CellMask& hidden) {
  PixelMask pixels(picture->width, picture->height);
  paintCells(pixels, hidden);
  for (int y = 0; y < picture->height; ++y) {
    for (int x = 0; x < picture->width; ++x) {
      if (!pixels.contains(x, y)) continue;
      for (int k = 0; k < 3; ++k) {
        uint8_t& value = picture->at(x, y)[k];
        value = static_cast<uint8_t>(std::lround(kVeilShare * kVeil + (1 - kVeilShare) * value));
      }
    }
  }
}

}  // namespace

std::vector<int> shownMoments(const Recording& recording) {
  const int end = recording.stepCount();
  const int count = std::min(end + 1, kMostMoments);
  std::vector<int> moments;
  for (int i = 0; i < count; ++i)
    moments.push_back(count == 1 ? end : static_cast<int>(std::lround(double(i) * end / (count - 1))));
  return moments;
}

ImageBuffer momentPicture(const Recording& recording, int position) {
  const QSize size = sizeOf(recording);
  if (size.isEmpty()) return {};
  const QImage image = recording.previewAt(position);
  ImageBuffer picture = image.size() == size
                            ? fromQImage(image)
                            : ImageBuffer(size.width(), size.height(), 3, static_cast<uint8_t>(kVeil));
  veil(&picture, recording.hiddenAt(position));
  return picture;
}

ImageBuffer contactSheet(const Recording& recording) {
  const QSize size = sizeOf(recording);
  if (size.isEmpty()) return {};
  const std::vector<int> moments = shownMoments(recording);
  const auto count = static_cast<int>(moments.size());
  const int columns = static_cast<int>(std::ceil(std::sqrt(count * double(size.height()) / size.width())));
  const int rows = (count + columns - 1) / columns;
  ImageBuffer sheet(columns * (size.width() + kGap) - kGap, rows * (size.height() + kGap) - kGap, 3, 255);
  for (int i = 0; i < count; ++i) {
    const ImageBuffer moment = momentPicture(recording, moments[static_cast<size_t>(i)]);
    const int left = i % columns * (size.width() + kGap), top = i / columns * (size.height() + kGap);
    for (int y = 0; y < moment.height; ++y)
      std::copy_n(moment.at(0, y), static_cast<size_t>(moment.width) * 3, sheet.at(left, top + y));
  }
  return sheet;
}

namespace {

bool isOfPicture(const ExportJob& job) {
  return job.what == ExportWhat::Picture && job.picture;
}

/// A picture that came from elsewhere has a request that made nothing.
bool isMakingKnown(const ExportJob& job) {
  return !isOfPicture(job) || job.picture->recording;
}

}  // namespace

const GenerationRequest& requestOf(const ExportJob& job) {
  return isOfPicture(job) ? job.picture->request : job.request;
}

std::string suffixOf(const ExportJob& job) {
  if (job.what == ExportWhat::Trace) return "safetensors";
  return job.what == ExportWhat::Film ? filmSuffix(job.format) : "png";
}

bool canHoldMetadata(const ExportJob& job) {
  return isMakingKnown(job) && (job.what != ExportWhat::Film || holdsTexts(job.format));
}

namespace {

Error nothingToWrite() {
  return Error{.kind = ErrorKind::Usage, .message = "this run has no pictures to export"};
}

Error stopped() {
  return Error{.kind = ErrorKind::Cancelled, .message = "the export was stopped"};
}

PngTexts textsFor(const ExportJob& job, const ImageBuffer& picture) {
  return job.hasMetadata && isMakingKnown(job) ? pngTextsFor(requestOf(job), picture.width, picture.height)
                                               : PngTexts();
}

ImageBuffer scaled(ImageBuffer picture, int scale) {
  if (scale <= 1 || picture.empty()) return picture;
  return resizeLanczos(picture, picture.width * scale, picture.height * scale);
}

Result<void> exportStill(const ExportJob& job, const ImageBuffer& picture, const std::filesystem::path& path,
                         const FilmProgress& progress) {
  if (picture.empty()) return nothingToWrite();
  const PngTexts texts = textsFor(job, picture);
  const ImageBuffer large = scaled(picture, job.scale);
  if (progress && !progress(0.5)) return stopped();
  return savePng(path, large, texts);
}

Result<void> exportFilm(const ExportJob& job, const std::filesystem::path& path,
                        const FilmProgress& progress) {
  constexpr double kDrawing = 0.3;  // of the work; the rest is encoding
  Film film;
  const std::vector<int> moments = shownMoments(*job.recording);
  for (const int position : moments) {
    const double share =
        kDrawing * static_cast<double>(film.frames.size()) / static_cast<double>(moments.size());
    if (progress && !progress(share)) return stopped();
    film.frames.push_back(scaled(momentPicture(*job.recording, position), job.scale));
    film.milliseconds.push_back(job.millisecondsAStep);
  }
  film.milliseconds.back() = std::max(job.millisecondsAStep, job.millisecondsOfLast);
  if (film.frames.front().empty()) return nothingToWrite();
  const auto further = [&progress](double share) {
    return !progress || progress(kDrawing + (1 - kDrawing) * share);
  };
  return saveFilm(path, film, job.format, textsFor(job, momentPicture(*job.recording, 0)), further);
}

Result<void> exportTrace(const ExportJob& job, const std::filesystem::path& path,
                         const FilmProgress& progress) {
  if (progress && !progress(0)) return stopped();
  const Trace trace{{}, job.recording->states, job.recording->records};
  const Trace* const traces[] = {&trace};
  return writeTraceFile(path, traces, job.hasMetadata ? &job.request : nullptr);
}

}  // namespace

Result<void> runExport(const ExportJob& job, const std::filesystem::path& path,
                       const FilmProgress& progress) {
  if (job.what == ExportWhat::Picture) {
    return exportStill(job, job.picture ? job.picture->pixels : ImageBuffer(), path, progress);
  }
  if (!job.recording) return nothingToWrite();
  switch (job.what) {
    case ExportWhat::Step:
      return exportStill(job, momentPicture(*job.recording, job.position), path, progress);
    case ExportWhat::Sheet:
      return exportStill(job, contactSheet(*job.recording), path, progress);
    case ExportWhat::Film:
      return exportFilm(job, path, progress);
    default:
      return exportTrace(job, path, progress);
  }
}

}  // namespace unmask

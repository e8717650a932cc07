#include "ui/jobs/file_worker.h"

#include <algorithm>
#include <exception>
#include <filesystem>

#include "core/io/atomic_file.h"
#include "core/io/png_metadata.h"
#include "ui/history/history_worker.h"
#include "ui/project/project_worker.h"

namespace unmask {
namespace {

/// Runs a fallible piece of file work; what it throws becomes an Error.
template <typename Work>
auto attempt(const std::string& file, Work&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::exception& e) {
    Error error;
    error.message = "the file could not be worked on";
    error.file = file;
    error.found = e.what();
    return error;
  }
}

/// White where the picture is transparent, black where not. Empty when it hides everything behind it.
ImageBuffer holesOf(const ImageBuffer& picture) {
  if (picture.channels != 4) return {};
  ImageBuffer holes(picture.width, picture.height, 3);
  bool isOpaque = true;
  for (size_t i = 0; i < holes.pixels.size() / 3; ++i) {
    const auto hole = static_cast<uint8_t>(255 - picture.pixels[4 * i + 3]);
    isOpaque = isOpaque && hole == 0;
    std::fill_n(holes.pixels.data() + 3 * i, 3, hole);
  }
  return isOpaque ? ImageBuffer() : holes;
}

PixelMask maskOfWhite(const ImageBuffer& picture) {
  PixelMask mask(picture.width, picture.height);
  for (size_t i = 0; i < mask.pixels.size(); ++i) mask.pixels[i] = picture.pixels[3 * i] >= 128;
  return mask;
}

}  // namespace

FileWorker::FileWorker()
    : m_history(new HistoryWorker(this)), m_project(new ProjectWorker(m_history, this)) {}

void FileWorker::savePicture(const PicturePtr& picture, const QString& path, bool tellsRequest) {
  const std::filesystem::path file(path.toStdString());
  const Result<void> result = attempt(file.string(), [&] {
    const ImageBuffer& pixels = picture->pixels;
    const bool tells =
        tellsRequest && picture->recording != nullptr;  // an imported one was made who knows how
    return savePng(file, pixels,
                   tells ? pngTextsFor(picture->request, pixels.width, pixels.height) : PngTexts());
  });
  if (result) {
    Q_EMIT saved(picture, path);
  } else {
    Q_EMIT saveFailed(result.error());
  }
}

void FileWorker::readPicture(const QString& path) {
  const std::filesystem::path file(path.toStdString());
  const Result<ImportedPicturePtr> result = attempt(file.string(), [&]() -> Result<ImportedPicturePtr> {
    auto picture = std::make_shared<ImportedPicture>();
    picture->name = QString::fromStdString(file.filename().string());
    UNMASK_TRY(const ImageBuffer loaded, loadImage(file));
    picture->pixels = flattenToRgb(loaded);
    picture->holes = holesOf(loaded);
    // A picture that says nothing, or something broken, about itself is still a picture.
    const Result<PngTexts> texts = readPngTexts(file);
    if (texts) picture->settings = importedSettings(*texts);
    return ImportedPicturePtr(std::move(picture));
  });
  if (result) {
    Q_EMIT pictureRead(*result);
  } else {
    Q_EMIT readFailed(result.error());
  }
}

void FileWorker::takeImage(const QImage& image, const QString& name) {
  const QImage rgb = image.convertToFormat(QImage::Format_RGBA8888);
  if (rgb.isNull()) {
    return Q_EMIT readFailed(
        {ErrorKind::BadInput, "there are no pixels in it", name.toStdString(), "", "", "", ""});
  }
  ImageBuffer pixels(rgb.width(), rgb.height(), 4);
  for (int y = 0; y < rgb.height(); ++y)
    std::copy_n(rgb.constScanLine(y), static_cast<size_t>(rgb.width()) * 4, pixels.at(0, y));
  auto picture = std::make_shared<ImportedPicture>();
  picture->name = name;
  picture->pixels = flattenToRgb(pixels);
  picture->holes = holesOf(pixels);
  Q_EMIT pictureRead(picture);
}

void FileWorker::fitPicture(const ImportedPicturePtr& from, const QSize& target, int step, FitMode mode) {
  const Result<PicturePtr> result = attempt(from->name.toStdString(), [&]() -> Result<PicturePtr> {
    auto picture = std::make_shared<Picture>();
    picture->pixels = fittedPicture(from->pixels, target, step, mode);
    picture->image = toQImage(picture->pixels);
    if (!from->holes.empty())
      picture->transparent = maskOfWhite(fittedPicture(from->holes, target, step, mode));
    return PicturePtr(std::move(picture));
  });
  if (result) {
    Q_EMIT pictureFitted(from, *result);
  } else {
    Q_EMIT readFailed(result.error());
  }
}

void FileWorker::writeState(const QString& path, const std::string& text) {
  const std::filesystem::path file(path.toStdString());
  const Result<void> result = attempt(file.string(), [&] {
    std::error_code ignored;  // the write itself says what is wrong
    std::filesystem::create_directories(file.parent_path(), ignored);
    return writeFileAtomically(file, std::string_view(text));
  });
  Q_EMIT stateWritten(result ? QString() : QString::fromStdString(result.error().text()));
}

void FileWorker::searchModels(const ModelSearchOptions& options) {
  std::vector<FoundModel> models;
  try {
    models = findModels(options);
  } catch (const std::exception&) {
    // A folder that vanishes while it is listed, or no memory: no models then.
  }
  Q_EMIT modelsFound(models);
}

}  // namespace unmask

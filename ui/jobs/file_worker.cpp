#include "ui/jobs/file_worker.h"

#include <exception>
#include <filesystem>

#include "core/io/atomic_file.h"
#include "core/io/png_metadata.h"

namespace unmask {
namespace {

/// Runs a fallible piece of file work; what it throws becomes an Error.
template <typename Work>
Result<void> attempt(const std::string& file, Work&& work) {
  try {
    return work();
  } catch (const std::exception& e) {
    Error error;
    error.message = "writing the file failed unexpectedly";
    error.file = file;
    error.found = e.what();
    return error;
  }
}

}  // namespace

void FileWorker::savePicture(const PicturePtr& picture, const QString& path) {
  const std::filesystem::path file(path.toStdString());
  const Result<void> result = attempt(file.string(), [&] {
    const ImageBuffer& pixels = picture->pixels;
    return savePng(file, pixels, pngTextsFor(picture->request, pixels.width, pixels.height));
  });
  if (result) {
    Q_EMIT saved(picture, path);
  } else {
    Q_EMIT saveFailed(result.error());
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

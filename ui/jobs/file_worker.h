// Everything that touches the disk while the window is up, off the window's thread.
#pragma once

#include <QObject>
#include <QSize>
#include <QString>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/hub/model_search.h"
#include "ui/import/imported_picture.h"
#include "ui/import/picture_fit.h"
#include "ui/picture.h"

namespace unmask {

class HistoryWorker;
class ProjectWorker;

/// Lives in the file thread; all members are called there. Every call ends in exactly one signal.
class FileWorker : public QObject {
  Q_OBJECT

 public:
  FileWorker();

  // Parts that live in the same thread.
  ProjectWorker* project() const { return m_project; }
  HistoryWorker* history() const { return m_history; }

  /// PNG, with the request in it if `tellsRequest`; whole or not at all. Ends in saved or saveFailed.
  void savePicture(const PicturePtr& picture, const QString& path, bool tellsRequest = true);
  /// PNG, JPEG or WebP. Ends in pictureRead or readFailed.
  void readPicture(const QString& path);
  void takeImage(const QImage& image, const QString& name);  ///< the same for pixels one has
  /// Ends in pictureFitted or readFailed.
  void fitPicture(const ImportedPicturePtr& picture, const QSize& target, int step, FitMode mode);
  /// Replaces a small text file, making its folder. Ends in stateWritten; `errorText` is empty on success.
  void writeState(const QString& path, const std::string& text);
  /// Ends in modelsFound.
  void searchModels(const ModelSearchOptions& options);

 Q_SIGNALS:
  void saved(const unmask::PicturePtr& picture, const QString& path);
  void pictureRead(const unmask::ImportedPicturePtr& picture);
  void pictureFitted(const unmask::ImportedPicturePtr& from, const unmask::PicturePtr& picture);
  void readFailed(const unmask::Error& error);
  void saveFailed(const unmask::Error& error);
  void stateWritten(const QString& errorText);
  void modelsFound(const std::vector<unmask::FoundModel>& models);

 private:
  HistoryWorker* m_history;
  ProjectWorker* m_project;
};

}  // namespace unmask

Q_DECLARE_METATYPE(unmask::PicturePtr)

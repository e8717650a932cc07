// Everything that touches the disk while the window is up, off the window's thread.
#pragma once

#include <QObject>
#include <QString>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/hub/model_search.h"
#include "ui/picture.h"

namespace unmask {

/// Lives in the file thread; all members are called there. Every call ends in exactly one signal.
class FileWorker : public QObject {
  Q_OBJECT

 public:
  /// PNG with the request in it, whole or not at all. Ends in saved or saveFailed.
  void savePicture(const PicturePtr& picture, const QString& path);
  /// Replaces a small text file, making its folder. Ends in stateWritten; `errorText` is empty on success.
  void writeState(const QString& path, const std::string& text);
  /// Ends in modelsFound.
  void searchModels(const ModelSearchOptions& options);

 Q_SIGNALS:
  void saved(const unmask::PicturePtr& picture, const QString& path);
  void saveFailed(const unmask::Error& error);
  void stateWritten(const QString& errorText);
  void modelsFound(const std::vector<unmask::FoundModel>& models);
};

}  // namespace unmask

Q_DECLARE_METATYPE(unmask::PicturePtr)

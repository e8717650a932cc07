// Pictures from files, drops and the clipboard into the document.
#pragma once

#include <QImage>
#include <QMimeData>
#include <QObject>
#include <optional>

#include "ui/document_model.h"
#include "ui/error_text.h"
#include "ui/import/picture_fit.h"
#include "ui/jobs/file_worker.h"
#include "ui/jobs/worker_thread.h"

namespace unmask {

/// Lives in the window's thread; reading and fitting is done in the file thread. The picture is applied at
/// once, one undo entry; choosing another fit replaces it.
class PictureImporter : public QObject {
  Q_OBJECT

 public:
  PictureImporter(DocumentModel* document, FileWorker* worker, WorkerThread* thread,
                  QObject* parent = nullptr);

  enum class Shapes {
    Any,  ///< the model takes pictures of other shapes than its own
    Own,  ///< … of its own size alone
  };
  /// What pictures are fitted to; without a model nothing can be imported.
  void setTarget(const QSize& modelSize, int step, Shapes shapes);
  bool canKeepShape() const { return m_shapes == Shapes::Any; }

  void open(const QString& path);
  void paste(const QImage& image, const QString& name);
  static bool canTake(const QMimeData* data);
  bool take(
      const QMimeData* data);  ///< the first picture of a drop or of the clipboard; false when there is none

  /// KeepShape only where the model allows it.
  FitMode mode() const { return m_mode == FitMode::KeepShape && !canKeepShape() ? FitMode::Crop : m_mode; }
  void setMode(FitMode mode);  ///< for this picture and the next ones
  const ImportedPicturePtr& current() const {
    return m_current;
  }                                                        ///< null before the first, and once dismissed
  const PicturePtr& applied() const { return m_applied; }  ///< current(), made to fit; null when not applied
  void dismiss();

  /// A picture that says how it was made waits for an answer, before anything is changed. Null = none does.
  const ImportedPicturePtr& asking() const { return m_asking; }
  void useAsPicture();
  void applySettings();  ///< into the draft
  void cancel();
  /// Without a question.
  void takePicture(const ImportedPicturePtr& picture);

 Q_SIGNALS:
  void settingsWanted(const unmask::ImportedPicturePtr& picture);
  void projectWanted(const QString& path);  ///< the file is none of a picture
  void changed();                           ///< another current picture, or none
  void problem(const unmask::Message& message);

 private:
  void onRead(const ImportedPicturePtr& picture);
  void onFitted(const ImportedPicturePtr& from, const PicturePtr& picture);
  void fit();

  DocumentModel* m_document;
  FileWorker* m_worker;
  WorkerThread* m_thread;
  QSize m_target;
  int m_step = 0;
  Shapes m_shapes = Shapes::Any;
  FitMode m_mode = FitMode::Crop;
  ImportedPicturePtr m_current;
  ImportedPicturePtr m_asking;
  PicturePtr m_applied;  ///< of m_current
  int m_entry = 0;       ///< how many commands were done when it was applied
};

}  // namespace unmask

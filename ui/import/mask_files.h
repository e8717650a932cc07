// The mask to and from picture files.
#pragma once

#include <QObject>

#include "ui/dialogs/file_dialogs.h"
#include "ui/document_model.h"
#include "ui/error_text.h"
#include "ui/jobs/worker_thread.h"

namespace unmask {

/// Lives in the window's thread; files are read and written in the file thread. A changed mask is one undo
/// entry. White is masked, as in other programs; what is transparent counts as black.
class MaskFiles : public QObject {
  Q_OBJECT

 public:
  /// Dialogs belong to `window`; all outlive this object.
  MaskFiles(DocumentModel* document, FileDialogs* dialogs, WorkerThread* thread, QWidget* window);

  // Each asks for a name first; nothing happens without a picture.
  void importMask();     ///< PNG, JPEG or WebP of any size, stretched to the picture's
  void exportMask();     ///< as painted, a grey PNG of the picture's size
  void maskFromAlpha();  ///< the transparent parts of the picture as it was opened
  bool canMaskFromAlpha() const;

 Q_SIGNALS:
  void status(const QString& text);
  void problem(const unmask::Message& message);

 private:
  void read(const QString& path);
  void write(const QString& path);

  DocumentModel* m_document;
  FileDialogs* m_dialogs;
  WorkerThread* m_thread;
  QWidget* m_window;
};

}  // namespace unmask

#include "ui/picture_files.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileInfo>

#include "ui/file_names.h"
#include "ui/settings/preferences.h"

namespace unmask {

PictureFiles::PictureFiles(FileDialogs* dialogs, FileWorker* worker, WorkerThread* thread, QWidget* window)
    : m_dialogs(dialogs), m_worker(worker), m_thread(thread), m_window(window) {
  connect(worker, &FileWorker::saved, this, &PictureFiles::onSaved);
  connect(worker, &FileWorker::saveFailed, this, [this](const Error& error) {
    Q_EMIT problem(errorMessage(tr("The picture was not saved"), error));
  });
}

void PictureFiles::save(const PicturePtr& picture) {
  if (!picture) return;
  if (picture == m_savedPicture && QFileInfo::exists(m_savedPath))
    return Q_EMIT status(tr("Already saved as %1").arg(QDir::toNativeSeparators(m_savedPath)));
  saveAs(picture);
}

void PictureFiles::saveAs(const PicturePtr& picture) {
  if (!picture) return;
  const QString folder = Preferences().pictureFolder();
  const QString name =
      suggestedFileName(QString::fromStdString(picture->request.prompt), picture->request.seed);
  m_dialogs->askSavePath(
      m_window, unusedPath(QDir(folder).filePath(name)), [this, picture](const QString& path) {
        if (path.isEmpty()) return;
        // The dialog asked about overwriting `path`; a name we complete ourselves must not overwrite
        // anything.
        const QString complete = withPngSuffix(path);
        const QString target = complete == path ? path : unusedPath(complete);
        const bool tells = Preferences().writesMetadata();
        m_thread->post(
            [worker = m_worker, picture, target, tells] { worker->savePicture(picture, target, tells); });
      });
}

void PictureFiles::onSaved(const PicturePtr& picture, const QString& path) {
  m_savedPicture = picture;
  m_savedPath = path;
  Preferences().setPictureFolder(QFileInfo(path).absolutePath());
  Q_EMIT status(tr("Saved as %1").arg(QDir::toNativeSeparators(path)));
}

void PictureFiles::copy(const PicturePtr& picture) {
  if (!picture) return;
  QApplication::clipboard()->setImage(picture->image);
  Q_EMIT status(tr("Copied to the clipboard"));
}

}  // namespace unmask

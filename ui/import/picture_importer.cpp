#include "ui/import/picture_importer.h"

#include <QFileInfo>
#include <QUrl>
#include <utility>

namespace unmask {
namespace {

QString firstFile(const QMimeData* data) {
  for (const QUrl& url : data->urls()) {
    if (url.isLocalFile()) return url.toLocalFile();
  }
  return {};
}

}  // namespace

PictureImporter::PictureImporter(DocumentModel* document, FileWorker* worker, WorkerThread* thread,
                                 QObject* parent)
    : QObject(parent), m_document(document), m_worker(worker), m_thread(thread) {
  connect(worker, &FileWorker::pictureRead, this, &PictureImporter::onRead, Qt::QueuedConnection);
  connect(worker, &FileWorker::pictureFitted, this, &PictureImporter::onFitted, Qt::QueuedConnection);
  const auto tell = [this](const Error& error) {
    Q_EMIT problem(errorMessage(tr("The picture was not opened"), error));
  };
  connect(worker, &FileWorker::readFailed, this, tell, Qt::QueuedConnection);
}

void PictureImporter::setTarget(const QSize& modelSize, int step, Shapes shapes) {
  const FitMode before = mode();
  m_target = modelSize;
  m_step = step;
  m_shapes = shapes;
  Q_EMIT changed();
  const bool isShown = !m_applied || m_document->picture() == m_applied;
  if (m_current && mode() != before && isShown) fit();  // what was made of it since is kept
}

void PictureImporter::open(const QString& path) {
  if (path.endsWith(QStringLiteral(".unmask"), Qt::CaseInsensitive)) return Q_EMIT projectWanted(path);
  m_thread->post([worker = m_worker, path] { worker->readPicture(path); });
}

void PictureImporter::paste(const QImage& image, const QString& name) {
  m_thread->post([worker = m_worker, image, name] { worker->takeImage(image, name); });
}

bool PictureImporter::canTake(const QMimeData* data) {
  return data != nullptr && (data->hasImage() || !firstFile(data).isEmpty());
}

bool PictureImporter::take(const QMimeData* data) {
  if (!canTake(data)) return false;
  const QString file = firstFile(data);
  if (!file.isEmpty()) {
    open(file);
  } else {
    paste(qvariant_cast<QImage>(data->imageData()), tr("the clipboard"));
  }
  return true;
}

void PictureImporter::onRead(const ImportedPicturePtr& picture) {
  if (!picture->settings) return takePicture(picture);
  m_asking = picture;
  Q_EMIT changed();
}

void PictureImporter::useAsPicture() {
  if (m_asking) takePicture(std::exchange(m_asking, nullptr));
}

void PictureImporter::applySettings() {
  const ImportedPicturePtr picture = std::exchange(m_asking, nullptr);
  Q_EMIT changed();
  if (picture) Q_EMIT settingsWanted(picture);
}

void PictureImporter::cancel() {
  m_asking = nullptr;
  Q_EMIT changed();
}

void PictureImporter::takePicture(const ImportedPicturePtr& picture) {
  m_asking = nullptr;
  Q_EMIT changed();
  if (m_target.isEmpty()) {
    Q_EMIT problem({Tone::Info,
                    tr("Load a model first"),
                    tr("A picture is fitted to the size that the model works with."),
                    {},
                    MessageTopic::Model});
    return;
  }
  m_current = picture;
  m_applied = nullptr;
  fit();
}

void PictureImporter::fit() {
  m_thread->post([worker = m_worker, picture = m_current, target = m_target, step = m_step, mode = mode()] {
    worker->fitPicture(picture, target, step, mode);
  });
}

void PictureImporter::onFitted(const ImportedPicturePtr& from, const PicturePtr& picture) {
  if (from != m_current) return;  // another one came meanwhile
  const bool replaces =
      m_applied && m_document->picture() == m_applied && m_document->undoStack()->index() == m_entry;
  if (replaces) m_document->undoStack()->undo();
  m_applied = picture;
  m_document->applyPicture(picture, tr("Import Picture"));
  m_entry = m_document->undoStack()->index();
  Q_EMIT changed();
}

void PictureImporter::setMode(FitMode mode) {
  if (mode == this->mode()) return;
  m_mode = mode;
  if (m_current) fit();
}

void PictureImporter::dismiss() {
  m_current = nullptr;
  m_applied = nullptr;
  m_asking = nullptr;
  Q_EMIT changed();
}

}  // namespace unmask

#include "ui/export/exporter.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>
#include <exception>

#include "ui/dialogs/export_dialog.h"
#include "ui/file_names.h"

namespace unmask {
namespace {

constexpr int kProgressSteps = 1000;
constexpr int kShowAfterMilliseconds = 500;

Result<void> attempt(const Exporter::Writer& write, const ExportJob& job, const QString& path,
                     const FilmProgress& progress) {
  try {
    return write(job, path.toStdString(), progress);
  } catch (const std::exception& e) {
    return Error{.message = "the file could not be written", .file = path.toStdString(), .found = e.what()};
  }
}

}  // namespace

Exporter::Exporter(FileDialogs* dialogs, QWidget* window) : m_dialogs(dialogs), m_window(window) {}

void Exporter::open(const ExportJob& source) {
  auto* dialog = new ExportDialog(source, m_window);
  connect(dialog, &QDialog::accepted, this, [this, dialog] { save(dialog->job()); });
  dialog->open();
}

void Exporter::save(const ExportJob& job) {
  const QString pictures = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
  const QString folder = QSettings().value("save/folder", pictures).toString();
  const QString suffix = QString::fromStdString(suffixOf(job));
  const GenerationRequest& request = requestOf(job);
  const QFileInfo name(suggestedFileName(QString::fromStdString(request.prompt), request.seed));
  const QString suggested = QDir(folder).filePath(name.completeBaseName() + '.' + suffix);
  m_dialogs->askSavePath(m_window, unusedPath(suggested), [this, job, suffix](const QString& path) {
    if (path.isEmpty()) return;
    // The dialog asked about overwriting `path`; a name we complete ourselves must not overwrite anything.
    const QString complete = withSuffix(path, suffix);
    start(job, complete == path ? path : unusedPath(complete));
  });
}

void Exporter::start(const ExportJob& job, const QString& path) {
  if (m_waiting++ == 0) m_stop = {};
  if (!m_progress) {
    m_progress = new QProgressDialog(tr("Exporting %1").arg(QFileInfo(path).fileName()), tr("Stop"), 0,
                                     kProgressSteps, m_window);
    m_progress->setWindowTitle(tr("Export"));
    m_progress->setMinimumDuration(kShowAfterMilliseconds);
    m_progress->setAutoReset(false);
    m_progress->setValue(0);
    connect(m_progress, &QProgressDialog::canceled, this, &Exporter::cancel);
  }
  m_thread.post([this, job, path, write = m_writer, stop = m_stop.get_token()] {
    const auto tell = [this, &stop](double share) {
      const int value = qRound(share * kProgressSteps);
      QMetaObject::invokeMethod(
          this,
          [this, value] {
            if (m_progress) m_progress->setValue(value);
          },
          Qt::QueuedConnection);
      return !stop.stop_requested();
    };
    const Result<void> result = attempt(write, job, path, tell);
    QMetaObject::invokeMethod(
        this, [this, result, path] { finish(result, path); }, Qt::QueuedConnection);
  });
}

void Exporter::finish(const Result<void>& result, const QString& path) {
  if (--m_waiting == 0 && m_progress) {
    m_progress->disconnect(this);  // closing counts as cancelling
    m_progress->deleteLater();
    m_progress = nullptr;
  }
  if (result) {
    QSettings().setValue("save/folder", QFileInfo(path).absolutePath());
    return Q_EMIT status(tr("Exported as %1").arg(QDir::toNativeSeparators(path)));
  }
  if (result.error().kind == ErrorKind::Cancelled)
    return Q_EMIT status(tr("The export was stopped; no file was written"));
  Q_EMIT problem(errorMessage(tr("Nothing was exported"), result.error()));
}

}  // namespace unmask

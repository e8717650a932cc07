#include "ui/project/project_files.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

#include "ui/file_names.h"

namespace unmask {
namespace {

constexpr int kMostRecent = 12;
constexpr char kRecentKey[] = "project/recent";  ///< of each its path, a line break, and its prompt
constexpr char kLastKey[] = "project/last";

QString pathIn(const QString& entry) {
  return entry.section('\n', 0, 0);
}

}  // namespace

ProjectFiles::ProjectFiles(const Parts& parts) : m_parts(parts) {
  const Actions& a = *m_parts.actions;
  ProjectSession* session = m_parts.session;
  connect(a.newProject, &QAction::triggered, this, [this, session] {
    remember();
    session->openNew();
  });
  connect(a.saveProjectAs, &QAction::triggered, this, &ProjectFiles::askForName);
  connect(a.recentProjects, &QMenu::aboutToShow, this, &ProjectFiles::fillRecent);
  for (QAction* action : {a.newProject, a.saveProjectAs, a.recentProjects->menuAction()})
    action->setEnabled(session->isActive());
  connect(m_parts.importer, &PictureImporter::projectWanted, this, [this, session](const QString& path) {
    remember();
    session->open(path);
  });
  connect(session, &ProjectSession::opened, this, &ProjectFiles::onOpened);
  connect(session, &ProjectSession::openFailed, this, &ProjectFiles::onOpenFailed);
  connect(session, &ProjectSession::savedAs, this, [this](const QString& path) {
    m_parts.messages->dismiss({MessageTopic::Project});
    m_parts.progress->showStatus(tr("The project is %1 from now on").arg(QDir::toNativeSeparators(path)));
    remember();
    Q_EMIT nameChanged();
  });
  connect(session, &ProjectSession::saveAsFailed, this, [this](const Error& error) {
    m_parts.messages->showMessage(errorMessage(tr("The project was not saved under that name"), error));
  });
  connect(session, &ProjectSession::saveFailed, this, [this](const Error& error) {
    Message message = errorMessage(tr("The project cannot be saved"), error, MessageTopic::Project);
    if (error.kind == ErrorKind::Io)  // what the project cannot hold at all is not tried again
      message.text += '\n' + tr("Nothing is lost yet: it is tried again every few seconds.");
    message.actionText = tr("Save Project As…");
    m_parts.messages->showMessage(message, [this] { askForName(); });
  });
  connect(session, &ProjectSession::saveWorks, this, [this] {
    m_parts.messages->dismiss({MessageTopic::Project});
    m_parts.progress->showStatus(tr("The project is saved again"));
  });
}

void ProjectFiles::start(const QString& wanted) {
  m_parts.session->start(wanted, QSettings().value(kLastKey).toString());
}

void ProjectFiles::close() {
  if (!m_parts.session->isActive()) return;
  remember();
  m_parts.session->close();
}

QString ProjectFiles::name() const {
  const ProjectSession& session = *m_parts.session;
  if (session.path().isEmpty() || session.isUntitled()) return {};
  const QString file = QFileInfo(session.path()).completeBaseName();
  return session.isReadOnly() ? tr("%1 (read only)").arg(file) : file;
}

void ProjectFiles::askForName() {
  const ProjectSession& session = *m_parts.session;
  const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
  const QString folder = QSettings().value("project/folder", documents).toString();
  QString suggested = session.path();
  if (suggested.isEmpty() || session.isUntitled() || session.isReadOnly()) {
    const QString prompt = QString::fromStdString(m_parts.document->draft().prompt).simplified().left(40);
    QString stem =
        prompt.isEmpty() ? tr("Project") : QFileInfo(suggestedFileName(prompt, 0)).completeBaseName();
    if (stem.endsWith(QStringLiteral(" 0"))) stem.chop(2);
    suggested = unusedPath(QDir(folder).filePath(stem + QStringLiteral(".unmask")));
  }
  m_parts.dialogs->askProjectPath(m_parts.window, suggested, [this](const QString& path) {
    if (path.isEmpty()) return;
    QSettings().setValue("project/folder", QFileInfo(path).absolutePath());
    const bool isComplete = path.endsWith(QStringLiteral(".unmask"), Qt::CaseInsensitive);
    // The dialog asked about replacing `path`; a name we complete ourselves must not replace anything.
    m_parts.session->saveAs(isComplete ? path : unusedPath(path + QStringLiteral(".unmask")));
  });
}

void ProjectFiles::onOpened(const OpenedProjectPtr& project) {
  const bool isAtStart = std::exchange(m_isFirst, false);
  remember();
  if (!project->readOnlyReason.isEmpty()) {
    m_parts.messages->showMessage(
        {Tone::Warning, tr("This project can be looked at, but not changed"),
         tr("%1\n%2\nWhat you do here is kept once the project is saved under another name.")
             .arg(QDir::toNativeSeparators(project->path), project->readOnlyReason),
         tr("Save Project As…"), MessageTopic::Project},
        [this] { askForName(); });
  } else if (project->wasInterrupted) {
    QString text = tr("Everything up to the last change is here again.");
    if (project->otherInterrupted > 0)
      text += ' ' + tr("Other unnamed projects are under File, Open Recent.");
    m_parts.messages->showMessage({Tone::Info,
                                   isAtStart ? tr("Unmask did not end in an orderly way the last time")
                                             : tr("This project was not closed in an orderly way"),
                                   text,
                                   {},
                                   MessageTopic::Project});
  }
  Q_EMIT nameChanged();
}

void ProjectFiles::onOpenFailed(const Error& error) {
  const bool isAtStart = std::exchange(m_isFirst, false);
  if (!isAtStart) return m_parts.messages->showMessage(errorMessage(tr("The project was not opened"), error));
  Message message = errorMessage(tr("Nothing is being saved"), error, MessageTopic::Project);
  message.actionText = tr("Save Project As…");
  m_parts.messages->showMessage(message, [this] { askForName(); });
}

void ProjectFiles::remember() {
  const QString path = m_parts.session->path();
  if (path.isEmpty()) return;
  QSettings settings;
  settings.setValue(kLastKey, path);
  QStringList recent = settings.value(kRecentKey).toStringList();
  recent.removeIf([&](const QString& entry) { return pathIn(entry) == path; });
  recent.prepend(path + '\n' +
                 QString::fromStdString(m_parts.document->draft().prompt).simplified().left(60));
  while (recent.size() > kMostRecent) recent.removeLast();
  settings.setValue(kRecentKey, recent);
}

void ProjectFiles::fillRecent() {
  QMenu* menu = m_parts.actions->recentProjects;
  menu->clear();
  const QStringList recent = QSettings().value(kRecentKey).toStringList();
  for (const QString& entry : recent) {
    const QString path = pathIn(entry);
    if (path == m_parts.session->path() || !QFileInfo::exists(path)) continue;
    const QString prompt = entry.section('\n', 1);
    const QFileInfo file(path);
    const bool isUntitled = file.fileName().startsWith(QStringLiteral("untitled-"));
    const QString unnamed =
        prompt.isEmpty()
            ? tr("Unnamed, %1").arg(QLocale().toString(file.lastModified(), QLocale::ShortFormat))
            : tr("Unnamed: %1").arg(prompt);
    QString text = isUntitled ? unnamed : file.completeBaseName();
    QAction* action = menu->addAction(text.replace('&', QStringLiteral("&&")));
    action->setToolTip(QDir::toNativeSeparators(path));
    connect(action, &QAction::triggered, this, [this, path] {
      remember();
      m_parts.session->open(path);
    });
  }
  if (menu->isEmpty()) menu->addAction(tr("No other projects yet"))->setEnabled(false);
}

}  // namespace unmask

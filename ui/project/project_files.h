// Projects as the File menu and the message bar show them.
#pragma once

#include <QMenu>
#include <QObject>
#include <QString>

#include "ui/actions.h"
#include "ui/dialogs/file_dialogs.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/progress_strip.h"
#include "ui/project/project_session.h"

namespace unmask {

/// Lives in the window's thread.
class ProjectFiles : public QObject {
  Q_OBJECT

 public:
  /// All outlive this object; dialogs belong to `window`.
  struct Parts {
    ProjectSession* session;
    DocumentModel* document;
    PictureImporter* importer;
    Actions* actions;
    MessageBar* messages;
    ProgressStrip* progress;
    FileDialogs* dialogs;
    QWidget* window;
  };
  explicit ProjectFiles(const Parts& parts);

  /// Opens `wanted`, else what was open last.
  void start(const QString& wanted);
  /// Remembers what is open for the next start, and closes it.
  void close();
  /// For the title; empty when the project has no name.
  QString name() const;

 Q_SIGNALS:
  void nameChanged();

 private:
  void askForName();
  void onOpened(const OpenedProjectPtr& project);
  void onOpenFailed(const Error& error);
  void remember();
  void fillRecent();

  Parts m_parts;
  bool m_isFirst = true;
};

}  // namespace unmask

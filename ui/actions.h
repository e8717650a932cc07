// Every command of the window with its key, and the menus they stand in.
#pragma once

#include <QAction>
#include <QList>
#include <QMenuBar>
#include <QUndoStack>

namespace unmask {

/// Made once by the main window, which connects them. Object names are the member names, for tests and
/// scripts.
class Actions : public QObject {
  Q_OBJECT

 public:
  Actions(QUndoStack* undoStack, QWidget* window);

  void addMenus(QMenuBar* bar);
  const QList<QMenu*>& menus() const { return m_menus; }

  QAction* openModel;
  QAction* save;
  QAction* saveAs;
  QAction* quit;

  QAction* undo;
  QAction* redo;
  QAction* copy;
  QAction* generate;
  QAction* stop;
  QAction* rollSeed;
  QAction* lockSeed;
  QAction* resetSettings;
  QAction* focusPrompt;

  QAction* zoomIn;
  QAction* zoomOut;
  QAction* zoomFit;
  QList<QAction*> zoomLevels;  ///< data(): device pixels per picture pixel
  QAction* showGrid;
  QAction* fullScreen;

  QAction* showKeys;
  QAction* about;

 private:
  QAction* make(const char* name, const QString& text, const QList<QKeySequence>& keys,
                const char* iconName = nullptr);

  QWidget* m_window;
  QList<QMenu*> m_menus;
};

}  // namespace unmask

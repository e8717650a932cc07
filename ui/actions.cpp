#include "ui/actions.h"

#include <QMenu>

#include "ui/icons.h"

namespace unmask {
namespace {

constexpr int kZoomLevels[] = {1, 2, 4, 8};

}  // namespace

Actions::Actions(QUndoStack* undoStack, QWidget* window) : QObject(window), m_window(window) {
  openModel = make("openModel", tr("Open &Model Folder…"), {tr("Ctrl+Shift+O")}, "folder");
  save = make("save", tr("&Save Picture…"), {QKeySequence::Save}, "save");
  saveAs = make("saveAs", tr("Save Picture &As…"), {tr("Ctrl+Shift+S")});
  quit = make("quit", tr("&Quit"), {tr("Ctrl+Q")});

  undo = undoStack->createUndoAction(window, tr("&Undo"));
  undo->setObjectName("undo");
  undo->setIcon(icon("undo", QPalette::WindowText));
  undo->setShortcut(tr("Ctrl+Z"));
  redo = undoStack->createRedoAction(window, tr("&Redo"));
  redo->setObjectName("redo");
  redo->setIcon(icon("redo", QPalette::WindowText));
  redo->setShortcuts({tr("Ctrl+Shift+Z"), tr("Ctrl+Y")});
  copy = make("copy", tr("&Copy Picture"), {QKeySequence::Copy}, "copy");
  generate = make("generate", tr("&Generate"), {tr("Ctrl+Return"), tr("Ctrl+Enter")}, "generate");
  stop = make("stop", tr("S&top"), {tr("Esc")}, "stop");
  rollSeed = make("rollSeed", tr("&New Random Seed"), {tr("Ctrl+R")}, "dice");
  lockSeed = make("lockSeed", tr("&Lock the Seed"), {tr("Ctrl+L")});
  lockSeed->setCheckable(true);
  resetSettings = make("resetSettings", tr("Use the &Model's Own Settings"), {});
  focusPrompt = make("focusPrompt", tr("Go to the &Prompt"), {tr("Alt+A")});

  zoomIn = make("zoomIn", tr("Zoom &In"), {tr("Ctrl++"), tr("Ctrl+=")});
  zoomOut = make("zoomOut", tr("Zoom &Out"), {tr("Ctrl+-")});
  zoomFit = make("zoomFit", tr("&Fit in Window"), {tr("Ctrl+0")});
  for (int i = 0; i < 4; ++i) {
    const int level = kZoomLevels[i];
    QAction* action =
        make("zoomLevel", tr("%1 %").arg(100 * level), {QKeySequence(tr("Ctrl+%1").arg(i + 1))});
    action->setObjectName(QStringLiteral("zoom%1").arg(100 * level));
    action->setData(level);
    zoomLevels << action;
  }
  showGrid = make("showGrid", tr("Token &Grid"), {tr("Ctrl+'")});
  showGrid->setCheckable(true);
  fullScreen = make("fullScreen", tr("F&ull Screen"), {tr("F11")});
  fullScreen->setCheckable(true);

  showKeys = make("showKeys", tr("&Keys"), {tr("F1")});
  about = make("about", tr("&About Unmask"), {});
  about->setMenuRole(QAction::AboutRole);
}

QAction* Actions::make(const char* name, const QString& text, const QList<QKeySequence>& keys,
                       const char* iconName) {
  auto* action = new QAction(text, m_window);
  action->setObjectName(name);
  action->setShortcuts(keys);
  if (iconName != nullptr) action->setIcon(icon(iconName, QPalette::WindowText));
  return action;
}

void Actions::addMenus(QMenuBar* bar) {
  QMenu* file = bar->addMenu(tr("&File"));
  file->addActions({openModel});
  file->addSeparator();
  file->addActions({save, saveAs});
  file->addSeparator();
  file->addAction(quit);

  QMenu* edit = bar->addMenu(tr("&Edit"));
  edit->addActions({undo, redo});
  edit->addSeparator();
  edit->addAction(copy);
  edit->addSeparator();
  edit->addActions({generate, stop});
  edit->addSeparator();
  edit->addActions({rollSeed, lockSeed, resetSettings, focusPrompt});

  QMenu* view = bar->addMenu(tr("&View"));
  view->addActions({zoomIn, zoomOut, zoomFit});
  view->addSeparator();
  view->addActions(zoomLevels);
  view->addSeparator();
  view->addActions({showGrid, fullScreen});

  QMenu* help = bar->addMenu(tr("&Help"));
  help->addActions({showKeys, about});
  m_menus = {file, edit, view, help};
}

}  // namespace unmask

// Every command of the window with its key, and the menus they stand in.
#pragma once

#include <QAction>
#include <QList>
#include <QMenuBar>

#include "ui/canvas/canvas_keys.h"
#include "ui/commands/undo_stack.h"
#include "ui/tools/tool_settings.h"

namespace unmask {

/// Made once by the main window, which connects them. Object names are the member names, for tests and
/// scripts.
class Actions : public QObject {
  Q_OBJECT

 public:
  Actions(UndoStack* undoStack, QWidget* window);

  void addMenus(QMenuBar* bar);
  const QList<QMenu*>& menus() const { return m_menus; }

  QAction* newProject;
  QAction* openPicture;   ///< or project
  QMenu* recentProjects;  ///< filled by whoever knows them
  QAction* saveProjectAs;
  QAction* paste;
  QAction* openModel;
  QAction* save;
  QAction* saveAs;
  QAction* exportAs;
  QAction* quit;

  QAction* undo;
  QAction* redo;
  QAction* copy;
  QAction* generate;
  QAction* addToQueue;
  QAction* addToQueueFirst;
  QAction* pauseQueue;  ///< checkable
  QAction* stop;        ///< Esc: the run, else the candidates
  QAction* acceptCandidate;
  QAction* previousCandidate;
  QAction* nextCandidate;
  QAction* discardCandidates;
  QAction* varyLeastConfident;
  QAction* compare;
  QAction* nextCompareMode;
  QAction* rollSeed;
  QAction* lockSeed;
  QAction* resetSettings;
  QAction* focusPrompt;

  QAction* previousStep;
  QAction* nextStep;
  QAction* firstStep;
  QAction* lastStep;
  QAction* playSteps;
  QAction* runOneStep;
  QAction* branchHere;
  QAction* hideAgain;
  QAction* fixNow;

  QList<QAction*> tools;  ///< checkable, one at a time; data(): the Tool
  QAction* toolOf(Tool tool) const;
  QAction* smallerBrush;
  QAction* largerBrush;
  QAction* swapPolarity;
  QAction* resetTools;

  QAction* maskAll;
  QAction* clearMask;
  QAction* invertMask;
  QAction* growMask;
  QAction* shrinkMask;
  QAction* clearLocks;
  QAction* importMask;
  QAction* maskFromAlpha;
  QAction* exportMask;
  QAction* anyTouch;  ///< the two rules, one at a time
  QAction* majority;
  QAction* showMask;

  QAction* zoomIn;
  QAction* zoomOut;
  QAction* zoomFit;
  QList<QAction*> zoomLevels;  ///< data(): device pixels per picture pixel
  QAction* showGrid;
  QAction* fullScreen;
  QAction* showHistory;
  QAction* showProject;
  QAction* showQueue;

  QAction* showLab;
  QAction* whatIf;
  QAction* runGrid;
  QAction* codebook;
  QAction* learnStyle;
  QAction* healCell;
  QAction* exportMap;

  QAction* settings;
  QAction* showKeys;
  QAction* tour;
  QAction* lesson;
  QAction* about;

  // What the canvas does while a key is down. In no menu; they have a key and a name, and never fire.
  QAction* panWhileHeld;
  QAction* peekOriginal;
  QAction* panLeft;
  QAction* panRight;
  QAction* panUp;
  QAction* panDown;
  QList<QAction*> canvasKeys;  ///< all of these

  /// Text and keys of an action as they are now, for tool tips: "Undo (Ctrl+Z)".
  static void refreshToolTip(QAction* action);
  /// "Ctrl+Z or Ctrl+Y"; empty without keys.
  static QString keyText(const QAction* action);
  CanvasKeys keysOfCanvas() const;

 private:
  QAction* make(const char* name, const QString& text, const QList<QKeySequence>& keys,
                const char* iconName = nullptr);

  void makeTimeline();
  void makeTools();
  void makeMaskActions();
  void makeCanvasKeys();
  void followUndoStack(UndoStack* undoStack);

  QWidget* m_window;
  QObject m_canvasKeys;  ///< owns them, apart from the commands of the window
  QList<QMenu*> m_menus;
};

}  // namespace unmask

#include "ui/actions.h"

#include <QAbstractSpinBox>
#include <QActionGroup>
#include <QApplication>
#include <QMenu>
#include <QRegularExpression>

#include "ui/icons.h"

namespace unmask {
namespace {

constexpr int kZoomLevels[] = {1, 2, 4, 8};

/// A number still being typed counts for what begins now; its box waits for Enter or for the focus to leave.
void takeTypedNumber() {
  if (auto* box = qobject_cast<QAbstractSpinBox*>(QApplication::focusWidget())) box->interpretText();
}

}  // namespace

Actions::Actions(UndoStack* undoStack, QWidget* window) : QObject(window), m_window(window) {
  newProject = make("newProject", tr("&New"), {QKeySequence::New});
  recentProjects = new QMenu(tr("Open &Recent"), window);
  recentProjects->setObjectName("recentProjects");
  recentProjects->setToolTipsVisible(true);
  saveProjectAs = make("saveProjectAs", tr("Save Pro&ject As…"), {tr("Ctrl+Alt+S")});
  openPicture = make("openPicture", tr("&Open…"), {QKeySequence::Open}, "import");
  paste = make("paste", tr("&Paste Picture"), {QKeySequence::Paste});
  openModel = make("openModel", tr("Open &Model Folder…"), {tr("Ctrl+Shift+O")}, "folder");
  save = make("save", tr("&Save Picture…"), {QKeySequence::Save}, "save");
  saveAs = make("saveAs", tr("Save Picture &As…"), {tr("Ctrl+Shift+S")});
  exportAs = make("exportAs", tr("E&xport…"), {tr("Ctrl+E")}, "export");
  quit = make("quit", tr("&Quit"), {tr("Ctrl+Q")});

  undo = make("undo", tr("&Undo"), {tr("Ctrl+Z")}, "undo");
  redo = make("redo", tr("&Redo"), {tr("Ctrl+Shift+Z"), tr("Ctrl+Y")}, "redo");
  followUndoStack(undoStack);
  copy = make("copy", tr("&Copy Picture"), {QKeySequence::Copy}, "copy");
  generate = make("generate", tr("&Generate"), {tr("Ctrl+Return"), tr("Ctrl+Enter")}, "generate");
  addToQueue =
      make("addToQueue", tr("Add to the &Queue"), {tr("Shift+Ctrl+Return"), tr("Shift+Ctrl+Enter")}, "queue");
  addToQueueFirst = make("addToQueueFirst", tr("Add to the &Front of the Queue"), {tr("Alt+Ctrl+Return")});
  for (QAction* run : {generate, addToQueue, addToQueueFirst})
    connect(run, &QAction::triggered, this, &takeTypedNumber);
  pauseQueue = make("pauseQueue", tr("Pause the Q&ueue"), {tr("Ctrl+Shift+P")}, "pause");
  pauseQueue->setCheckable(true);
  stop = make("stop", tr("S&top or Discard"), {tr("Esc")}, "stop");
  // Enter and arrows mean something else in most places: only canvas and candidates take them.
  acceptCandidate =
      make("acceptCandidate", tr("&Accept the Candidate"), {tr("Return"), tr("Enter")}, "accept");
  previousCandidate = make("previousCandidate", tr("Pre&vious Candidate"), {tr("Left")});
  nextCandidate = make("nextCandidate", tr("Ne&xt Candidate"), {tr("Right")});
  for (QAction* action : {acceptCandidate, previousCandidate, nextCandidate})
    action->setShortcutContext(Qt::WidgetShortcut);
  varyLeastConfident =
      make("varyLeastConfident", tr("Vary the Least Confident Cells…"), {tr("Ctrl+Shift+R")}, "dice");
  compare = make("compare", tr("Compare with the Original"), {tr("C")}, "compare");
  compare->setCheckable(true);
  nextCompareMode = make("nextCompareMode", tr("Next Way to Compare"), {tr("Ctrl+Alt+C")});
  discardCandidates = make("discardCandidates", tr("&Discard All Candidates"), {}, "close");
  rollSeed = make("rollSeed", tr("&New Random Seed"), {tr("Ctrl+R")}, "dice");
  lockSeed = make("lockSeed", tr("&Lock the Seed"), {tr("Ctrl+L")});
  lockSeed->setCheckable(true);
  resetSettings = make("resetSettings", tr("Use the &Model's Own Settings"), {});
  focusPrompt = make("focusPrompt", tr("Go to the &Prompt"), {tr("Alt+A")});

  makeTimeline();
  makeTools();
  makeMaskActions();

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
  showHistory = make("showHistory", tr("&History"), {tr("Ctrl+Shift+H")});
  showProject = make("showProject", tr("Runs of This &Project"), {tr("Ctrl+Shift+J")});
  showQueue = make("showQueue", tr("&Queue"), {tr("Ctrl+Shift+U")});
  showLab = make("showLab", tr("Token &Lab"), {tr("F7")});
  showLab->setCheckable(true);
  whatIf = make("whatIf", tr("&What If…"), {tr("F8")}, "what-if");
  runGrid = make("runGrid", tr("&Grid of Runs…"), {tr("F9")}, "run-grid");
  codebook = make("codebook", tr("&Codebook…"), {tr("F6")}, "codebook");
  learnStyle = make("learnStyle", tr("Learn a St&yle…"), {tr("F5")}, "style");
  healCell = make("healCell", tr("&Heal Around the Picked Cell"), {tr("Ctrl+Shift+L")});
  exportMap = make("exportMap", tr("E&xport the Map…"), {tr("Ctrl+Shift+E")}, "export");
  fullScreen = make("fullScreen", tr("F&ull Screen"), {tr("F11")});
  fullScreen->setCheckable(true);

  settings = make("settings", tr("Se&ttings…"), {tr("Ctrl+,")});
  settings->setMenuRole(QAction::PreferencesRole);
  showKeys = make("showKeys", tr("&Keys"), {tr("F1")});
  tour = make("tour", tr("&Tour of the Window"), {});
  lesson = make("lesson", tr("How a Masked Model &Draws"), {});
  about = make("about", tr("&About Unmask"), {});
  about->setMenuRole(QAction::AboutRole);
  makeCanvasKeys();
}

void Actions::makeCanvasKeys() {
  const auto add = [this](const char* name, const QString& text, const QString& key) {
    auto* action = new QAction(text, &m_canvasKeys);
    action->setObjectName(name);
    action->setShortcut(QKeySequence(key, QKeySequence::PortableText));
    canvasKeys << action;
    return action;
  };
  panWhileHeld = add("panWhileHeld", tr("Move the Picture While Held"), "Space");
  peekOriginal = add("peekOriginal", tr("Show the Original While Held"), "Tab");
  panLeft = add("panLeft", tr("Look Further Left"), "Left");
  panRight = add("panRight", tr("Look Further Right"), "Right");
  panUp = add("panUp", tr("Look Further Up"), "Up");
  panDown = add("panDown", tr("Look Further Down"), "Down");
}

QString Actions::keyText(const QAction* action) {
  QStringList texts;
  for (const QKeySequence& key : action->shortcuts()) texts << key.toString(QKeySequence::NativeText);
  return texts.join(tr(" or "));
}

void Actions::refreshToolTip(QAction* action) {
  const QString kept = action->property("plainText").toString();
  const QString plain = kept.isEmpty() ? action->text() : kept;
  const QString keys = keyText(action);
  action->setToolTip(keys.isEmpty() ? plain : tr("%1 (%2)").arg(plain, keys));
}

CanvasKeys Actions::keysOfCanvas() const {
  return {panWhileHeld->shortcuts(), panLeft->shortcuts(), panRight->shortcuts(), panUp->shortcuts(),
          panDown->shortcuts()};
}

void Actions::followUndoStack(UndoStack* stack) {
  const auto refresh = [this, stack] {
    undo->setEnabled(stack->canUndo());
    redo->setEnabled(stack->canRedo());
    undo->setText(stack->canUndo() ? tr("&Undo %1").arg(stack->undoText()) : tr("&Undo"));
    redo->setText(stack->canRedo() ? tr("&Redo %1").arg(stack->redoText()) : tr("&Redo"));
  };
  connect(undo, &QAction::triggered, stack, &UndoStack::undo);
  connect(redo, &QAction::triggered, stack, &UndoStack::redo);
  connect(stack, &UndoStack::changed, this, refresh);
  refresh();
}

void Actions::makeTimeline() {
  previousStep = make("previousStep", tr("&Previous Step"), {tr(",")}, "step-back");
  nextStep = make("nextStep", tr("&Next Step"), {tr(".")}, "step-forward");
  firstStep = make("firstStep", tr("To the &Start"), {tr("Home")});
  lastStep = make("lastStep", tr("To the &End"), {tr("End")});
  for (QAction* action : {firstStep, lastStep}) action->setShortcutContext(Qt::WidgetShortcut);
  playSteps = make("playSteps", tr("P&lay or Pause"), {tr("K")}, "play");
  runOneStep = make("runOneStep", tr("Run &One Step and Hold"), {tr("F10")}, "step-mode");
  connect(runOneStep, &QAction::triggered, this, &takeTypedNumber);
  branchHere = make("branchHere", tr("&Branch from This Step"), {tr("Ctrl+B")}, "branch");
  hideAgain = make("hideAgain", tr("&Hide the Masked Cells Again"), {tr("Ctrl+H")}, "mask-all");
  fixNow = make("fixNow", tr("&Fix the Masked Cells Now"), {tr("Ctrl+F")}, "accept");
}

void Actions::makeTools() {
  auto* group = new QActionGroup(this);
  const auto addTool = [&](Tool tool, const QString& text, const QList<QKeySequence>& keys,
                           const char* iconName) {
    QAction* action = make(toolName(tool), text, keys, iconName);
    action->setCheckable(true);
    action->setData(static_cast<int>(tool));
    group->addAction(action);
    tools << action;
  };
  addTool(Tool::Brush, tr("&Brush"), {tr("B")}, "brush");
  addTool(Tool::Eraser, tr("&Eraser"), {tr("E")}, "eraser");
  addTool(Tool::Rectangle, tr("&Rectangle"), {tr("U"), tr("M")}, "rectangle");
  addTool(Tool::Lasso, tr("&Lasso"), {tr("L")}, "lasso");
  addTool(Tool::Fill, tr("&Fill an Area"), {tr("G")}, "fill");
  addTool(Tool::Lock, tr("Loc&k Brush"), {tr("Shift+L")}, "lock-cells");
  addTool(Tool::Token, tr("&Token Brush"), {tr("T")}, "token");
  addTool(Tool::Picker, tr("&Picker"), {tr("I")}, "picker");
  addTool(Tool::Hand, tr("&Hand"), {tr("H")}, "hand");
  addTool(Tool::Zoom, tr("&Zoom"), {tr("Z")}, "zoom");
  smallerBrush = make("smallerBrush", tr("&Smaller Brush"), {tr("[")});
  largerBrush = make("largerBrush", tr("L&arger Brush"), {tr("]")});
  swapPolarity = make("swapPolarity", tr("S&wap Painting and Erasing"), {tr("X")});
  resetTools = make("resetTools", tr("Back to the &Default Tool"), {tr("D")});
}

void Actions::makeMaskActions() {
  maskAll = make("maskAll", tr("Mask &Everything"), {QKeySequence::SelectAll}, "mask-all");
  clearMask = make("clearMask", tr("&Clear the Mask"), {tr("Ctrl+D"), tr("Del")}, "mask-clear");
  invertMask = make("invertMask", tr("&Invert the Mask"), {tr("Ctrl+I"), tr("Shift+V")}, "mask-invert");
  growMask = make("growMask", tr("&Grow by a Cell"), {tr("Ctrl+]")}, "mask-grow");
  shrinkMask = make("shrinkMask", tr("&Shrink by a Cell"), {tr("Ctrl+[")}, "mask-shrink");
  clearLocks = make("clearLocks", tr("&Unlock All Cells"), {tr("Ctrl+Shift+D")}, "lock-open");
  importMask = make("importMask", tr("I&mport a Mask…"), {tr("Ctrl+Alt+O")}, "import");
  maskFromAlpha = make("maskFromAlpha", tr("Mask the T&ransparent Parts"), {tr("Ctrl+Alt+A")});
  exportMask = make("exportMask", tr("E&xport the Mask…"), {tr("Ctrl+Alt+M")}, "export");
  auto* rules = new QActionGroup(this);
  anyTouch = make("anyTouch", tr("Cells That the Stroke &Touches"), {});
  majority = make("majority", tr("Cells That the Stroke Covers by &Half"), {});
  for (QAction* rule : {anyTouch, majority}) {
    rule->setCheckable(true);
    rules->addAction(rule);
  }
  anyTouch->setChecked(true);
  showMask = make("showMask", tr("Show the &Mask"), {tr("Shift+H")});
  showMask->setCheckable(true);
  showMask->setChecked(true);
}

QAction* Actions::toolOf(Tool tool) const {
  return tools[static_cast<int>(tool)];
}

QAction* Actions::make(const char* name, const QString& text, const QList<QKeySequence>& keys,
                       const char* iconName) {
  auto* action = new QAction(text, m_window);
  action->setObjectName(name);
  action->setShortcuts(keys);
  static const QRegularExpression letterApart(QStringLiteral("\\(&.\\)"));  // as in "撤销(&U)"
  action->setProperty("plainText", QString(text).remove(letterApart).remove('&').remove(QStringLiteral("…")));
  refreshToolTip(action);
  if (iconName != nullptr) action->setIcon(icon(iconName, QPalette::WindowText));
  return action;
}

void Actions::addMenus(QMenuBar* bar) {
  QMenu* file = bar->addMenu(tr("&File"));
  file->addActions({newProject, openPicture});
  file->addMenu(recentProjects);
  file->addAction(openModel);
  file->addSeparator();
  file->addActions({saveProjectAs, save, saveAs, exportAs});
  file->addSeparator();
  file->addAction(quit);

  QMenu* edit = bar->addMenu(tr("&Edit"));
  edit->addActions({undo, redo});
  edit->addSeparator();
  edit->addActions({copy, paste});
  edit->addSeparator();
  edit->addAction(settings);

  QMenu* run = bar->addMenu(tr("&Run"));
  run->addActions({generate, stop});
  run->addSeparator();
  run->addActions({addToQueue, addToQueueFirst, pauseQueue});
  run->addSeparator();
  run->addActions({acceptCandidate, previousCandidate, nextCandidate, discardCandidates});
  run->addSeparator();
  run->addActions({varyLeastConfident, compare, nextCompareMode});
  run->addSeparator();
  run->addActions({rollSeed, lockSeed, resetSettings, focusPrompt});
  run->addSeparator();
  run->addAction(learnStyle);

  QMenu* timeline = bar->addMenu(tr("T&imeline"));
  timeline->addActions({playSteps, previousStep, nextStep, firstStep, lastStep});
  timeline->addSeparator();
  timeline->addActions({runOneStep, branchHere, hideAgain, fixNow});

  QMenu* toolMenu = bar->addMenu(tr("Too&ls"));
  toolMenu->addActions(tools);
  toolMenu->addSeparator();
  toolMenu->addActions({smallerBrush, largerBrush, swapPolarity, resetTools});

  QMenu* mask = bar->addMenu(tr("Mas&k"));
  mask->addActions({maskAll, clearMask, invertMask, growMask, shrinkMask});
  mask->addSeparator();
  mask->addAction(clearLocks);
  mask->addSeparator();
  mask->addActions({importMask, maskFromAlpha, exportMask});
  mask->addSeparator();
  mask->addActions({anyTouch, majority});

  QMenu* view = bar->addMenu(tr("&View"));
  view->addActions({zoomIn, zoomOut, zoomFit});
  view->addSeparator();
  view->addActions(zoomLevels);
  view->addSeparator();
  view->addActions({showHistory, showProject, showQueue});
  view->addSeparator();
  view->addActions({showGrid, showMask, fullScreen});

  QMenu* lab = bar->addMenu(tr("La&b"));
  lab->addActions({showLab, healCell, exportMap});
  lab->addSeparator();
  lab->addActions({whatIf, runGrid, codebook});

  QMenu* help = bar->addMenu(tr("&Help"));
  help->addActions({showKeys, tour, lesson, about});
  m_menus = {file, edit, run, timeline, toolMenu, mask, view, lab, help};
}

}  // namespace unmask

#include "ui/window_services.h"

#include <QSettings>

#include "core/hub/known_phrases.h"
#include "ui/desktop/session_bus.h"
#include "ui/dialogs/about_dialog.h"
#include "ui/dialogs/key_sheet.h"
#include "ui/lab/lab_topics.h"
#include "ui/lab/lesson.h"
#include "ui/main_window.h"
#include "ui/panels/phrase_completer.h"

namespace unmask {

WindowServices::WindowServices(MainWindow* window, ModelFinder* models, FileDialogs* dialogs)
    : QObject(nullptr),
      m_window(window),
      m_models(models),
      m_dialogs(dialogs),
      m_keys(*window->actions(), window->toolSettings()),
      m_tips(&m_keys),
      m_notices(window->jobs(), sessionBusOrNone(),
                {[window] { return window->isActiveWindow(); }, [this] { return m_clock.elapsed(); }}),
      m_completer(new PhraseCompleter(window->promptPanel()->prompt())) {
  m_clock.start();
  const auto tellCanvas = [this] {
    m_window->canvas()->setKeys(m_window->actions()->keysOfCanvas());
    const QKeySequence key = m_window->actions()->generate->shortcut();
    m_window->canvas()->setHint(
        key.isEmpty()
            ? tr("It appears here, cell by cell")
            : tr("%1 makes it appear here, cell by cell").arg(key.toString(QKeySequence::NativeText)));
  };
  connect(&m_keys, &KeyScheme::changed, this, tellCanvas);
  connect(&m_keys, &KeyScheme::changed, m_window->runs(), &RunFlow::planChanged);
  tellCanvas();
  connect(&m_notices, &RunNotices::windowWanted, m_window, [this] {
    m_window->setWindowState(m_window->windowState() & ~Qt::WindowMinimized);
    m_window->raise();
    m_window->activateWindow();
  });
  MaskModel* mask = m_window->document()->mask();
  if (QSettings().value("tools/majority", false).toBool()) mask->setRule(CellRule::Majority);
  m_rule = mask->rule();
  connect(mask, &MaskModel::changed, this, &WindowServices::rememberRule);
  connectHelp();
  connect(window->jobs(), &JobController::modelLoaded, this, &WindowServices::askForPhrases);
}

/// Read in the engine's thread, as files are. A list that cannot be read is as good as none: typing goes on.
void WindowServices::askForPhrases() {
  m_window->jobs()->ask(kPhrasesTopic, [completer = m_completer](Engine& engine) -> Delivery {
    auto phrases = readKnownPhrases(engine.info().reference.path);
    return [completer, known = phrases.ok() ? *std::move(phrases) : std::vector<std::string>()] {
      if (completer) completer->setPhrases(known);
    };
  });
}

void WindowServices::rememberRule() {
  const CellRule rule = m_window->document()->mask()->rule();
  if (rule == m_rule) return;
  m_rule = rule;
  QSettings().setValue("tools/majority", rule == CellRule::Majority);
}

void WindowServices::connectHelp() {
  const Actions& actions = *m_window->actions();
  connect(actions.settings, &QAction::triggered, this, &WindowServices::showSettings);
  connect(actions.tour, &QAction::triggered, this, &WindowServices::startTour);
  connect(actions.lesson, &QAction::triggered, this, &WindowServices::wantLesson);
  connect(m_window->runs(), &RunFlow::batchEnded, this, [this](RunEnd end) {
    const bool wasWanted = std::exchange(m_isLessonWanted, false);
    if (wasWanted && end == RunEnd::Finished) startLesson();
  });
  connect(actions.showKeys, &QAction::triggered, this,
          [this] { (new KeySheet(&m_keys, m_window->toolSettings(), m_window))->show(); });
  connect(actions.about, &QAction::triggered, this,
          [this] { (new AboutDialog(m_window->promptPanel()->models()->current(), m_window))->show(); });
}

void WindowServices::showSettings() {
  if (!m_settings) {
    const SettingsParts parts{
        &m_preferences, &m_keys, m_window->toolSettings(), m_window->document()->mask(), m_models, m_dialogs};
    m_settings = new SettingsDialog(parts, m_window);
  }
  m_settings->show();
  m_settings->raise();
  m_settings->activateWindow();
}

void WindowServices::offerTour() {
  if (QSettings().value("tour/seen", false).toBool()) return;
  startTour();
}

/// The lesson goes over a recorded run; without one, a picture is made first.
void WindowServices::wantLesson() {
  if (m_window->player()->end() > 0) return startLesson();
  DocumentModel* document = m_window->document();
  if (document->draft().prompt.empty()) document->setPrompt("a red apple");
  m_isLessonWanted = true;
  m_window->generate();
}

void WindowServices::startLesson() {
  if (m_tour) return;
  m_tour = new Tour(lessonStops(m_window), m_window);
}

void WindowServices::startTour() {
  if (m_tour) return;
  QSettings().setValue("tour/seen", true);  // at once: who leaves in the middle is not asked again
  const auto keysOf = [](const QAction* action) { return Actions::keyText(action); };
  const Actions& actions = *m_window->actions();
  PromptPanel* panel = m_window->promptPanel();
  m_tour = new Tour(
      {{panel->prompt(), tr("Say what to see"),
        tr("Type what the picture should show. The default model knows small things and simple scenes, "
           "such as “a red apple”.")},
       {panel->runButton(), tr("One button"),
        tr("It says what it will do: make a new picture, repaint what is masked, or vary what is there (%1).")
            .arg(keysOf(actions.generate))},
       {m_window->canvas(), tr("Watch, then paint"),
        tr("The picture appears cell by cell. Paint over what you do not like, and only that is made again. "
           "Wheel zooms, %1 and dragging moves.")
            .arg(keysOf(actions.panWhileHeld))},
       {m_window->findChild<QWidget*>("toolStrip"), tr("Tools"),
        tr("Brush, eraser, rectangle, lasso and more. Locked cells are never changed by a run.")},
       {m_window->menuBar(), tr("Step by step"),
        tr("Every run can be gone through step by step, held and branched, in the Timeline menu. "
           "%1 lists all keys, %2 changes them.")
            .arg(keysOf(actions.showKeys), keysOf(actions.settings))}},
      m_window);
}

}  // namespace unmask

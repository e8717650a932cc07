// What surrounds the work in the window: keys, settings, help, the tour, and news for the desktop.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>

#include "ui/desktop/run_notices.h"
#include "ui/keys/key_scheme.h"
#include "ui/keys/key_tips.h"
#include "ui/settings/preferences.h"
#include "ui/settings/settings_dialog.h"
#include "ui/tour.h"

namespace unmask {

class MainWindow;
class PhraseCompleter;

class WindowServices : public QObject {
  Q_OBJECT

 public:
  /// After the window's menus are made and its session is restored. All outlive this object.
  WindowServices(MainWindow* window, ModelFinder* models, FileDialogs* dialogs);

  Preferences* preferences() { return &m_preferences; }
  KeyScheme* keys() { return &m_keys; }
  const KeyTips& tips() const { return m_tips; }
  RunNotices* notices() { return &m_notices; }

  void showSettings();
  void startTour();
  /// On the first start of all only.
  void offerTour();
  void wantLesson();

 private:
  void connectHelp();
  void askForPhrases();
  void rememberRule();
  void startLesson();

  MainWindow* m_window;
  ModelFinder* m_models;
  FileDialogs* m_dialogs;
  Preferences m_preferences;
  KeyScheme m_keys;
  KeyTips m_tips;
  QElapsedTimer m_clock;
  RunNotices m_notices;
  QPointer<PhraseCompleter> m_completer;
  QPointer<SettingsDialog> m_settings;
  QPointer<Tour> m_tour;
  bool m_isLessonWanted = false;  ///< when the run going on is done
  CellRule m_rule = CellRule::AnyTouch;
};

}  // namespace unmask

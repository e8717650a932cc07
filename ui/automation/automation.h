// Scripted use of the window: measuring its start, and taking its picture for the README.
#pragma once

#include <QObject>
#include <QString>
#include <chrono>
#include <optional>

#include "ui/automation/scenes.h"
#include "ui/main_window.h"

namespace unmask {

struct AutomationOptions {
  bool measureStartup = false;
  bool measureLab = false;
  int measuredHistory = 0;  ///< measure how the window answers, with so many entries in its history; 0 = no
  QString screenshot;       ///< PNG path; empty = none
  Scene scene = Scene::Picture;  ///< what it shows
  QSize size;                    ///< of the window then, logical pixels; empty = as it comes
  std::chrono::steady_clock::time_point mainEntry;
  std::optional<double>
      secondsBeforeMain;  ///< from the process's start to main(); nullopt when it cannot be told
};

/// Waits for the model, does what was asked, then emits finished(). Lives in the window's thread.
class Automation : public QObject {
  Q_OBJECT

 public:
  Automation(MainWindow* window, AutomationOptions options, QObject* parent = nullptr);

 Q_SIGNALS:
  /// `output` is for stdout (JSON), `problem` for stderr; exit code 0 means done.
  void finished(int exitCode, const QString& output, const QString& problem);

 private:
  void onModelReady();
  void takeScreenshot();
  void end(int exitCode, const QString& problem = {}, const QString& output = {});
  double millisecondsSinceMain() const;
  void measureAnswers();
  void measureLab();
  QString startMeasured() const;

  MainWindow* m_window;
  AutomationOptions m_options;
  double m_firstPaint = -1;
  double m_modelReady = -1;
  SceneDirector* m_director = nullptr;  ///< once the model is loaded
  bool m_hasEnded = false;
};

/// From the start of this process to now, by /proc/self/stat (resolution: one clock tick, usually 10 ms).
std::optional<double> secondsSinceProcessStart();

}  // namespace unmask

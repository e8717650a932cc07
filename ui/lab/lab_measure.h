// Diagnostic: how quick the token lab is on this machine, with the loaded model and the picture shown.
#pragma once

#include <QElapsedTimer>
#include <QJsonObject>
#include <QObject>
#include <vector>

#include "ui/jobs/job_controller.h"

namespace unmask {

class MainWindow;

/// Measures one thing after another through the window as a user would, then emits finished(). Lives in the
/// window's thread. The window shows a recorded run and the engine is idle.
class LabMeasure : public QObject {
  Q_OBJECT

 public:
  explicit LabMeasure(MainWindow* window, QObject* parent = nullptr);

  void start();

 Q_SIGNALS:
  /// Milliseconds: `map_switch_ms` (median and worst over the recorded maps, painted), `alternatives_ms` (a
  /// cell picked to its pictures shown, median of several cells), `ablation_ms` (every word of the prompt
  /// left out for one step, asked to shown), `run_ms` (the whole run again, without previews, to weigh the
  /// others by), and `recording_share`: what RecordLevel::Full adds to that, as a share.
  void finished(const QJsonObject& json);

 private:
  void measureMaps();
  void measureNextCell();
  void measureAblation();
  void measureRecording();

  MainWindow* m_window;
  QJsonObject m_json;
  QElapsedTimer m_clock;
  std::vector<double> m_cells;
  bool m_isWaitingForAblation = false;
};

}  // namespace unmask

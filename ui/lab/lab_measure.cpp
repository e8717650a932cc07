#include "ui/lab/lab_measure.h"

#include <QPointer>
#include <algorithm>
#include <chrono>
#include <cmath>

#include "ui/jobs/recorded_run.h"
#include "ui/main_window.h"

namespace unmask {
namespace {

constexpr int kCells = 7;
constexpr int kPairs = 9;  ///< runs with and without a full record

double rounded(double value) {
  return std::round(value * 1000) / 1000;
}

double median(std::vector<double> values) {
  if (values.empty()) return -1;
  std::ranges::sort(values);
  return values[values.size() / 2];
}

struct RecordingCost {
  double runSeconds = 0;  ///< of a run without a full record
  double share = 0;       ///< of it, that a full record adds
};

/// The two take turns, so that what else the machine does falls on both.
Result<RecordingCost> recordingCost(Engine& engine, const GenerationRequest& request, std::stop_token stop) {
  std::vector<double> shares, runs;
  for (int i = 0; i <= kPairs; ++i) {
    double seconds[2] = {0, 0};
    for (const bool isFull : {i % 2 == 0, i % 2 != 0}) {
      RunOptions options;
      options.keepTrace = true;
      options.recordLevel = isFull ? RecordLevel::Full : RecordLevel::Tokens;
      UNMASK_TRY(const RunOutcome outcome, engine.run(request, options, stop));
      seconds[isFull ? 1 : 0] = outcome.secondsText + outcome.secondsSteps + outcome.secondsDecode;
    }
    if (i == 0) continue;  // the first pair warms up
    shares.push_back((seconds[1] - seconds[0]) / seconds[0]);
    runs.push_back(seconds[0]);
  }
  return RecordingCost{median(runs), median(shares)};
}

}  // namespace

LabMeasure::LabMeasure(MainWindow* window, QObject* parent) : QObject(parent), m_window(window) {
  connect(window->lab(), &LabControl::alternativesShown, this, [this] {
    if (m_window->lab()->cell() && !m_cells.empty() && m_cells.back() < 0) {
      m_cells.back() = static_cast<double>(m_clock.nsecsElapsed()) / 1e6;
      QMetaObject::invokeMethod(this, &LabMeasure::measureNextCell, Qt::QueuedConnection);
    }
  });
  connect(window->lab(), &LabControl::mapChanged, this, [this] {
    if (!m_isWaitingForAblation || m_window->lab()->map().height == 0) return;
    m_isWaitingForAblation = false;
    m_window->canvas()->repaint();
    m_json["ablation_ms"] = rounded(static_cast<double>(m_clock.nsecsElapsed()) / 1e6);
    QMetaObject::invokeMethod(this, &LabMeasure::measureRecording, Qt::QueuedConnection);
  });
}

void LabMeasure::start() {
  m_window->actions()->showLab->setChecked(true);
  QMetaObject::invokeMethod(this, &LabMeasure::measureMaps, Qt::QueuedConnection);
}

void LabMeasure::measureMaps() {
  std::vector<double> times;
  for (int round = 0; round < 5; ++round) {
    for (const MapKind kind : allMaps()) {
      m_clock.start();
      m_window->labPanel()->chooseMap(MapSource::Recorded, kind);
      m_window->canvas()->repaint();
      times.push_back(static_cast<double>(m_clock.nsecsElapsed()) / 1e6);
    }
  }
  m_json["map_switch_ms"] = rounded(median(times));
  m_json["map_switch_worst_ms"] = rounded(*std::ranges::max_element(times));
  measureNextCell();
}

void LabMeasure::measureNextCell() {
  const RecordingPtr recording = m_window->player()->recording();
  const TokenGrid& grid = recording->states.back().tokens;
  if (m_cells.size() == kCells) {
    m_json["alternatives_ms"] = rounded(median(m_cells));
    return measureAblation();
  }
  const int place = static_cast<int>(m_cells.size()) + 1;
  m_cells.push_back(-1);
  m_clock.start();
  Q_EMIT m_window->canvas()->cellPicked(
      {place * grid.height / (kCells + 2), place * grid.width / (kCells + 2)});
}

void LabMeasure::measureAblation() {
  m_window->player()->setPosition(1);  // its step found everything masked
  m_json["words"] = static_cast<int>(wordsIn(m_window->document()->picture()->request.prompt).size());
  m_isWaitingForAblation = true;
  m_clock.start();
  m_window->labPanel()->chooseMap(MapSource::Ablation);
}

void LabMeasure::measureRecording() {
  const GenerationRequest request = requestOfWholeRun(*m_window->document()->picture());
  const QPointer<LabMeasure> self(this);
  m_window->jobs()->study([=](Engine& engine, const StudyLink& link) -> Result<Delivery> {
    UNMASK_TRY(const RecordingCost cost, recordingCost(engine, request, link.stop));
    return Delivery([=] {
      if (!self) return;
      self->m_json["run_ms"] = rounded(1000 * cost.runSeconds);
      self->m_json["recording_share"] = rounded(cost.share);
      Q_EMIT self->finished(self->m_json);
    });
  });
}

}  // namespace unmask

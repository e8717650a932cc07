// A grid of runs: one or two settings taken through several values, everything else alike.
#pragma once

#include <QImage>
#include <QObject>
#include <QString>
#include <optional>
#include <vector>

#include "core/lab/run_axis.h"
#include "ui/jobs/job_controller.h"
#include "ui/picture.h"

namespace unmask {

struct RunSide {
  RunSetting setting = RunAxis::Order;
  std::string values;  ///< as axisValues() reads them
};

struct RunCell {
  enum class State { Waiting, Running, Done, Failed };
  GenerationRequest request;
  State state = State::Waiting;
  QImage intended;  ///< by the last step; null before the first
  int step = 0;     ///< that were done
  int stepCount = 0;
  PicturePtr picture;  ///< when it is done
  QString problem;     ///< when it failed
};

/// Lives in the window's thread; the runs are made in the engine's, one after another, row by row. A run that
/// fails does not keep the others from coming. What was done before a stop stays.
class RunGrid : public QObject {
  Q_OBJECT

 public:
  static constexpr size_t kMostCells = 100;

  explicit RunGrid(JobController* jobs, QObject* parent = nullptr);
  ~RunGrid() override;  ///< stops

  /// Begins anew. `base` is a request of one picture; wildcards in its prompt are chosen by each cell's seed.
  /// Usage when the sides cannot be read, vary the same, or make more than kMostCells; when the engine is
  /// busy, too. Nothing changes then.
  Result<void> start(const GenerationRequest& base, const RunSide& columns,
                     const std::optional<RunSide>& rows);
  void stop();
  bool isRunning() const { return m_job != 0; }

  const std::vector<std::string>& columnLabels() const { return m_columnLabels; }
  const std::vector<std::string>& rowLabels() const {
    return m_rowLabels;
  }  ///< one, empty, without a second side
  RunSetting columnSetting() const { return m_columnSetting; }
  RunSetting rowSetting() const { return m_rowSetting; }
  int columnCount() const { return static_cast<int>(m_columnLabels.size()); }
  int rowCount() const { return static_cast<int>(m_rowLabels.size()); }
  const RunCell& cell(int row, int column) const {
    return m_cells[static_cast<size_t>(row * columnCount() + column)];
  }
  int doneCount() const;  ///< or failed

 Q_SIGNALS:
  void restarted();  ///< other cells
  void cellChanged(int row, int column);
  void ended();  ///< done or stopped

 private:
  void onEnded(quint64 job, RunEnd end, const Error& error);

  JobController* m_jobs;
  RunSetting m_columnSetting = RunAxis::Order, m_rowSetting = RunAxis::Seed;
  std::vector<std::string> m_columnLabels, m_rowLabels;
  std::vector<RunCell> m_cells;
  JobId m_job = 0;
  quint64 m_serial = 0;  ///< counts starts: answers of an earlier one are dropped
};

}  // namespace unmask

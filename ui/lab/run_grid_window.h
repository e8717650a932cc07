// The window for grids of runs, with the ordering lab as one of its presets.
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSlider>
#include <QTableWidget>
#include <QTimer>

#include "ui/candidates.h"
#include "ui/document_model.h"
#include "ui/lab/run_grid.h"
#include "ui/lab/setting_box.h"
#include "ui/run_flow.h"

namespace unmask {

/// Not modal. A cell opens as a candidate like any other run.
class RunGridWindow : public QDialog {
  Q_OBJECT

 public:
  /// All outlive this object.
  struct Parts {
    JobController* jobs;
    CandidateSet* candidates;
    DocumentModel* document;
    RunFlow* runs;
  };
  RunGridWindow(const Parts& parts, QWidget* parent);

  RunGrid* grid() { return &m_grid; }

 private:
  QWidget* buildSides();
  void applyPreset(int preset);
  void offerSettings();
  void start();
  bool startsFromRun() const;
  Result<GenerationRequest> baseRequest() const;
  void rebuild();
  void showCell(int row, int column);
  void showStep();
  void showMoreCells();
  void refresh();
  void keepChosen();

  Parts m_parts;
  RunGrid m_grid;
  QComboBox* m_preset;
  QComboBox* m_from;
  SettingBox* m_columnAxis;
  QLineEdit* m_columnValues;
  SettingBox* m_rowAxis;
  QLineEdit* m_rowValues;
  QPushButton* m_start;
  QPushButton* m_stop;
  QTableWidget* m_table;
  QSlider* m_step;
  QTimer m_moreCells;
  int m_shownCells = 0;  ///< so many show the step and size chosen
  QLabel* m_stepText;
  QSlider* m_size;
  QProgressBar* m_progress;
  QLabel* m_status;
  QPushButton* m_keep;
};

}  // namespace unmask

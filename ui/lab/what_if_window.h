// The window that asks a run what would have been: changes on the left, ranked; the two runs on the right.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTreeWidget>

#include "ui/candidates.h"
#include "ui/lab/run_pair.h"
#include "ui/lab/setting_box.h"
#include "ui/lab/what_if_study.h"
#include "ui/run_flow.h"

namespace unmask {

/// Not modal; asks about the picture the main window shows, and follows it while nothing was found yet.
class WhatIfWindow : public QDialog {
  Q_OBJECT

 public:
  /// All outlive this object.
  struct Parts {
    JobController* jobs;
    CandidateSet* candidates;
    DocumentModel* document;
    RunFlow* runs;
  };
  WhatIfWindow(const Parts& parts, QWidget* parent);

  WhatIfStudy* study() { return &m_study; }
  RunPair* pair() const { return m_pair; }

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  QWidget* buildChanges();
  void follow();
  void leaveWordsOut();
  void refresh();
  void refreshTable();
  void refreshVerdict();
  void showChosen();
  void nameExample();
  void tryReplacement();
  void tryChange();
  void keepChosen();
  WhatIfRowPtr chosenRow() const;

  Parts m_parts;
  WhatIfStudy m_study;
  QString m_problem;  ///< of what was tried last
  RunPair* m_pair;
  QLabel* m_about;
  QPushButton* m_follow;
  QPushButton* m_leaveOut;
  QComboBox* m_part;
  QLineEdit* m_by;
  QPushButton* m_replace;
  SettingBox* m_axis;
  QLineEdit* m_values;
  QPushButton* m_change;
  QTreeWidget* m_table;
  QLabel* m_verdict;
  QProgressBar* m_progress;
  QPushButton* m_stop;
  QPushButton* m_keep;
};

}  // namespace unmask

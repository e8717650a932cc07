// The lab's own windows, made when they are first asked for.
#pragma once

#include <QObject>
#include <QPointer>

#include "ui/lab/codebook_window.h"
#include "ui/lab/run_grid_window.h"
#include "ui/lab/what_if_window.h"

namespace unmask {

/// Owns them; lives in the window's thread.
class LabWindows : public QObject {
  Q_OBJECT

 public:
  /// All outlive this object.
  struct Parts {
    JobController* jobs;
    CandidateSet* candidates;
    DocumentModel* document;
    RunFlow* runs;
    LabControl* lab;
    ProjectSession* project;
    const Actions* actions;
  };
  LabWindows(const Parts& parts, QWidget* window);
  ~LabWindows() override;

  void showWhatIf();
  void showRunGrid();
  void showCodebook();

  // Null until they were shown once.
  WhatIfWindow* whatIf() const { return m_whatIf; }
  RunGridWindow* runGrid() const { return m_runGrid; }
  CodebookWindow* codebook() const { return m_codebook; }

 private:
  Parts m_parts;
  QWidget* m_window;
  QPointer<WhatIfWindow> m_whatIf;
  QPointer<RunGridWindow> m_runGrid;
  QPointer<CodebookWindow> m_codebook;
};

}  // namespace unmask

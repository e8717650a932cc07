#include "ui/lab/lab_windows.h"

namespace unmask {
namespace {

void bringUp(QWidget* window) {
  window->show();
  window->raise();
  window->activateWindow();
}

}  // namespace

LabWindows::LabWindows(const Parts& parts, QWidget* window) : m_parts(parts), m_window(window) {
  const Actions& a = *m_parts.actions;
  connect(a.whatIf, &QAction::triggered, this, &LabWindows::showWhatIf);
  connect(a.runGrid, &QAction::triggered, this, &LabWindows::showRunGrid);
  connect(a.codebook, &QAction::triggered, this, &LabWindows::showCodebook);
}

LabWindows::~LabWindows() {
  delete m_whatIf;
  delete m_runGrid;
  delete m_codebook;
}

void LabWindows::showWhatIf() {
  if (!m_whatIf)
    m_whatIf = new WhatIfWindow({m_parts.jobs, m_parts.candidates, m_parts.document, m_parts.runs}, m_window);
  bringUp(m_whatIf);
}

void LabWindows::showRunGrid() {
  if (!m_runGrid)
    m_runGrid =
        new RunGridWindow({m_parts.jobs, m_parts.candidates, m_parts.document, m_parts.runs}, m_window);
  bringUp(m_runGrid);
}

void LabWindows::showCodebook() {
  if (!m_codebook)
    m_codebook = new CodebookWindow(
        {m_parts.jobs, m_parts.candidates, m_parts.document, m_parts.lab, m_parts.project, m_parts.actions},
        m_window);
  bringUp(m_codebook);
}

}  // namespace unmask

// The dialog "Learn a Style": set up, see what it takes, watch it learn.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>

#include "ui/panels/primary_button.h"
#include "ui/styles/learn_progress.h"
#include "ui/styles/learn_setup.h"
#include "ui/styles/style_run.h"

namespace unmask {

/// Not modal; closing it leaves the run alone.
class LearnDialog : public QDialog {
  Q_OBJECT

 public:
  /// The parts and `run` outlive this object.
  LearnDialog(const LearnSetup::Parts& parts, StyleRun* run, QWidget* parent);

  LearnSetup* setup() const { return m_setup; }

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QWidget* buildReady();
  void refresh();
  void refreshStatus();
  void goForward();
  void goBack();

  StyleShelf* m_shelf;
  StyleRun* m_run;
  QStackedWidget* m_pages;
  LearnSetup* m_setup;
  QWidget* m_ready;
  QLabel* m_takes;
  LearnProgress* m_progress;
  QLabel* m_status;
  QProgressBar* m_busy;
  PrimaryButton* m_forward;
  QPushButton* m_back;
  QPushButton* m_close;
  StyleRunState m_shownState = StyleRunState::Idle;
  bool m_usesWhenSaved = false;
};

}  // namespace unmask

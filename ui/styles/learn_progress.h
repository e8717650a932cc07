// The page of "Learn a Style" that shows a run: how far it is, its losses, and pictures of how it draws.
#pragma once

#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSlider>
#include <QWidget>
#include <vector>

#include "ui/styles/loss_plot.h"
#include "ui/styles/style_run.h"

namespace unmask {

class LearnProgress : public QWidget {
  Q_OBJECT

 public:
  /// `run` outlives this object.
  LearnProgress(StyleRun* run, QWidget* parent);

 Q_SIGNALS:
  void useWanted();  ///< the adapter as it is now

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void build();
  void refresh();
  void onPreview();
  void showPreview();
  QString stageText() const;
  QString outcomeText() const;

  StyleRun* m_run;
  QLabel* m_title;
  QLabel* m_stage;
  QProgressBar* m_bar;
  LossPlot* m_plot;
  QGridLayout* m_grid;
  std::vector<QLabel*> m_pictures;
  std::vector<QLabel*> m_captions;
  QSlider* m_timeline;
  QLabel* m_moment;
  QPushButton* m_pause;
  QPushButton* m_stop;
  QPushButton* m_use;
};

}  // namespace unmask

// The timeline below the canvas: buttons, steps, and what the current step did.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QWidget>

#include "ui/actions.h"
#include "ui/timeline/step_strip.h"
#include "ui/timeline/timeline_player.h"

namespace unmask {

/// Hidden while there is no recording.
class TimelinePanel : public QWidget {
  Q_OBJECT

 public:
  TimelinePanel(TimelinePlayer* player, const Actions& actions, QWidget* parent = nullptr);

  StepStrip* strip() const { return m_strip; }
  QString text() const { return m_title->text() + '\n' + m_details->text(); }
  /// While a run is held between two steps, what can be done with it is offered.
  void showHeld(bool isHeld);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void refresh();

  TimelinePlayer* m_player;
  QToolButton* m_play;
  StepStrip* m_strip;
  QComboBox* m_speed;
  QLabel* m_title;
  QLabel* m_details;
  QWidget* m_heldTools;
};

}  // namespace unmask

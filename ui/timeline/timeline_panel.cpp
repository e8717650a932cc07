#include "ui/timeline/timeline_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/panels/tool_strip.h"
#include "ui/theme.h"

namespace unmask {
namespace {

constexpr double kSpeeds[] = {1, 2, 4, 8, 16};

}  // namespace

TimelinePanel::TimelinePanel(TimelinePlayer* player, const Actions& actions, QWidget* parent)
    : QWidget(parent),
      m_player(player),
      m_play(makeActionButton(actions.playSteps, this)),
      m_strip(new StepStrip(player, this)),
      m_speed(new QComboBox(this)),
      m_title(new QLabel(this)),
      m_details(new QLabel(this)),
      m_heldTools(new QWidget(this)) {
  setObjectName("timeline");
  setAccessibleName(tr("Timeline"));
  m_speed->setObjectName("playSpeed");
  m_speed->setAccessibleName(tr("Speed"));
  m_speed->setToolTip(tr("Steps a second while playing"));
  for (const double speed : kSpeeds) m_speed->addItem(tr("%1/s").arg(speed), speed);
  m_speed->setCurrentIndex(2);
  connect(m_speed, &QComboBox::activated, this,
          [this] { m_player->setStepsPerSecond(m_speed->currentData().toDouble()); });
  QFont bold = font();
  bold.setBold(true);
  m_title->setFont(bold);
  m_title->setObjectName("stepTitle");
  m_details->setObjectName("stepDetails");
  m_details->setMinimumWidth(m_details->fontMetrics().horizontalAdvance(
      tr("%1 cells fixed, %2 hidden (%3 %)").arg(1024).arg(1024).arg(100)));

  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(0);
  buttons->addWidget(makeActionButton(actions.previousStep, this));
  buttons->addWidget(m_play);
  buttons->addWidget(makeActionButton(actions.nextStep, this));
  auto* controls = new QVBoxLayout;
  controls->setSpacing(2);
  controls->addLayout(buttons);
  controls->addWidget(m_speed);
  auto* heldRow = new QHBoxLayout(m_heldTools);
  heldRow->setContentsMargins(0, 0, 0, 0);
  heldRow->setSpacing(0);
  for (QAction* action : {actions.hideAgain, actions.fixNow})
    heldRow->addWidget(makeActionButton(action, this));
  auto* commands = new QHBoxLayout;
  commands->setSpacing(0);
  for (QAction* action : {actions.runOneStep, actions.branchHere})
    commands->addWidget(makeActionButton(action, this));
  commands->addWidget(m_heldTools);
  commands->addStretch(1);
  auto* words = new QVBoxLayout;
  words->setSpacing(1);
  words->addWidget(m_title);
  words->addWidget(m_details);
  words->addLayout(commands);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(8, 2, 12, 2);
  row->setSpacing(8);
  row->addLayout(controls);
  row->addWidget(m_strip, 1);
  row->addLayout(words);

  connect(m_player, &TimelinePlayer::changed, this, &TimelinePanel::refresh);
  connect(m_player, &TimelinePlayer::playingChanged, this, &TimelinePanel::refresh);
  showHeld(false);
  refresh();
}

void TimelinePanel::showHeld(bool isHeld) {
  m_heldTools->setVisible(isHeld);
}

void TimelinePanel::refresh() {
  const RecordingPtr& recording = m_player->recording();
  setVisible(recording != nullptr);
  if (!recording) return;
  m_play->setIcon(icon(m_player->isPlaying() ? "pause" : "play"));
  const int position = m_player->position();
  const int hidden = recording->hiddenCountAt(position);
  const auto cells = static_cast<int>(recording->tokensAt(position).cellCount());
  const int total = recording->expectedSteps();
  m_title->setText(position == 0 ? tr("Start of %1 steps").arg(total)
                                 : tr("Step %1 of %2").arg(position).arg(total));
  const int percent = qRound(100.0 * hidden / std::max(1, cells));
  if (position == 0) {
    m_details->setText(tr("%1 hidden (%2 %)").arg(hidden).arg(percent));
  } else {
    const int fixed = static_cast<int>(recording->fixedBy(position).count());
    m_details->setText(fixed == 1
                           ? tr("1 cell fixed, %1 hidden (%2 %)").arg(hidden).arg(percent)
                           : tr("%1 cells fixed, %2 hidden (%3 %)").arg(fixed).arg(hidden).arg(percent));
  }
  QPalette quiet = m_details->palette();
  quiet.setColor(QPalette::WindowText, quietText(palette()));
  m_details->setPalette(quiet);
}

void TimelinePanel::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) refresh();
  QWidget::changeEvent(event);
}

}  // namespace unmask

#include "ui/lab/run_pair.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <algorithm>

#include "ui/icons.h"
#include "ui/lab/colour_map.h"

namespace unmask {
namespace {

constexpr double kMapOpacity = 0.7;

}  // namespace

CellMap mapOfPartings(const TraceDifference& difference, int position) {
  CellMap map;
  map.height = difference.height;
  map.width = difference.width;
  map.values.assign(difference.differs.size(), 0);
  map.known.assign(difference.differs.size(), 0);
  bool any = false;
  for (size_t cell = 0; cell < map.values.size(); ++cell) {
    if (difference.differs[cell] == 0) continue;
    const int at = difference.firstDifference[cell];
    const auto value = static_cast<float>(at);
    map.low = any ? std::min(map.low, value) : value;
    map.high = any ? std::max(map.high, value) : value;
    any = true;
    if (at > position) continue;
    map.values[cell] = value;
    map.known[cell] = 1;
  }
  return map;
}

RunPair::RunPair(QWidget* parent)
    : QWidget(parent),
      m_leftTitle(new QLabel(this)),
      m_rightTitle(new QLabel(this)),
      m_left(new CanvasView(this)),
      m_right(new CanvasView(this)),
      m_showsChanges(new QCheckBox(tr("Show the cells that change"), this)),
      m_legend(new MapLegend(this)),
      m_play(new QToolButton(this)),
      m_strip(new StepStrip(&m_player, this)),
      m_step(new QLabel(this)) {
  m_left->setObjectName("pairLeft");
  m_left->setAccessibleName(tr("The run as it was"));
  m_right->setObjectName("pairRight");
  m_right->setAccessibleName(tr("The changed run"));
  m_strip->setObjectName("pairStrip");
  m_showsChanges->setObjectName("pairChanges");
  m_showsChanges->setChecked(true);
  m_showsChanges->setToolTip(
      tr("Cells that end up with another token, in the colour of the step they part in"));
  m_play->setObjectName("pairPlay");
  m_play->setAutoRaise(true);
  m_play->setAccessibleName(tr("Play or pause"));
  m_play->setToolTip(tr("Play or pause both runs"));
  for (QLabel* title : {m_leftTitle, m_rightTitle}) title->setAlignment(Qt::AlignHCenter);
  for (CanvasView* canvas : {m_left, m_right}) canvas->setMinimumSize(200, 200);

  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->addWidget(m_leftTitle, 0, 0);
  grid->addWidget(m_rightTitle, 0, 1);
  grid->addWidget(m_left, 1, 0);
  grid->addWidget(m_right, 1, 1);
  grid->setRowStretch(1, 1);
  grid->setColumnStretch(0, 1);
  grid->setColumnStretch(1, 1);
  auto* changes = new QHBoxLayout;
  changes->addWidget(m_showsChanges);
  changes->addWidget(m_legend, 1);
  grid->addLayout(changes, 2, 0, 1, 2);
  auto* steps = new QHBoxLayout;
  steps->addWidget(m_play);
  steps->addWidget(m_strip, 1);
  steps->addWidget(m_step);
  grid->addLayout(steps, 3, 0, 1, 2);
  connect(m_play, &QToolButton::clicked, &m_player, &TimelinePlayer::togglePlaying);
  connect(&m_player, &TimelinePlayer::changed, this, &RunPair::refresh);
  connect(&m_player, &TimelinePlayer::playingChanged, this, &RunPair::refresh);
  connect(m_showsChanges, &QCheckBox::toggled, this, &RunPair::refresh);
  refresh();
}

void RunPair::setRuns(const PicturePtr& left, const QString& leftName, const PicturePtr& right,
                      const QString& rightName, const TraceDifference& difference) {
  m_leftTitle->setText(leftName);
  m_rightTitle->setText(rightName);
  m_difference = difference;
  const int position = m_player.position();
  const bool wasAtEnd = m_player.isAtEnd();
  m_leftPicture = left;
  m_rightPicture = right;
  m_right->setVisible(right != nullptr);
  m_rightTitle->setVisible(right != nullptr);
  const auto stepsOf = [](const PicturePtr& picture) {
    return picture && picture->recording ? picture->recording->stepCount() : -1;
  };
  const PicturePtr& longer = stepsOf(right) > stepsOf(left) ? right : left;
  const RecordingPtr recording = longer ? longer->recording : nullptr;
  if (recording != m_player.recording()) {
    m_player.setRecording(recording);
    if (!wasAtEnd) m_player.setPosition(position);
  }
  refresh();
}

void RunPair::showAt(CanvasView* canvas, const PicturePtr& picture, int position) {
  canvas->setPicture(picture ? picture->image : QImage(), picture ? picture->tokens.height : 0,
                     picture ? picture->tokens.width : 0);
  const RecordingPtr recording = picture ? picture->recording : nullptr;
  if (!recording || position >= recording->stepCount()) return canvas->leaveStep();
  canvas->showStep(recording->previewAt(position), recording->hiddenAt(std::max(0, position - 1)),
                   recording->hiddenAt(position));
}

void RunPair::refresh() {
  const int position = m_player.position();
  m_play->setIcon(icon(m_player.isPlaying() ? "pause" : "play"));
  m_play->setEnabled(m_player.end() > 0);
  m_step->setText(tr("Step %1 of %2").arg(position).arg(m_player.end()));
  showAt(m_left, m_leftPicture, position);
  showAt(m_right, m_rightPicture, position);
  const CellMap map = mapOfPartings(m_difference, position);
  const bool isShown = m_showsChanges->isChecked() && m_difference.cellsChanged > 0;
  m_legend->setVisible(isShown);
  m_legend->setRange(map.low, map.high);
  m_right->setHeatMap(isShown ? imageOfMap(map, kMapOpacity) : QImage());
}

}  // namespace unmask

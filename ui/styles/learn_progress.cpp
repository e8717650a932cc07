#include "ui/styles/learn_progress.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/error_text.h"
#include "ui/icons.h"
#include "ui/panels/progress_strip.h"
#include "ui/styles/learn_button.h"
#include "ui/theme.h"

namespace unmask {
namespace {

constexpr int kPictures = 4;
constexpr int kLeastPicture = 96;  ///< logical pixels

}  // namespace

LearnProgress::LearnProgress(StyleRun* run, QWidget* parent)
    : QWidget(parent),
      m_run(run),
      m_title(new QLabel(this)),
      m_stage(new QLabel(this)),
      m_bar(new QProgressBar(this)),
      m_plot(new LossPlot(this)),
      m_grid(new QGridLayout),
      m_timeline(new QSlider(Qt::Horizontal, this)),
      m_moment(new QLabel(this)),
      m_pause(makeButton("learnPause", tr("&Pause"), this)),
      m_stop(makeButton("learnStop", tr("&Stop and Save"), this)),
      m_use(makeButton("learnUse", tr("&Use It Now"), this)) {
  build();
  connect(m_run, &StyleRun::changed, this, &LearnProgress::refresh);
  connect(m_run, &StyleRun::previewAdded, this, &LearnProgress::onPreview);
  connect(m_timeline, &QSlider::valueChanged, this, &LearnProgress::showPreview);
  connect(m_stop, &QPushButton::clicked, m_run, &StyleRun::stop);
  connect(m_use, &QPushButton::clicked, this, &LearnProgress::useWanted);
  connect(m_pause, &QPushButton::clicked, this,
          [this] { m_run->state() == StyleRunState::Paused ? m_run->resume() : m_run->pause(); });
  refresh();
}

void LearnProgress::build() {
  QFont bold = font();
  bold.setBold(true);
  m_title->setFont(bold);
  m_title->setObjectName("learnTitle");
  m_title->setTextFormat(Qt::PlainText);
  m_stage->setObjectName("learnStage");
  m_stage->setTextFormat(Qt::PlainText);
  m_stage->setWordWrap(true);
  m_bar->setObjectName("learnBar");
  m_bar->setAccessibleName(tr("Progress"));
  m_bar->setTextVisible(false);
  m_timeline->setObjectName("learnTimeline");
  m_timeline->setAccessibleName(tr("Pictures drawn while it learned"));
  m_timeline->setToolTip(tr("Go back to how the same pictures looked earlier; they all begin with one seed"));
  m_moment->setObjectName("learnMoment");
  m_use->setToolTip(tr("Add the style, as far as it has got, to the list under the prompt"));
  m_stop->setToolTip(tr("Everything is saved: the style can be used, and learning can go on later"));
  for (int i = 0; i < kPictures; ++i) {
    auto* picture = new QLabel(this);
    picture->setObjectName(QStringLiteral("learnPreview%1").arg(i));
    picture->setAlignment(Qt::AlignCenter);
    picture->setMinimumSize(kLeastPicture, kLeastPicture);
    picture->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    auto* caption = new QLabel(this);
    caption->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    caption->setAlignment(Qt::AlignCenter);
    caption->setTextFormat(Qt::PlainText);
    m_grid->addWidget(picture, 2 * (i / 2), i % 2);
    m_grid->addWidget(caption, 2 * (i / 2) + 1, i % 2);
    m_grid->setRowStretch(2 * (i / 2), 1);
    m_pictures.push_back(picture);
    m_captions.push_back(caption);
  }
  auto* left = new QVBoxLayout;
  left->addWidget(m_plot, 1);
  auto* moment = new QHBoxLayout;
  moment->addWidget(m_timeline, 1);
  moment->addWidget(m_moment);
  auto* right = new QVBoxLayout;
  right->addLayout(m_grid, 1);
  right->addLayout(moment);
  auto* sides = new QHBoxLayout;
  sides->setSpacing(16);
  sides->addLayout(left, 1);
  sides->addLayout(right, 1);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(m_use);
  buttons->addStretch(1);
  buttons->addWidget(m_pause);
  buttons->addWidget(m_stop);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  column->addWidget(m_title);
  column->addWidget(m_bar);
  column->addWidget(m_stage);
  column->addLayout(sides, 1);
  column->addLayout(buttons);
}

QString LearnProgress::stageText() const {
  const StyleProgress& p = m_run->progress();
  const QString left = tr("%1 left").arg(durationText(p.secondsLeft));
  const QString what =
      p.stage == StyleStage::Drawing
          ? tr("The model draws pictures of its own to learn from: %1 of %2").arg(p.done).arg(p.total)
          : tr("Update %1 of %2").arg(p.done).arg(p.total);
  if (m_run->state() == StyleRunState::Stopping) return tr("Stopping and saving…");
  if (m_run->state() == StyleRunState::Paused) return tr("%1  ·  paused; everything is saved").arg(what);
  if (m_run->isGivingWay()) return tr("%1  ·  waits while a picture is made").arg(what);
  if (p.total == 0) return tr("Begins…  ·  %1").arg(left);
  return tr("%1  ·  %2").arg(what, left);
}

QString LearnProgress::outcomeText() const {
  if (m_run->error()) return errorMessage({}, *m_run->error()).text;
  if (m_run->isDone()) return tr("Learned. The style is saved and can be used.");
  if (m_run->progress().stage == StyleStage::Drawing || m_run->losses().empty())
    return tr(
        "Stopped before the first update: there is no style yet. What was done is saved, and learning can "
        "go on later.");
  return tr("Stopped after %1 updates. Everything is saved: the style can be used, and learning can go on "
            "later.")
      .arg(m_run->losses().size());
}

void LearnProgress::refresh() {
  const StyleRunState state = m_run->state();
  const bool isOver = state == StyleRunState::Ended;
  m_title->setText(QString::fromStdString(m_run->task().output.stem().string()));
  m_stage->setText(isOver ? outcomeText() : stageText());
  QPalette colours = palette();
  if (isOver && m_run->error()) colours.setColor(QPalette::WindowText, toneColor(Tone::Error, palette()));
  m_stage->setPalette(colours);
  m_bar->setRange(0, 100);
  m_bar->setValue(m_run->percent());
  m_plot->setLosses(m_run->losses(), m_run->task().settings.steps);
  m_pause->setText(state == StyleRunState::Paused ? tr("&Resume") : tr("&Pause"));
  m_pause->setVisible(!isOver);
  m_stop->setVisible(!isOver);
  m_pause->setEnabled(m_run->isLearning());
  m_stop->setEnabled(m_run->isLearning());
  m_use->setEnabled(!m_run->adapter().isEmpty());
  if (m_run->previews().empty()) onPreview();
}

/// Whoever looks at the newest sees the next one, too.
void LearnProgress::onPreview() {
  const auto last = static_cast<int>(m_run->previews().size()) - 1;
  const bool followed = m_timeline->value() == m_timeline->maximum();
  {
    const QSignalBlocker blocker(m_timeline);
    m_timeline->setRange(0, std::max(0, last));
    if (followed) m_timeline->setValue(m_timeline->maximum());
  }
  m_timeline->setEnabled(last > 0);
  showPreview();
}

void LearnProgress::showPreview() {
  const auto& previews = m_run->previews();
  const auto at = static_cast<size_t>(m_timeline->value());
  const StylePreviewPtr preview = at < previews.size() ? previews[at] : nullptr;
  m_moment->setText(!preview               ? tr("no pictures yet")
                    : preview->updates > 0 ? tr("after update %1").arg(preview->updates)
                                           : tr("before it learned"));
  const qreal ratio = devicePixelRatioF();
  for (size_t i = 0; i < m_pictures.size(); ++i) {
    const bool isShown = preview && i < preview->pictures.size();
    const auto& prompts = m_run->previewPrompts();
    const QString words = i < prompts.size() ? QString::fromStdString(prompts[i]) : QString();
    m_captions[i]->setText(fontMetrics().elidedText(words, Qt::ElideMiddle, m_captions[i]->width()));
    m_captions[i]->setToolTip(words);
    m_pictures[i]->setAccessibleName(words);
    if (!isShown) {
      m_pictures[i]->setPixmap({});
      continue;
    }
    QPixmap pixmap = QPixmap::fromImage(preview->pictures[i].scaled(
        m_pictures[i]->size() * ratio, Qt::KeepAspectRatio, Qt::SmoothTransformation));
    pixmap.setDevicePixelRatio(ratio);
    m_pictures[i]->setPixmap(pixmap);
  }
}

void LearnProgress::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  showPreview();
}

}  // namespace unmask

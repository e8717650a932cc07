#include "ui/panels/progress_strip.h"

#include <QEvent>
#include <QHBoxLayout>
#include <cmath>

#include "ui/icons.h"
#include "ui/keys/key_tips.h"
#include "ui/theme.h"

namespace unmask {
namespace {

constexpr int kTickMilliseconds = 200;

}  // namespace

QString durationText(double seconds) {
  if (seconds < 9.95) return ProgressStrip::tr("%1 s").arg(seconds, 0, 'f', 1);
  const qint64 whole = std::llround(seconds);
  if (whole < 60) return ProgressStrip::tr("%1 s").arg(whole);
  if (whole < 3600) return ProgressStrip::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
  return ProgressStrip::tr("%1 h %2 min").arg(whole / 3600).arg(whole / 60 % 60);
}

ProgressStrip::ProgressStrip(QWidget* parent)
    : QWidget(parent),
      m_text(new QLabel(this)),
      m_bar(new QProgressBar(this)),
      m_stop(new QToolButton(this)),
      m_view(new QLabel(this)) {
  setObjectName("progressStrip");
  m_text->setObjectName("progressText");
  m_text->setAccessibleName(tr("Status"));
  m_text->setTextFormat(Qt::PlainText);
  m_text->setMinimumWidth(60);
  m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_bar->setObjectName("progressBar");
  m_bar->setAccessibleName(tr("Progress"));
  m_bar->setTextVisible(false);
  m_bar->setFixedHeight(8);
  m_bar->setMinimumWidth(120);
  m_bar->setMaximumWidth(320);
  m_stop->setObjectName("progressStop");
  m_stop->setIcon(icon("close"));
  m_stop->setIconSize({12, 12});
  m_stop->setAutoRaise(true);
  m_stop->setToolTip(tr("Stop"));
  setTipAction(m_stop, "stop");
  m_stop->setAccessibleName(tr("Stop"));
  m_view->setObjectName("viewText");
  m_view->setAccessibleName(tr("View"));
  for (QWidget* part : {static_cast<QWidget*>(m_bar), static_cast<QWidget*>(m_stop)}) {
    QSizePolicy policy = part->sizePolicy();
    policy.setRetainSizeWhenHidden(true);  // the line must not jump when a run begins
    part->setSizePolicy(policy);
  }
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(12, 5, 12, 5);
  row->setSpacing(8);
  row->addWidget(m_text, 1);
  row->addWidget(m_bar);
  row->addWidget(m_stop);
  row->addWidget(m_view);
  connect(m_stop, &QToolButton::clicked, this, &ProgressStrip::stopWanted);
  m_tick.setInterval(kTickMilliseconds);
  connect(&m_tick, &QTimer::timeout, this, &ProgressStrip::refresh);
  setBusy(false);
  tintView();
}

void ProgressStrip::setBusy(bool isBusy) {
  m_bar->setVisible(isBusy);
  m_stop->setVisible(isBusy);
  if (isBusy) {
    m_tick.start();
  } else {
    m_tick.stop();
  }
}

void ProgressStrip::beginLoad(const QString& modelName) {
  m_doing = Doing::Loading;
  m_bar->setRange(0, 0);
  m_text->setText(tr("Loading %1…").arg(modelName));
  m_shortText = tr("loading");
  setBusy(true);
  Q_EMIT shortTextChanged();
}

void ProgressStrip::beginRun(int stepCount, int pictureNumber, int pictureCount) {
  m_doing = Doing::Running;
  m_stepCount = stepCount;
  m_pictureText =
      pictureCount > 1 ? tr("Picture %1 of %2 · ").arg(pictureNumber).arg(pictureCount) : QString();
  m_estimate.begin();
  m_sinceStart.start();
  m_bar->setRange(0, stepCount);
  m_bar->setValue(0);
  setBusy(true);
  refresh();
}

void ProgressStrip::showFrame(const RunFrame& frame) {
  if (m_doing != Doing::Running) return;
  m_estimate.stepDone(frame.stepNumber, frame.stepCount, frame.secondsElapsed);
  m_stepCount = frame.stepCount;
  m_bar->setRange(0, frame.stepCount);
  m_bar->setValue(frame.stepNumber);
  refresh();
}

void ProgressStrip::refresh() {
  if (m_doing != Doing::Running) return;
  const double elapsed = static_cast<double>(m_sinceStart.elapsed()) / 1000;
  const int step = m_estimate.step();
  QString text = tr("Reading the prompt · %1").arg(durationText(elapsed));
  QString shortText = tr("0/%1").arg(m_stepCount);
  if (const auto left = m_estimate.secondsLeft(elapsed)) {
    const QString leftText = durationText(*left);
    text = tr("Step %1 of %2 · %3 · about %4 left")
               .arg(step)
               .arg(m_stepCount)
               .arg(durationText(elapsed), leftText);
    shortText = tr("%1/%2 · %3 left").arg(step).arg(m_stepCount).arg(leftText);
  }
  m_text->setText(m_pictureText + text);
  if (shortText == m_shortText) return;
  m_shortText = shortText;
  Q_EMIT shortTextChanged();
}

void ProgressStrip::showStopping() {
  if (m_doing == Doing::Nothing) return;
  m_doing = Doing::Stopping;
  m_text->setText(tr("Stopping…"));
}

void ProgressStrip::finish(const QString& text) {
  m_doing = Doing::Nothing;
  setBusy(false);
  m_text->setText(text);
  m_shortText.clear();
  Q_EMIT shortTextChanged();
}

void ProgressStrip::showStatus(const QString& text) {
  if (m_doing == Doing::Nothing) m_text->setText(text);
}

void ProgressStrip::showView(const QString& text) {
  m_view->setText(text);
}

void ProgressStrip::tintView() {
  QPalette quiet = m_view->palette();
  quiet.setColor(QPalette::WindowText, quietText(palette()));
  m_view->setPalette(quiet);
}

void ProgressStrip::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) tintView();
  QWidget::changeEvent(event);
}

}  // namespace unmask

#include "ui/styles/style_row.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/icons.h"
#include "ui/theme.h"

namespace unmask {
namespace {

constexpr int kSampleSide = 32;      ///< logical pixels
constexpr double kMostStrength = 2;  ///< of the slider; a file of another program may have asked for more
constexpr int kPercent = 100;
constexpr int kStepPercent = 5;

}  // namespace

StyleRow::StyleRow(QWidget* parent)
    : QWidget(parent),
      m_isOn(new QCheckBox(this)),
      m_sample(new QLabel(this)),
      m_name(new QLabel(this)),
      m_remove(new QToolButton(this)),
      m_slider(new QSlider(Qt::Horizontal, this)),
      m_strength(new QDoubleSpinBox(this)),
      m_addTrigger(new QToolButton(this)),
      m_remarkLabel(new QLabel(this)) {
  setObjectName("styleRow");
  build();
  connect(m_isOn, &QCheckBox::clicked, this, [this](bool isOn) {
    m_style.isOn = isOn;
    Q_EMIT edited(m_style);
  });
  connect(m_remove, &QToolButton::clicked, this, &StyleRow::removeWanted);
  connect(m_slider, &QSlider::valueChanged, this, [this](int percent) {
    const int stepped = (percent + kStepPercent / 2) / kStepPercent * kStepPercent;
    setStrength(static_cast<double>(stepped) / kPercent);
  });
  connect(m_strength, &QDoubleSpinBox::valueChanged, this, &StyleRow::setStrength);
  connect(m_addTrigger, &QToolButton::clicked, this, [this] { Q_EMIT triggerWanted(m_trigger); });
}

void StyleRow::build() {
  m_isOn->setObjectName("styleOn");
  m_sample->setFixedSize(kSampleSide, kSampleSide);
  m_sample->setObjectName("styleSample");
  m_name->setObjectName("styleName");
  m_name->setTextFormat(Qt::PlainText);
  m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_remove->setObjectName("styleRemove");
  m_remove->setIcon(icon("close"));
  m_remove->setAutoRaise(true);
  m_remove->setFocusPolicy(Qt::StrongFocus);
  m_remove->setToolTip(tr("Take this style out of the list; the file stays"));
  m_slider->setObjectName("styleSlider");
  m_slider->setSingleStep(kStepPercent);
  m_slider->setPageStep(25);
  m_strength->setObjectName("styleStrength");
  m_strength->setDecimals(2);
  m_strength->setSingleStep(static_cast<double>(kStepPercent) / kPercent);
  m_strength->setKeyboardTracking(false);
  const QString tip = tr("How strongly the style counts: 0 not at all, 1 as it was learned");
  m_slider->setToolTip(tip);
  m_strength->setToolTip(tip);
  m_addTrigger->setObjectName("styleTrigger");
  m_addTrigger->setIcon(icon("plus"));
  m_addTrigger->setIconSize({10, 10});
  m_addTrigger->setAutoRaise(true);
  m_addTrigger->setFocusPolicy(Qt::StrongFocus);
  m_addTrigger->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_addTrigger->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_remarkLabel->setObjectName("styleRemark");
  m_remarkLabel->setWordWrap(true);
  m_remarkLabel->setTextFormat(Qt::PlainText);

  auto* heading = new QHBoxLayout;
  heading->setSpacing(6);
  heading->addWidget(m_isOn);
  heading->addWidget(m_name, 1);
  heading->addWidget(m_remove);
  auto* strength = new QHBoxLayout;
  strength->setSpacing(6);
  strength->addWidget(m_slider, 1);
  strength->addWidget(m_strength);
  auto* lines = new QVBoxLayout;
  lines->setSpacing(2);
  lines->addLayout(heading);
  lines->addLayout(strength);
  lines->addWidget(m_addTrigger);
  lines->addWidget(m_remarkLabel);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 4, 0, 4);
  row->setSpacing(8);
  row->addWidget(m_sample, 0, Qt::AlignTop);
  row->addLayout(lines, 1);
  for (QWidget* box : {static_cast<QWidget*>(m_slider), static_cast<QWidget*>(m_strength)}) {
    box->setFocusPolicy(Qt::StrongFocus);
    box->installEventFilter(this);
  }
}

void StyleRow::setStrength(double strength) {
  const auto wanted = static_cast<float>(strength);
  if (m_style.adapter.strength == wanted) return;
  m_style.adapter.strength = wanted;
  Q_EMIT edited(m_style);
}

void StyleRow::showStyle(const StyleChoice& style, const StyleInfo* info, bool isTriggerInPrompt) {
  m_style = style;
  const QString name = QString::fromStdString(style.adapter.name);
  const double strength = style.adapter.strength;
  {
    const QSignalBlocker slider(m_slider), box(m_strength);
    m_strength->setRange(std::min(0.0, strength), std::max(kMostStrength, strength));
    m_slider->setRange(qRound(m_strength->minimum() * kPercent), qRound(m_strength->maximum() * kPercent));
    if (static_cast<float>(m_strength->value()) != style.adapter.strength) m_strength->setValue(strength);
    m_slider->setValue(qRound(strength * kPercent));
  }
  m_isOn->setChecked(style.isOn);
  m_isOn->setAccessibleName(tr("Use the style %1").arg(name));
  m_isOn->setToolTip(style.isOn ? tr("Runs are made with this style") : tr("This style rests"));
  m_remove->setAccessibleName(tr("Take the style %1 out").arg(name));
  m_slider->setAccessibleName(tr("Strength of the style %1").arg(name));
  m_strength->setAccessibleName(tr("Strength of the style %1").arg(name));
  m_slider->setEnabled(style.isOn);
  m_strength->setEnabled(style.isOn);
  m_trigger = info != nullptr ? QString::fromStdString(info->card.trigger) : QString();
  m_addTrigger->setVisible(!m_trigger.isEmpty());
  m_addTrigger->setEnabled(!isTriggerInPrompt);
  m_addTrigger->setAccessibleName(tr("Add “%1” to the prompt").arg(m_trigger));
  m_addTrigger->setToolTip(isTriggerInPrompt
                               ? tr("The prompt asks for this style")
                               : tr("Add “%1” to the prompt: these words ask for the style").arg(m_trigger));
  m_isProblem = info != nullptr && !info->problem.isEmpty();
  m_remark = info == nullptr ? QString() : m_isProblem ? info->problem : info->note;
  const QImage sample = info != nullptr ? info->sample : QImage();
  const qreal ratio = devicePixelRatioF();
  if (sample.isNull()) {
    m_sample->setPixmap(iconPixmap("style", palette().color(QPalette::WindowText), {16, 16}, ratio));
    m_sample->setAlignment(Qt::AlignCenter);
  } else {
    QPixmap pixmap = QPixmap::fromImage(sample.scaled(QSize(kSampleSide, kSampleSide) * ratio,
                                                      Qt::KeepAspectRatio, Qt::SmoothTransformation));
    pixmap.setDevicePixelRatio(ratio);
    m_sample->setPixmap(pixmap);
  }
  const QString path = QString::fromStdString(style.adapter.path);
  const QString caption = info != nullptr ? QString::fromStdString(info->card.caption) : QString();
  const QString tip = caption.isEmpty() ? path : tr("%1\nLearned from: %2").arg(path, caption);
  m_name->setToolTip(tip);
  m_sample->setToolTip(tip);
  m_remarkLabel->setText(m_remark);
  m_remarkLabel->setVisible(!m_remark.isEmpty());
  showTexts();
}

/// Names and words may be of any length: what does not fit is left out.
void StyleRow::showTexts() {
  const QString name = QString::fromStdString(m_style.adapter.name);
  m_name->setText(m_name->fontMetrics().elidedText(name, Qt::ElideMiddle, std::max(20, m_name->width())));
  const int room = std::max(20, m_addTrigger->width() - 28);
  m_addTrigger->setText(m_addTrigger->fontMetrics().elidedText(m_trigger, Qt::ElideRight, room));
  QPalette colours = palette();
  colours.setColor(QPalette::WindowText,
                   m_isProblem ? toneColor(Tone::Error, palette()) : quietText(palette()));
  m_remarkLabel->setPalette(colours);
}

void StyleRow::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  showTexts();
}

void StyleRow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) showTexts();
  QWidget::changeEvent(event);
}

/// The wheel changes a number only in a box one is working in.
bool StyleRow::eventFilter(QObject* object, QEvent* event) {
  const auto* widget = qobject_cast<QWidget*>(object);
  if (event->type() == QEvent::Wheel && widget != nullptr && !widget->hasFocus()) {
    event->ignore();
    return true;
  }
  return QWidget::eventFilter(object, event);
}

}  // namespace unmask

#include "ui/panels/tool_options.h"

#include <QColorDialog>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <cmath>

#include "ui/keys/key_tips.h"
#include "ui/panels/tool_strip.h"
#include "ui/theme.h"

namespace unmask {
namespace {

constexpr int kSliderSteps = 200;  ///< the size runs over them in equal ratios

int sliderFromSize(double size) {
  return static_cast<int>(std::lround(kSliderSteps * std::log(size) / std::log(ToolSettings::kMaxSize)));
}

double sizeFromSlider(int value) {
  return std::round(std::pow(ToolSettings::kMaxSize, double(value) / kSliderSteps));
}

}  // namespace

ToolOptions::ToolOptions(ToolSettings* settings, MaskModel* mask, const Actions& actions, QWidget* parent)
    : QWidget(parent),
      m_settings(settings),
      m_mask(mask),
      m_row(new OverflowRow(this)),
      m_name(new QLabel(this)),
      m_sizeGroup(new QWidget(this)),
      m_sizeSlider(new QSlider(Qt::Horizontal, this)),
      m_sizeBox(new QSpinBox(this)),
      m_pressure(new QToolButton(this)),
      m_polarity(new QComboBox(this)),
      m_rule(new QComboBox(this)),
      m_color(new QToolButton(this)),
      m_opacity(new QSlider(Qt::Horizontal, this)),
      m_count(new ElidedLabel(this)) {
  setObjectName("toolOptions");
  QFont bold = font();
  bold.setBold(true);
  m_name->setFont(bold);
  m_name->setObjectName("toolName");
  m_count->setObjectName("maskCount");
  m_count->setAccessibleName(tr("Masked cells"));
  m_count->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  buildSize();
  buildMaskLook();

  auto* whole = new QWidget(this);
  whole->setAccessibleName(tr("The whole mask"));
  auto* buttons = new QHBoxLayout(whole);
  buttons->setContentsMargins(0, 0, 0, 0);
  buttons->setSpacing(0);
  for (QAction* action :
       {actions.maskAll, actions.clearMask, actions.invertMask, actions.growMask, actions.shrinkMask})
    buttons->addWidget(makeActionButton(action, whole));
  // Of the numbers behind them the lowest goes first where there is no room.
  m_row->add(m_name);
  m_row->add(m_sizeGroup, 6);
  m_row->add(m_pressure, 3);
  m_row->add(m_polarity, 7);
  m_row->add(m_rule, 4, true);
  m_row->add(whole, 5);
  m_row->add(m_color, 2, true);
  m_row->add(m_opacity, 1);
  m_row->setStatus(m_count);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_row);

  connect(m_settings, &ToolSettings::changed, this, &ToolOptions::showSettings);
  connect(m_mask, &MaskModel::changed, this, &ToolOptions::showMask);
  showSettings();
  showMask();
}

void ToolOptions::buildSize() {
  m_sizeSlider->setObjectName("brushSizeSlider");
  m_sizeSlider->setRange(0, kSliderSteps);
  m_sizeSlider->setFixedWidth(110);
  m_sizeSlider->setAccessibleName(tr("Brush size"));
  m_sizeGroup->setAccessibleName(tr("Brush size"));
  m_sizeBox->setObjectName("brushSize");
  m_sizeBox->setRange(static_cast<int>(ToolSettings::kMinSize), static_cast<int>(ToolSettings::kMaxSize));
  m_sizeBox->setSuffix(tr(" px"));
  m_sizeBox->setKeyboardTracking(false);
  m_sizeBox->setAccessibleName(tr("Brush size in pixels"));
  const QString tip = tr("Size of the brush in picture pixels");
  m_sizeSlider->setToolTip(tip);
  m_sizeBox->setToolTip(tip);
  for (QWidget* box : {static_cast<QWidget*>(m_sizeSlider), static_cast<QWidget*>(m_sizeBox)})
    setTipAction(box, "smallerBrush largerBrush");
  m_pressure->setObjectName("pressure");
  m_pressure->setText(tr("Pressure"));
  m_pressure->setCheckable(true);
  m_pressure->setAutoRaise(true);
  m_pressure->setFocusPolicy(Qt::TabFocus);
  m_pressure->setAccessibleName(tr("Pen pressure sets the size"));
  m_pressure->setToolTip(tr("A pen pressed harder paints broader"));
  auto* row = new QHBoxLayout(m_sizeGroup);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(6);
  row->addWidget(m_sizeSlider);
  row->addWidget(m_sizeBox);
  m_polarity->setObjectName("polarity");
  m_polarity->addItems({tr("Add"), tr("Take away")});
  m_polarity->setAccessibleName(tr("Add or take away"));
  m_polarity->setToolTip(tr("Whether the tool adds or takes away; the right button or Ctrl turns it round"));
  setTipAction(m_polarity, "swapPolarity");
  for (QWidget* box : {static_cast<QWidget*>(m_sizeSlider), static_cast<QWidget*>(m_sizeBox)}) {
    box->setFocusPolicy(Qt::StrongFocus);
    box->installEventFilter(this);
  }
  connect(m_sizeSlider, &QSlider::valueChanged, this,
          [this](int value) { m_settings->setSize(m_settings->tool(), sizeFromSlider(value)); });
  connect(m_sizeBox, &QSpinBox::valueChanged, this,
          [this](int value) { m_settings->setSize(m_settings->tool(), value); });
  connect(m_pressure, &QToolButton::toggled, m_settings, &ToolSettings::setUsesPressure);
  connect(m_polarity, &QComboBox::activated, this, [this](int index) { m_settings->setErasing(index == 1); });
}

void ToolOptions::buildMaskLook() {
  m_rule->setObjectName("cellRule");
  m_rule->addItems({tr("Any touch"), tr("Majority")});
  m_rule->setAccessibleName(tr("When a stroke selects a cell"));
  m_rule->setToolTip(
      tr("Which cells a stroke selects: every one it touches, or those it covers by half.\n"
         "Cells change as a whole; the strong colour is the stroke, the pale one its cells."));
  connect(m_rule, &QComboBox::activated, this,
          [this](int index) { m_mask->setRule(index == 0 ? CellRule::AnyTouch : CellRule::Majority); });
  m_color->setObjectName("maskColor");
  m_color->setAutoRaise(true);
  m_color->setFocusPolicy(Qt::TabFocus);
  m_color->setAccessibleName(tr("Colour of the mask"));
  m_color->setToolTip(tr("Colour of the mask"));
  connect(m_color, &QToolButton::clicked, this, &ToolOptions::chooseColor);
  m_opacity->setObjectName("maskOpacity");
  m_opacity->setRange(10, 100);
  m_opacity->setFixedWidth(70);
  m_opacity->setAccessibleName(tr("Opacity of the mask"));
  m_opacity->setToolTip(tr("How strongly the mask covers the picture"));
  m_opacity->installEventFilter(this);
  m_opacity->setFocusPolicy(Qt::StrongFocus);
  connect(m_opacity, &QSlider::valueChanged, this,
          [this](int value) { m_settings->setMaskOpacity(value / 100.0); });
}

void ToolOptions::showSettings() {
  const Tool tool = m_settings->tool();
  const QString names[] = {tr("Brush"), tr("Eraser"), tr("Rectangle"), tr("Lasso"), tr("Fill"),
                           tr("Lock"),  tr("Token"),  tr("Picker"),    tr("Hand"),  tr("Zoom")};
  m_name->setText(names[static_cast<int>(tool)]);
  m_sizeGroup->setVisible(ToolSettings::hasSize(tool));
  m_pressure->setVisible(ToolSettings::hasSize(tool));
  m_polarity->setVisible(ToolSettings::hasPolarity(tool));
  m_polarity->setCurrentIndex(m_settings->isErasing() ? 1 : 0);
  if (ToolSettings::hasSize(tool)) {
    const QSignalBlocker slider(m_sizeSlider), box(m_sizeBox);
    m_sizeSlider->setValue(sliderFromSize(m_settings->size(tool)));
    m_sizeBox->setValue(static_cast<int>(std::lround(m_settings->size(tool))));
  }
  const QSignalBlocker opacity(m_opacity), pressure(m_pressure);
  m_pressure->setChecked(m_settings->usesPressure());
  m_opacity->setValue(static_cast<int>(std::lround(100 * m_settings->maskOpacity())));
  QPixmap swatch(QSize(16, 16) * devicePixelRatioF());
  swatch.fill(m_settings->maskColor());
  m_color->setIcon(swatch);
  m_row->arrange();
}

void ToolOptions::showMask() {
  m_rule->setCurrentIndex(m_mask->rule() == CellRule::AnyTouch ? 0 : 1);
  QStringList parts;
  if (m_mask->hasMask())
    parts << tr("%1 of %2 cells masked").arg(m_mask->cellCount()).arg(m_mask->cells().cells.size());
  if (m_mask->hasLocks()) parts << tr("%1 locked").arg(m_mask->lockCount());
  m_count->setText(parts.join(QStringLiteral("  ·  ")));
  QPalette quiet = m_count->palette();
  quiet.setColor(QPalette::WindowText, quietText(palette()));
  m_count->setPalette(quiet);
  m_row->arrange();
}

void ToolOptions::chooseColor() {
  auto* dialog = new QColorDialog(m_settings->maskColor(), this);
  dialog->setObjectName("maskColorDialog");
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QColorDialog::colorSelected, m_settings, &ToolSettings::setMaskColor);
  dialog->open();
}

/// The wheel changes a number only in a box one is working in.
bool ToolOptions::eventFilter(QObject* object, QEvent* event) {
  const auto* widget = qobject_cast<QWidget*>(object);
  if (event->type() == QEvent::Wheel && widget != nullptr && !widget->hasFocus()) {
    event->ignore();
    return true;
  }
  return QWidget::eventFilter(object, event);
}

void ToolOptions::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) showMask();
  QWidget::changeEvent(event);
}

}  // namespace unmask

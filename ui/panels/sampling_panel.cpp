#include "ui/panels/sampling_panel.h"

#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace unmask {
namespace {

constexpr int kMaxSteps = 1000;
constexpr double kMaxGuidance = 100;
constexpr double kMaxTemperature = 100;

QDoubleSpinBox* makeDecimal(QWidget* parent, const char* objectName, double maximum, double step) {
  auto* box = new QDoubleSpinBox(parent);
  box->setObjectName(objectName);
  box->setRange(0, maximum);
  box->setSingleStep(step);
  box->setDecimals(2);
  box->setKeyboardTracking(false);
  return box;
}

/// float → what the box shows, and back without a change of the last digits.
void showNumber(QDoubleSpinBox* box, float value) {
  if (static_cast<float>(box->value()) == value) return;
  const QSignalBlocker blocker(box);
  box->setValue(value);
}

void describe(QWidget* widget, const QString& name, const QString& tip) {
  widget->setAccessibleName(name);
  widget->setToolTip(tip);
}

}  // namespace

SamplingPanel::SamplingPanel(DocumentModel* document, QWidget* parent)
    : QWidget(parent),
      m_document(document),
      m_steps(new QSpinBox(this)),
      m_guidance(makeDecimal(this, "guidance", kMaxGuidance, 0.5)),
      m_temperatureStart(makeDecimal(this, "temperatureStart", kMaxTemperature, 0.1)),
      m_temperatureEnd(makeDecimal(this, "temperatureEnd", kMaxTemperature, 0.1)),
      m_schedule(new QComboBox(this)),
      m_order(new QComboBox(this)),
      m_more(nullptr) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  auto* basics = new QHBoxLayout;
  basics->setSpacing(12);
  m_steps->setObjectName("steps");
  m_steps->setRange(1, kMaxSteps);
  m_steps->setKeyboardTracking(false);
  describe(m_steps, tr("Steps"), tr("In how many steps the picture is revealed. More steps take longer."));
  describe(m_guidance, tr("Guidance"),
           tr("How strictly the picture follows the prompt. 1 or less: no guidance, twice as fast."));
  const auto addField = [&](const QString& label, QWidget* field) {
    auto* stack = new QVBoxLayout;
    stack->setSpacing(4);
    auto* name = new QLabel(label, this);
    name->setBuddy(field);
    stack->addWidget(name);
    stack->addWidget(field);
    basics->addLayout(stack, 1);
  };
  addField(tr("S&teps"), m_steps);
  addField(tr("&Guidance"), m_guidance);
  column->addLayout(basics);
  m_more = new FoldSection(tr("More"), buildMore(), this);
  m_more->heading()->setObjectName("moreHeading");
  column->addWidget(m_more);

  for (QWidget* box : {static_cast<QWidget*>(m_steps), static_cast<QWidget*>(m_guidance),
                       static_cast<QWidget*>(m_temperatureStart), static_cast<QWidget*>(m_temperatureEnd),
                       static_cast<QWidget*>(m_schedule), static_cast<QWidget*>(m_order)}) {
    box->setFocusPolicy(Qt::StrongFocus);
    box->installEventFilter(this);
  }
  connectEdits();
  showDraft();
}

QWidget* SamplingPanel::buildMore() {
  auto* panel = new QWidget(this);
  auto* form = new QFormLayout(panel);
  form->setContentsMargins(0, 0, 0, 0);
  form->setVerticalSpacing(8);
  form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
  describe(m_temperatureStart, tr("Temperature at the first step"),
           tr("Randomness in which cells are revealed, at the first step"));
  describe(m_temperatureEnd, tr("Temperature at the last step"),
           tr("Randomness in which cells are revealed, at the last step"));
  auto* temperature = new QHBoxLayout;
  temperature->setSpacing(6);
  temperature->addWidget(m_temperatureStart, 1);
  temperature->addWidget(new QLabel(tr("to"), panel));
  temperature->addWidget(m_temperatureEnd, 1);
  auto* temperatureLabel = new QLabel(tr("Te&mperature"), panel);
  temperatureLabel->setBuddy(m_temperatureStart);
  form->addRow(temperatureLabel, temperature);

  m_schedule->setObjectName("schedule");
  m_schedule->addItem(tr("Cosine"), static_cast<int>(MaskSchedule::Cosine));
  m_schedule->addItem(tr("Linear"), static_cast<int>(MaskSchedule::Linear));
  describe(m_schedule, tr("Schedule"),
           tr("How many cells each step reveals: few at first (cosine), or equally many (linear)"));
  form->addRow(tr("S&chedule"), m_schedule);

  m_order->setObjectName("order");
  m_order->addItem(tr("Surest first"), static_cast<int>(RevealOrder::Confidence));
  m_order->addItem(tr("Evenly spread (Halton)"), static_cast<int>(RevealOrder::Halton));
  m_order->addItem(tr("Random"), static_cast<int>(RevealOrder::Random));
  m_order->addItem(tr("Row by row"), static_cast<int>(RevealOrder::Raster));
  describe(m_order, tr("Reveal order"), tr("Which of the hidden cells are revealed first"));
  form->addRow(tr("Reveal &order"), m_order);

  auto* reset = new QPushButton(tr("Use the Model's Own"), panel);
  reset->setObjectName("resetSettings");
  reset->setToolTip(tr("Set steps, guidance and the settings above to what the model asks for"));
  connect(reset, &QPushButton::clicked, this, &SamplingPanel::resetWanted);
  form->addRow(QString(), reset);
  return panel;
}

void SamplingPanel::connectEdits() {
  connect(m_document, &DocumentModel::draftChanged, this, &SamplingPanel::showDraft);
  connect(m_steps, &QSpinBox::valueChanged, m_document, &DocumentModel::setSteps);
  connect(m_guidance, &QDoubleSpinBox::valueChanged, this,
          [this](double value) { m_document->setGuidanceScale(static_cast<float>(value)); });
  const auto setTemperature = [this] {
    m_document->setTemperature(static_cast<float>(m_temperatureStart->value()),
                               static_cast<float>(m_temperatureEnd->value()));
  };
  connect(m_temperatureStart, &QDoubleSpinBox::valueChanged, this, setTemperature);
  connect(m_temperatureEnd, &QDoubleSpinBox::valueChanged, this, setTemperature);
  connect(m_schedule, &QComboBox::activated, this,
          [this] { m_document->setSchedule(static_cast<MaskSchedule>(m_schedule->currentData().toInt())); });
  connect(m_order, &QComboBox::activated, this,
          [this] { m_document->setOrder(static_cast<RevealOrder>(m_order->currentData().toInt())); });
}

void SamplingPanel::showDraft() {
  const GenerationRequest& draft = m_document->draft();
  if (m_steps->value() != draft.steps) {
    const QSignalBlocker blocker(m_steps);
    m_steps->setValue(draft.steps);
  }
  showNumber(m_guidance, draft.guidanceScale);
  showNumber(m_temperatureStart, draft.temperatureStart);
  showNumber(m_temperatureEnd, draft.temperatureEnd);
  m_schedule->setCurrentIndex(m_schedule->findData(static_cast<int>(draft.schedule)));
  m_order->setCurrentIndex(m_order->findData(static_cast<int>(draft.order)));
}

/// The wheel scrolls the panel; it changes a number only in a box one is working in.
bool SamplingPanel::eventFilter(QObject* object, QEvent* event) {
  const auto* widget = qobject_cast<QWidget*>(object);
  if (event->type() == QEvent::Wheel && widget != nullptr && !widget->hasFocus()) {
    event->ignore();
    return true;
  }
  return QWidget::eventFilter(object, event);
}

}  // namespace unmask

#include "ui/panels/run_options.h"

#include <QEvent>
#include <QGridLayout>
#include <QSignalBlocker>

namespace unmask {
namespace {

constexpr int kMaxBatch = 64;

}  // namespace

RunOptionsPanel::RunOptionsPanel(DocumentModel* document, QWidget* parent)
    : QWidget(parent),
      m_document(document),
      m_strength(new QSlider(Qt::Horizontal, this)),
      m_percent(new QLabel(this)),
      m_batch(new QSpinBox(this)) {
  m_strength->setObjectName("strength");
  m_strength->setRange(0, 100);
  m_strength->setPageStep(10);
  m_strength->setAccessibleName(tr("Strength in percent"));
  m_strength->setToolTip(
      tr("How much may change when a run starts from the picture.\n"
         "100 %: made anew. Less, without a mask: a variation that keeps part of the picture."));
  m_percent->setMinimumWidth(m_percent->fontMetrics().horizontalAdvance(tr("%1 %").arg(100)));
  m_percent->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  m_batch->setObjectName("batch");
  m_batch->setRange(1, kMaxBatch);
  m_batch->setKeyboardTracking(false);
  m_batch->setAccessibleName(tr("Pictures"));
  m_batch->setToolTip(tr("How many pictures to make, one after another, with seeds that count up"));
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(12);
  grid->setVerticalSpacing(4);
  auto* strengthName = new QLabel(tr("Stre&ngth"), this);
  strengthName->setBuddy(m_strength);
  auto* batchName = new QLabel(tr("Pict&ures"), this);
  batchName->setBuddy(m_batch);
  grid->addWidget(strengthName, 0, 0);
  grid->addWidget(m_percent, 0, 1);
  grid->addWidget(batchName, 0, 2);
  grid->addWidget(m_strength, 1, 0, 1, 2);
  grid->addWidget(m_batch, 1, 2);
  grid->setColumnStretch(0, 1);
  for (QWidget* box : {static_cast<QWidget*>(m_strength), static_cast<QWidget*>(m_batch)}) {
    box->setFocusPolicy(Qt::StrongFocus);
    box->installEventFilter(this);
  }
  connect(m_document, &DocumentModel::draftChanged, this, &RunOptionsPanel::showDraft);
  connect(m_strength, &QSlider::valueChanged, this,
          [this](int percent) { m_document->setStrength(static_cast<float>(percent) / 100); });
  connect(m_batch, &QSpinBox::valueChanged, m_document, &DocumentModel::setBatchCount);
  showDraft();
}

void RunOptionsPanel::showDraft() {
  const QSignalBlocker strength(m_strength), batch(m_batch);
  const int percent = qRound(100 * m_document->draft().strength);
  m_strength->setValue(percent);
  m_percent->setText(tr("%1 %").arg(percent));
  m_batch->setValue(m_document->draft().batchCount);
}

/// The wheel changes a number only in a box one is working in.
bool RunOptionsPanel::eventFilter(QObject* object, QEvent* event) {
  const auto* widget = qobject_cast<QWidget*>(object);
  if (event->type() == QEvent::Wheel && widget != nullptr && !widget->hasFocus()) {
    event->ignore();
    return true;
  }
  return QWidget::eventFilter(object, event);
}

}  // namespace unmask

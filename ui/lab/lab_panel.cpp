#include "ui/lab/lab_panel.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/theme.h"

namespace unmask {
namespace {

constexpr int kAttention = 1000;  // beside the numbers of MapKind
constexpr int kPatchSide = 56;

struct MapText {
  QString name, about;
};

MapText textOf(MapKind kind) {
  switch (kind) {
    case MapKind::RevealOrder:
      return {LabPanel::tr("Reveal order"), LabPanel::tr("The step that fixed each cell.")};
    case MapKind::Confidence:
      return {LabPanel::tr("Confidence, guided"),
              LabPanel::tr(
                  "Probability of the chosen token under guidance. The model's opinion, not correctness.")};
    case MapKind::ConfidenceConditional:
      return {LabPanel::tr("Confidence with the prompt"),
              LabPanel::tr("Probability of the chosen token given the prompt alone, before guidance.")};
    case MapKind::ConfidenceUnconditional:
      return {LabPanel::tr("Confidence without the prompt"),
              LabPanel::tr("Probability of the chosen token given the negative prompt.")};
    case MapKind::Entropy:
      return {LabPanel::tr("Hesitation (entropy)"),
              LabPanel::tr("How undecided the model was, in nats. A guide to what to hide again.")};
    case MapKind::Margin:
      return {LabPanel::tr("Margin"),
              LabPanel::tr("Probability of the best token minus that of the second.")};
    case MapKind::SelectionScore:
      return {
          LabPanel::tr("Selection score"),
          LabPanel::tr(
              "What really ordered the reveal: log p plus annealed noise, or the rank in a fixed order.")};
    case MapKind::PromptPull:
      return {LabPanel::tr("Prompt pull"),
              LabPanel::tr("How far the prompt moves the distribution: KL divergence in nats.")};
  }
  return {};
}

}  // namespace

LabPanel::LabPanel(QWidget* parent)
    : QWidget(parent),
      m_map(new QComboBox(this)),
      m_about(new QLabel(this)),
      m_legend(new MapLegend(this)),
      m_hover(new QLabel(this)),
      m_words(new QListWidget(this)),
      m_cell(new QLabel(this)),
      m_alternatives(new QListWidget(this)),
      m_swap(new QPushButton(tr("Put In"), this)),
      m_lock(new QPushButton(tr("Lock"), this)),
      m_hide(new QPushButton(tr("Mask"), this)),
      m_hideAround(new QPushButton(tr("Mask Around"), this)) {
  setObjectName("labPanel");
  setAccessibleName(tr("Token lab"));
  m_map->setObjectName("labMap");
  m_map->setAccessibleName(tr("Map over the picture"));
  m_map->addItem(tr("No map"), -1);
  for (const MapKind kind : allMaps()) {
    m_map->addItem(textOf(kind).name, static_cast<int>(kind));
    m_map->setItemData(m_map->count() - 1, textOf(kind).about, Qt::ToolTipRole);
  }
  m_map->addItem(tr("Attention of a word"), kAttention);
  m_about->setWordWrap(true);
  m_about->setForegroundRole(QPalette::PlaceholderText);
  m_hover->setObjectName("labHover");
  m_hover->setWordWrap(true);
  m_words->setObjectName("labWords");
  m_words->setAccessibleName(tr("Words of the prompt"));
  m_words->setFlow(QListView::LeftToRight);
  m_words->setWrapping(true);
  m_words->setSpacing(2);
  m_words->setMaximumHeight(4 * fontMetrics().height());
  auto* column = new QVBoxLayout(this);
  auto* title = new QLabel(tr("Token Lab"), this);
  QFont bold = font();
  bold.setBold(true);
  title->setFont(bold);
  for (QWidget* widget : std::initializer_list<QWidget*>{title, m_map, m_about, m_words, m_legend, m_hover})
    column->addWidget(widget);
  column->addSpacing(8);
  buildCell();
  connect(m_map, &QComboBox::activated, this, [this] {
    updateWordsShown();
    Q_EMIT choiceChanged();
  });
  connect(m_words, &QListWidget::currentRowChanged, this, &LabPanel::choiceChanged);
  updateWordsShown();
  showMap({});
  showCell({}, {}, false);
}

void LabPanel::buildCell() {
  auto* column = static_cast<QVBoxLayout*>(layout());
  m_cell->setObjectName("labCell");
  m_cell->setWordWrap(true);
  m_cell->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_alternatives->setObjectName("labAlternatives");
  m_alternatives->setAccessibleName(tr("What the cell could have been"));
  m_alternatives->setViewMode(QListView::IconMode);
  m_alternatives->setIconSize({kPatchSide, kPatchSide});
  m_alternatives->setGridSize({kPatchSide + 18, kPatchSide + fontMetrics().height() + 10});
  m_alternatives->setResizeMode(QListView::Adjust);
  m_alternatives->setMovement(QListView::Static);
  m_swap->setToolTip(tr("Put the chosen token in this cell (double-click does it, too)"));
  m_lock->setToolTip(tr("No run may change this cell"));
  m_hide->setToolTip(tr("Mask this cell, so that the next run draws it again"));
  m_hideAround->setToolTip(tr("Mask this cell and the eight around it"));
  auto* buttons = new QHBoxLayout;
  for (QPushButton* button : {m_swap, m_lock, m_hide, m_hideAround}) buttons->addWidget(button);
  column->addWidget(m_cell);
  column->addWidget(m_alternatives, 100);
  column->addLayout(buttons);
  column->addStretch(1);  // keeps everything at the top while there is no list
  const auto swap = [this] {
    if (const QListWidgetItem* item = m_alternatives->currentItem(); item && m_swap->isEnabled())
      Q_EMIT swapWanted(item->data(Qt::UserRole).toInt());
  };
  connect(m_swap, &QPushButton::clicked, this, swap);
  connect(m_alternatives, &QListWidget::itemActivated, this, swap);
  connect(m_lock, &QPushButton::clicked, this, &LabPanel::lockWanted);
  connect(m_hide, &QPushButton::clicked, this, [this] { Q_EMIT hideWanted(0); });
  connect(m_hideAround, &QPushButton::clicked, this, [this] { Q_EMIT hideWanted(1); });
}

LabPanel::MapChoice LabPanel::choice() const {
  const int chosen = m_map->currentData().toInt();
  if (chosen == kAttention) return {std::nullopt, true};
  if (chosen < 0) return {};
  return {static_cast<MapKind>(chosen), false};
}

void LabPanel::updateWordsShown() {
  const MapChoice chosen = choice();
  m_words->setVisible(chosen.isAttention);
  m_about->setVisible(chosen != MapChoice{});
  if (chosen.isAttention)
    m_about->setText(
        tr("Where the network looks at a word, mean over heads and layers. Correlation, not cause."));
  else if (chosen.kind)
    m_about->setText(textOf(*chosen.kind).about);
}

void LabPanel::showMap(const CellMap& map) {
  m_legend->setVisible(map.height > 0);
  m_hover->clear();
  if (map.height > 0) m_legend->setRange(map.low, map.high);
}

void LabPanel::showWhy(const QString& why) {
  m_legend->hide();
  m_hover->setText(why);
}

void LabPanel::showHover(const QString& text, double value) {
  m_hover->setText(text);
  m_legend->setMark(value);
}

void LabPanel::setWords(const std::vector<PromptWord>& words) {
  const int row = std::max(0, m_words->currentRow());
  const QSignalBlocker quiet(m_words);
  m_words->clear();
  for (const PromptWord& word : words) m_words->addItem(QString::fromStdString(word.text));
  if (!words.empty()) m_words->setCurrentRow(std::min(row, m_words->count() - 1));
}

void LabPanel::showCell(const QString& text, const std::vector<Alternative>& alternatives, bool canEdit) {
  m_cell->setText(text.isEmpty() ? tr("Choose the picker (I) and click a cell.") : text);
  m_alternatives->clear();
  for (const Alternative& alternative : alternatives) {
    auto* item =
        new QListWidgetItem(tr("%1 %").arg(numberText(100 * alternative.probability)), m_alternatives);
    item->setData(Qt::UserRole, alternative.tokenId);
    item->setToolTip(tr("Token %1").arg(alternative.tokenId));
    QPixmap blank(kPatchSide, kPatchSide);
    blank.fill(Qt::transparent);
    item->setIcon(blank);
  }
  m_alternatives->setVisible(!alternatives.empty());
  for (QPushButton* button : {m_swap, m_lock, m_hide, m_hideAround}) {
    button->setVisible(!text.isEmpty());
    button->setEnabled(canEdit);
  }
  m_swap->setVisible(!alternatives.empty());
}

void LabPanel::setAlternativePictures(const std::vector<QImage>& pictures) {
  const int count = std::min(m_alternatives->count(), static_cast<int>(pictures.size()));
  const qreal ratio = devicePixelRatioF();
  for (int i = 0; i < count; ++i) {
    const int side = qRound(kPatchSide * ratio);
    QPixmap pixmap = QPixmap::fromImage(
        pictures[static_cast<size_t>(i)].scaled(side, side, Qt::KeepAspectRatio, Qt::FastTransformation));
    pixmap.setDevicePixelRatio(ratio);
    m_alternatives->item(i)->setIcon(pixmap);
  }
}

}  // namespace unmask

#include "ui/lab/lab_panel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/keys/key_tips.h"
#include "ui/panels/tool_strip.h"

namespace unmask {
namespace {

constexpr int kPatchSide = 56;

// Sources beside the recorded maps, in one list with the numbers of MapKind.
constexpr int kFirstSource = 1000;

int numberOf(MapSource source) {
  return kFirstSource + static_cast<int>(source);
}

/// What is hardly there is not told to a millionth.
QString percentText(double share) {
  constexpr double kSmallest = 0.0001;
  if (share > 0 && share < kSmallest)
    return QStringLiteral("< %1 %").arg(QLocale().toString(100 * kSmallest));
  return LabPanel::tr("%1 %").arg(numberText(100 * share));
}

struct MapText {
  QString name, about;
};

MapText textOf(MapKind kind) {
  switch (kind) {
    case MapKind::RevealOrder:
      return {LabPanel::tr("Reveal order"), LabPanel::tr("The step that fixed each cell; 0: it was given.")};
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

MapText textOf(MapSource source) {
  switch (source) {
    case MapSource::Attention:
      return {LabPanel::tr("Attention of a word"),
              LabPanel::tr("Where the network looks at a word, mean over heads and layers or of chosen ones. "
                           "Correlation, not cause.")};
    case MapSource::Ablation:
      return {
          LabPanel::tr("Leaving a word out, one step"),
          LabPanel::tr("How much this step's prediction would move without the word: total variation, 0 … 1. "
                       "A cause, within one step.")};
    case MapSource::Difference:
      return {LabPanel::tr("Difference"),
              LabPanel::tr("Cells that hold another token than another run or another step.")};
    case MapSource::VqLoss:
      return {LabPanel::tr("Loss by encoding"),
              LabPanel::tr("What turning the picture into tokens and back costs: root mean square of the "
                           "difference, 0 … 1.")};
    case MapSource::None:
    case MapSource::Recorded:
      break;
  }
  return {};
}

}  // namespace

LabPanel::LabPanel(const Actions& actions, QWidget* parent)
    : QWidget(parent),
      m_map(new QComboBox(this)),
      m_about(new QLabel(this)),
      m_layer(new QComboBox(this)),
      m_head(new QComboBox(this)),
      m_other(new QComboBox(this)),
      m_legend(new MapLegend(this)),
      m_hover(new QLabel(this)),
      m_words(new QListWidget(this)),
      m_cell(new QLabel(this)),
      m_alternatives(new QListWidget(this)),
      m_swap(new QPushButton(tr("Put In"), this)),
      m_lock(new QPushButton(tr("Lock"), this)),
      m_hide(new QPushButton(tr("Mask"), this)),
      m_hideAround(new QPushButton(tr("Mask Around"), this)),
      m_heal(new QPushButton(tr("Heal"), this)) {
  setObjectName("labPanel");
  setAccessibleName(tr("Token lab"));
  buildMap(actions);
  buildCell(actions);
  setAttentionSize(0, 0);
  updateChoicesShown();
  showMap({}, {}, {});
  showCell({}, {}, {});
}

void LabPanel::buildMap(const Actions& actions) {
  m_map->setObjectName("labMap");
  m_map->setAccessibleName(tr("Map over the picture"));
  m_map->addItem(tr("No map"), -1);
  const auto add = [this](const MapText& text, int number) {
    m_map->addItem(text.name, number);
    m_map->setItemData(m_map->count() - 1, text.about, Qt::ToolTipRole);
  };
  for (const MapKind kind : allMaps()) add(textOf(kind), static_cast<int>(kind));
  for (const MapSource source :
       {MapSource::Attention, MapSource::Ablation, MapSource::Difference, MapSource::VqLoss})
    add(textOf(source), numberOf(source));
  m_about->setWordWrap(true);
  m_about->setForegroundRole(QPalette::PlaceholderText);
  m_hover->setObjectName("labHover");
  m_hover->setWordWrap(true);
  m_layer->setObjectName("labLayer");
  m_layer->setAccessibleName(tr("Layer of the attention"));
  m_head->setObjectName("labHead");
  m_head->setAccessibleName(tr("Head of the attention"));
  m_other->setObjectName("labOther");
  m_other->setAccessibleName(tr("Difference from"));
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
  auto* heading = new QHBoxLayout;
  heading->setSpacing(0);
  heading->addWidget(title, 1);
  for (QAction* action : {actions.whatIf, actions.runGrid, actions.codebook, actions.exportMap})
    heading->addWidget(makeActionButton(action, this));
  auto* which = new QHBoxLayout;
  which->addWidget(m_layer);
  which->addWidget(m_head);
  column->addLayout(heading);
  column->addWidget(m_map);
  column->addWidget(m_about);
  column->addLayout(which);
  for (QWidget* widget : std::initializer_list<QWidget*>{m_other, m_words, m_legend, m_hover})
    column->addWidget(widget);
  column->addSpacing(8);
  connect(m_map, &QComboBox::activated, this, [this] {
    updateChoicesShown();
    Q_EMIT choiceChanged();
  });
  for (QComboBox* box : {m_layer, m_head, m_other})
    connect(box, &QComboBox::activated, this, &LabPanel::choiceChanged);
  connect(m_words, &QListWidget::currentRowChanged, this, &LabPanel::choiceChanged);
}

void LabPanel::buildCell(const Actions& actions) {
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
  m_heal->setToolTip(tr("Draw the eight cells around this one again, so that they fit it"));
  setTipAction(m_heal, "healCell");
  auto* vary = new QPushButton(tr("Least Sure…"), this);
  vary->setToolTip(tr("Draw the cells again that the model was least sure of"));
  setTipAction(vary, "varyLeastConfident");
  connect(vary, &QPushButton::clicked, actions.varyLeastConfident, &QAction::trigger);
  auto* buttons = new QGridLayout;
  QPushButton* const all[] = {m_swap, m_heal, m_hide, m_hideAround, m_lock, vary};
  for (int i = 0; i < 6; ++i) buttons->addWidget(all[i], i / 2, i % 2);
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
  connect(m_heal, &QPushButton::clicked, this, &LabPanel::healWanted);
}

MapChoice LabPanel::choice() const {
  MapChoice out;
  const int chosen = m_map->currentData().toInt();
  if (chosen < 0) return out;
  out.source = chosen < kFirstSource ? MapSource::Recorded : static_cast<MapSource>(chosen - kFirstSource);
  if (out.source == MapSource::Recorded) out.kind = static_cast<MapKind>(chosen);
  out.word = m_words->currentRow();
  out.other = m_other->currentIndex();
  if (out.source == MapSource::Attention)
    out.query = {m_layer->currentIndex() - 1, m_head->currentIndex() - 1};
  return out;
}

QString LabPanel::mapTitle() const {
  const MapChoice chosen = choice();
  if (chosen.source == MapSource::None) return {};
  const bool isOfWord = chosen.source == MapSource::Attention || chosen.source == MapSource::Ablation;
  const QListWidgetItem* word = isOfWord ? m_words->currentItem() : nullptr;
  return word != nullptr ? tr("%1: %2").arg(m_map->currentText(), word->text()) : m_map->currentText();
}

void LabPanel::chooseMap(MapSource source, MapKind kind) {
  const int number = source == MapSource::None       ? -1
                     : source == MapSource::Recorded ? static_cast<int>(kind)
                                                     : numberOf(source);
  m_map->setCurrentIndex(m_map->findData(number));
  updateChoicesShown();
  Q_EMIT choiceChanged();
}

void LabPanel::updateChoicesShown() {
  const MapSource source = choice().source;
  const bool isAttention = source == MapSource::Attention;
  m_words->setVisible(isAttention || source == MapSource::Ablation);
  m_layer->setVisible(isAttention);
  m_head->setVisible(isAttention);
  m_other->setVisible(source == MapSource::Difference);
  m_about->setVisible(source != MapSource::None);
  m_about->setText(source == MapSource::Recorded ? textOf(choice().kind).about : textOf(source).about);
}

void LabPanel::showMap(const CellMap& map, const QString& why, const QString& note) {
  m_legend->setVisible(map.height > 0);
  m_note = note;
  m_hover->setText(map.height > 0 ? note : why);
  if (map.height > 0) m_legend->setRange(map.low, map.high);
}

void LabPanel::showHover(const QString& text, double value) {
  m_hover->setText(text.isEmpty() ? m_note : text);
  m_legend->setMark(value);
}

void LabPanel::setWords(const std::vector<PromptWord>& words) {
  const int row = std::max(0, m_words->currentRow());
  const QSignalBlocker quiet(m_words);
  m_words->clear();
  for (const PromptWord& word : words) m_words->addItem(QString::fromStdString(word.text));
  if (!words.empty()) m_words->setCurrentRow(std::min(row, m_words->count() - 1));
}

void LabPanel::setAttentionSize(int layers, int heads) {
  const auto fill = [](QComboBox* box, int count, const QString& all, const QString& one) {
    if (box->count() == count + 1) return;
    const int chosen = box->currentIndex();
    box->clear();
    box->addItem(all);
    for (int i = 1; i <= count; ++i) box->addItem(one.arg(i));
    box->setCurrentIndex(chosen > 0 && chosen <= count ? chosen : 0);
  };
  fill(m_layer, layers, tr("All layers"), tr("Layer %1"));
  fill(m_head, heads, tr("All heads"), tr("Head %1"));
}

void LabPanel::setOthers(const QStringList& names) {
  QStringList shown;
  for (int i = 0; i < m_other->count(); ++i) shown << m_other->itemText(i);
  if (shown == names) return;
  const int kept = static_cast<int>(names.indexOf(m_other->currentText()));
  m_other->clear();
  m_other->addItems(names);
  m_other->setCurrentIndex(names.isEmpty() ? -1 : std::max(0, kept));
}

void LabPanel::showCell(const QString& text, const std::vector<Alternative>& alternatives,
                        const CellTools& tools) {
  m_cell->setText(text.isEmpty() ? tr("Choose the picker (I) and click a cell.") : text);
  m_alternatives->clear();
  for (const Alternative& alternative : alternatives) {
    auto* item = new QListWidgetItem(percentText(alternative.probability), m_alternatives);
    item->setData(Qt::UserRole, alternative.tokenId);
    item->setToolTip(tr("Token %1").arg(alternative.tokenId));
    QPixmap blank(kPatchSide, kPatchSide);
    blank.fill(Qt::transparent);
    item->setIcon(blank);
  }
  m_alternatives->setVisible(!alternatives.empty());
  for (QPushButton* button : {m_swap, m_lock, m_hide, m_hideAround, m_heal})
    button->setVisible(!text.isEmpty());
  m_swap->setVisible(!alternatives.empty());
  setCellTools(tools);
}

void LabPanel::setCellTools(const CellTools& tools) {
  for (QPushButton* button : {m_swap, m_lock, m_hide, m_hideAround}) button->setEnabled(tools.canEdit);
  m_heal->setEnabled(tools.canHeal);
  m_lock->setText(tools.isLocked ? tr("Unlock") : tr("Lock"));
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

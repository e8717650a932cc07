#include "ui/lab/codebook_window.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace unmask {
namespace {

constexpr int kPatchSide = 32;
constexpr int kLargeSide = 96;
constexpr int kNearestShown = 12;

QListView* makeList(const char* name, QWidget* parent) {
  auto* list = new QListView(parent);
  list->setObjectName(name);
  list->setViewMode(QListView::IconMode);
  list->setIconSize({kPatchSide, kPatchSide});
  list->setGridSize({kPatchSide + 8, kPatchSide + 8});
  list->setResizeMode(QListView::Adjust);
  list->setMovement(QListView::Static);
  list->setUniformItemSizes(true);
  list->setLayoutMode(QListView::Batched);
  return list;
}

}  // namespace

CodebookWindow::CodebookWindow(const Parts& parts, QWidget* parent)
    : QDialog(parent, Qt::Window),
      m_parts(parts),
      m_catalog(parts.jobs),
      m_order(new QComboBox(this)),
      m_number(new QSpinBox(this)),
      m_list(makeList("codeList", this)),
      m_patch(new QLabel(this)),
      m_text(new QLabel(this)),
      m_nearest(makeList("codeNearest", this)),
      m_nearestModel(new QStandardItemModel(this)),
      m_find(new QCheckBox(tr("Show where the picture holds it"), this)),
      m_paint(new QPushButton(tr("Paint with It"), this)) {
  setObjectName("codebookWindow");
  setWindowTitle(tr("Codebook"));
  resize(640, 560);
  m_order->setObjectName("codeOrder");
  m_order->setAccessibleName(tr("Sorted by"));
  m_order->addItem(tr("By number"), static_cast<int>(CodeOrder::Number));
  m_order->addItem(tr("By colour"), static_cast<int>(CodeOrder::Colour));
  m_order->addItem(tr("By use in this picture"), static_cast<int>(CodeOrder::UseInPicture));
  m_order->addItem(tr("By use in this project"), static_cast<int>(CodeOrder::UseInProject));
  m_order->addItem(tr("By likeness to the chosen one"), static_cast<int>(CodeOrder::Likeness));
  m_number->setObjectName("codeNumber");
  m_number->setAccessibleName(tr("Number of the code"));
  m_number->setKeyboardTracking(false);
  m_list->setAccessibleName(tr("Codes"));
  m_list->setModel(&m_catalog);
  m_nearest->setAccessibleName(tr("Nearest codes"));
  m_nearest->setModel(m_nearestModel);
  m_nearest->setFixedHeight(2 * (kPatchSide + 8) + 6);
  m_patch->setFixedSize(kLargeSide, kLargeSide);
  m_text->setObjectName("codeText");
  m_text->setWordWrap(true);
  m_find->setObjectName("codeFind");
  m_paint->setObjectName("codePaint");
  m_paint->setAutoDefault(false);
  m_paint->setToolTip(
      tr("Takes the token brush: what it goes over becomes this code, and the picture is made "
         "again"));

  auto* top = new QHBoxLayout;
  top->addWidget(m_order, 1);
  top->addWidget(m_number);
  auto* actions = new QVBoxLayout;
  actions->addWidget(m_text, 1);
  actions->addWidget(m_find);
  actions->addWidget(m_paint);
  auto* chosen = new QHBoxLayout;
  chosen->addWidget(m_patch);
  chosen->addLayout(actions, 1);
  chosen->addWidget(m_nearest, 1);
  auto* column = new QVBoxLayout(this);
  column->addLayout(top);
  column->addWidget(m_list, 1);
  column->addLayout(chosen);

  connect(m_order, &QComboBox::activated, this, [this] {
    m_catalog.setReference(chosenCode());
    m_catalog.setOrder(static_cast<CodeOrder>(m_order->currentData().toInt()));
    m_list->scrollToTop();
  });
  connect(m_number, &QSpinBox::valueChanged, this, &CodebookWindow::chooseCode);
  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &CodebookWindow::showChosen);
  connect(m_nearest, &QListView::activated, this,
          [this](const QModelIndex& index) { chooseCode(index.data(CodeCatalog::CodeRole).toInt()); });
  connect(m_find, &QCheckBox::toggled, this, &CodebookWindow::showChosen);
  connect(m_paint, &QPushButton::clicked, m_parts.actions->toolOf(Tool::Token), &QAction::trigger);
  connect(&m_catalog, &CodeCatalog::loaded, this, &CodebookWindow::showChosen);
  connect(&m_catalog, &CodeCatalog::modelReset, this, [this] { followPicture(); });
  connect(&m_catalog, &CodeCatalog::problem, m_text, &QLabel::setText);
  connect(m_parts.lab, &LabControl::cellChosen, this, &CodebookWindow::followCell);
  connect(m_parts.candidates, &CandidateSet::changed, this, &CodebookWindow::followPicture);
  connect(m_parts.document, &DocumentModel::pictureChanged, this, &CodebookWindow::followPicture);
  connect(m_parts.project, &ProjectSession::tokensCounted, this, [this](const TokenCounts& counts) {
    m_catalog.setProjectUse(counts);
    showChosen();
  });
  connect(m_parts.project, &ProjectSession::runsChanged, this, [this] {
    if (isVisible()) m_parts.project->countTokens();
  });
  showChosen();
}

void CodebookWindow::showEvent(QShowEvent* event) {
  m_catalog.load();
  followPicture();
  followCell();
  m_parts.project->countTokens();
  QDialog::showEvent(event);
}

/// The map of the lab comes back.
void CodebookWindow::hideEvent(QHideEvent* event) {
  m_parts.lab->showCode(-1);
  QDialog::hideEvent(event);
}

int CodebookWindow::chosenCode() const {
  const QModelIndex index = m_list->currentIndex();
  return index.isValid() ? index.data(CodeCatalog::CodeRole).toInt() : -1;
}

void CodebookWindow::chooseCode(int code) {
  const int row = m_catalog.rowOf(code);
  if (row < 0) return;
  m_list->setCurrentIndex(m_catalog.index(row));
  m_list->scrollTo(m_catalog.index(row));
}

void CodebookWindow::followPicture() {
  const PicturePtr picture = m_parts.candidates->shownPicture();
  m_catalog.setPicture(picture ? picture->tokens : TokenGrid());
  showChosen();
}

void CodebookWindow::followCell() {
  if (!isVisible()) return;
  if (const auto token = m_parts.lab->tokenOfCell()) chooseCode(*token);
}

void CodebookWindow::showChosen() {
  const int code = chosenCode();
  const QImage patch = m_catalog.patch(code);
  m_number->setRange(0, std::max(0, m_catalog.codeCount() - 1));
  m_paint->setEnabled(code >= 0);
  m_find->setEnabled(code >= 0);
  m_parts.lab->setBrushToken(code, patch);
  m_parts.lab->showCode(isVisible() && m_find->isChecked() ? code : -1);
  if (code < 0) {
    m_patch->setPixmap({});
    m_text->setText(tr("Choose a code, or pick a cell on the canvas (%1).")
                        .arg(Actions::keyText(m_parts.actions->toolOf(Tool::Picker))));
    return m_nearestModel->clear();
  }
  const QSignalBlocker quiet(m_number);
  m_number->setValue(code);
  m_patch->setPixmap(patch.isNull() ? QPixmap() : QPixmap::fromImage(patch.scaled(kLargeSide, kLargeSide)));
  m_text->setText(tr("Code %1 amid its own kind. In a picture it looks different beside others.\n"
                     "%2 times in this picture, %3 in this project's runs.")
                      .arg(code)
                      .arg(m_catalog.useInPicture(code))
                      .arg(m_catalog.useInProject(code)));
  showNearest(code);
}

void CodebookWindow::showNearest(int code) {
  m_nearestModel->clear();
  for (const int other : m_catalog.nearest(code, kNearestShown)) {
    auto* item = new QStandardItem;
    item->setData(other, CodeCatalog::CodeRole);
    item->setData(m_catalog.index(m_catalog.rowOf(other)).data(Qt::DecorationRole), Qt::DecorationRole);
    item->setToolTip(tr("Code %1, %2 away").arg(other).arg(m_catalog.distance(code, other), 0, 'g', 3));
    item->setEditable(false);
    m_nearestModel->appendRow(item);
  }
}

}  // namespace unmask

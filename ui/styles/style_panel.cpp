#include "ui/styles/style_panel.h"

#include <algorithm>

#include "ui/icons.h"

namespace unmask {
namespace {

constexpr int kMostOffered = 30;  ///< of the styles folder; the others by "From a File…"

}  // namespace

StylePanel::StylePanel(DocumentModel* document, StyleShelf* shelf, QWidget* parent)
    : QWidget(parent),
      m_document(document),
      m_shelf(shelf),
      m_list(new QVBoxLayout),
      m_add(new QPushButton(tr("Add a Style…"), this)),
      m_menu(new QMenu(this)) {
  setObjectName("stylePanel");
  m_add->setObjectName("addStyle");
  m_add->setMenu(m_menu);
  m_add->setToolTip(
      tr("Styles are adapters (LoRA files) that were learned from pictures. One may also be dropped onto the "
         "window, or named in the prompt: <lora:name:0.8>"));
  m_menu->setObjectName("addStyleMenu");
  m_list->setSpacing(2);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(6);
  column->addLayout(m_list);
  column->addWidget(m_add, 0, Qt::AlignLeft);
  connect(m_document, &DocumentModel::draftChanged, this, &StylePanel::refresh);
  connect(m_shelf, &StyleShelf::changed, this, &StylePanel::refresh);
  connect(m_menu, &QMenu::aboutToShow, this, &StylePanel::fillMenu);
  refresh();
  fillMenu();
}

void StylePanel::fillMenu() {
  m_menu->clear();
  int offered = 0;
  for (const FoundAdapter& found : m_shelf->found()) {
    const std::string path = found.file.string();
    const bool isChosen = std::ranges::any_of(
        m_document->styles(), [&](const StyleChoice& style) { return style.adapter.path == path; });
    if (isChosen || offered >= kMostOffered) continue;
    ++offered;
    QString name = QString::fromStdString(found.name);
    m_menu->addAction(icon("style"), name.replace('&', "&&"), this,
                      [this, path] { m_shelf->add(QString::fromStdString(path)); });
  }
  if (offered > 0) m_menu->addSeparator();
  m_menu->addAction(icon("folder"), tr("From a File…"), this, &StylePanel::fileWanted);
  m_menu->addAction(icon("plus"), tr("Learn One from a Picture…"), this, &StylePanel::learnWanted);
}

StyleRow* StylePanel::makeRow(size_t index) {
  auto* row = new StyleRow(this);
  connect(row, &StyleRow::edited, this, [this, index](const StyleChoice& style) {
    std::vector<StyleChoice> styles = m_document->styles();
    if (index >= styles.size()) return;
    styles[index] = style;
    m_document->setStyles(std::move(styles));
  });
  connect(row, &StyleRow::removeWanted, this, [this, index] {
    std::vector<StyleChoice> styles = m_document->styles();
    if (index >= styles.size()) return;
    styles.erase(styles.begin() + static_cast<std::ptrdiff_t>(index));
    m_add->setFocus();  // the row that has it may go
    m_document->setStyles(std::move(styles));
  });
  connect(row, &StyleRow::triggerWanted, this, &StylePanel::triggerWanted);
  return row;
}

void StylePanel::refresh() {
  const std::vector<StyleChoice>& styles = m_document->styles();
  while (m_rows.size() > styles.size()) {
    m_rows.back()->hide();
    m_rows.back()->deleteLater();  // it may be the sender
    m_rows.pop_back();
  }
  while (m_rows.size() < styles.size()) {
    m_rows.push_back(makeRow(m_rows.size()));
    m_list->addWidget(m_rows.back());
  }
  const QString prompt = QString::fromStdString(m_document->draft().prompt);
  for (size_t i = 0; i < styles.size(); ++i) {
    const StyleInfo* info = m_shelf->infoOf(styles[i].adapter);
    const QString trigger = info != nullptr ? QString::fromStdString(info->card.trigger) : QString();
    m_rows[i]->showStyle(styles[i], info,
                         !trigger.isEmpty() && prompt.contains(trigger, Qt::CaseInsensitive));
  }
}

}  // namespace unmask

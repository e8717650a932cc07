#include "ui/settings/settings_dialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/dialogs/close_buttons.h"
#include "ui/icons.h"
#include "ui/settings/keys_page.h"
#include "ui/settings/pages.h"

namespace unmask {

SettingsDialog::SettingsDialog(const SettingsParts& parts, QWidget* parent)
    : QDialog(parent), m_list(new QListWidget(this)), m_pages(new QStackedWidget(this)) {
  setObjectName("settingsDialog");
  setWindowTitle(tr("Settings"));
  setAttribute(Qt::WA_DeleteOnClose);
  m_list->setObjectName("settingsList");
  m_list->setAccessibleName(tr("Settings pages"));
  m_list->setIconSize({16, 16});
  m_list->setSpacing(2);
  m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

  addPage(tr("Keys"), "keyboard", new KeysPage(parts.keys, parts.tools, this));
  addPage(tr("Canvas"), "brush", new CanvasPage(parts.tools, parts.mask, this));
  addPage(tr("Folders"), "folder", new FoldersPage(parts.preferences, parts.models, parts.dialogs, this));
  addPage(tr("Engine"), "generate", new EnginePage(parts.preferences, this));
  addPage(tr("Saving"), "save", new SavingPage(parts.preferences, this));
  addPage(tr("Appearance"), "appearance", new AppearancePage(parts.preferences, this));
  m_list->setFixedWidth(m_list->sizeHintForColumn(0) + 28);
  connect(m_list, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
  m_list->setCurrentRow(0);

  auto* buttons = makeCloseButtons(this);
  auto* row = new QHBoxLayout;
  row->setSpacing(14);
  row->addWidget(m_list);
  row->addWidget(m_pages, 1);
  auto* column = new QVBoxLayout(this);
  column->addLayout(row, 1);
  column->addWidget(buttons);
  resize(760, 560);
}

void SettingsDialog::addPage(const QString& title, const char* iconName, QWidget* page) {
  new QListWidgetItem(icon(iconName, QPalette::Text), title, m_list);
  m_pages->addWidget(page);
}

}  // namespace unmask

#include "ui/settings/keys_page.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/theme.h"

namespace unmask {
namespace {

constexpr int kActionRole = Qt::UserRole;
constexpr int kIconSide = 14;

QString native(const QKeySequence& key) {
  return key.toString(QKeySequence::NativeText);
}

QPushButton* makeButton(const QString& text, const char* name, const QString& tip, QWidget* parent) {
  auto* button = new QPushButton(text, parent);
  button->setObjectName(name);
  button->setToolTip(tip);
  button->setAutoDefault(false);
  return button;
}

QString namesOf(const QList<QAction*>& actions) {
  QStringList names;
  for (const QAction* action : actions) names << KeysPage::tr("“%1”").arg(KeyScheme::plainText(action));
  return names.join(KeysPage::tr(", "));
}

}  // namespace

KeysPage::KeysPage(KeyScheme* scheme, ToolSettings* tools, QWidget* parent)
    : QWidget(parent),
      m_scheme(scheme),
      m_tools(tools),
      m_preset(new QComboBox(this)),
      m_search(new QLineEdit(this)),
      m_wheel(new QComboBox(this)),
      m_tree(new QTreeWidget(this)),
      m_change(new KeyCapture(tr("&Change Key"), this)),
      m_add(new KeyCapture(tr("A&dd Key"), this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addLayout(buildTop());
  column->addWidget(m_tree, 1);
  column->addWidget(buildQuestion());
  column->addLayout(buildButtons());
  fill();
  refresh();
  connect(m_scheme, &KeyScheme::changed, this, &KeysPage::refresh);
  connect(m_tools, &ToolSettings::changed, this, &KeysPage::refresh);
}

QLayout* KeysPage::buildTop() {
  m_preset->setObjectName("keyPreset");
  m_preset->setAccessibleName(tr("Key preset"));
  m_preset->setToolTip(tr("Keys as in another program. Choosing one drops your own changes."));
  for (const KeyPreset& preset : keyPresets()) m_preset->addItem(preset.name, preset.id);
  connect(m_preset, &QComboBox::activated, this,
          [this] { m_scheme->setPreset(m_preset->currentData().toString()); });
  m_wheel->setObjectName("wheelSize");
  m_wheel->setAccessibleName(tr("Brush size by wheel"));
  m_wheel->setToolTip(tr("Which key turns the wheel from zooming to changing the brush size"));
  m_wheel->addItem(tr("Alt+wheel"), static_cast<int>(Qt::AltModifier));
  m_wheel->addItem(tr("Ctrl+wheel"), static_cast<int>(Qt::ControlModifier));
  connect(m_wheel, &QComboBox::activated, this, [this] {
    m_tools->setWheelSizeModifier(static_cast<Qt::KeyboardModifier>(m_wheel->currentData().toInt()));
    m_tools->save();
  });
  m_search->setObjectName("keySearch");
  m_search->setAccessibleName(tr("Search commands and keys"));
  m_search->setPlaceholderText(tr("Search a command or a key, such as mask or Ctrl+D"));
  m_search->setClearButtonEnabled(true);
  connect(m_search, &QLineEdit::textChanged, this, &KeysPage::filter);
  auto* form = new QFormLayout;
  form->addRow(tr("&Preset"), m_preset);
  form->addRow(tr("Brush si&ze"), m_wheel);
  form->addRow(tr("&Search"), m_search);
  form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
  return form;
}

QWidget* KeysPage::buildQuestion() {
  m_question = new QFrame(this);
  m_question->setObjectName("keyQuestion");
  m_question->setAutoFillBackground(true);
  m_questionText = new QLabel(m_question);
  m_questionText->setWordWrap(true);
  m_take = makeButton(tr("&Use It Here"), "takeKey", tr("Take the key from the other command"), m_question);
  auto* leave = makeButton(tr("&Leave It"), "leaveKey", tr("Change nothing"), m_question);
  auto* row = new QHBoxLayout(m_question);
  row->addWidget(m_questionText, 1);
  row->addWidget(m_take);
  row->addWidget(leave);
  connect(m_take, &QPushButton::clicked, this, [this] { answer(true); });
  connect(leave, &QPushButton::clicked, this, [this] { answer(false); });
  m_question->hide();
  return m_question;
}

QLayout* KeysPage::buildButtons() {
  m_change->setObjectName("changeKey");
  m_change->setToolTip(tr("Give the command this one key (Enter or double-click)"));
  m_add->setObjectName("addKey");
  m_add->setToolTip(tr("Give the command one more key"));
  m_remove = makeButton(tr("&No Key"), "removeKeys", tr("Take all keys from the command"), this);
  m_reset = makeButton(tr("&Reset"), "resetKey", tr("Back to the preset's keys for this command"), this);
  m_resetAll =
      makeButton(tr("Reset &All"), "resetKeys", tr("Back to the preset's keys for everything"), this);
  auto* row = new QHBoxLayout;
  for (QPushButton* button :
       {static_cast<QPushButton*>(m_change), static_cast<QPushButton*>(m_add), m_remove, m_reset, m_resetAll})
    row->addWidget(button);
  connect(m_change, &KeyCapture::captured, this, [this](const QKeySequence& key) { onCaptured(key, false); });
  connect(m_add, &KeyCapture::captured, this, [this](const QKeySequence& key) { onCaptured(key, true); });
  connect(m_remove, &QPushButton::clicked, this, [this] { m_scheme->setKeys(selected(), {}); });
  connect(m_reset, &QPushButton::clicked, this, [this] { m_scheme->reset(selected()); });
  connect(m_resetAll, &QPushButton::clicked, m_scheme, &KeyScheme::resetAll);
  return row;
}

void KeysPage::fill() {
  m_tree->setObjectName("keyTree");
  m_tree->setAccessibleName(tr("Commands and their keys"));
  m_tree->setHeaderLabels({tr("Command"), tr("Keys")});
  m_tree->setUniformRowHeights(true);
  m_tree->setRootIsDecorated(false);
  m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  m_tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  m_tree->header()->setStretchLastSection(false);
  QTreeWidgetItem* group = nullptr;
  for (const KeyScheme::Entry& entry : m_scheme->entries()) {
    if (group == nullptr || group->text(0) != entry.group) {
      group = new QTreeWidgetItem(m_tree, {entry.group});
      group->setFlags(Qt::ItemIsEnabled);
      group->setFirstColumnSpanned(true);
      QFont bold = font();
      bold.setBold(true);
      group->setFont(0, bold);
    }
    auto* item = new QTreeWidgetItem(group, {KeyScheme::plainText(entry.action)});
    item->setData(0, kActionRole, QVariant::fromValue(static_cast<QObject*>(entry.action)));
  }
  m_tree->expandAll();
  connect(m_tree, &QTreeWidget::currentItemChanged, this, &KeysPage::updateButtons);
  connect(m_tree, &QTreeWidget::itemActivated, this, [this] {
    if (selected() != nullptr) m_change->wait();
  });
}

QAction* KeysPage::selected() const {
  const QTreeWidgetItem* item = m_tree->currentItem();
  return item == nullptr ? nullptr : qobject_cast<QAction*>(item->data(0, kActionRole).value<QObject*>());
}

void KeysPage::refresh() {
  m_preset->setCurrentIndex(m_preset->findData(m_scheme->preset()));
  m_wheel->setCurrentIndex(m_wheel->findData(static_cast<int>(m_tools->wheelSizeModifier())));
  for (QTreeWidgetItemIterator it(m_tree); *it != nullptr; ++it) {
    QTreeWidgetItem* item = *it;
    const auto* action = qobject_cast<QAction*>(item->data(0, kActionRole).value<QObject*>());
    if (action == nullptr) continue;
    item->setText(1, Actions::keyText(action));
    QFont face = font();
    face.setBold(m_scheme->isChanged(action));  // bold: your own
    item->setFont(1, face);
    const QList<QAction*> conflicts = m_scheme->conflictsOf(action);
    const QColor warning = toneColor(Tone::Warning, palette());
    item->setIcon(1, conflicts.isEmpty() ? QIcon()
                                         : QIcon(iconPixmap("warning", warning, {kIconSide, kIconSide},
                                                            devicePixelRatioF())));
    const QString clash = conflicts.isEmpty() ? QString() : tr("Also the key of %1").arg(namesOf(conflicts));
    item->setToolTip(1, clash);
    item->setData(1, Qt::AccessibleDescriptionRole, clash);
  }
  filter();
  updateButtons();
}

void KeysPage::filter() {
  const QString wanted = m_search->text().simplified();
  for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
    QTreeWidgetItem* group = m_tree->topLevelItem(i);
    bool hasAny = false;
    for (int j = 0; j < group->childCount(); ++j) {
      QTreeWidgetItem* item = group->child(j);
      const bool isMatch = item->text(0).contains(wanted, Qt::CaseInsensitive) ||
                           item->text(1).contains(wanted, Qt::CaseInsensitive);
      item->setHidden(!isMatch);
      hasAny = hasAny || isMatch;
    }
    group->setHidden(!hasAny);
  }
}

void KeysPage::updateButtons() {
  QAction* action = selected();
  m_question->hide();
  m_change->setEnabled(action != nullptr);
  m_add->setEnabled(action != nullptr);
  m_remove->setEnabled(action != nullptr && !action->shortcuts().isEmpty());
  m_reset->setEnabled(action != nullptr && m_scheme->isChanged(action));
}

void KeysPage::onCaptured(const QKeySequence& key, bool keepsOthers) {
  QAction* action = selected();
  if (action == nullptr || key.isEmpty()) return;
  m_wish = {action, key, keepsOthers};
  const QList<QAction*> others = m_scheme->othersWith(key, action);
  if (others.isEmpty()) return answer(true);
  m_questionText->setText(tr("%1 is the key of %2.").arg(native(key), namesOf(others)));
  QPalette tinted = palette();
  tinted.setColor(QPalette::Window, toneBackground(Tone::Warning, tinted));
  m_question->setPalette(tinted);
  m_question->show();
  m_take->setFocus(Qt::OtherFocusReason);
}

void KeysPage::answer(bool takesIt) {
  m_question->hide();
  if (takesIt && m_wish.action != nullptr) m_scheme->assign(m_wish.action, m_wish.key, m_wish.keepsOthers);
  m_wish = {};
  m_tree->setFocus(Qt::OtherFocusReason);
}

}  // namespace unmask

#include "ui/keys/key_scheme.h"

#include <QMenu>
#include <QRegularExpression>
#include <QSettings>

namespace unmask {

KeyScheme::KeyScheme(const Actions& actions, ToolSettings* tools, QObject* parent)
    : QObject(parent), m_actions(actions), m_tools(tools), m_preset(keyPresets().front().id) {
  for (const QMenu* menu : actions.menus()) {
    for (QAction* action : menu->actions()) {
      const bool isCommand = !action->isSeparator() && action->menu() == nullptr;
      if (isCommand && !action->objectName().isEmpty())
        m_entries.push_back({action, plainText(menu->menuAction())});
    }
  }
  for (QAction* action : actions.canvasKeys) m_entries.push_back({action, tr("Canvas")});
  for (const Entry& entry : m_entries) m_defaults[entry.action->objectName()] = entry.action->shortcuts();
  load();
  apply();
}

QString KeyScheme::plainText(const QAction* action) {
  const QString kept = action->property("plainText").toString();  // "Undo", not "Undo Brush Stroke"
  QString text = kept.isEmpty() ? action->text() : kept;
  static const QRegularExpression letterApart(QStringLiteral("\\(&.\\)"));  // "撤销(&U)"
  return text.remove(letterApart).remove('&').remove(QStringLiteral("…"));
}

QList<QKeySequence> KeyScheme::presetKeys(const QString& name) const {
  const auto& changes = keyPreset(m_preset).keys;
  if (const auto found = changes.find(name); found != changes.end()) return found->second;
  const auto found = m_defaults.find(name);
  return found == m_defaults.end() ? QList<QKeySequence>() : found->second;
}

void KeyScheme::apply() {
  for (const Entry& entry : m_entries) {
    const auto own = m_own.find(entry.action->objectName());
    entry.action->setShortcuts(own != m_own.end() ? own->second : presetKeys(entry.action->objectName()));
    Actions::refreshToolTip(entry.action);
  }
  Q_EMIT changed();
}

void KeyScheme::setPreset(const QString& id) {
  m_preset = keyPreset(id).id;
  m_own.clear();
  m_tools->setWheelSizeModifier(keyPreset(id).wheelSizeModifier);
  m_tools->save();
  save();
  apply();
}

void KeyScheme::setKeys(QAction* action, const QList<QKeySequence>& keys) {
  if (keys == presetKeys(action->objectName())) {
    m_own.erase(action->objectName());
  } else {
    m_own[action->objectName()] = keys;
  }
  save();
  apply();
}

void KeyScheme::assign(QAction* action, const QKeySequence& key, bool keepsOthers) {
  for (QAction* other : othersWith(key, action)) {
    QList<QKeySequence> rest = other->shortcuts();
    rest.removeAll(key);
    setKeys(other, rest);
  }
  QList<QKeySequence> keys = keepsOthers ? action->shortcuts() : QList<QKeySequence>();
  if (!keys.contains(key)) keys << key;
  setKeys(action, keys);
}

void KeyScheme::reset(QAction* action) {
  setKeys(action, presetKeys(action->objectName()));
}

void KeyScheme::resetAll() {
  m_own.clear();
  save();
  apply();
}

bool KeyScheme::isCanvasKey(const QAction* action) const {
  return m_actions.canvasKeys.contains(action);
}

/// Accept and the arrows of the candidates come first on the canvas while there are candidates; without them
/// the key is the canvas's own.
bool KeyScheme::canShare(const QAction* a, const QAction* b) const {
  const auto isLocal = [](const QAction* action) { return action->shortcutContext() == Qt::WidgetShortcut; };
  return (isCanvasKey(a) && !isCanvasKey(b) && isLocal(b)) ||
         (isCanvasKey(b) && !isCanvasKey(a) && isLocal(a));
}

QList<QAction*> KeyScheme::othersWith(const QKeySequence& key, const QAction* action) const {
  QList<QAction*> others;
  for (const Entry& entry : m_entries) {
    if (entry.action != action && entry.action->shortcuts().contains(key) && !canShare(action, entry.action))
      others << entry.action;
  }
  return others;
}

QList<QAction*> KeyScheme::conflictsOf(const QAction* action) const {
  QList<QAction*> found;
  for (const QKeySequence& key : action->shortcuts()) {
    for (QAction* other : othersWith(key, action)) {
      if (!found.contains(other)) found << other;
    }
  }
  return found;
}

void KeyScheme::load() {
  QSettings settings;
  m_preset = keyPreset(settings.value("keys/preset").toString()).id;
  settings.beginGroup("keys/own");
  for (const QString& name : settings.childKeys()) {
    if (m_defaults.find(name) == m_defaults.end()) continue;
    QList<QKeySequence>& keys = m_own[name];
    keys = QKeySequence::listFromString(settings.value(name).toString(), QKeySequence::PortableText);
    keys.removeIf([](const QKeySequence& key) { return key.isEmpty(); });  // that of "" is no key
  }
}

void KeyScheme::save() const {
  QSettings settings;
  settings.setValue("keys/preset", m_preset);
  settings.remove("keys/own");
  settings.beginGroup("keys/own");
  for (const auto& [name, keys] : m_own)
    settings.setValue(name, QKeySequence::listToString(keys, QKeySequence::PortableText));
}

}  // namespace unmask

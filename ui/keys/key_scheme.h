// Which key does what: a preset and the user's own changes to it, kept in the settings.
#pragma once

#include <QObject>
#include <QSet>
#include <vector>

#include "ui/actions.h"
#include "ui/keys/key_presets.h"

namespace unmask {

/// Sets the shortcuts of all commands and canvas keys. Every change counts and is stored at once.
class KeyScheme : public QObject {
  Q_OBJECT

 public:
  struct Entry {
    QAction* action;
    QString group;  ///< the menu it stands in, else "Canvas"
  };

  /// After the menus are made. Takes the keys that the actions have now as the program's own, then loads what
  /// the settings say. `tools` hears of the wheel.
  KeyScheme(const Actions& actions, ToolSettings* tools, QObject* parent = nullptr);

  const std::vector<Entry>& entries() const { return m_entries; }
  const Actions& actions() const { return m_actions; }

  QString preset() const { return m_preset; }
  /// Drops the user's own changes.
  void setPreset(const QString& id);

  void setKeys(QAction* action, const QList<QKeySequence>& keys);
  /// Adds the key; everybody else it would clash with loses it.
  void assign(QAction* action, const QKeySequence& key, bool keepsOthers);
  void reset(QAction* action);  ///< to the preset's keys
  void resetAll();              ///< the same for all
  bool isChanged(const QAction* action) const { return m_own.contains(action->objectName()); }

  /// Who else would answer to this key.
  QList<QAction*> othersWith(const QKeySequence& key, const QAction* action) const;
  /// Those that share a key with `action` now.
  QList<QAction*> conflictsOf(const QAction* action) const;

  static QString plainText(const QAction* action);  ///< without mnemonic and dots

 Q_SIGNALS:
  void changed();

 private:
  QList<QKeySequence> presetKeys(const QString& name) const;
  bool isCanvasKey(const QAction* action) const;
  bool canShare(const QAction* a, const QAction* b) const;
  void apply();
  void load();
  void save() const;

  const Actions& m_actions;
  ToolSettings* m_tools;
  std::vector<Entry> m_entries;
  std::map<QString, QList<QKeySequence>> m_defaults;
  std::map<QString, QList<QKeySequence>> m_own;
  QString m_preset;
};

}  // namespace unmask

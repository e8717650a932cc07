// Sets of keys for hands that learned another program.
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>
#include <map>
#include <vector>

namespace unmask {

struct KeyPreset {
  QString id;    ///< as stored in the settings
  QString name;  ///< as shown
  /// What differs from the program's own keys: the action's object name and all of its keys.
  std::map<QString, QList<QKeySequence>> keys;
  Qt::KeyboardModifier wheelSizeModifier = Qt::AltModifier;
};

/// The program's own keys first, under the id "unmask".
const std::vector<KeyPreset>& keyPresets();
/// The preset of that id, else the program's own.
const KeyPreset& keyPreset(const QString& id);

}  // namespace unmask

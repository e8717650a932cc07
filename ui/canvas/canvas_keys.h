// The keys that mean something to the canvas while they are down.
#pragma once

#include <QKeyEvent>
#include <QKeySequence>
#include <QList>

namespace unmask {

struct CanvasKeys {
  using Keys = QList<QKeySequence>;
  Keys panWhileHeld{QKeySequence(Qt::Key_Space)};
  Keys panLeft{QKeySequence(Qt::Key_Left)};
  Keys panRight{QKeySequence(Qt::Key_Right)};
  Keys panUp{QKeySequence(Qt::Key_Up)};
  Keys panDown{QKeySequence(Qt::Key_Down)};
};

/// True when this key, with its modifiers, is one of them.
inline bool isOneOf(const CanvasKeys::Keys& keys, const QKeyEvent* event) {
  const auto modifiers = event->modifiers() & ~Qt::KeyboardModifiers(Qt::KeypadModifier);
  return keys.contains(QKeySequence(QKeyCombination(modifiers, static_cast<Qt::Key>(event->key()))));
}

}  // namespace unmask

#include "ui/settings/key_capture.h"

#include <QKeyEvent>

namespace unmask {
namespace {

bool isModifier(int key) {
  return key == Qt::Key_Control || key == Qt::Key_Shift || key == Qt::Key_Alt || key == Qt::Key_Meta ||
         key == Qt::Key_AltGr || key == Qt::Key_unknown || key == 0;
}

QKeySequence keyOf(const QKeyEvent* event) {
  Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeyboardModifiers(Qt::KeypadModifier);
  auto key = static_cast<Qt::Key>(event->key());
  if (key == Qt::Key_Backtab) key = Qt::Key_Tab;
  // "?" needs Shift on most keyboards and not on others: the character says enough.
  const bool isSign = key < Qt::Key_Escape && (key < Qt::Key_A || key > Qt::Key_Z) && key != Qt::Key_Space;
  if (isSign) modifiers.setFlag(Qt::ShiftModifier, false);
  return QKeySequence(QKeyCombination(modifiers, key));
}

}  // namespace

KeyCapture::KeyCapture(const QString& text, QWidget* parent) : QPushButton(text, parent), m_text(text) {
  setAutoDefault(false);
  connect(this, &QPushButton::clicked, this, &KeyCapture::wait);
}

void KeyCapture::wait() {
  if (m_isWaiting) return;
  m_isWaiting = true;
  setText(tr("Press the new key…"));
  setFocus(Qt::OtherFocusReason);
}

void KeyCapture::stopWaiting() {
  m_isWaiting = false;
  setText(m_text);
}

bool KeyCapture::event(QEvent* event) {
  if (!m_isWaiting) return QPushButton::event(event);
  if (event->type() == QEvent::ShortcutOverride) {
    event->accept();  // the command of that key must not run
    return true;
  }
  if (event->type() == QEvent::KeyRelease) return true;
  if (event->type() != QEvent::KeyPress) return QPushButton::event(event);
  const auto* key = static_cast<QKeyEvent*>(event);
  event->accept();
  if (isModifier(key->key())) return true;
  stopWaiting();
  Q_EMIT captured(keyOf(key));
  return true;
}

void KeyCapture::focusOutEvent(QFocusEvent* event) {
  stopWaiting();
  QPushButton::focusOutEvent(event);
}

}  // namespace unmask

#include "ui/keys/key_tips.h"

#include <QApplication>
#include <QHelpEvent>
#include <QToolTip>

namespace unmask {
namespace {

constexpr char kActionProperty[] = "tipAction";

}  // namespace

void setTipAction(QWidget* widget, const char* actionNames) {
  widget->setProperty(kActionProperty, QString::fromLatin1(actionNames));
}

KeyTips::KeyTips(const KeyScheme* keys, QObject* parent) : QObject(parent), m_keys(keys) {
  QApplication::instance()->installEventFilter(this);
}

QString KeyTips::tip(const QWidget* widget) const {
  const QStringList names = widget->property(kActionProperty).toString().split(' ');
  QStringList keys;
  for (const QString& name : names) {
    for (const KeyScheme::Entry& entry : m_keys->entries()) {
      if (entry.action->objectName() == name && !entry.action->shortcuts().isEmpty())
        keys << Actions::keyText(entry.action);
    }
  }
  return keys.isEmpty() ? widget->toolTip() : tr("%1 (%2)").arg(widget->toolTip(), keys.join(tr(", ")));
}

bool KeyTips::eventFilter(QObject* object, QEvent* event) {
  if (event->type() != QEvent::ToolTip) return false;
  const auto* widget = qobject_cast<const QWidget*>(object);
  const bool isOurs =
      widget != nullptr && !widget->toolTip().isEmpty() && widget->property(kActionProperty).isValid();
  if (!isOurs) return false;
  QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), tip(widget), const_cast<QWidget*>(widget));
  return true;
}

}  // namespace unmask

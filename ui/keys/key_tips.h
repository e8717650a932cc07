// Tool tips that end with the key of a command, as it is now.
#pragma once

#include <QObject>
#include <QWidget>

#include "ui/keys/key_scheme.h"

namespace unmask {

/// The widget's tool tip is about these actions too (object names, a blank between): "Draw a new seed
/// (Ctrl+R)".
void setTipAction(QWidget* widget, const char* actionNames);

/// Shows the tool tips of all such widgets in the program.
class KeyTips : public QObject {
  Q_OBJECT

 public:
  explicit KeyTips(const KeyScheme* keys, QObject* parent = nullptr);

  /// What is shown for this widget.
  QString tip(const QWidget* widget) const;

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  const KeyScheme* m_keys;
};

}  // namespace unmask

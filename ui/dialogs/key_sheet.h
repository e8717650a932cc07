// F1: every command that has a key.
#pragma once

#include <QDialog>
#include <QList>

class QMenu;

namespace unmask {

class KeySheet : public QDialog {
  Q_OBJECT

 public:
  /// Lists the menus' actions, so that it can never disagree with them.
  explicit KeySheet(const QList<QMenu*>& menus, QWidget* parent = nullptr);
};

}  // namespace unmask

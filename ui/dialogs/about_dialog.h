// What this program is, and whose work is in it.
#pragma once

#include <QDialog>

namespace unmask {

class AboutDialog : public QDialog {
  Q_OBJECT

 public:
  explicit AboutDialog(QWidget* parent = nullptr);
};

}  // namespace unmask

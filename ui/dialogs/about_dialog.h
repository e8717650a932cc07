// What this program is, and whose work is in it.
#pragma once

#include <QDialog>

namespace unmask {

class AboutDialog : public QDialog {
  Q_OBJECT

 public:
  /// `modelDir`: whose card is shown; may be empty.
  explicit AboutDialog(const QString& modelDir, QWidget* parent = nullptr);
};

}  // namespace unmask

// The one button of the window that matters most.
#pragma once

#include <QPushButton>

namespace unmask {

/// While prominent: filled with the highlight colour, which most styles would wash out with a gradient.
/// Otherwise an ordinary push button.
class PrimaryButton : public QPushButton {
  Q_OBJECT

 public:
  using QPushButton::QPushButton;

  void setProminent(bool isProminent);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QColor fillColor() const;

  bool m_isProminent = true;
};

}  // namespace unmask

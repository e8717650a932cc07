// Buttons of the dialog "Learn a Style".
#pragma once

#include <QPushButton>

namespace unmask {

/// Not pressed by Enter in a line; that is for the button that goes on to the next page.
inline QPushButton* makeButton(const char* objectName, const QString& text, QWidget* parent) {
  auto* button = new QPushButton(text, parent);
  button->setObjectName(objectName);
  button->setAutoDefault(false);
  return button;
}

}  // namespace unmask

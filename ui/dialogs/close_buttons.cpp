#include "ui/dialogs/close_buttons.h"

#include <QCoreApplication>
#include <QPushButton>

namespace unmask {

QDialogButtonBox* makeCloseButtons(QDialog* dialog) {
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
  QPushButton* close = buttons->button(QDialogButtonBox::Close);
  close->setText(QCoreApplication::translate("unmask::CloseButtons", "&Close"));
  close->setIcon({});  // the style's own is drawn for light windows
  close->setAutoDefault(false);
  QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
  return buttons;
}

}  // namespace unmask

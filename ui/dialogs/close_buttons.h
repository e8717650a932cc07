// The one button of dialogs that apply at once.
#pragma once

#include <QDialog>
#include <QDialogButtonBox>

namespace unmask {

/// "Close", translated by us: Qt's own translations are not everywhere. Closes the dialog; is never the
/// default.
QDialogButtonBox* makeCloseButtons(QDialog* dialog);

}  // namespace unmask

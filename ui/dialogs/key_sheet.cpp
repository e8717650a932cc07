#include "ui/dialogs/key_sheet.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QMenu>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace unmask {
namespace {

QString plain(QString text) {
  return text.remove('&').remove(QStringLiteral("…")).toHtmlEscaped();
}

QString row(const QString& what, const QString& keys) {
  return QStringLiteral("<tr><td>%1</td><td>&nbsp;&nbsp;&nbsp;&nbsp;<b>%2</b></td></tr>").arg(what, keys);
}

QString keysOf(const QAction* action) {
  QStringList keys;
  for (const QKeySequence& key : action->shortcuts()) {
    keys << key.toString(QKeySequence::NativeText).toHtmlEscaped();
  }
  return keys.join(KeySheet::tr(" or "));
}

}  // namespace

KeySheet::KeySheet(const QList<QMenu*>& menus, QWidget* parent) : QDialog(parent) {
  setObjectName("keySheet");
  setWindowTitle(tr("Keys"));
  setAttribute(Qt::WA_DeleteOnClose);
  QString html;
  for (const QMenu* menu : menus) {
    QString rows;
    for (const QAction* action : menu->actions()) {
      if (!action->shortcuts().isEmpty()) rows += row(plain(action->text()), keysOf(action));
    }
    if (!rows.isEmpty()) html += "<p><b>" + plain(menu->title()) + "</b></p><table>" + rows + "</table>";
  }
  html += "<p><b>" + tr("On the canvas") + "</b></p><table>" +
          row(tr("Zoom at the cursor"), tr("wheel, or Ctrl+wheel")) +
          row(tr("Move the picture"), tr("drag, middle-drag, Space+drag, arrow keys")) + "</table>";
  auto* sheet = new QTextBrowser(this);
  sheet->setAccessibleName(tr("Keys"));
  sheet->setHtml(html);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* column = new QVBoxLayout(this);
  column->addWidget(sheet, 1);
  column->addWidget(buttons);
  resize(460, 560);
}

}  // namespace unmask

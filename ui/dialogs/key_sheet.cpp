#include "ui/dialogs/key_sheet.h"

#include <QAction>
#include <QScrollBar>
#include <QVBoxLayout>

#include "ui/dialogs/close_buttons.h"

namespace unmask {
namespace {

QString row(const QString& what, const QString& keys) {
  return QStringLiteral("<tr><td>%1</td><td>&nbsp;&nbsp;&nbsp;&nbsp;<b>%2</b></td></tr>")
      .arg(what.toHtmlEscaped(), keys.toHtmlEscaped());
}

QString heading(const QString& text) {
  return "<p><b>" + text.toHtmlEscaped() + "</b></p><table>";
}

}  // namespace

KeySheet::KeySheet(const KeyScheme* keys, const ToolSettings* tools, QWidget* parent)
    : QDialog(parent), m_keys(keys), m_tools(tools), m_sheet(new QTextBrowser(this)) {
  setObjectName("keySheet");
  setWindowTitle(tr("Keys"));
  setAttribute(Qt::WA_DeleteOnClose);
  m_sheet->setAccessibleName(tr("Keys"));
  auto* buttons = makeCloseButtons(this);
  auto* column = new QVBoxLayout(this);
  column->addWidget(m_sheet, 1);
  column->addWidget(buttons);
  connect(keys, &KeyScheme::changed, this, &KeySheet::refresh);
  connect(tools, &ToolSettings::changed, this, &KeySheet::refresh);
  refresh();
  resize(460, 560);
}

void KeySheet::refresh() {
  const bool ctrlSizes = m_tools->wheelSizeModifier() == Qt::ControlModifier;
  QString html = heading(tr("On the canvas"));
  html += row(tr("Zoom at the cursor"), ctrlSizes ? tr("wheel, or Alt+wheel") : tr("wheel, or Ctrl+wheel"));
  html += row(tr("Brush size"), ctrlSizes ? tr("Ctrl+wheel") : tr("Alt+wheel"));
  html += row(tr("Move the picture"), tr("middle-drag"));
  html += row(tr("Straight line"), tr("Shift+click"));
  html += row(tr("The other way round"), tr("right button, or Ctrl"));
  QString group;
  for (const KeyScheme::Entry& entry : m_keys->entries()) {
    if (entry.action->shortcuts().isEmpty()) continue;
    if (entry.group != group) html += "</table>" + heading(entry.group);
    group = entry.group;
    html += row(KeyScheme::plainText(entry.action), Actions::keyText(entry.action));
  }
  html += "</table>";
  const int place = m_sheet->verticalScrollBar()->value();
  m_sheet->setHtml(html);
  m_sheet->verticalScrollBar()->setValue(place);
}

}  // namespace unmask

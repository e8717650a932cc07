#include "ui/panels/tool_strip.h"

#include <QFrame>
#include <QVBoxLayout>

namespace unmask {
namespace {

constexpr int kIconSide = 18;
constexpr int kButtonSide = 32;

}  // namespace

QToolButton* makeActionButton(QAction* action, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setDefaultAction(action);
  button->setObjectName(action->objectName() + "Button");
  button->setAutoRaise(true);
  button->setFocusPolicy(Qt::TabFocus);  // a click leaves the focus on the canvas, where the keys belong
  button->setIconSize({kIconSide, kIconSide});
  button->setAccessibleName(action->text().remove('&'));
  return button;
}

ToolStrip::ToolStrip(const Actions& actions, QWidget* parent) : QWidget(parent) {
  setObjectName("toolStrip");
  setAccessibleName(tr("Tools"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(4, 6, 4, 6);
  column->setSpacing(2);
  for (QAction* tool : actions.tools) {
    const auto which = static_cast<Tool>(tool->data().toInt());
    if (which == Tool::Lock || which == Tool::Picker) {
      auto* line = new QFrame(this);
      line->setFrameShape(QFrame::HLine);
      line->setForegroundRole(QPalette::Mid);
      column->addWidget(line);
    }
    QToolButton* button = makeActionButton(tool, this);
    button->setFixedSize(kButtonSide, kButtonSide);
    column->addWidget(button);
  }
  column->addStretch(1);
}

}  // namespace unmask

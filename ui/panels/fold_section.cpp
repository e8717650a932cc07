#include "ui/panels/fold_section.h"

#include <QVBoxLayout>

#include "ui/icons.h"

namespace unmask {

FoldSection::FoldSection(const QString& title, QWidget* content, QWidget* parent)
    : QWidget(parent), m_heading(new QToolButton(this)), m_content(content) {
  m_heading->setText(title);
  m_heading->setAccessibleName(title);
  m_heading->setCheckable(true);
  m_heading->setAutoRaise(true);
  m_heading->setFocusPolicy(Qt::StrongFocus);
  m_heading->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_heading->setIconSize({12, 12});
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(6);
  column->addWidget(m_heading, 0, Qt::AlignLeft);
  column->addWidget(m_content);
  connect(m_heading, &QToolButton::toggled, this, &FoldSection::onToggled);
  onToggled(false);
}

void FoldSection::onToggled(bool isOpen) {
  m_heading->setIcon(icon(isOpen ? "chevron-down" : "chevron-right"));
  m_heading->setAccessibleDescription(isOpen ? tr("Open") : tr("Folded"));
  m_content->setVisible(isOpen);
}

}  // namespace unmask

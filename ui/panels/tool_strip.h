// The tools, one below the other, at the left of the canvas.
#pragma once

#include <QToolButton>
#include <QWidget>

#include "ui/actions.h"

namespace unmask {

class ToolStrip : public QWidget {
  Q_OBJECT

 public:
  explicit ToolStrip(const Actions& actions, QWidget* parent = nullptr);
};

/// A flat button that triggers `action` and explains it, key included.
QToolButton* makeActionButton(QAction* action, QWidget* parent);

}  // namespace unmask

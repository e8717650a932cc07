// F1: every command that has a key.
#pragma once

#include <QDialog>
#include <QTextBrowser>

#include "ui/keys/key_scheme.h"

namespace unmask {

class KeySheet : public QDialog {
  Q_OBJECT

 public:
  /// Lists what the scheme says, and follows it.
  KeySheet(const KeyScheme* keys, const ToolSettings* tools, QWidget* parent = nullptr);

 private:
  void refresh();

  const KeyScheme* m_keys;
  const ToolSettings* m_tools;
  QTextBrowser* m_sheet;
};

}  // namespace unmask

// Settings > Keys: every command with its keys, and how to change them.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTreeWidget>
#include <QWidget>

#include "ui/keys/key_scheme.h"
#include "ui/settings/key_capture.h"

namespace unmask {

class KeysPage : public QWidget {
  Q_OBJECT

 public:
  KeysPage(KeyScheme* scheme, ToolSettings* tools, QWidget* parent = nullptr);

 private:
  QLayout* buildTop();
  QWidget* buildQuestion();
  QLayout* buildButtons();
  void fill();
  void refresh();
  void filter();
  void updateButtons();
  QAction* selected() const;
  void onCaptured(const QKeySequence& key, bool keepsOthers);
  void answer(bool takesIt);

  KeyScheme* m_scheme;
  ToolSettings* m_tools;
  QComboBox* m_preset;
  QLineEdit* m_search;
  QComboBox* m_wheel;
  QTreeWidget* m_tree;
  QWidget* m_question;  ///< shown when a key is somebody else's
  QLabel* m_questionText;
  QPushButton* m_take;
  KeyCapture* m_change;
  KeyCapture* m_add;
  QPushButton* m_remove;
  QPushButton* m_reset;
  QPushButton* m_resetAll;
  struct Wish {
    QAction* action = nullptr;
    QKeySequence key;
    bool keepsOthers = false;
  } m_wish;  ///< that the question is about
};

}  // namespace unmask

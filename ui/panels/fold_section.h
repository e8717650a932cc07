// A heading that folds what stands below it away.
#pragma once

#include <QToolButton>
#include <QWidget>

namespace unmask {

class FoldSection : public QWidget {
  Q_OBJECT

 public:
  /// Takes `content` over. Folded at first.
  FoldSection(const QString& title, QWidget* content, QWidget* parent = nullptr);

  bool isOpen() const { return m_heading->isChecked(); }
  void setOpen(bool isOpen) { m_heading->setChecked(isOpen); }
  QToolButton* heading() const { return m_heading; }

 private:
  void onToggled(bool isOpen);

  QToolButton* m_heading;
  QWidget* m_content;
};

}  // namespace unmask

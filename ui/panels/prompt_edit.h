// The prompt box.
#pragma once

#include <QMimeData>
#include <QPlainTextEdit>

namespace unmask {

/// Plain text of several lines. Tab leaves the box; Shift+Enter asks for a run, Alt+Up and Alt+Down for
/// earlier texts.
class PromptEdit : public QPlainTextEdit {
  Q_OBJECT

 public:
  explicit PromptEdit(int lines, QWidget* parent = nullptr);

  QString text() const { return toPlainText(); }
  void setText(const QString& text);  ///< keeps the cursor when nothing changes
  /// Strikes through everything from this position on; the text's length or more strikes nothing.
  void setKeptLength(qsizetype length);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 Q_SIGNALS:
  void submitted();
  void historyWanted(int direction);       ///< Alt+Up −1, Alt+Down +1
  void dataPasted(const QMimeData* data);  ///< a picture or files; no words for the prompt

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  /// Pictures and files are the window's: it takes those that are dropped here, too.
  bool canInsertFromMimeData(const QMimeData* source) const override;
  void insertFromMimeData(const QMimeData* source) override;

 private:
  int m_lines;
};

}  // namespace unmask

// Offers what the model has learned while a prompt is typed.
#pragma once

#include <QObject>
#include <string>
#include <vector>

class QCompleter;
class QKeyEvent;
class QPlainTextEdit;
class QStringListModel;

namespace unmask {

/// Shows a list under the cursor while what stands before it begins something the model knows. Up and Down
/// walk the list, Enter and Tab take the line, Esc closes it; with nothing chosen, Enter and Tab do what they
/// do without it, and Ctrl+Enter always does. Taking a line is one undo step. A click beside the list closes
/// it and does what it would have done without it.
class PhraseCompleter : public QObject {
  Q_OBJECT

 public:
  /// A child of the editor.
  explicit PhraseCompleter(QPlainTextEdit* editor);

  void setPhrases(std::vector<std::string> phrases) { m_phrases = std::move(phrases); }
  /// What is offered just now; empty while the list is hidden.
  QStringList offered() const;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  bool takesKey(const QKeyEvent& key);
  bool closesList(QObject* watched, const QEvent& event) const;
  void offer();
  void take(const QString& phrase);

  QPlainTextEdit* m_editor;
  QCompleter* m_completer;
  QStringListModel* m_lines;
  std::vector<std::string> m_phrases;
  int m_typedLength = 0;  ///< characters before the cursor that a line replaces
};

}  // namespace unmask

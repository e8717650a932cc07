// A button that waits for a key and tells which it was.
#pragma once

#include <QKeySequence>
#include <QPushButton>

namespace unmask {

/// Takes every key, Tab and Esc too, while it waits; losing the focus ends the wait.
class KeyCapture : public QPushButton {
  Q_OBJECT

 public:
  explicit KeyCapture(const QString& text, QWidget* parent = nullptr);

  bool isWaiting() const { return m_isWaiting; }
  void wait();

 Q_SIGNALS:
  void captured(const QKeySequence& key);

 protected:
  bool event(QEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void stopWaiting();

  QString m_text;
  bool m_isWaiting = false;
};

}  // namespace unmask

// A strip above the canvas that tells something without stopping anybody.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <functional>
#include <initializer_list>

#include "ui/error_text.h"

namespace unmask {

/// Shows one message at a time, the newest; hidden when there is none. Never takes the focus.
class MessageBar : public QFrame {
  Q_OBJECT

 public:
  explicit MessageBar(QWidget* parent = nullptr);

  /// `action` runs when the message's button is pressed; the bar closes then.
  void showMessage(const Message& message, std::function<void()> action = {});
  void dismiss();
  void dismiss(std::initializer_list<MessageTopic> topics);  ///< only a message about one of these
  QString text() const { return m_text->text(); }
  QString title() const { return m_title->text(); }

 Q_SIGNALS:
  void messageShown(const QString& title);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void applyTone();

  Message m_message;
  std::function<void()> m_action;
  QLabel* m_icon;
  QLabel* m_title;
  QLabel* m_text;
  QPushButton* m_button;
  QToolButton* m_close;
};

}  // namespace unmask

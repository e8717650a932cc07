#include "ui/panels/message_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/icons.h"

namespace unmask {
namespace {

constexpr int kIconSide = 20;

QString iconName(Tone tone) {
  switch (tone) {
    case Tone::Success:
      return "success";
    case Tone::Warning:
      return "warning";
    case Tone::Error:
      return "error";
    case Tone::Info:
      break;
  }
  return "info";
}

}  // namespace

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent),
      m_icon(new QLabel(this)),
      m_title(new QLabel(this)),
      m_text(new QLabel(this)),
      m_button(new QPushButton(this)),
      m_close(new QToolButton(this)) {
  setObjectName("messageBar");
  setAccessibleName(tr("Message"));
  setAutoFillBackground(true);
  QFont bold = font();
  bold.setBold(true);
  m_title->setFont(bold);
  m_title->setObjectName("messageTitle");
  m_text->setObjectName("messageText");
  m_text->setWordWrap(true);
  m_text->setTextFormat(Qt::PlainText);
  m_title->setTextFormat(Qt::PlainText);
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_button->setObjectName("messageButton");
  m_close->setObjectName("messageClose");
  m_close->setIcon(icon("close"));
  m_close->setAutoRaise(true);
  m_close->setToolTip(tr("Close this message"));
  m_close->setAccessibleName(tr("Close this message"));

  auto* words = new QVBoxLayout;
  words->setSpacing(2);
  words->addWidget(m_title);
  words->addWidget(m_text);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(14, 10, 10, 10);
  row->setSpacing(12);
  row->addWidget(m_icon, 0, Qt::AlignTop);
  row->addLayout(words, 1);
  row->addWidget(m_button, 0, Qt::AlignVCenter);
  row->addWidget(m_close, 0, Qt::AlignTop);

  connect(m_close, &QToolButton::clicked, this, [this] { dismiss(); });
  connect(m_button, &QPushButton::clicked, this, [this] {
    const std::function<void()> action = std::exchange(m_action, {});
    dismiss();
    if (action) action();
  });
  hide();
}

void MessageBar::showMessage(const Message& message, std::function<void()> action) {
  m_message = message;
  m_action = std::move(action);
  m_title->setText(message.title);
  m_text->setText(message.text);
  m_text->setVisible(!message.text.isEmpty());
  m_button->setText(message.actionText);
  m_button->setVisible(!message.actionText.isEmpty());
  setAccessibleDescription(message.title + "\n" + message.text);
  applyTone();
  show();
  Q_EMIT messageShown(message.title);
}

void MessageBar::dismiss() {
  m_action = {};
  hide();
}

void MessageBar::dismiss(std::initializer_list<MessageTopic> topics) {
  if (std::find(topics.begin(), topics.end(), m_message.topic) != topics.end()) dismiss();
}

void MessageBar::applyTone() {
  const QPalette base = parentWidget() ? parentWidget()->palette() : palette();
  m_icon->setPixmap(iconPixmap(iconName(m_message.tone), toneColor(m_message.tone, base),
                               {kIconSide, kIconSide}, devicePixelRatioF()));
  QPalette tinted = base;
  tinted.setColor(QPalette::Window, toneBackground(m_message.tone, base));
  if (palette().color(QPalette::Window) != tinted.color(QPalette::Window)) setPalette(tinted);
}

void MessageBar::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationPaletteChange) applyTone();
  QFrame::changeEvent(event);
}

}  // namespace unmask

// Errors as the window says them: what went wrong, why, and what to do.
#pragma once

#include <QString>

#include "core/base/error.h"
#include "ui/theme.h"

namespace unmask {

/// What a message is about; it goes away by itself when that is settled.
enum class MessageTopic { Other, Model, Run, Project };

/// What the message bar shows. Plain text; `text` may have several lines.
struct Message {
  Tone tone = Tone::Info;
  QString title;
  QString text;
  QString actionText;  ///< of a button; empty = none
  MessageTopic topic = MessageTopic::Other;
};

/// `title` says which undertaking failed; the rest (file, reason, remedy) comes from the error.
Message errorMessage(const QString& title, const Error& error, MessageTopic topic = MessageTopic::Other);

}  // namespace unmask

#include "ui/error_text.h"

#include <QCoreApplication>
#include <QStringList>

namespace unmask {
namespace {

constexpr qsizetype kMaxDetail = 600;  ///< characters; a bad model folder may list hundreds of tensors

QString bounded(const std::string& text) {
  const QString whole = QString::fromStdString(text);
  return whole.size() <= kMaxDetail ? whole : whole.left(kMaxDetail) + QStringLiteral("…");
}

QString asSentence(QString text) {
  if (text.isEmpty()) return text;
  text[0] = text[0].toUpper();
  if (!text.endsWith('.') && !text.endsWith(QStringLiteral("…"))) text += '.';
  return text;
}

}  // namespace

Message errorMessage(const QString& title, const Error& error, MessageTopic topic) {
  QStringList details;
  if (!error.key.empty()) details << bounded(error.key);
  if (!error.expected.empty())
    details << QCoreApplication::translate("unmask::Message", "expected %1").arg(bounded(error.expected));
  if (!error.found.empty())
    details << QCoreApplication::translate("unmask::Message", "found %1").arg(bounded(error.found));
  QString reason = bounded(error.message);
  if (!details.isEmpty()) reason += " (" + details.join("; ") + ")";

  QStringList lines;
  if (!error.file.empty()) lines << bounded(error.file);
  lines << asSentence(reason);
  if (!error.remedy.empty()) lines << asSentence(bounded(error.remedy));
  return {Tone::Error, title, lines.join('\n'), {}, topic};
}

}  // namespace unmask

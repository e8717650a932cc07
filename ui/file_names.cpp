#include "ui/file_names.h"

#include <QDir>
#include <QFileInfo>

namespace unmask {
namespace {

constexpr qsizetype kMaxWords = 48;  ///< characters taken from the prompt

bool isHarmless(char32_t c) {
  return QChar::isLetterOrNumber(c) || c == '_' || QChar::isMark(c);
}

}  // namespace

QString suggestedFileName(const QString& prompt, uint64_t seed) {
  QString words;
  for (const char32_t c : prompt.toUcs4()) {
    if (words.size() >= kMaxWords) break;
    if (isHarmless(c)) {
      words += QString::fromUcs4(&c, 1);
    } else if (!words.isEmpty() && !words.endsWith(' ')) {
      words += (c == '-' || c == '\'') ? QChar('-') : QChar(' ');
      if (words.endsWith('-') && words.size() >= 2 && words.at(words.size() - 2) == '-') words.chop(1);
    }
  }
  while (words.endsWith(' ') || words.endsWith('-')) words.chop(1);
  if (words.isEmpty()) words = QStringLiteral("picture");
  return words + ' ' + QString::number(seed) + QStringLiteral(".png");
}

QString withPngSuffix(const QString& path) {
  return withSuffix(path, QStringLiteral("png"));
}

QString withSuffix(const QString& path, const QString& suffix) {
  return path.endsWith('.' + suffix, Qt::CaseInsensitive) ? path : path + '.' + suffix;
}

QString unusedPath(const QString& path) {
  const QFileInfo info(path);
  QString candidate = path;
  for (int n = 2; QFileInfo::exists(candidate); ++n) {
    candidate = info.dir().filePath(
        QStringLiteral("%1 (%2).%3").arg(info.completeBaseName()).arg(n).arg(info.suffix()));
  }
  return candidate;
}

}  // namespace unmask

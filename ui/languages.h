// The languages the program speaks.
#pragma once

#include <QString>
#include <vector>

class QCoreApplication;

namespace unmask {

struct Language {
  QString id;    ///< of its translation: "de", "zh_CN"
  QString name;  ///< in itself
};

const std::vector<Language>& languages();

/// Before the first widget is made. `wanted` empty: what the system asks for, else English. Also translates
/// Qt's own buttons where Qt's translations are installed.
void installLanguage(QCoreApplication* application, const QString& wanted);

}  // namespace unmask

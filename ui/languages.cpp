#include "ui/languages.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include "ui/icons.h"

namespace unmask {

const std::vector<Language>& languages() {
  static const std::vector<Language> list{{"en", QStringLiteral("English")},
                                          {"de", QStringLiteral("Deutsch")},
                                          {"zh_CN", QStringLiteral("简体中文")}};
  return list;
}

void installLanguage(QCoreApplication* application, const QString& wanted) {
  initResources();
  const QLocale locale = wanted.isEmpty() ? QLocale::system() : QLocale(wanted);
  const auto install = [&](const QString& name, const QString& folder) {
    auto* translator = new QTranslator(application);
    if (translator->load(locale, name, QStringLiteral("_"), folder)) {
      QCoreApplication::installTranslator(translator);
      return true;
    }
    delete translator;
    return false;
  };
  const bool isTranslated = install(QStringLiteral("unmask"), QStringLiteral(":/unmask/translations")) ||
                            locale.language() == QLocale::English;
  if (!isTranslated) return;  // half a translation is worse than none
  install(QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
  if (!wanted.isEmpty()) QLocale::setDefault(locale);
}

}  // namespace unmask

// The window in the languages it speaks.
#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QMenu>
#include <QTranslator>

#include "tests/ui/ui_test_support.h"
#include "ui/languages.h"
#include "ui/styles/learn_dialog.h"
#include "ui/styles/styles.h"

namespace unmask {
namespace {

class LanguageTest : public test::StudioTest, public ::testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override {
    StudioTest::SetUp();
    m_localeBefore = QLocale();
    installLanguage(QApplication::instance(), GetParam());
    openWindow();
  }
  void TearDown() override {
    StudioTest::TearDown();
    for (QTranslator* translator : QApplication::instance()->findChildren<QTranslator*>()) {
      QCoreApplication::removeTranslator(translator);
      delete translator;
    }
    QLocale::setDefault(m_localeBefore);
  }

  /// Every text that is shown at its whole length needs the room it asks for.
  static void expectNothingCutOff(const QWidget* top) {
    for (const QLabel* label : top->findChildren<QLabel*>()) {
      const bool isElastic =
          label->wordWrap() || label->sizePolicy().horizontalPolicy() == QSizePolicy::Ignored;
      if (label->isVisible() && !label->text().isEmpty() && !isElastic) {
        EXPECT_GE(label->width(), label->sizeHint().width()) << qPrintable(label->text());
      }
    }
    for (const QAbstractButton* button : top->findChildren<QAbstractButton*>()) {
      if (button->isVisible() && !button->text().isEmpty() && button->icon().isNull()) {
        EXPECT_GE(button->width(), button->sizeHint().width()) << qPrintable(button->text());
      }
    }
  }

 private:
  QLocale m_localeBefore;
};

QChar mnemonicOf(const QString& text) {
  for (int i = 0; i + 1 < text.size(); ++i) {
    if (text[i] != '&') continue;
    if (text[i + 1] != '&') return text[i + 1].toLower();
    ++i;
  }
  return {};
}

TEST_P(LanguageTest, MenusAreTranslatedAndTheirLettersUnique) {
  const QString file = window->actions()->menus().front()->title();
  const QString wanted = QString(GetParam()) == "de"   ? "&Datei"
                         : QString(GetParam()) == "en" ? "&File"
                                                       : "文件(&F)";
  EXPECT_EQ(file, wanted);
  QSet<QChar> ofMenus;
  for (const QMenu* menu : window->actions()->menus()) {
    EXPECT_FALSE(ofMenus.contains(mnemonicOf(menu->title()))) << qPrintable(menu->title());
    ofMenus.insert(mnemonicOf(menu->title()));
    QSet<QChar> letters;
    for (const QAction* action : menu->actions()) {
      const QChar letter = mnemonicOf(action->text());
      if (letter.isNull()) continue;
      EXPECT_FALSE(letters.contains(letter)) << qPrintable(menu->title() + ": " + action->text());
      letters.insert(letter);
    }
  }
}

TEST_P(LanguageTest, LettersOfTheWindowAreUnique) {
  QSet<QChar> taken;
  const auto take = [&taken](const QString& text) {
    const QChar letter = mnemonicOf(text);
    if (letter.isNull()) return;
    EXPECT_FALSE(taken.contains(letter)) << qPrintable(text);
    taken.insert(letter);
  };
  for (const QMenu* menu : window->actions()->menus()) take(menu->title());
  for (const QAction* action : window->findChildren<QAction*>()) {
    for (const QKeySequence& key : action->shortcuts()) {
      const QKeyCombination keys = key[0];
      const bool isLetter = keys.key() >= Qt::Key_A && keys.key() <= Qt::Key_Z;
      if (isLetter && keys.keyboardModifiers() == Qt::AltModifier) take('&' + QString(QChar(keys.key())));
    }
  }
  for (const QWidget* widget : window->findChildren<QWidget*>()) {
    if (widget->window() != window.get()) continue;  // a dialog has letters of its own
    if (const auto* label = qobject_cast<const QLabel*>(widget);
        label != nullptr && label->buddy() != nullptr)
      take(label->text());
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) take(button->text());
  }
  EXPECT_GE(taken.size(), 15);
}

TEST_P(LanguageTest, LettersOfLearningAreUnique) {
  window->styles()->showLearnDialog();
  const LearnDialog* dialog = window->styles()->dialog();
  QStringList texts;
  for (const char* button : {"learnForward", "learnClose"})
    texts << dialog->findChild<QAbstractButton*>(button)->text();
  for (const QAbstractButton* button : dialog->setup()->findChildren<QAbstractButton*>())
    texts << button->text();
  for (const QLabel* label : dialog->setup()->findChildren<QLabel*>())
    if (label->buddy() != nullptr) texts << label->text();
  QSet<QChar> taken;
  for (const QString& text : texts) {
    const QChar letter = mnemonicOf(text);
    if (letter.isNull()) continue;
    EXPECT_FALSE(taken.contains(letter)) << qPrintable(text);
    taken.insert(letter);
  }
  EXPECT_GE(taken.size(), 12);
}

TEST_P(LanguageTest, KeysStayTheSame) {
  EXPECT_EQ(window->actions()->undo->shortcut(), QKeySequence(Qt::CTRL | Qt::Key_Z));
  EXPECT_EQ(window->actions()->generate->shortcut(), QKeySequence(Qt::CTRL | Qt::Key_Return));
  EXPECT_EQ(window->actions()->toolOf(Tool::Lock)->shortcut(), QKeySequence(Qt::SHIFT | Qt::Key_L));
}

TEST_P(LanguageTest, NothingInTheWindowIsCutOff) {
  window->promptPanel()->negativeSection()->setOpen(true);
  window->promptPanel()->sampling()->more()->setOpen(true);
  generatePicture();
  QCoreApplication::processEvents();
  expectNothingCutOff(window.get());
}

TEST_P(LanguageTest, NothingInTheSettingsIsCutOff) {
  window->actions()->settings->trigger();
  auto* dialog = find<SettingsDialog>("settingsDialog");
  const int pages = find<QListWidget>("settingsList")->count();
  for (int page = 0; page < pages; ++page) {
    dialog->showPage(page);
    QCoreApplication::processEvents();
    expectNothingCutOff(dialog);
  }
}

INSTANTIATE_TEST_SUITE_P(All, LanguageTest, ::testing::Values("en", "de", "zh_CN"),
                         [](const auto& language) { return std::string(language.param); });

TEST(Languages, EachNamesItself) {
  ASSERT_EQ(languages().size(), 3u);
  EXPECT_EQ(languages()[1].name, "Deutsch");
}

}  // namespace
}  // namespace unmask

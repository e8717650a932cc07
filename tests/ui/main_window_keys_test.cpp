// Reaching everything by keyboard, and keys that must not be taken away from text boxes.
#include <gmock/gmock.h>

#include <QAbstractButton>
#include <QApplication>
#include <QDialog>
#include <QSet>
#include <QTextBrowser>

#include "tests/ui/ui_test_support.h"

namespace unmask {
namespace {

class MainWindowKeys : public test::StudioTest {
 protected:
  void SetUp() override {
    StudioTest::SetUp();
    openWindow();
  }
  double scale() const { return window->canvas()->viewTransform().scale(); }
};

TEST_F(MainWindowKeys, TabReachesEveryControl) {
  window->promptPanel()->negativeSection()->setOpen(true);
  window->promptPanel()->sampling()->more()->setOpen(true);
  QStringList order;
  window->promptPanel()->prompt()->setFocus();
  for (int i = 0; i < 100; ++i) {
    order << QApplication::focusWidget()->objectName();
    press(Qt::Key_Tab);
    if (QApplication::focusWidget()->objectName() == "prompt") break;
  }
  for (const char* name :
       {"prompt",         "negativeHeading", "negativePrompt", "seed",          "seedDice",
        "seedLock",       "steps",           "guidance",       "moreHeading",   "temperatureStart",
        "temperatureEnd", "schedule",        "order",          "resetSettings", "run",
        "canvas",         "model",           "openModel",      "brushButton",   "zoomButton",
        "brushSize",      "cellRule",        "maskColor"}) {
    EXPECT_TRUE(order.contains(name)) << name;
  }
  // In the order of the eye.
  EXPECT_LT(order.indexOf("prompt"), order.indexOf("negativePrompt"));
  EXPECT_LT(order.indexOf("negativePrompt"), order.indexOf("seed"));
  EXPECT_LT(order.indexOf("seed"), order.indexOf("seedDice"));
  EXPECT_LT(order.indexOf("seedLock"), order.indexOf("steps"));
  EXPECT_LT(order.indexOf("guidance"), order.indexOf("temperatureStart"));
  EXPECT_LT(order.indexOf("order"), order.indexOf("run"));
}

TEST_F(MainWindowKeys, EveryControlHasANameForScreenReaders) {
  window->promptPanel()->negativeSection()->setOpen(true);
  window->promptPanel()->sampling()->more()->setOpen(true);
  int controls = 0;
  for (const QWidget* widget : window->findChildren<QWidget*>()) {
    if (!widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0) continue;
    const QWidget* proxy = widget->focusProxy();
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    const bool isNamed =
        !widget->accessibleName().isEmpty() || (button != nullptr && !button->text().isEmpty());
    EXPECT_TRUE(isNamed || proxy != nullptr)
        << widget->metaObject()->className() << " " << qPrintable(widget->objectName());
    ++controls;
  }
  EXPECT_GE(controls, 15);
}

TEST_F(MainWindowKeys, SingleLettersStayWithTheTextBox) {
  typePrompt("bevhz,.x [brush] dDkK '=-+0 1 2 3 4");
  EXPECT_EQ(window->document()->draft().prompt, "bevhz,.x [brush] dDkK '=-+0 1 2 3 4");
  EXPECT_TRUE(control->requests().empty());
}

TEST_F(MainWindowKeys, BareLettersAreDeadInEveryTextBox) {
  window->promptPanel()->negativeSection()->setOpen(true);
  for (const char* name : {"prompt", "negativePrompt", "seed", "steps", "guidance", "brushSize"}) {
    find<QWidget>(name)->setFocus();
    for (const int key : {Qt::Key_E, Qt::Key_L, Qt::Key_H, Qt::Key_Z, Qt::Key_X, Qt::Key_U}) {
      press(key);
      EXPECT_EQ(window->toolSettings()->tool(), Tool::Brush) << name;
    }
  }
}

TEST_F(MainWindowKeys, OnlyToolsAndWhatBelongsToThemUseBareLetters) {
  QSet<const QAction*> allowed;
  for (const int menu : {2, 3, 4}) {  // run, timeline and tools
    for (const QAction* action : window->actions()->menus()[menu]->actions()) allowed << action;
  }
  for (const QAction* action : window->findChildren<QAction*>()) {
    for (const QKeySequence& key : action->shortcuts()) {
      const QKeyCombination combination = key[0];
      const bool isBare = combination.keyboardModifiers() == Qt::NoModifier;
      const bool isLetter = combination.key() >= Qt::Key_Space && combination.key() <= Qt::Key_AsciiTilde;
      EXPECT_FALSE(isBare && isLetter && !allowed.contains(action)) << qPrintable(action->objectName());
    }
  }
}

TEST_F(MainWindowKeys, NoKeyIsTakenTwice) {
  QSet<QKeySequence> taken;
  for (const QAction* action : window->findChildren<QAction*>()) {
    for (const QKeySequence& key : action->shortcuts()) {
      EXPECT_FALSE(taken.contains(key)) << qPrintable(key.toString());
      taken.insert(key);
    }
  }
  EXPECT_GE(taken.size(), 20);
}

TEST_F(MainWindowKeys, ZoomKeysWorkFromThePromptBox) {
  generatePicture();
  window->promptPanel()->prompt()->setFocus();
  press(Qt::Key_1, Qt::ControlModifier);
  EXPECT_DOUBLE_EQ(scale(), 1);
  press(Qt::Key_2, Qt::ControlModifier);
  EXPECT_DOUBLE_EQ(scale(), 2);
  press(Qt::Key_3, Qt::ControlModifier);
  EXPECT_DOUBLE_EQ(scale(), 4);
  press(Qt::Key_4, Qt::ControlModifier);
  EXPECT_DOUBLE_EQ(scale(), 8);
  press(Qt::Key_Minus, Qt::ControlModifier);
  EXPECT_LT(scale(), 8);
  press(Qt::Key_Plus, Qt::ControlModifier);
  EXPECT_NEAR(scale(), 8, 1e-9);
  press(Qt::Key_0, Qt::ControlModifier);
  EXPECT_TRUE(window->canvas()->viewTransform().isFitted());
  EXPECT_TRUE(find<QLabel>("viewText")->text().contains("32 × 32"));
}

TEST_F(MainWindowKeys, CanvasTakesTheFocusOnClick) {
  window->promptPanel()->prompt()->setFocus();
  QTest::mouseClick(window->canvas(), Qt::LeftButton);
  EXPECT_TRUE(window->canvas()->hasFocus());
  press(Qt::Key_A, Qt::AltModifier);
  EXPECT_TRUE(window->promptPanel()->prompt()->hasFocus());
}

TEST_F(MainWindowKeys, UndoInTheTextBoxUndoesText) {
  generatePicture();
  const PicturePtr picture = window->document()->picture();
  window->promptPanel()->prompt()->setFocus();
  QTest::keyClicks(window->promptPanel()->prompt(), "abc");
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(window->document()->picture(), picture);
  EXPECT_NE(window->document()->draft().prompt, "abc");
}

TEST_F(MainWindowKeys, SeedKeysRollAndLock) {
  const uint64_t before = window->document()->draft().seed;
  press(Qt::Key_R, Qt::ControlModifier);
  EXPECT_EQ(window->document()->draft().seed, before + 1);
  press(Qt::Key_L, Qt::ControlModifier);
  EXPECT_TRUE(window->document()->isSeedLocked());
  EXPECT_TRUE(window->actions()->lockSeed->isChecked());
}

TEST_F(MainWindowKeys, KeySheetListsTheKeys) {
  press(Qt::Key_F1);
  auto* sheet = find<QDialog>("keySheet");
  ASSERT_NE(sheet, nullptr);
  EXPECT_FALSE(sheet->isModal());
  const QString text = sheet->findChild<QTextBrowser*>()->toPlainText();
  for (const char* key : {"Ctrl+Return", "Esc", "Ctrl+S", "Ctrl+0", "F1"})
    EXPECT_TRUE(text.contains(key)) << key;
}

TEST_F(MainWindowKeys, AboutNamesTheLicences) {
  window->actions()->about->trigger();
  auto* about = find<QDialog>("aboutDialog");
  ASSERT_NE(about, nullptr);
  EXPECT_FALSE(about->isModal());
  const QString text = about->findChild<QTextBrowser*>("licences")->toPlainText();
  for (const char* part : {"Qt 6", "LGPL-3.0", "LibTorch", "Fluent Emoji", "Noto Emoji"})
    EXPECT_TRUE(text.contains(part)) << part;
}

TEST_F(MainWindowKeys, MenusHoldEveryCommand) {
  QSet<const QAction*> inMenus;
  for (const QMenu* menu : window->actions()->menus()) {
    for (const QAction* action : menu->actions()) inMenus.insert(action);
  }
  for (const QAction* action : window->findChildren<QAction*>(QString(), Qt::FindDirectChildrenOnly)) {
    EXPECT_TRUE(inMenus.contains(action)) << qPrintable(action->objectName());
  }
}

}  // namespace
}  // namespace unmask

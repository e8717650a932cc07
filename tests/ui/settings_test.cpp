// Settings, keys, tour and help, through the window's own widgets.
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTextBrowser>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>

#include "core/io/png_metadata.h"
#include "tests/ui/ui_test_support.h"
#include "ui/appearance.h"
#include "ui/theme.h"

namespace unmask {
namespace {

class SettingsTest : public test::StudioTest {
 protected:
  void SetUp() override {
    StudioTest::SetUp();
    openWindow();
  }
  KeyScheme* keys() { return window->services()->keys(); }
  Actions* actions() { return window->actions(); }

  SettingsDialog* openSettings(int page = 0) {
    QTest::keyClick(window.get(), Qt::Key_Comma, Qt::ControlModifier);
    auto* dialog = find<SettingsDialog>("settingsDialog");
    if (dialog != nullptr) dialog->showPage(page);
    return dialog;
  }
  /// Selects the command in the tree, as a click on its row does.
  void selectCommand(const QString& name) {
    auto* tree = find<QTreeWidget>("keyTree");
    for (QTreeWidgetItemIterator it(tree); *it != nullptr; ++it) {
      if ((*it)->text(0) == name) tree->setCurrentItem(*it);
    }
    ASSERT_NE(tree->currentItem(), nullptr) << qPrintable(name);
  }
  QTreeWidgetItem* rowOf(const QString& name) {
    for (QTreeWidgetItemIterator it(find<QTreeWidget>("keyTree")); *it != nullptr; ++it) {
      if ((*it)->text(0) == name) return *it;
    }
    return nullptr;
  }
  void backToWindow() {
    find<QDialog>("settingsDialog")->close();
    window->activateWindow();
    UNTIL(QApplication::activeWindow() == window.get());
    window->canvas()->setFocus();
  }
  void click(const char* name) { QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton); }
  void choose(const char* name, int index) {
    auto* box = find<QComboBox>(name);
    box->setCurrentIndex(index);
    Q_EMIT box->activated(index);
  }
};

TEST_F(SettingsTest, CtrlCommaOpensOneDialogThatLeavesTheWindowUsable) {
  SettingsDialog* dialog = openSettings();
  ASSERT_NE(dialog, nullptr);
  EXPECT_FALSE(dialog->isModal());
  actions()->settings->trigger();
  EXPECT_EQ(window->findChildren<SettingsDialog*>().size(), 1);
}

TEST_F(SettingsTest, KeysPageListsEveryCommandAndCanvasKey) {
  openSettings();
  for (const QMenu* menu : actions()->menus()) {
    for (const QAction* action : menu->actions()) {
      if (!action->isSeparator() && action->menu() == nullptr) {
        EXPECT_NE(rowOf(KeyScheme::plainText(action)), nullptr) << qPrintable(action->text());
      }
    }
  }
  for (const QAction* action : actions()->canvasKeys) EXPECT_NE(rowOf(action->text()), nullptr);
}

TEST_F(SettingsTest, SearchFindsByCommandAndByKey) {
  openSettings();
  QTest::keyClicks(find<QLineEdit>("keySearch"), "eraser");
  EXPECT_FALSE(rowOf("Eraser")->isHidden());
  EXPECT_TRUE(rowOf("Brush")->isHidden());
  find<QLineEdit>("keySearch")->clear();
  QTest::keyClicks(find<QLineEdit>("keySearch"), "ctrl+0");
  EXPECT_FALSE(rowOf("Fit in Window")->isHidden());
  EXPECT_TRUE(rowOf("Eraser")->isHidden());
}

TEST_F(SettingsTest, ACapturedKeyCountsAtOnceAndIsRemembered) {
  openSettings();
  selectCommand("Eraser");
  click("changeKey");
  QTest::keyClick(find<QPushButton>("changeKey"), Qt::Key_F12);
  EXPECT_EQ(actions()->toolOf(Tool::Eraser)->shortcut(), QKeySequence(Qt::Key_F12));
  EXPECT_EQ(actions()->toolOf(Tool::Eraser)->toolTip(), "Eraser (F12)");
  backToWindow();
  QTest::keyClick(window->canvas(), Qt::Key_F12);
  EXPECT_EQ(window->toolSettings()->tool(), Tool::Eraser);
  openWindow();  // the next session
  EXPECT_EQ(actions()->toolOf(Tool::Eraser)->shortcut(), QKeySequence(Qt::Key_F12));
}

TEST_F(SettingsTest, HintsNameTheKeysAsTheyAre) {
  EXPECT_TRUE(window->canvas()->hint().startsWith("Ctrl+Return "));
  EXPECT_TRUE(find<QLabel>("queueHint")->text().contains("Ctrl+Shift+Return"))
      << qPrintable(find<QLabel>("queueHint")->text());
  keys()->setKeys(actions()->generate, {QKeySequence("F12")});
  keys()->setKeys(actions()->addToQueue, {QKeySequence("F8")});
  EXPECT_TRUE(window->canvas()->hint().startsWith("F12 "));
  EXPECT_TRUE(find<QLabel>("queueHint")->text().contains("F8 "));
  keys()->setKeys(actions()->generate, {});
  keys()->setKeys(actions()->addToQueue, {});
  EXPECT_TRUE(window->canvas()->hint().startsWith("It appears"));
  EXPECT_EQ(find<QLabel>("queueHint")->text(), "Nothing waits.");
}

TEST_F(SettingsTest, CapturingRunsNoCommandAndTakesTabAndEsc) {
  openSettings();
  selectCommand("Hand");
  click("addKey");
  QTest::keyClick(find<QPushButton>("addKey"), Qt::Key_Tab, Qt::ControlModifier);
  EXPECT_TRUE(actions()->toolOf(Tool::Hand)->shortcuts().contains(QKeySequence(Qt::CTRL | Qt::Key_Tab)));
  EXPECT_TRUE(actions()->toolOf(Tool::Hand)->shortcuts().contains(QKeySequence(Qt::Key_H)));
}

TEST_F(SettingsTest, AKeyInUseIsAskedAboutAndMovesOnlyWhenWanted) {
  openSettings();
  selectCommand("Hand");
  click("changeKey");
  QTest::keyClick(find<QPushButton>("changeKey"), Qt::Key_B);
  EXPECT_TRUE(find<QWidget>("keyQuestion")->isVisible());
  EXPECT_EQ(actions()->toolOf(Tool::Hand)->shortcut(), QKeySequence(Qt::Key_H));
  click("leaveKey");
  EXPECT_EQ(actions()->toolOf(Tool::Brush)->shortcut(), QKeySequence(Qt::Key_B));
  click("changeKey");
  QTest::keyClick(find<QPushButton>("changeKey"), Qt::Key_B);
  click("takeKey");
  EXPECT_EQ(actions()->toolOf(Tool::Hand)->shortcut(), QKeySequence(Qt::Key_B));
  EXPECT_TRUE(actions()->toolOf(Tool::Brush)->shortcuts().isEmpty());
  EXPECT_TRUE(find<QWidget>("keyQuestion")->isHidden());
}

TEST_F(SettingsTest, AConflictInTheSettingsIsShown) {
  keys()->setKeys(actions()->growMask, {QKeySequence("Ctrl+D")});
  openSettings();
  EXPECT_FALSE(rowOf("Grow by a Cell")->icon(1).isNull());
  EXPECT_TRUE(rowOf("Grow by a Cell")->toolTip(1).contains("Clear the Mask"));
  EXPECT_FALSE(rowOf("Clear the Mask")->icon(1).isNull());
  EXPECT_TRUE(rowOf("Shrink by a Cell")->icon(1).isNull());
}

TEST_F(SettingsTest, ResetGivesOneOrAllBack) {
  keys()->setKeys(actions()->growMask, {QKeySequence("F12")});
  keys()->setKeys(actions()->shrinkMask, {QKeySequence("F8")});
  openSettings();
  selectCommand("Grow by a Cell");
  click("resetKey");
  EXPECT_EQ(actions()->growMask->shortcut(), QKeySequence("Ctrl+]"));
  EXPECT_EQ(actions()->shrinkMask->shortcut(), QKeySequence("F8"));
  click("resetKeys");
  EXPECT_EQ(actions()->shrinkMask->shortcut(), QKeySequence("Ctrl+["));
  EXPECT_TRUE(QSettings().value("keys/own/shrinkMask").isNull());
}

TEST_F(SettingsTest, NoKeyIsNoneAfterARestart) {
  for (QAction* action : {actions()->growMask, actions()->shrinkMask}) keys()->setKeys(action, {});
  openWindow();
  EXPECT_TRUE(actions()->growMask->shortcuts().isEmpty());
  EXPECT_TRUE(keys()->conflictsOf(actions()->growMask).isEmpty());
}

TEST_F(SettingsTest, PresetsAreFreeOfConflictsAndGoTheWholeWay) {
  openSettings();
  for (int i = 0; i < static_cast<int>(keyPresets().size()); ++i) {
    choose("keyPreset", i);
    for (const KeyScheme::Entry& entry : keys()->entries())
      EXPECT_TRUE(keys()->conflictsOf(entry.action).isEmpty())
          << i << " " << qPrintable(entry.action->objectName());
    for (const auto& [name, sequences] : keyPresets()[static_cast<size_t>(i)].keys) {
      EXPECT_FALSE(sequences.isEmpty()) << qPrintable(name);
      const bool isThere = std::any_of(keys()->entries().begin(), keys()->entries().end(),
                                       [&](const auto& entry) { return entry.action->objectName() == name; });
      EXPECT_TRUE(isThere) << qPrintable(name);
    }
  }
}

TEST_F(SettingsTest, TheA1111PresetMovesWithFAndSizesWithCtrlWheel) {
  generatePicture();
  openSettings();
  choose("keyPreset", 3);
  backToWindow();
  QTest::keyPress(window->canvas(), Qt::Key_F);
  EXPECT_EQ(window->canvas()->cursor().shape(), Qt::OpenHandCursor);
  QTest::keyRelease(window->canvas(), Qt::Key_F);
  EXPECT_NE(window->canvas()->cursor().shape(), Qt::OpenHandCursor);
  const double size = window->toolSettings()->size(Tool::Brush);
  const double scale = window->canvas()->viewTransform().scale();
  QWheelEvent wheel({50, 50}, window->canvas()->mapToGlobal(QPointF(50, 50)), {}, {0, 120}, Qt::NoButton,
                    Qt::ControlModifier, Qt::NoScrollPhase, false);
  QApplication::sendEvent(window->canvas(), &wheel);
  EXPECT_GT(window->toolSettings()->size(Tool::Brush), size);
  EXPECT_DOUBLE_EQ(window->canvas()->viewTransform().scale(), scale);
}

TEST_F(SettingsTest, KeySheetAndTipsFollow) {
  QTest::keyClick(window.get(), Qt::Key_F1);
  auto* sheet = find<QDialog>("keySheet")->findChild<QTextBrowser*>();
  keys()->setKeys(actions()->generate, {QKeySequence("F9")});
  EXPECT_TRUE(sheet->toPlainText().contains("F9"));
  EXPECT_FALSE(sheet->toPlainText().contains("Ctrl+Return"));
  EXPECT_TRUE(window->services()->tips().tip(find<QWidget>("run")).endsWith("(F9)"));
  EXPECT_TRUE(window->services()->tips().tip(find<QWidget>("seedDice")).endsWith("(Ctrl+R)"));
}

TEST_F(SettingsTest, NonsenseInTheSettingsCountsAsNotSet) {
  QSettings().setValue("keys/preset", "nobody's");
  QSettings().setValue("keys/own/noSuchCommand", "F12");
  QSettings().setValue("engine/threads", "many");
  QSettings().setValue("appearance/theme", 17);
  openWindow();
  EXPECT_EQ(keys()->preset(), "unmask");
  EXPECT_EQ(window->services()->preferences()->threads(), 0);
  EXPECT_EQ(window->services()->preferences()->theme(), Theme::System);
}

TEST_F(SettingsTest, EngineSettingsReachTheNextLoad) {
  openSettings(3);
  find<QSpinBox>("settingsThreads")->setValue(3);
  choose("settingsPrecision", 1);
  dialogs->folder = test::makeModelFolder(path("other"), "second");
  window->actions()->openModel->trigger();
  UNTIL(isIdle() && window->promptPanel()->models()->current().endsWith("second"));
  backToWindow();
  generatePicture();
  EXPECT_EQ(control->requests().back().computeType, ComputeType::BFloat16);
}

TEST_F(SettingsTest, MaskLookAndRuleApplyAtOnceAndStay) {
  openSettings(1);
  QTest::mouseClick(find<QPushButton>("maskColor2"), Qt::LeftButton);
  EXPECT_EQ(window->toolSettings()->maskColor(), QColor(86, 180, 233));
  find<QSlider>("settingsOpacity")->setValue(80);
  EXPECT_DOUBLE_EQ(window->toolSettings()->maskOpacity(), 0.8);
  choose("settingsRule", 1);
  EXPECT_EQ(window->document()->mask()->rule(), CellRule::Majority);
  openWindow();
  EXPECT_EQ(window->toolSettings()->maskColor(), QColor(86, 180, 233));
  EXPECT_EQ(window->document()->mask()->rule(), CellRule::Majority);
}

TEST_F(SettingsTest, ModelFoldersComeAndGo) {
  openSettings(2);
  dialogs->folder = path("more");
  test::makeModelFolder(path("more"), "third");
  click("addModelFolder");
  auto* list = find<QListWidget>("modelFolders");
  ASSERT_EQ(list->count(), 1);
  UNTIL(window->promptPanel()->models()->combo()->findText("third") >= 0);
  list->setCurrentRow(0);
  click("removeModelFolder");
  EXPECT_EQ(list->count(), 0);
  UNTIL(window->promptPanel()->models()->combo()->findText("third") < 0);
}

TEST_F(SettingsTest, MetadataIsLeftOutWhenNotWanted) {
  generatePicture();
  openSettings(4);
  auto* writes = find<QCheckBox>("settingsMetadata");
  QTest::mouseClick(writes, Qt::LeftButton, {}, QPoint(8, writes->height() / 2));
  ASSERT_FALSE(window->services()->preferences()->writesMetadata());
  dialogs->savePath = path("bare.png");
  window->actions()->saveAs->trigger();
  UNTIL(QFileInfo::exists(path("bare.png")));
  const auto bare = requestFromPng(path("bare.png").toStdString());
  ASSERT_TRUE(bare);
  EXPECT_FALSE(bare->has_value());
  window->services()->preferences()->setWritesMetadata(true);
  dialogs->savePath = path("told.png");
  window->actions()->saveAs->trigger();
  UNTIL(QFileInfo::exists(path("told.png")));
  const auto told = requestFromPng(path("told.png").toStdString());
  ASSERT_TRUE(told);
  EXPECT_TRUE(told->has_value());
}

TEST_F(SettingsTest, ThemeFollowsTheChoiceAndTheSystem) {
  Preferences preferences;
  Appearance appearance(&preferences);
  openSettings(5);
  choose("settingsTheme", 2);
  EXPECT_TRUE(isDark(QApplication::palette()));
  choose("settingsTheme", 1);
  EXPECT_FALSE(isDark(QApplication::palette()));
  appearance.setSystemPrefersDark(true);
  EXPECT_FALSE(isDark(QApplication::palette()));
  choose("settingsTheme", 0);
  EXPECT_TRUE(isDark(QApplication::palette()));
  appearance.setSystemPrefersDark(false);
  EXPECT_FALSE(isDark(QApplication::palette()));
}

double contrast(const QColor& a, const QColor& b) {
  const auto luminance = [](const QColor& color) {
    const auto linear = [](double v) {
      return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
  };
  const double lighter = std::max(luminance(a), luminance(b)), darker = std::min(luminance(a), luminance(b));
  return (lighter + 0.05) / (darker + 0.05);
}

TEST(AppearanceColors, TextIsReadableInBoth) {
  for (const QPalette& palette : {lightPalette(), darkPalette()}) {
    EXPECT_GE(contrast(palette.color(QPalette::WindowText), palette.color(QPalette::Window)), 7);
    EXPECT_GE(contrast(palette.color(QPalette::Text), palette.color(QPalette::Base)), 7);
    EXPECT_GE(contrast(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight)), 4.5);
    EXPECT_GE(contrast(palette.color(QPalette::PlaceholderText), palette.color(QPalette::Base)), 4.5);
    EXPECT_GE(contrast(quietText(palette), palette.color(QPalette::Window)), 4.5);
    for (const Tone tone : {Tone::Info, Tone::Success, Tone::Warning, Tone::Error})
      EXPECT_GE(contrast(palette.color(QPalette::WindowText), toneBackground(tone, palette)), 4.5);
  }
}

TEST_F(SettingsTest, TourIsShortSkippableAndShownOnce) {
  window->services()->offerTour();
  auto* tour = find<Tour>("tour");
  ASSERT_NE(tour, nullptr);
  int stops = 1;
  while (find<QLabel>("tourTitle") != nullptr && find<QPushButton>("tourNext")->text() != "&Done") {
    press(Qt::Key_Space);  // on the focused Next
    ++stops;
    ASSERT_LE(stops, 5);
    EXPECT_TRUE(window->rect().contains(tour->geometry()));
  }
  EXPECT_EQ(stops, 5);
  press(Qt::Key_Escape);
  UNTIL(window->findChild<Tour*>("tour") == nullptr);
  EXPECT_TRUE(window->promptPanel()->prompt()->hasFocus());
  window->services()->offerTour();
  EXPECT_EQ(window->findChild<Tour*>("tour"), nullptr);
  actions()->tour->trigger();
  EXPECT_NE(window->findChild<Tour*>("tour"), nullptr);
  click("tourSkip");
  UNTIL(window->findChild<Tour*>("tour") == nullptr);
}

TEST_F(SettingsTest, AboutShowsTheModelsCardAndOurLicence) {
  actions()->about->trigger();
  EXPECT_TRUE(find<QTextBrowser>("modelCard")->toPlainText().contains("no card"));
  EXPECT_TRUE(find<QTextBrowser>("ourLicence")->toPlainText().contains("Apache License"));
  find<QDialog>("aboutDialog")->close();
  QFile card(window->promptPanel()->models()->current() + "/README.md");
  ASSERT_TRUE(card.open(QIODevice::WriteOnly));
  card.write("# A small model");
  card.close();
  UNTIL(window->findChild<QDialog*>("aboutDialog") == nullptr);
  actions()->about->trigger();
  EXPECT_EQ(find<QTextBrowser>("modelCard")->toPlainText().trimmed(), "A small model");
}

TEST_F(SettingsTest, PresetChooserFollowsTheDraft) {
  PresetChooser* chooser = window->promptPanel()->presets();
  SamplingPreset slow;
  slow.name = "slow";
  slow.steps = 33;
  chooser->setPresets({SamplingPreset(), slow});
  EXPECT_TRUE(chooser->isVisible());
  choose("preset", 1);
  EXPECT_EQ(window->document()->draft().steps, 33);
  window->document()->setSteps(34);
  EXPECT_EQ(chooser->currentIndex(), -1);
  chooser->setPresets({SamplingPreset()});
  EXPECT_FALSE(chooser->isVisible());
}

}  // namespace
}  // namespace unmask

#include "ui/panels/prompt_panel.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTest>

#include "tests/ui/ui_test_support.h"

namespace unmask {
namespace {

class PromptPanelTest : public ::testing::Test {
 protected:
  void SetUp() override {
    panel.resize(320, 700);
    panel.show();
    panel.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&panel));
  }
  template <typename T>
  T* find(const char* name) {
    T* object = panel.findChild<T*>(name);
    EXPECT_NE(object, nullptr) << name;
    return object;
  }
  const GenerationRequest& draft() const { return document.draft(); }

  DocumentModel document;
  PromptPanel panel{&document};
};

TEST_F(PromptPanelTest, EveryFieldReachesTheDraft) {
  QTest::keyClicks(panel.prompt(), "a cat");
  panel.negativeSection()->setOpen(true);
  QTest::keyClicks(panel.negativePrompt(), "a dog");
  const auto enter = [](QAbstractSpinBox* box, const char* text) {
    box->selectAll();
    QTest::keyClicks(box, text);
    QTest::keyClick(box, Qt::Key_Return);
  };
  enter(find<QSpinBox>("steps"), "20");
  enter(find<QDoubleSpinBox>("guidance"), "7.5");
  enter(find<QDoubleSpinBox>("temperatureStart"), "3");
  enter(find<QDoubleSpinBox>("temperatureEnd"), "0.5");
  panel.sampling()->more()->setOpen(true);
  QTest::keyClick(find<QComboBox>("schedule"), Qt::Key_Down);
  QTest::keyClick(find<QComboBox>("order"), Qt::Key_Down);
  EXPECT_EQ(draft().prompt, "a cat");
  EXPECT_EQ(draft().negativePrompt, "a dog");
  EXPECT_EQ(draft().steps, 20);
  EXPECT_EQ(draft().guidanceScale, 7.5f);
  EXPECT_EQ(draft().temperatureStart, 3.0f);
  EXPECT_EQ(draft().temperatureEnd, 0.5f);
  EXPECT_EQ(draft().schedule, MaskSchedule::Linear);
  EXPECT_EQ(draft().order, RevealOrder::Halton);
  EXPECT_EQ(document.touchedFields(), PresetField::Steps | PresetField::Guidance | PresetField::Temperature |
                                          PresetField::Schedule | PresetField::Order);
}

TEST_F(PromptPanelTest, ShowsADraftThatChangesElsewhereWithoutTouchingIt) {
  document.applyPreset({"p", 9, 3.3f, 0.1f, 0.05f, MaskSchedule::Linear, RevealOrder::Random});
  document.setPrompt("from elsewhere");
  EXPECT_EQ(panel.prompt()->text(), "from elsewhere");
  EXPECT_EQ(find<QSpinBox>("steps")->value(), 9);
  EXPECT_EQ(find<QComboBox>("order")->currentText(), "Random");
  EXPECT_EQ(draft().guidanceScale, 3.3f);
  EXPECT_FALSE(document.touchedFields());
}

TEST_F(PromptPanelTest, SeedTakesAllOf64BitsAndRefusesTheRest) {
  auto* seed = find<QLineEdit>("seed");
  seed->selectAll();
  QTest::keyClicks(seed, "18446744073709551615");
  EXPECT_EQ(draft().seed, 18446744073709551615u);
  EXPECT_TRUE(document.isSeedLocked());
  EXPECT_TRUE(find<QToolButton>("seedLock")->isChecked());
  QTest::keyClicks(seed, "9x-");
  EXPECT_EQ(seed->text(), "18446744073709551615");
}

TEST_F(PromptPanelTest, EmptiedSeedBoxGetsTheSeedBack) {
  auto* seed = find<QLineEdit>("seed");
  document.typeSeed(55);
  seed->setFocus();
  seed->selectAll();
  QTest::keyClick(seed, Qt::Key_Delete);
  EXPECT_EQ(seed->text(), "");
  panel.prompt()->setFocus();
  EXPECT_EQ(seed->text(), "55");
  EXPECT_EQ(draft().seed, 55u);
}

TEST_F(PromptPanelTest, DiceAndLockWork) {
  const uint64_t before = draft().seed;
  QTest::mouseClick(find<QToolButton>("seedDice"), Qt::LeftButton);
  EXPECT_NE(draft().seed, before);  // 32 random bits: equal once in four thousand million runs
  QTest::mouseClick(find<QToolButton>("seedLock"), Qt::LeftButton);
  EXPECT_TRUE(document.isSeedLocked());
  QTest::mouseClick(find<QToolButton>("seedLock"), Qt::LeftButton);
  EXPECT_FALSE(document.isSeedLocked());
}

TEST_F(PromptPanelTest, NegativePromptIsFoldedAwayUntilThereIsOne) {
  EXPECT_FALSE(panel.negativePrompt()->isVisible());
  document.setNegativePrompt("blur");
  EXPECT_TRUE(panel.negativePrompt()->isVisible());
}

TEST_F(PromptPanelTest, ShiftEnterGeneratesEnterDoesNot) {
  QSignalSpy wanted(&panel, &PromptPanel::generateWanted);
  QTest::keyClicks(panel.prompt(), "a");
  QTest::keyClick(panel.prompt(), Qt::Key_Return);
  QTest::keyClicks(panel.prompt(), "b");
  EXPECT_EQ(wanted.count(), 0);
  EXPECT_EQ(draft().prompt, "a\nb");
  QTest::keyClick(panel.prompt(), Qt::Key_Return, Qt::ShiftModifier);
  EXPECT_EQ(wanted.count(), 1);
  EXPECT_EQ(draft().prompt, "a\nb");
}

// A branch brings the words of its run; what was being typed may stand nowhere else.
TEST_F(PromptPanelTest, AReplacedPromptComesBackWithUndo) {
  QTest::keyClicks(panel.prompt(), "a long text");
  document.setPrompt("another");
  EXPECT_EQ(panel.prompt()->text(), "another");
  QTest::keyClick(panel.prompt(), Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(panel.prompt()->text(), "a long text");
  EXPECT_EQ(draft().prompt, "a long text");
}

TEST_F(PromptPanelTest, ButtonSaysWhatItDoes) {
  QSignalSpy generate(&panel, &PromptPanel::generateWanted);
  QSignalSpy stop(&panel, &PromptPanel::stopWanted);
  auto* button = panel.runButton();
  panel.showEngine(EngineState::NoModel, false);
  EXPECT_FALSE(button->isEnabled());
  panel.showEngine(EngineState::Idle, false);
  EXPECT_EQ(button->text(), "Generate");
  QTest::mouseClick(button, Qt::LeftButton);
  EXPECT_EQ(generate.count(), 1);
  panel.showEngine(EngineState::Running, false);
  EXPECT_EQ(button->text(), "Stop");
  QTest::mouseClick(button, Qt::LeftButton);
  EXPECT_EQ(stop.count(), 1);
  panel.showEngine(EngineState::Cancelling, false);
  EXPECT_FALSE(button->isEnabled());
  panel.showEngine(EngineState::Loading, false);
  EXPECT_EQ(button->text(), "Generate");
  panel.showEngine(EngineState::Loading, true);
  EXPECT_EQ(button->text(), "Stop Waiting");
  QTest::mouseClick(button, Qt::LeftButton);
  EXPECT_EQ(stop.count(), 2);
  EXPECT_EQ(generate.count(), 1);
}

TEST_F(PromptPanelTest, CounterShowsWhatIsCutOff) {
  document.setPrompt("one two three four");
  PromptTokens tokens{"one two three four", 4, 4, 2, 8};
  panel.showTokens(tokens);
  EXPECT_EQ(find<QLabel>("tokenCounter")->text(), "6/4");
  EXPECT_TRUE(find<QLabel>("cutOff")->isVisible());
  EXPECT_TRUE(find<QLabel>("cutOff")->text().contains("three four"));
  ASSERT_EQ(panel.prompt()->extraSelections().size(), 1);
  EXPECT_EQ(panel.prompt()->extraSelections()[0].cursor.selectedText(), "three four");
  EXPECT_TRUE(panel.prompt()->extraSelections()[0].format.fontStrikeOut());
  QTest::keyClick(panel.prompt(), Qt::Key_Backspace);
  EXPECT_FALSE(find<QLabel>("cutOff")->isVisible());
  EXPECT_TRUE(panel.prompt()->extraSelections().isEmpty());
}

TEST_F(PromptPanelTest, CountOfAnOlderTextIsIgnored) {
  document.setPrompt("now");
  panel.showTokens({"then", 3, 77, 0, 4});
  EXPECT_EQ(find<QLabel>("tokenCounter")->text(), "");
}

TEST_F(PromptPanelTest, WheelOverAnUnfocusedBoxChangesNothing) {
  auto* steps = find<QSpinBox>("steps");
  panel.prompt()->setFocus();
  const auto turn = [&] {
    const QPointF at(5, 5);
    QWheelEvent event(at, steps->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, {}, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(steps, &event);
  };
  turn();
  EXPECT_EQ(draft().steps, 12);
  steps->setFocus();
  turn();
  EXPECT_EQ(draft().steps, 13);
}

TEST_F(PromptPanelTest, ModelChooserListsFoldersAndTheOpener) {
  ModelChooser* chooser = panel.models();
  QSignalSpy chosen(chooser, &ModelChooser::modelChosen);
  QSignalSpy opener(chooser, &ModelChooser::folderWanted);
  chooser->setModels({{"one", "/m/one", ModelSource::BuiltIn}, {"two", "/m/two", ModelSource::UserFolder}});
  chooser->setCurrent("/m/one");
  QComboBox* combo = chooser->combo();
  EXPECT_EQ(combo->currentText(), "one");
  ASSERT_EQ(combo->count(), 4);  // two models, a line, "Open Folder…"
  const auto activate = [combo](int index) {
    combo->setCurrentIndex(index);
    Q_EMIT combo->activated(index);
  };
  activate(1);
  ASSERT_EQ(chosen.count(), 1);
  EXPECT_EQ(chosen[0][0].toString(), "/m/two");
  activate(3);
  EXPECT_EQ(opener.count(), 1);
  EXPECT_EQ(combo->currentText(), "one");  // what is loaded, not the opener
  chooser->setCurrent("/elsewhere/three");
  EXPECT_EQ(combo->currentText(), "three");
}

}  // namespace
}  // namespace unmask

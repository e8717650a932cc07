// Drawing the least confident cells of a result again.
#include <gtest/gtest.h>

#include <QApplication>
#include <QDialogButtonBox>
#include <QInputDialog>
#include <QPushButton>

#include "tests/ui/ui_test_support.h"
#include "ui/confidence.h"

namespace unmask {
namespace {

/// A run over 2 × 3 cells that drew five and was given one.
Recording fiveDrawn() {
  Recording recording;
  DecodeState end;
  end.tokens = TokenGrid(2, 3, 1);
  end.fixedAtStep = {0, 1, DecodeState::kGiven, 0, 2, 1};
  end.fixedProbability = {0.9F, 0.2F, 0.0F, 0.5F, 0.2F, 0.7F};
  recording.states = {end};
  return recording;
}

TEST(LeastConfident, TakesTheLeastSureOfTheDrawnCells) {
  using Cells = std::vector<uint8_t>;
  EXPECT_EQ(leastConfident(fiveDrawn(), 0.4).cells, (Cells{0, 1, 0, 0, 1, 0}));
  EXPECT_EQ(leastConfident(fiveDrawn(), 0.6).cells, (Cells{0, 1, 0, 1, 1, 0}));
  EXPECT_EQ(leastConfident(fiveDrawn(), 1).cells, (Cells{1, 1, 0, 1, 1, 1}));
}

TEST(LeastConfident, IsAtLeastOneAndTiesGoByPlace) {
  EXPECT_EQ(leastConfident(fiveDrawn(), 0.01).cells, (std::vector<uint8_t>{0, 1, 0, 0, 0, 0}));
}

TEST(LeastConfident, IsEmptyWhenNothingWasDrawn) {
  Recording recording = fiveDrawn();
  recording.states.back().fixedAtStep.assign(6, DecodeState::kGiven);
  EXPECT_EQ(leastConfident(recording, 1).count(), 0u);
  EXPECT_EQ(drawnCount(recording), 0);
}

class MainWindowVary : public test::StudioTest {
 protected:
  void SetUp() override {
    StudioTest::SetUp();
    openWindow();
    typePrompt("an apple");
    generatePicture();
    press(Qt::Key_Return, Qt::ControlModifier);
    UNTIL(window->candidates()->count() == 1 && isIdle());
    window->canvas()->setFocus();
  }
  void vary(const QString& percent) {
    press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    auto* dialog = window->findChild<QInputDialog*>("varyDialog");
    ASSERT_NE(dialog, nullptr);
    auto* box = dialog->findChild<QSpinBox*>();
    box->selectAll();
    QTest::keyClicks(box, percent);
    QPushButton* go = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
    ASSERT_TRUE(go->isEnabled());
    QTest::mouseClick(go, Qt::LeftButton);
  }
};

TEST_F(MainWindowVary, DrawsThoseCellsAgainAndKeepsTheRest) {
  const PicturePtr candidate = window->candidates()->currentPicture();
  const CellMask expected = leastConfident(*candidate->recording, 0.5);
  ASSERT_EQ(expected.count(), 8u);
  window->document()->setPrompt("something else");  // the candidate's own prompt counts
  window->canvas()->setFocus();
  vary("50");
  UNTIL(control->requests().size() == 3);
  UNTIL(window->candidates()->count() == 2 && isIdle());
  const GenerationRequest request = control->requests().back();
  EXPECT_EQ(request.prompt, "an apple");
  EXPECT_NE(request.seed, candidate->request.seed);
  EXPECT_EQ(request.editableCells.cells, expected.cells);
  for (size_t i = 0; i < request.startTokens.cellCount(); ++i) {
    const int32_t kept = candidate->tokens.tokenIds[i];
    EXPECT_EQ(request.startTokens.tokenIds[i], expected.cells[i] ? candidate->recording->maskTokenId : kept);
  }
  const PicturePtr varied = window->candidates()->currentPicture();
  int changed = 0;
  for (int y = 0; y < 32; ++y) {
    for (int x = 0; x < 32; ++x) {
      const bool isSame =
          std::equal(varied->pixels.at(x, y), varied->pixels.at(x, y) + 3, candidate->pixels.at(x, y));
      if (!isSame) ++changed;
      EXPECT_TRUE(isSame || expected.contains({y / 8, x / 8}));
    }
  }
  EXPECT_GT(changed, 0);
  EXPECT_EQ(varied->changedOutsideMask, 0);
}

TEST_F(MainWindowVary, LockedSeedStillGivesAnother) {
  window->document()->setSeedLocked(true);
  const uint64_t seed = window->candidates()->currentPicture()->request.seed;
  window->document()->typeSeed(seed);
  vary("25");
  UNTIL(window->candidates()->count() == 2 && isIdle());
  EXPECT_EQ(control->requests().back().seed, seed + 1);
}

TEST_F(MainWindowVary, ReturnInTheNumberAccepts) {
  press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
  auto* dialog = window->findChild<QInputDialog*>("varyDialog");
  ASSERT_NE(dialog, nullptr);
  UNTIL(QApplication::focusWidget() != nullptr && QApplication::focusWidget()->window() == dialog);
  press(Qt::Key_A, Qt::ControlModifier);
  QTest::keyClicks(QApplication::focusWidget(), "50");
  press(Qt::Key_Return);
  UNTIL(window->candidates()->count() == 2 && isIdle());
  EXPECT_EQ(control->requests().back().editableCells.count(), 8u);
}

TEST_F(MainWindowVary, EscapeRunsNothing) {
  const size_t runs = control->requests().size();
  press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
  auto* dialog = window->findChild<QInputDialog*>("varyDialog");
  ASSERT_NE(dialog, nullptr);
  QTest::keyClick(dialog, Qt::Key_Escape);
  UNTIL(window->findChild<QInputDialog*>("varyDialog") == nullptr);
  EXPECT_EQ(control->requests().size(), runs);
}

TEST_F(MainWindowVary, NeedsAResultOfARun) {
  EXPECT_TRUE(window->actions()->varyLeastConfident->isEnabled());
  forgetProject();
  openWindow();
  EXPECT_FALSE(window->actions()->varyLeastConfident->isEnabled());
}

}  // namespace
}  // namespace unmask

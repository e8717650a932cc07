// The history beside the canvas: paging, search, marks, trash, and using earlier pictures again.
#include <gtest/gtest.h>

#include <QApplication>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QToolButton>

#include "core/io/png_metadata.h"
#include "core/project/history.h"
#include "tests/ui/ui_test_support.h"
#include "ui/history/history_panel.h"
#include "ui/history/history_worker.h"
#include "ui/history/run_tree.h"
#include "ui/side_dock.h"

namespace unmask {
namespace {

class WindowHistory : public test::StudioTest {
 protected:
  /// Pictures whose prompts are "picture 0" … the last is the newest.
  void fill(int count) {
    Result<History> history = History::open(path("data/history.db").toStdString());
    ASSERT_TRUE(history.ok());
    std::vector<NewHistoryEntry> entries;
    for (int i = 0; i < count; ++i) {
      GenerationRequest request;
      request.prompt = request.promptTemplate = "picture " + std::to_string(i);
      request.negativePrompt = "blur";
      request.seed = static_cast<uint64_t>(1000 + i);
      request.steps = 3;
      entries.push_back({request,
                         std::make_shared<ImageBuffer>(8, 8, 3, static_cast<uint8_t>(i)),
                         {},
                         1'700'000'000'000 + i});
    }
    ASSERT_TRUE(history->addAll(entries).ok());
  }
  void openWithHistory(int count) {
    fill(count);
    openWindow();
    press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
    UNTIL(list()->isVisible() && model()->rowCount() > 0);
  }
  HistoryPanel* panel() const { return window->sideDock()->history(); }
  HistoryList* list() const { return panel()->list(); }
  HistoryModel* model() const { return panel()->model(); }
  void choose(int row) { list()->setCurrentIndex(model()->index(row)); }
  std::string promptAt(int row) const { return model()->entry(row).prompt; }
  const GenerationRequest& draft() const { return window->document()->draft(); }
};

TEST_F(WindowHistory, NewestFirstAndPageByPage) {
  openWithHistory(250);
  EXPECT_EQ(model()->rowCount(), HistoryModel::kPage);
  EXPECT_EQ(promptAt(0), "picture 249");
  UNTIL(find<QLabel>("historyCount")->text() == "250 pictures");
  list()->scrollToBottom();
  UNTIL(model()->rowCount() == 200);
  list()->scrollToBottom();
  UNTIL(model()->rowCount() == 250);
  EXPECT_EQ(promptAt(249), "picture 0");
  EXPECT_FALSE(model()->canFetchMore({}));
}

TEST_F(WindowHistory, ThumbnailsComeForWhatIsShown) {
  openWithHistory(3);
  const auto thumbnail = [this](int row) {
    return model()->index(row).data(HistoryModel::ThumbnailRole).value<QImage>();
  };
  UNTIL(!thumbnail(0).isNull() && !thumbnail(2).isNull());
  EXPECT_EQ(qRed(thumbnail(0).pixel(4, 4)), 2);
  EXPECT_EQ(qRed(thumbnail(2).pixel(4, 4)), 0);
}

TEST_F(WindowHistory, PicturesMadeNowComeToTheTop) {
  openWithHistory(3);
  typePrompt("fresh");
  generatePicture();
  UNTIL(model()->rowCount() == 4);
  EXPECT_EQ(promptAt(0), "fresh");
  press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_FALSE(window->sideDock()->isVisible());
}

TEST_F(WindowHistory, SearchAndStars) {
  openWithHistory(30);
  choose(3);
  list()->setFocus();
  press(Qt::Key_Period);
  EXPECT_TRUE(model()->entry(3).isStarred);
  auto* search = find<QLineEdit>("historySearch");
  search->setFocus();
  QTest::keyClicks(search, "picture 7");
  QTest::keyClick(search, Qt::Key_Return);
  UNTIL(model()->rowCount() == 1 && promptAt(0) == "picture 7");
  search->clear();
  QTest::mouseClick(find<QToolButton>("historyStarred"), Qt::LeftButton);
  UNTIL(model()->rowCount() == 1 && promptAt(0) == "picture 26");
  choose(0);
  list()->setFocus();
  press(Qt::Key_Period);
  EXPECT_EQ(model()->rowCount(), 0);
}

TEST_F(WindowHistory, TakingBackGoesByTheKeyOfUndo) {
  openWithHistory(3);
  window->services()->keys()->setKeys(window->actions()->undo, {QKeySequence("F12")});
  choose(1);
  list()->setFocus();
  press(Qt::Key_Delete);
  EXPECT_EQ(model()->rowCount(), 2);
  EXPECT_EQ(find<QPushButton>("historyOfferButton")->text(), "Undo (F12)");
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(model()->rowCount(), 2);
  press(Qt::Key_F12);
  EXPECT_EQ(model()->rowCount(), 3);
}

TEST_F(WindowHistory, DeletedOnesGoToTheTrashAndCanBeTakenBack) {
  openWithHistory(5);
  choose(1);
  list()->selectionModel()->select(model()->index(2), QItemSelectionModel::Select);
  list()->setFocus();
  press(Qt::Key_Delete);
  EXPECT_EQ(model()->rowCount(), 3);
  UNTIL(find<QLabel>("historyCount")->text() == "3 pictures");
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(model()->rowCount(), 5);
  EXPECT_EQ(promptAt(1), "picture 3");
  UNTIL(find<QLabel>("historyCount")->text() == "5 pictures");

  choose(0);
  press(Qt::Key_Delete);
  QTest::mouseClick(find<QToolButton>("historyTrash"), Qt::LeftButton);
  UNTIL(model()->rowCount() == 1 && promptAt(0) == "picture 4");
  choose(0);
  panel()->takeBack();
  QTest::mouseClick(find<QToolButton>("historyTrash"), Qt::LeftButton);
  UNTIL(model()->rowCount() == 5 && promptAt(0) == "picture 4");
}

TEST_F(WindowHistory, OnlyTheTrashDeletesForGoodAndAsksFirst) {
  openWithHistory(2);
  choose(0);
  list()->setFocus();
  press(Qt::Key_Delete);
  QTest::mouseClick(find<QToolButton>("historyTrash"), Qt::LeftButton);
  UNTIL(model()->rowCount() == 1);
  choose(0);
  list()->setFocus();
  press(Qt::Key_Delete);
  EXPECT_EQ(model()->rowCount(), 1);
  QTest::mouseClick(find<QPushButton>("historyOfferButton"), Qt::LeftButton);
  EXPECT_EQ(model()->rowCount(), 0);
  UNTIL(find<QLabel>("historyCount")->text() == "0 pictures in the trash");
}

TEST_F(WindowHistory, AllAreChosenByTheListsOwnKey) {
  openWithHistory(5);
  generatePicture();
  list()->setFocus();
  press(Qt::Key_A, Qt::ControlModifier);
  EXPECT_EQ(list()->selectionModel()->selectedRows().size(), model()->rowCount());
  EXPECT_FALSE(window->document()->mask()->hasMask());
}

TEST_F(WindowHistory, SettingsComeBackAsAWholeOrInPart) {
  openWithHistory(5);
  typePrompt("mine");
  window->document()->typeSeed(7);
  const GenerationRequest before = draft();
  choose(1);
  list()->setFocus();
  press(Qt::Key_P);
  UNTIL(draft().prompt == "picture 3");
  EXPECT_EQ(draft().seed, 7u);
  EXPECT_EQ(draft().steps, before.steps);
  press(Qt::Key_S);
  UNTIL(draft().seed == 1003u);
  choose(2);
  press(Qt::Key_R);
  UNTIL(draft().prompt == "picture 2" && draft().steps == 3);
  EXPECT_EQ(draft().seed, 1003u);
  press(Qt::Key_A);
  UNTIL(draft().seed == 1002u);
  UNTIL(window->messageBar()->isVisible());
  QTest::mouseClick(find<QPushButton>("messageButton"), Qt::LeftButton);
  EXPECT_EQ(draft().seed, 1003u);  // taken back
}

TEST_F(WindowHistory, OldPictureOpensOnTheCanvas) {
  openWithHistory(5);
  choose(0);
  list()->setFocus();
  press(Qt::Key_Return);
  UNTIL(window->document()->picture());
  EXPECT_EQ(window->document()->picture()->pixels.at(3, 3)[0], 4);
}

TEST_F(WindowHistory, FilesForADragHoldWhatMadeThem) {
  openWithHistory(2);
  QSignalSpy exported(panel(), &HistoryPanel::filesReady);
  choose(0);
  panel()->dragOut();
  UNTIL(exported.count() == 1);
  const QStringList files = exported[0][0].toStringList();
  ASSERT_EQ(files.size(), 1);
  const auto request = requestFromPng(files[0].toStdString());
  ASSERT_TRUE(request.ok() && request->has_value());
  EXPECT_EQ((*request)->prompt, "picture 1");
  QSettings().setValue("save/metadata", false);
  panel()->dragOut();
  UNTIL(exported.count() == 2);
  const auto silent = readPngTexts(exported[1][0].toStringList().at(0).toStdString());
  ASSERT_TRUE(silent.ok());
  EXPECT_TRUE(silent->empty());
}

TEST_F(WindowHistory, RunsOfTheProjectStandUnderTheirParents) {
  openWindow();
  generatePicture();
  const PicturePtr first = window->document()->picture();
  window->runs()->branch(first, 2);
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(window->candidates()->count() == 1 && isIdle());
  window->candidates()->discard();
  press(Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
  RunTree* tree = window->sideDock()->runTree();
  UNTIL(tree->topLevelItemCount() == 1 && tree->topLevelItem(0)->childCount() == 1);
  QTreeWidgetItem* branch = tree->topLevelItem(0)->child(0);
  EXPECT_TRUE(branch->text(0).contains("branch after step 2"));
  EXPECT_TRUE(branch->text(0).contains("discarded")) << qPrintable(branch->text(0));
  Q_EMIT tree->itemActivated(branch, 0);
  UNTIL(window->candidates()->count() == 1);
  UNTIL(tree->topLevelItem(0)->child(0)->text(0).contains("candidate"));
}

}  // namespace
}  // namespace unmask

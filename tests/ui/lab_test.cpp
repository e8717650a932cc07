// The token lab in the window: maps, the inspector of a cell, edits that undo.
#include <QComboBox>
#include <QFileInfo>
#include <QInputDialog>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

#include "tests/ui/ui_test_support.h"
#include "ui/history/history_panel.h"
#include "ui/history/run_tree.h"
#include "ui/jobs/recorded_run.h"
#include "ui/lab/colour_map.h"
#include "ui/side_dock.h"

namespace unmask::test {
namespace {

class LabWindow : public StudioTest {
 protected:
  void SetUp() override {
    StudioTest::SetUp();
    openWindow();
    typePrompt("red apple");
    generatePicture();
    press(Qt::Key_F7);
    ASSERT_TRUE(window->labPanel()->isVisible());
  }
  void choose(int index) {
    auto* map = find<QComboBox>("labMap");
    map->setCurrentIndex(index);
    Q_EMIT map->activated(index);
  }
  void chooseSource(MapSource source) { window->labPanel()->chooseMap(source); }
  int indexOf(MapKind kind) { return find<QComboBox>("labMap")->findData(static_cast<int>(kind)); }
  QPoint pointOf(int row, int column) const {
    const CanvasView* canvas = window->canvas();
    const QPointF device = canvas->viewTransform().deviceFromPicture({column * 8 + 4.0, row * 8 + 4.0});
    return (device / canvas->devicePixelRatioF()).toPoint();
  }
  void pick(int row, int column) {
    window->actions()->toolOf(Tool::Picker)->trigger();
    QTest::mouseClick(window->canvas(), Qt::LeftButton, {}, pointOf(row, column));
  }
  QPushButton* button(const QString& text) const {
    for (auto* b : window->labPanel()->findChildren<QPushButton*>())
      if (b->text() == text) return b;
    ADD_FAILURE() << text.toStdString();
    return nullptr;
  }
};

TEST_F(LabWindow, MapsShowTheRecordedNumbers) {
  choose(indexOf(MapKind::Entropy));
  const RecordingPtr recording = window->document()->picture()->recording;
  ASSERT_NE(recording, nullptr);
  const CellMap expected = mapAtReveal({recording->states, recording->records}, MapKind::Entropy);
  EXPECT_EQ(window->lab()->map().values, expected.values);
  EXPECT_EQ(window->lab()->map().high, 15);
  EXPECT_EQ(window->canvas()->heatMap(), imageOfMap(expected, 0.82));

  window->actions()->previousStep->trigger();  // another moment, another map: only what that step measured
  ASSERT_FALSE(window->player()->isAtEnd());
  const CellMap earlier = mapOf({recording->states, recording->records},
                                static_cast<size_t>(window->player()->position()) - 1, MapKind::Entropy);
  EXPECT_EQ(window->lab()->map().known, earlier.known);

  choose(0);
  EXPECT_TRUE(window->canvas()->heatMap().isNull());
}

TEST_F(LabWindow, RevealOrderCountsStepsAsTheWindowDoes) {
  choose(indexOf(MapKind::RevealOrder));
  const RecordingPtr recording = window->document()->picture()->recording;
  for (size_t cell = 0; cell < 16; ++cell)
    EXPECT_EQ(window->lab()->map().values[cell], recording->states.back().fixedAtStep[cell] + 1);
  EXPECT_EQ(window->lab()->map().high, 8);
}

TEST_F(LabWindow, ClosingTheLabClearsTheCanvas) {
  choose(indexOf(MapKind::Confidence));
  EXPECT_FALSE(window->canvas()->heatMap().isNull());
  press(Qt::Key_F7);
  EXPECT_TRUE(window->canvas()->heatMap().isNull());
  EXPECT_FALSE(window->labPanel()->isVisible());
}

TEST_F(LabWindow, TheCursorReadsTheMap) {
  choose(indexOf(MapKind::Entropy));
  QTest::mouseMove(window->canvas(), pointOf(0, 0));
  QTest::mouseMove(window->canvas(), pointOf(1, 2));
  UNTIL(find<QLabel>("labHover")->text().contains(": 6"));  // cell 1 · 4 + 2
}

TEST_F(LabWindow, ACellTellsWhatItCouldHaveBeen) {
  pick(1, 2);
  auto* list = find<QListWidget>("labAlternatives");
  ASSERT_EQ(list->count(), 3);
  EXPECT_EQ(list->item(0)->text(), QLocale().toString(50) + " %");
  EXPECT_EQ(list->item(2)->data(Qt::UserRole).toInt(), 5);
  EXPECT_TRUE(find<QLabel>("labCell")->text().contains("12.5"));  // all others together
  UNTIL(list->item(1)->icon().pixmap(56, 56).toImage().pixelColor(5, 5) == QColor(40, 40, 40));
}

TEST_F(LabWindow, SwappingATokenIsOneUndoEntry) {
  const PicturePtr before = window->document()->picture();
  pick(1, 2);
  auto* list = find<QListWidget>("labAlternatives");
  list->setCurrentRow(2);
  button("Put In")->click();
  UNTIL(window->document()->picture() != before);
  const PicturePtr after = window->document()->picture();
  EXPECT_EQ(after->tokens.tokenIds[6], 5);
  EXPECT_EQ(after->image.pixelColor(2 * 8 + 3, 1 * 8 + 3), QColor(50, 50, 50));
  EXPECT_EQ(after->recording->states.back().tokens.tokenIds[6], 5);
  EXPECT_EQ(after->recording->records.back().intended.tokenIds[6], 3);  // what was drawn stays on record
  EXPECT_TRUE(find<QLabel>("labCell")->text().contains("put in by hand", Qt::CaseInsensitive));
  EXPECT_EQ(window->document()->undoStack()->undoText(), "Swap Token");
  window->actions()->undo->trigger();
  EXPECT_EQ(window->document()->picture(), before);
  EXPECT_EQ(before->tokens.tokenIds[6], 3);
}

TEST_F(LabWindow, CellsAreLockedAndMaskedByButton) {
  MaskModel* mask = window->document()->mask();
  pick(1, 2);
  button("Lock")->click();
  EXPECT_EQ(mask->lockCount(), 1U);
  EXPECT_EQ(mask->locks().cells[6], 1);
  button("Mask Around")->click();
  EXPECT_EQ(mask->cellCount(), 9U);
  window->actions()->undo->trigger();
  EXPECT_EQ(mask->cellCount(), 0U);
  button("Mask")->click();
  EXPECT_EQ(mask->cellCount(), 1U);
  EXPECT_EQ(mask->cells().cells[6], 1);
}

TEST_F(LabWindow, AWordShowsWhereItIsLookedAt) {
  chooseSource(MapSource::Attention);
  auto* words = find<QListWidget>("labWords");
  UNTIL(words->count() == 2 && window->lab()->map().height == 4);
  words->setCurrentRow(1);  // "apple" is token 2
  for (size_t cell = 0; cell < 16; ++cell)
    EXPECT_EQ(window->lab()->map().values[cell], cell % 4 == 2 ? 1 : 0) << cell;
  QTest::mouseMove(window->canvas(), pointOf(0, 0));
  QTest::mouseMove(window->canvas(), pointOf(0, 1));  // cell 1 looks at "red"
  UNTIL(find<QLabel>("labHover")->text().contains("\nred 1"));
}

TEST_F(LabWindow, SwappingBackIsTheIdentity) {
  const PicturePtr before = window->document()->picture();
  const TokenGrid tokens = before->tokens;
  pick(1, 2);
  TokenEdits* edits = window->lab()->edits();
  edits->put({6}, 5, "there");
  edits->put({6, 7}, 4, "further");
  edits->put({6, 7}, tokens.tokenIds[6], "back");
  UNTIL(!edits->isBusy());
  EXPECT_EQ(window->document()->picture(), before);
  EXPECT_EQ(before->tokens, tokens);
  EXPECT_EQ(window->document()->undoStack()->undoText(), "back");
  window->actions()->undo->trigger();
  EXPECT_EQ(window->document()->picture()->tokens.tokenIds[6], 4);
}

TEST_F(LabWindow, AnEditedPicturesRequestMakesItAgain) {
  const PicturePtr before = window->document()->picture();
  pick(0, 0);
  window->lab()->edits()->put({3}, 9, "edit");
  UNTIL(window->document()->picture() != before);
  const PicturePtr edited = window->document()->picture();
  EXPECT_EQ(edited->request.startTokens, edited->tokens);
  EXPECT_EQ(edited->request.prompt, before->request.prompt);
  EXPECT_EQ(edited->editedFrom, before);
  EXPECT_EQ(requestOfWholeRun(*edited), before->request);
  EXPECT_EQ(window->project()->runOf(edited), window->project()->runOf(before) + 1);
}

TEST_F(LabWindow, AnEditBesideCandidatesIsOneMoreAndUndoable) {
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(window->candidates()->count() == 1 && isIdle());
  const PicturePtr candidate = window->candidates()->currentPicture(),
                   original = window->document()->picture();
  window->lab()->edits()->put({0}, 8, "edit");
  UNTIL(window->candidates()->count() == 2);
  EXPECT_EQ(window->candidates()->currentPicture()->tokens.tokenIds[0], 8);
  EXPECT_EQ(window->candidates()->pictures()[0], candidate);
  EXPECT_EQ(window->document()->picture(), original);
  window->actions()->undo->trigger();
  EXPECT_EQ(window->candidates()->count(), 1);
  EXPECT_EQ(window->candidates()->currentPicture(), candidate);
  window->actions()->redo->trigger();
  EXPECT_EQ(window->candidates()->count(), 2);
}

TEST_F(LabWindow, HealingDrawsTheNeighboursAgainAndKeepsTheCell) {
  pick(1, 2);
  ASSERT_TRUE(window->actions()->healCell->isEnabled());
  window->document()->mask()->beginStroke(MaskLayer::Locks, true);  // cell 0 1 is nobody's to change
  window->document()->mask()->strokeShape(std::vector<PicturePoint>{{9, 1}, {15, 1}, {15, 7}, {9, 7}});
  window->document()->mask()->endStroke("lock");
  button("Heal")->click();
  UNTIL(window->candidates()->count() == 1 && isIdle());
  const GenerationRequest request = control->requests().back();
  EXPECT_EQ(request.kind, JobKind::Inpaint);
  EXPECT_EQ(request.editableCells.count(), 7U);
  for (const Cell cell :
       {Cell{0, 2}, Cell{0, 3}, Cell{1, 1}, Cell{1, 3}, Cell{2, 1}, Cell{2, 2}, Cell{2, 3}}) {
    EXPECT_TRUE(request.editableCells.contains(cell));
    EXPECT_EQ(request.startTokens[cell], 16);
  }
  EXPECT_EQ((request.startTokens[Cell{1, 2}]), 3);
  EXPECT_EQ((request.startTokens[Cell{0, 1}]), 3);
}

TEST_F(LabWindow, TheLockButtonUnlocksToo) {
  MaskModel* mask = window->document()->mask();
  pick(1, 2);
  button("Lock")->click();
  EXPECT_EQ(mask->lockCount(), 1U);
  button("Unlock")->click();
  EXPECT_EQ(mask->lockCount(), 0U);
  window->actions()->undo->trigger();
  EXPECT_EQ(mask->lockCount(), 1U);
}

TEST_F(LabWindow, TheTokenBrushPaintsAStrokeAsOneEdit) {
  const PicturePtr before = window->document()->picture();
  window->actions()->toolOf(Tool::Token)->trigger();
  const auto drag = [this](QPoint from, QPoint to) {
    QTest::mousePress(window->canvas(), Qt::LeftButton, {}, from);
    QTest::mouseMove(window->canvas(), to);
    QTest::mouseRelease(window->canvas(), Qt::LeftButton, {}, to);
  };
  drag(pointOf(2, 0), pointOf(2, 3));  // nothing is chosen yet
  EXPECT_TRUE(window->progressStrip()->text().contains("codebook"));
  window->lab()->setBrushToken(11, {});
  drag(pointOf(2, 0), pointOf(2, 3));
  UNTIL(window->document()->picture() != before);
  std::vector<int32_t> expected(16, 3);
  for (const size_t cell : {8U, 9U, 10U, 11U}) expected[cell] = 11;
  EXPECT_EQ(window->document()->picture()->tokens.tokenIds, expected);
  EXPECT_EQ(window->document()->undoStack()->undoText(), "Paint Token");
  EXPECT_EQ(window->document()->mask()->cellCount(), 0U);
  window->actions()->undo->trigger();
  EXPECT_EQ(window->document()->picture(), before);
}

TEST_F(LabWindow, StrokesOnOnePictureAreOneBranch) {
  const PicturePtr before = window->document()->picture();
  window->actions()->showHistory->trigger();
  HistoryModel* history = window->sideDock()->history()->model();
  UNTIL(history->rowCount() == 1);
  window->actions()->showProject->trigger();
  RunTree* tree = window->sideDock()->runTree();
  UNTIL(tree->topLevelItemCount() == 1);
  TokenEdits* edits = window->lab()->edits();
  const auto stroke = [&](std::vector<size_t> cells, int32_t token) {
    edits->put(std::move(cells), token, "stroke");
  };
  stroke({0, 1}, 11);
  stroke({4, 5}, 11);
  stroke({9}, 12);
  UNTIL(!edits->isBusy() && window->project()->isSettled());
  const PicturePtr third = window->document()->picture();
  EXPECT_EQ(third->tokens.tokenIds[9], 12);
  EXPECT_EQ(window->project()->runOf(third), window->project()->runOf(before) + 3);  // each can be undone to

  const auto branches = [tree] { return tree->topLevelItem(0)->childCount(); };
  UNTIL(branches() == 1 && tree->topLevelItem(0)->child(0)->text(0).contains("edited by hand 3 times"));
  EXPECT_EQ(tree->topLevelItem(0)->child(0)->childCount(), 0);
  UNTIL(history->rowCount() == 2);
  for (int i = 0; i < 2; ++i) window->actions()->undo->trigger();
  EXPECT_EQ(window->document()->picture()->tokens.tokenIds[4], 3);
  EXPECT_EQ(window->document()->picture()->tokens.tokenIds[0], 11);

  // Going on from there is the same branch; beginning again at the run's own picture is another.
  stroke({15}, 12);
  UNTIL(!edits->isBusy() && window->project()->isSettled());
  UNTIL(tree->topLevelItem(0)->child(0)->text(0).contains("edited by hand 4 times"));
  for (int i = 0; i < 2; ++i) window->actions()->undo->trigger();
  EXPECT_EQ(window->document()->picture(), before);
  stroke({15}, 13);
  UNTIL(!edits->isBusy() && window->project()->isSettled());
  UNTIL(branches() == 2 && history->rowCount() == 3);
}

TEST_F(LabWindow, TheHistoryShowsABranchsLastStroke) {
  window->actions()->showHistory->trigger();
  HistoryModel* history = window->sideDock()->history()->model();
  TokenEdits* edits = window->lab()->edits();
  edits->put({0, 1}, 11, "stroke");
  UNTIL(!edits->isBusy() && history->rowCount() == 2);
  const auto shown = [&] { return history->index(0).data(HistoryModel::ThumbnailRole).value<QImage>(); };
  UNTIL(!shown().isNull());
  edits->put({15}, 13, "stroke");
  UNTIL(!edits->isBusy() && window->project()->isSettled());
  const QImage last = window->document()->picture()->image;
  UNTIL(!shown().isNull() && shown().convertToFormat(last.format()) == last);
  EXPECT_EQ(history->rowCount(), 2);
}

TEST_F(LabWindow, StrokesOnACandidateStayOneCandidate) {
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(window->candidates()->count() == 1 && isIdle());
  TokenEdits* edits = window->lab()->edits();
  edits->put({0}, 8, "first");
  edits->put({1}, 8, "second");
  UNTIL(!edits->isBusy());
  ASSERT_EQ(window->candidates()->count(), 2);
  EXPECT_EQ(window->candidates()->currentPicture()->tokens.tokenIds[1], 8);
  window->actions()->undo->trigger();
  ASSERT_EQ(window->candidates()->count(), 2);
  EXPECT_NE(window->candidates()->currentPicture()->tokens.tokenIds[1], 8);
  EXPECT_EQ(window->candidates()->currentPicture()->tokens.tokenIds[0], 8);
}

TEST_F(LabWindow, AStrokeIsNotPutIntoAnotherCandidate) {
  for (int count = 1; count <= 2; ++count) {
    press(Qt::Key_Return, Qt::ControlModifier);
    UNTIL(window->candidates()->count() == count && isIdle());
  }
  const std::vector<PicturePtr> before = window->candidates()->pictures();
  TokenEdits* edits = window->lab()->edits();
  edits->put({0}, 8, "first");
  edits->put({1}, 8, "second");
  window->candidates()->select(0);
  UNTIL(!edits->isBusy());
  EXPECT_EQ(window->candidates()->pictures(), before);
  EXPECT_TRUE(window->progressStrip()->text().contains("dropped"));
}

TEST_F(LabWindow, TheTokenBrushLeavesLockedCells) {
  const PicturePtr before = window->document()->picture();
  pick(2, 1);
  button("Lock")->click();
  window->lab()->setBrushToken(11, {});
  Q_EMIT window->canvas()->cellsStamped({{2, 0}, {2, 1}, {2, 2}});
  UNTIL(window->document()->picture() != before);
  const std::vector<int32_t>& tokens = window->document()->picture()->tokens.tokenIds;
  EXPECT_EQ(tokens[8], 11);
  EXPECT_EQ(tokens[9], 3);
  EXPECT_EQ(tokens[10], 11);
}

TEST_F(LabWindow, EscapeDropsATokenStroke) {
  const PicturePtr before = window->document()->picture();
  window->actions()->toolOf(Tool::Token)->trigger();
  window->lab()->setBrushToken(11, {});
  window->canvas()->setFocus();
  QTest::mousePress(window->canvas(), Qt::LeftButton, {}, pointOf(2, 0));
  press(Qt::Key_Escape);
  QTest::mouseRelease(window->canvas(), Qt::LeftButton, {}, pointOf(2, 0));
  EXPECT_FALSE(window->lab()->edits()->isBusy());
  EXPECT_EQ(window->document()->picture(), before);
}

TEST_F(LabWindow, AWordLeftOutForOneStepHasAMap) {
  chooseSource(MapSource::Ablation);
  auto* words = find<QListWidget>("labWords");
  UNTIL(words->count() == 2 && window->lab()->map().height == 4);
  words->setCurrentRow(1);
  const RecordingPtr recording = window->document()->picture()->recording;
  const DecodeState& before = recording->states[static_cast<size_t>(recording->stepCount()) - 1];
  for (size_t cell = 0; cell < 16; ++cell) {
    const bool isMasked = before.fixedAtStep[cell] == DecodeState::kMasked;
    EXPECT_EQ(window->lab()->map().values[cell], isMasked ? 0.25F : 0) << cell;
    EXPECT_EQ(window->lab()->map().known[cell], isMasked ? 1 : 0) << cell;
  }
}

TEST_F(LabWindow, AnAblationGivesWayToARunAndIsAskedAgain) {
  control->closeStepGate();
  chooseSource(MapSource::Ablation);
  UNTIL(control->waitingAtStepGate() == 1);
  const size_t runs = control->requests().size();
  window->jobs()->start(window->document()->picture()->request, 0);
  UNTIL(control->requests().size() == runs + 1);
  window->jobs()->cancel();
  UNTIL(isIdle());
  control->openStepGate();
  UNTIL(window->lab()->map().height == 4);
}

TEST_F(LabWindow, AMapKeepsTheWordsOfItsRun) {
  const auto wordsShown = [this] {
    auto* words = find<QListWidget>("labWords");
    QStringList texts;
    for (int i = 0; i < words->count(); ++i) texts << words->item(i)->text();
    return texts.join(' ');
  };
  chooseSource(MapSource::Attention);
  UNTIL(wordsShown() == "red apple");
  chooseSource(MapSource::None);  // or the next picture's attention would be asked for
  auto other = std::make_shared<Picture>(*window->document()->picture());
  other->request.prompt = "a big green pear";
  other->recording = std::make_shared<Recording>(*other->recording);
  window->candidates()->add(other);
  chooseSource(MapSource::Ablation);
  UNTIL(wordsShown() == "a big green pear");
  auto* words = find<QListWidget>("labWords");
  words->setCurrentRow(3);

  // Both maps are known by now.
  chooseSource(MapSource::None);
  window->candidates()->select(CandidateSet::kOriginal);
  chooseSource(MapSource::Attention);
  EXPECT_EQ(wordsShown(), "red apple");
  EXPECT_EQ(words->currentRow(), 1);
  ASSERT_EQ(window->lab()->map().height, 4);
  for (size_t cell = 0; cell < 16; ++cell)
    EXPECT_EQ(window->lab()->map().values[cell], cell % 4 == 2 ? 1 : 0) << cell;
  chooseSource(MapSource::None);
  window->candidates()->select(0);
  chooseSource(MapSource::Ablation);
  EXPECT_EQ(wordsShown(), "a big green pear");
}

TEST_F(LabWindow, TheLossOfEncodingIsMappedForAnyPicture) {
  chooseSource(MapSource::VqLoss);
  UNTIL(window->lab()->map().height == 4);
  EXPECT_EQ(window->lab()->map().values[15], 0.15F);
  EXPECT_EQ(window->lab()->map().high, 0.15F);
}

TEST_F(LabWindow, StepsAndRunsAreComparedCellByCell) {
  chooseSource(MapSource::Difference);
  auto* other = find<QComboBox>("labOther");
  ASSERT_EQ(other->count(), 9);  // the start and eight steps of this run
  other->setCurrentIndex(4);
  Q_EMIT other->activated(4);
  const RecordingPtr recording = window->document()->picture()->recording;
  const TraceDifference expected = differenceOf(recording->states[4], recording->states[8]);
  EXPECT_EQ(window->lab()->map().known, expected.differs);
  EXPECT_GT(expected.cellsChanged, 0);
  EXPECT_TRUE(find<QLabel>("labHover")->text().startsWith(QString::number(expected.cellsChanged)));

  // Two runs: an edited candidate against the original.
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(window->candidates()->count() == 1 && isIdle());
  window->lab()->edits()->put({5}, 8, "edit");
  UNTIL(window->candidates()->count() == 2);
  other->setCurrentIndex(0);
  Q_EMIT other->activated(0);
  ASSERT_EQ(other->itemText(0), "The original's run");
  EXPECT_EQ(std::ranges::count(window->lab()->map().known, 1), 1);
  EXPECT_EQ(window->lab()->map().values[5], 8);  // the last of eight steps
}

TEST_F(LabWindow, MapsAreExported) {
  choose(indexOf(MapKind::Entropy));
  ASSERT_TRUE(window->actions()->exportMap->isEnabled());
  MapToExport source;
  source.title = "Hesitation";
  source.map = window->lab()->map();
  source.picture = window->canvas()->shownImage();
  const QImage picture = mapPicture(source);
  EXPECT_EQ(picture.width() % source.picture.width(), 0);
  EXPECT_GT(picture.height(), picture.width());  // the legend is below
  // The colour of the cell with the highest value, over the picture.
  EXPECT_EQ(picture.pixelColor(picture.width() - 4, picture.width() - 4).red() / 30, mapColour(1).red() / 30);

  window->actions()->exportMap->trigger();
  auto* dialog = window->findChild<QInputDialog*>("mapExportDialog");
  ASSERT_NE(dialog, nullptr);
  dialog->setTextValue("Numbers as a table (CSV)");
  dialogs->savePath = path("map");
  dialog->accept();
  UNTIL(QFileInfo::exists(path("map.csv")));
  QFile file(path("map.csv"));
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_TRUE(file.readAll().startsWith("row,column,value\n0,0,0\n0,1,1\n"));
  choose(0);
  EXPECT_FALSE(window->actions()->exportMap->isEnabled());
}

}  // namespace
}  // namespace unmask::test

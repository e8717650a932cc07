// The lab's windows: what if, the grid of runs, the codebook, and the lesson.
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTableWidget>
#include <QTreeWidget>

#include "tests/ui/ui_test_support.h"
#include "ui/jobs/recorded_run.h"
#include "ui/lab/lab_windows.h"
#include "ui/tour.h"

namespace unmask::test {
namespace {

class LabWindowsTest : public StudioTest {
 protected:
  void SetUp() override {
    StudioTest::SetUp();
    openWindow();
    typePrompt("red apple");
    generatePicture();
  }
  PicturePtr picture() const { return window->document()->picture(); }
  void click(const char* name) { find<QPushButton>(name)->click(); }
  /// An adapter whose file is there.
  AdapterReference adapter(const char* name, float strength = 1) const {
    QFile file(path(QString(name) + ".safetensors"));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    return {name, file.fileName().toStdString(), strength};
  }
  /// A picture as it would have come from a run with these adapters; it is shown.
  PicturePtr showPictureWith(const std::vector<AdapterReference>& adapters) {
    auto made = std::make_shared<Picture>(*picture());
    made->request.adapters = adapters;
    window->candidates()->add(made);
    return made;
  }
};

TEST_F(LabWindowsTest, EveryWordIsLeftOutUnderTheSameDraws) {
  window->actions()->whatIf->trigger();
  WhatIfStudy* study = window->labWindows()->whatIf()->study();
  EXPECT_EQ(study->original(), picture());
  const size_t before = control->requests().size();
  click("whatIfWords");
  EXPECT_TRUE(study->isRunning());
  UNTIL(!study->isRunning() && study->rows().size() == 2 && !study->means().empty());

  const std::vector<GenerationRequest> all = control->requests();
  ASSERT_EQ(all.size(), before + 3);  // the run itself, then one for each word
  EXPECT_EQ(all[before], picture()->request);
  EXPECT_EQ(all[before + 1].prompt, "apple");
  EXPECT_EQ(all[before + 2].prompt, "red");
  for (size_t i = before; i < all.size(); ++i) EXPECT_EQ(all[i].seed, picture()->request.seed);
  EXPECT_EQ(study->rows()[0]->word, 0U);
  EXPECT_EQ(study->rows()[0]->difference.cellsChanged, 0);  // the scripted engine does not read
  EXPECT_EQ(study->rows()[0]->firstStep, -1);
  EXPECT_TRUE(study->isBaseTheOriginal());

  // Leaving out word i moves the prediction by (i + 1) / 8 in every step; a quarter of the cells look at a
  // word.
  ASSERT_EQ(study->means().size(), 2U);
  EXPECT_NEAR(study->means()[0].ablation, 0.125, 1e-6);
  EXPECT_NEAR(study->means()[1].ablation, 0.25, 1e-6);
  EXPECT_NEAR(study->means()[0].attention, 0.25, 1e-6);
  EXPECT_FALSE(study->attentionAgreement().has_value());  // two words have no rank to speak of
  auto* table = find<QTreeWidget>("whatIfTable");
  ASSERT_EQ(table->topLevelItemCount(), 2);
  EXPECT_TRUE(table->topLevelItem(0)->text(0).startsWith("without"));
  EXPECT_TRUE(find<QLabel>("whatIfVerdict")->text().contains("correlation"));
  EXPECT_EQ(window->document()->picture(), picture());
  EXPECT_TRUE(window->candidates()->isEmpty());
}

TEST_F(LabWindowsTest, SettingsAreChangedOneAtATime) {
  window->actions()->whatIf->trigger();
  WhatIfWindow* whatIf = window->labWindows()->whatIf();
  find<QLineEdit>("whatIfValues")->setText("2, 30");
  click("whatIfChange");
  UNTIL(!whatIf->study()->isRunning() && whatIf->study()->rows().size() == 2);
  std::vector<GenerationRequest> all = control->requests();
  GenerationRequest expected = picture()->request;
  expected.guidanceScale = 30;
  EXPECT_EQ(all.back(), expected);
  EXPECT_EQ(whatIf->study()->rows()[1]->what, "Guidance: 30");

  auto* axis = find<QComboBox>("whatIfAxis");
  axis->setCurrentIndex(axis->findData(static_cast<int>(RunAxis::Steps)));
  find<QLineEdit>("whatIfValues")->setText("many");
  click("whatIfChange");
  EXPECT_FALSE(whatIf->study()->isRunning());
  EXPECT_TRUE(find<QLabel>("whatIfAbout")->text().contains("many"));
  EXPECT_EQ(whatIf->study()->rows().size(), 2U);

  find<QLineEdit>("whatIfBy")->setText("green");
  click("whatIfReplace");
  UNTIL(!whatIf->study()->isRunning() && whatIf->study()->rows().size() == 3);
  EXPECT_EQ(control->requests().back().prompt, "green apple");
  EXPECT_EQ(control->requests().back().promptTemplate, "");
}

TEST_F(LabWindowsTest, AStudyThatFailsSaysWhyUntilTheNextTry) {
  window->actions()->whatIf->trigger();
  WhatIfStudy* study = window->labWindows()->whatIf()->study();
  const auto* about = find<QLabel>("whatIfAbout");
  const QString asked = about->text();
  control->failNextRun(Error{.kind = ErrorKind::Internal, .message = "the cable was pulled"});
  click("whatIfWords");
  UNTIL(!study->isRunning());
  EXPECT_TRUE(about->text().contains("the cable was pulled")) << about->text().toStdString();
  click("whatIfWords");
  EXPECT_EQ(about->text(), asked);
  UNTIL(!study->isRunning());
  EXPECT_EQ(about->text(), asked);

  find<QLineEdit>("whatIfValues")->setText("many");
  click("whatIfChange");
  EXPECT_TRUE(about->text().contains("many"));
  find<QLineEdit>("whatIfBy")->setText("green");
  click("whatIfReplace");
  EXPECT_EQ(about->text(), asked);
  UNTIL(!study->isRunning());
}

TEST_F(LabWindowsTest, AnAdaptersStrengthIsChangedWhereThereIsOne) {
  window->actions()->whatIf->trigger();
  WhatIfWindow* whatIf = window->labWindows()->whatIf();
  auto* axis = find<SettingBox>("whatIfAxis");
  EXPECT_EQ(axis->findText("Adapter “ink”"), -1);
  const PicturePtr made = showPictureWith({adapter("ink", 0.8F), adapter("noir")});
  click("whatIfFollow");
  EXPECT_GE(axis->findText("Adapter “ink”"), 0);
  axis->choose(RunSetting(RunAxis::Adapter, 1));
  EXPECT_EQ(axis->currentText(), "Adapter “noir”");
  EXPECT_TRUE(find<QLineEdit>("whatIfValues")->placeholderText().contains("0.5"));
  find<QLineEdit>("whatIfValues")->setText("0, 0.5");
  click("whatIfChange");
  UNTIL(!whatIf->study()->isRunning() && whatIf->study()->rows().size() == 2);
  GenerationRequest expected = made->request;
  expected.adapters[1].strength = 0.5F;
  EXPECT_EQ(control->requests().back(), expected);
  EXPECT_EQ(whatIf->study()->rows()[0]->what, "Adapter “noir”: 0");

  // With a picture that has none, the choice goes.
  window->candidates()->select(CandidateSet::kOriginal);
  click("whatIfFollow");
  EXPECT_EQ(axis->chosen(), std::optional<RunSetting>(RunAxis::Guidance));
}

TEST_F(LabWindowsTest, AdaptersStrengthsSpanAGrid) {
  window->actions()->runGrid->trigger();
  RunGrid* grid = window->labWindows()->runGrid()->grid();
  auto* preset = find<QComboBox>("gridPreset");
  const int adapters = preset->findText("Adapter strengths");
  const auto isOffered = [&] {
    return (preset->model()->flags(preset->model()->index(adapters, 0)) & Qt::ItemIsEnabled) != 0;
  };
  EXPECT_FALSE(isOffered());
  const PicturePtr made = showPictureWith({adapter("ink"), adapter("noir")});
  ASSERT_TRUE(isOffered());
  preset->setCurrentIndex(adapters);
  Q_EMIT preset->activated(adapters);
  EXPECT_EQ(find<SettingBox>("gridColumnAxis")->currentText(), "Adapter “ink”");
  find<QLineEdit>("gridColumnValues")->setText("0, 1");
  find<SettingBox>("gridRowAxis")->choose(RunSetting(RunAxis::Adapter, 1));
  find<QLineEdit>("gridRowValues")->setText("0.5, 1");
  click("gridStart");
  UNTIL(!grid->isRunning() && grid->doneCount() == 4);
  for (const int row : {0, 1}) {
    for (const int column : {0, 1}) {
      const std::vector<AdapterReference>& used = grid->cell(row, column).picture->request.adapters;
      ASSERT_EQ(used.size(), 2U);
      EXPECT_EQ(used[0].strength, static_cast<float>(column));
      EXPECT_EQ(used[1].strength, row == 0 ? 0.5F : 1);
      EXPECT_EQ(used[0].path, made->request.adapters[0].path);
    }
  }

  // Another run, without adapters: both sides fall back.
  window->candidates()->select(CandidateSet::kOriginal);
  EXPECT_FALSE(isOffered());
  EXPECT_EQ(find<SettingBox>("gridColumnAxis")->chosen(), std::optional<RunSetting>(RunAxis::Order));
  EXPECT_FALSE(find<SettingBox>("gridRowAxis")->chosen());
}

TEST_F(LabWindowsTest, AGridDoesNotAddTheAdaptersOfTagsTwice) {
  auto made = std::make_shared<Picture>(*picture());
  made->request.adapters = {adapter("ink", 0.8F)};
  made->request.promptTemplate = "a red apple <lora:ink:0.8>";
  made->request.prompt = "a red apple";
  window->candidates()->add(made);
  window->actions()->runGrid->trigger();
  RunGrid* grid = window->labWindows()->runGrid()->grid();
  find<SettingBox>("gridColumnAxis")->choose(RunSetting(RunAxis::Adapter));
  find<QLineEdit>("gridColumnValues")->setText("0.5");
  click("gridStart");
  UNTIL(!grid->isRunning() && grid->doneCount() == 1);
  ASSERT_NE(grid->cell(0, 0).picture, nullptr) << grid->cell(0, 0).problem.toStdString();
  const GenerationRequest& used = grid->cell(0, 0).picture->request;
  ASSERT_EQ(used.adapters.size(), 1U);
  EXPECT_EQ(used.adapters[0].strength, 0.5F);
  EXPECT_EQ(used.prompt, "a red apple");
}

TEST_F(LabWindowsTest, TwoRunsArePlayedInLockstep) {
  window->actions()->whatIf->trigger();
  WhatIfWindow* whatIf = window->labWindows()->whatIf();
  auto* axis = find<QComboBox>("whatIfAxis");
  axis->setCurrentIndex(axis->findData(static_cast<int>(RunAxis::Steps)));
  find<QLineEdit>("whatIfValues")->setText("4");
  click("whatIfChange");
  UNTIL(!whatIf->study()->isRunning() && whatIf->study()->rows().size() == 1);
  RunPair* pair = whatIf->pair();
  EXPECT_EQ(pair->player()->end(), 8);  // of the longer run
  pair->player()->setPosition(2);
  EXPECT_EQ(pair->leftCanvas()->overlay().hiddenCount(), 12U);
  EXPECT_EQ(pair->rightCanvas()->overlay().hiddenCount(), 8U);
  pair->player()->setPosition(6);
  EXPECT_EQ(pair->leftCanvas()->overlay().hiddenCount(), 4U);
  EXPECT_FALSE(pair->rightCanvas()->isShowingStep());  // that one was done after four
}

TEST_F(LabWindowsTest, AWhatIfStopsAndIsKeptAsARun) {
  window->actions()->whatIf->trigger();
  WhatIfWindow* whatIf = window->labWindows()->whatIf();
  control->closeStepGate();
  click("whatIfWords");
  UNTIL(control->waitingAtStepGate() == 1);
  EXPECT_TRUE(find<QPushButton>("whatIfStop")->isVisible());
  click("whatIfStop");
  UNTIL(isIdle());
  EXPECT_FALSE(whatIf->study()->isRunning());
  EXPECT_TRUE(whatIf->study()->rows().empty());
  control->openStepGate();
  click("whatIfWords");
  UNTIL(!whatIf->study()->isRunning() && whatIf->study()->rows().size() == 2);
  click("whatIfKeep");
  click("whatIfKeep");
  ASSERT_EQ(window->candidates()->count(), 1);
  const PicturePtr kept = window->candidates()->currentPicture();
  EXPECT_EQ(kept,
            whatIf->study()
                ->rows()[find<QTreeWidget>("whatIfTable")->currentItem()->data(0, Qt::UserRole).toUInt()]
                ->picture);
  EXPECT_GT(window->project()->runOf(kept), window->project()->runOf(picture()));
  window->actions()->undo->trigger();
  EXPECT_TRUE(window->candidates()->isEmpty());
}

TEST_F(LabWindowsTest, AnEditedRunIsAskedAboutFromItsBeginning) {
  const PicturePtr before = picture();
  window->lab()->edits()->put({3}, 9, "edit");
  UNTIL(picture() != before);
  window->actions()->whatIf->trigger();
  WhatIfStudy* study = window->labWindows()->whatIf()->study();
  click("whatIfWords");
  UNTIL(!study->isRunning() && study->rows().size() == 2);
  EXPECT_EQ(study->base()->request, before->request);
  EXPECT_FALSE(study->isBaseTheOriginal());
  EXPECT_TRUE(find<QLabel>("whatIfAbout")->text().contains("edited"));
}

TEST_F(LabWindowsTest, PartingsGrowWithTheSteps) {
  TraceDifference difference;
  difference.height = 1;
  difference.width = 4;
  difference.differs = {1, 0, 1, 1};
  difference.firstDifference = {2, 1, 3, 2};
  difference.cellsChanged = 3;
  EXPECT_EQ(mapOfPartings(difference, 1).known, (std::vector<uint8_t>{0, 0, 0, 0}));
  EXPECT_EQ(mapOfPartings(difference, 2).known, (std::vector<uint8_t>{1, 0, 0, 1}));
  const CellMap all = mapOfPartings(difference, 9);
  EXPECT_EQ(all.values, (std::vector<float>{2, 0, 3, 2}));
  EXPECT_EQ(all.low, 2);
  EXPECT_EQ(all.high, 3);
}

TEST_F(LabWindowsTest, TheOrderingLabRunsEveryOrderWithOneSeed) {
  window->actions()->runGrid->trigger();
  RunGrid* grid = window->labWindows()->runGrid()->grid();
  const size_t before = control->requests().size();
  click("gridStart");
  UNTIL(!grid->isRunning() && grid->doneCount() == 4);
  const std::vector<GenerationRequest> all = control->requests();
  ASSERT_EQ(all.size(), before + 4);
  const RevealOrder orders[] = {RevealOrder::Confidence, RevealOrder::Halton, RevealOrder::Random,
                                RevealOrder::Raster};
  for (size_t i = 0; i < 4; ++i) {
    GenerationRequest same = all[before + i];
    EXPECT_EQ(same.order, orders[i]);
    same.order = picture()->request.order;
    same.promptTemplate = picture()->request.promptTemplate;
    EXPECT_EQ(same, picture()->request);
  }
  auto* table = find<QTableWidget>("gridTable");
  EXPECT_EQ(table->columnCount(), 4);
  EXPECT_EQ(table->horizontalHeaderItem(3)->text(), "Raster");
  EXPECT_FALSE(table->item(0, 2)->icon().isNull());

  table->setCurrentCell(0, 2);
  click("gridKeep");
  ASSERT_EQ(window->candidates()->count(), 1);
  EXPECT_EQ(window->candidates()->currentPicture(), grid->cell(0, 2).picture);
  EXPECT_EQ(window->player()->recording(), grid->cell(0, 2).picture->recording);
  EXPECT_GT(window->project()->runOf(grid->cell(0, 2).picture), 0);
  click("gridKeep");  // it is there already
  EXPECT_EQ(window->candidates()->count(), 1);
}

TEST_F(LabWindowsTest, AGridGoesOnPastAFailureAndStops) {
  window->actions()->runGrid->trigger();
  RunGrid* grid = window->labWindows()->runGrid()->grid();
  control->failNextRun({ErrorKind::Internal, "made to fail", {}, {}, {}, {}, {}});
  ASSERT_TRUE(grid->start(picture()->request, {RunAxis::Seed, "1-2"}, RunSide{RunAxis::Steps, "4, 5"}).ok());
  UNTIL(!grid->isRunning());
  EXPECT_EQ(grid->cell(0, 0).state, RunCell::State::Failed);
  EXPECT_TRUE(grid->cell(0, 0).problem.contains("made to fail"));
  EXPECT_EQ(grid->cell(1, 1).state, RunCell::State::Done);
  EXPECT_EQ(grid->cell(1, 1).request.seed, 2U);
  EXPECT_EQ(grid->cell(1, 1).request.steps, 5);

  control->closeStepGate();
  ASSERT_TRUE(grid->start(picture()->request, {RunAxis::Seed, "1-3"}, std::nullopt).ok());
  control->allowSteps(10);
  UNTIL(grid->cell(0, 1).step == 2);
  EXPECT_FALSE(grid->cell(0, 1).intended.isNull());  // live
  grid->stop();
  UNTIL(!grid->isRunning());
  EXPECT_EQ(grid->cell(0, 0).state, RunCell::State::Done);
  EXPECT_EQ(grid->cell(0, 1).state, RunCell::State::Waiting);
  EXPECT_EQ(grid->doneCount(), 1);
}

TEST_F(LabWindowsTest, AGridRefusesWhatItCannotRun) {
  RunGrid grid(window->jobs());
  const GenerationRequest base = picture()->request;
  EXPECT_EQ(grid.start(base, {RunAxis::Steps, "x"}, std::nullopt).error().kind, ErrorKind::Usage);
  EXPECT_EQ(grid.start(base, {RunAxis::Steps, "4"}, RunSide{RunAxis::Steps, "5"}).error().kind,
            ErrorKind::Usage);
  EXPECT_EQ(grid.start(base, {RunAxis::Steps, "1-20"}, RunSide{RunAxis::Seed, "1-20"}).error().kind,
            ErrorKind::Usage);
  EXPECT_FALSE(grid.isRunning());
  EXPECT_EQ(grid.columnCount(), 0);
}

TEST_F(LabWindowsTest, AGridsPromptsKeepTheirWildcards) {
  RunGrid grid(window->jobs());
  GenerationRequest base = picture()->request;
  base.promptTemplate = "a {red|red} apple";
  ASSERT_TRUE(grid.start(base, {RunAxis::Seed, "1, 2"}, std::nullopt).ok());
  UNTIL(!grid.isRunning());
  EXPECT_EQ(grid.cell(0, 0).picture->request.prompt, "a red apple");
  EXPECT_EQ(grid.cell(0, 0).picture->request.promptTemplate, "a {red|red} apple");
}

TEST_F(LabWindowsTest, TheCodebookShowsEveryCode) {
  window->actions()->codebook->trigger();
  CodebookWindow* browser = window->labWindows()->codebook();
  CodeCatalog* codes = browser->catalog();
  UNTIL(codes->isWhole());
  EXPECT_EQ(codes->rowCount(), 16);
  EXPECT_EQ(codes->patch(5).pixelColor(0, 0), QColor(50, 50, 50));
  EXPECT_EQ(codes->useInPicture(3), 16);
  UNTIL(codes->useInProject(3) == 16);

  codes->setOrder(CodeOrder::UseInPicture);
  EXPECT_EQ(codes->index(0).data(CodeCatalog::CodeRole), 3);
  codes->setReference(5);
  codes->setOrder(CodeOrder::Likeness);
  // Squares: from 25, the nearest are 16, then 36, then 9 and 49.
  EXPECT_EQ(codes->index(0).data(CodeCatalog::CodeRole), 5);
  EXPECT_EQ(codes->nearest(5, 3), (std::vector<int>{4, 6, 3}));
  EXPECT_EQ(codes->index(1).data(CodeCatalog::CodeRole), 4);
  EXPECT_EQ(codes->distance(2, 4), 12);
  codes->setOrder(CodeOrder::Colour);
  EXPECT_EQ(codes->index(15).data(CodeCatalog::CodeRole), 15);  // greys from dark to light
}

TEST_F(LabWindowsTest, ACodeIsFoundInThePictureAndPaintsIt) {
  const PicturePtr before = picture();
  window->lab()->edits()->put({1, 6}, 9, "edit");
  UNTIL(picture() != before);
  window->actions()->codebook->trigger();
  CodebookWindow* browser = window->labWindows()->codebook();
  UNTIL(browser->catalog()->isWhole());
  browser->chooseCode(9);
  EXPECT_TRUE(find<QLabel>("codeText")->text().contains("2 times in this picture"));
  find<QCheckBox>("codeFind")->setChecked(true);
  EXPECT_EQ(window->lab()->cellsOfCode(), 2);
  const QImage veil = window->canvas()->heatMap();
  EXPECT_EQ(qAlpha(veil.pixel(1, 0)), 0);
  EXPECT_GT(qAlpha(veil.pixel(0, 0)), 100);
  browser->close();
  EXPECT_TRUE(window->canvas()->heatMap().isNull());

  click("codePaint");
  EXPECT_EQ(window->toolSettings()->tool(), Tool::Token);
  Q_EMIT window->canvas()->cellsStamped({{3, 3}});
  UNTIL(picture()->tokens.tokenIds[15] == 9);
}

TEST_F(LabWindowsTest, APickedCellChoosesItsCode) {
  window->actions()->codebook->trigger();
  CodebookWindow* browser = window->labWindows()->codebook();
  UNTIL(browser->catalog()->isWhole());
  Q_EMIT window->canvas()->cellPicked({1, 1});
  EXPECT_EQ(browser->chosenCode(), 3);
  EXPECT_EQ(find<QListView>("codeNearest")->model()->rowCount(), 12);
}

TEST_F(LabWindowsTest, AnotherModelHasAnotherCodebook) {
  window->actions()->codebook->trigger();
  CodebookWindow* browser = window->labWindows()->codebook();
  UNTIL(browser->catalog()->isWhole());
  ModelInfo smaller = FakeControl::defaultModel();
  smaller.codebookSize = 10;
  control->setModel(smaller);
  EngineOptions other;
  other.modelDir = "/models/other";
  window->jobs()->load(other);
  UNTIL(browser->catalog()->codeCount() == 10 && browser->catalog()->isWhole());
  EXPECT_EQ(browser->chosenCode(), -1);
}

TEST_F(LabWindowsTest, TheLessonHasEightStopsWithSomethingToTry) {
  window->actions()->lesson->trigger();
  auto* tour = find<Tour>("tour");
  QStringList titles;
  for (int stop = 0; stop < 8; ++stop) {
    EXPECT_EQ(tour->current(), stop);
    titles << find<QLabel>("tourTitle")->text();
    EXPECT_TRUE(find<QLabel>("tourText")->text().contains("Try: ")) << titles.last().toStdString();
    EXPECT_TRUE(stop != 1 || window->player()->position() == 0);
    EXPECT_TRUE(stop != 2 || window->lab()->map().height == 4);
    EXPECT_TRUE(stop != 4 || window->lab()->cell().has_value());
    find<QPushButton>("tourNext")->click();
  }
  titles.removeDuplicates();
  EXPECT_EQ(titles.size(), 8);
  UNTIL(window->findChild<Tour*>("tour") == nullptr);
}

TEST_F(LabWindowsTest, ALessonWithoutARunMakesOneFirst) {
  forgetProject();
  openWindow();
  ASSERT_EQ(window->player()->end(), 0);
  window->actions()->lesson->trigger();
  UNTIL(window->findChild<Tour*>("tour") != nullptr);
  EXPECT_EQ(window->player()->end(), 8);
  EXPECT_EQ(window->document()->draft().prompt, "a red apple");
}

}  // namespace
}  // namespace unmask::test

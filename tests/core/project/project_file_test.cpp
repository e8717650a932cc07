#include "core/project/project_file.h"

#include <gmock/gmock.h>

#include "tests/core/io/random_request.h"
#include "tests/core/project/project_fixture.h"

namespace unmask::test {
namespace {

using testing::ElementsAre;

std::vector<int64_t> stepsOf(ProjectFile& project) {
  std::vector<int64_t> steps;
  for (const UndoStep& step : must(project.undoSteps())) steps.push_back(step.step);
  return steps;
}

class Project : public ProjectTest {};

TEST_F(Project, DocumentComesBackEqual) {
  for (int i = 0; i < 20; ++i) {
    const std::string name = std::to_string(i) + ".unmask";
    const ProjectDocument document = someDocument(random);
    must(must(ProjectFile::create(path(name), document)).close());
    ProjectFile project = opened(name);
    const ProjectDocument read = must(project.document());
    EXPECT_TRUE(areEqual(read.state, document.state));
    EXPECT_EQ(read.draft, document.draft);
    EXPECT_EQ(read.window, document.window);
  }
}

TEST_F(Project, EmptyDocumentHasNoPictures) {
  ProjectFile project = must(ProjectFile::create(path(), {}));
  const ProjectDocument read = must(project.document());
  EXPECT_EQ(read.state.canvas, nullptr);
  EXPECT_EQ(read.state.strokeMask, nullptr);
  EXPECT_TRUE(read.state.lockedCells.empty());
  EXPECT_EQ(read.draft, GenerationRequest());
}

TEST_F(Project, StatesAroundTheShownOneShareTheirPictures) {
  ProjectFile project = made();
  const SharedPicture one = somePicture(20, 10, 3, 1), two = somePicture(20, 10, 3, 2);
  must(project.commit({.name = "one", .canvas = one}));
  must(project.commit({.name = "extra", .extra = "x"}));
  must(project.commit({.name = "two", .canvas = two}));
  must(project.commit({.name = "one again", .canvas = one}));
  must(project.show(3));
  const std::vector<DocumentState> states = must(project.statesAround(100, 1 << 20));
  ASSERT_EQ(states.size(), 5u);
  for (size_t i = 0; i < states.size(); ++i) {
    EXPECT_EQ(states[i].step, static_cast<int64_t>(i) + 1);
    EXPECT_TRUE(areEqual(states[i], must(project.stateAt(states[i].step))));
  }
  EXPECT_EQ(states[1].canvas, states[2].canvas);
  EXPECT_EQ(states[1].canvas, states[4].canvas);
  EXPECT_NE(states[1].canvas, states[3].canvas);
}

TEST_F(Project, StatesAroundTheShownOneAreBounded) {
  ProjectFile project = must(ProjectFile::create(path(), {}));
  for (uint32_t i = 0; i < 9; ++i) must(project.commit({.canvas = somePicture(10, 10, 3, i)}));
  const auto steps = [&](size_t maxSteps, int64_t maxBytes) {
    std::vector<int64_t> numbers;
    for (const DocumentState& state : must(project.statesAround(maxSteps, maxBytes)))
      numbers.push_back(state.step);
    return numbers;
  };
  EXPECT_THAT(steps(4, 1 << 20), ElementsAre(7, 8, 9, 10));
  EXPECT_THAT(steps(100, 700), ElementsAre(9, 10));
  EXPECT_THAT(steps(100, 0), ElementsAre(10));
  must(project.show(5));
  EXPECT_THAT(steps(4, 1 << 20), ElementsAre(3, 4, 5, 6));
  EXPECT_THAT(steps(0, 1 << 20), ElementsAre(5));
}

TEST_F(Project, NothingIsLeftBesideTheFile) {
  must(made().close());
  EXPECT_THAT(names(), ElementsAre("a.unmask"));
  must(opened("a.unmask", ProjectFile::Mode::ReadOnly).close());
  EXPECT_THAT(names(), ElementsAre("a.unmask"));
}

TEST_F(Project, ExistingFileIsNotCreatedOver) {
  must(made().close());
  const auto again = ProjectFile::create(path(), {});
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().kind, ErrorKind::Usage);
  EXPECT_NE(must(opened().document()).state.canvas, nullptr);
}

TEST_F(Project, CommitChangesOnlyWhatItNames) {
  ProjectFile project = made();
  DocumentState expected = must(project.document()).state;
  expected.canvas = somePicture(30, 20, 3, 7);
  expected.lockedCells = CellMask();
  DocumentEdit edit{.name = "Accept"};
  edit.canvas = expected.canvas;
  edit.lockedCells = CellMask();
  EXPECT_EQ(must(project.commit(edit)), 2);
  must(project.close());
  ProjectFile again = opened();
  const DocumentState read = must(again.document()).state;
  EXPECT_TRUE(areEqual(read, expected));
  EXPECT_EQ(read.name, "Accept");
  EXPECT_EQ(read.step, 2);
  EXPECT_GT(read.timeMs, 1'700'000'000'000);
}

TEST_F(Project, UndoAndRedoSurviveReopening) {
  ProjectFile project = made();
  std::vector<DocumentState> states{must(project.document()).state};
  for (int i = 0; i < 4; ++i) {
    DocumentEdit edit{.name = "Stroke"};
    edit.strokeMask = somePicture(17, 9, 1, 100 + static_cast<uint32_t>(i));
    must(project.commit(edit));
    states.push_back(must(project.document()).state);
  }
  must(project.show(2));
  must(project.close());
  ProjectFile again = opened();
  EXPECT_TRUE(areEqual(must(again.document()).state, states[1]));
  for (size_t i = 0; i < states.size(); ++i)
    EXPECT_TRUE(areEqual(must(again.stateAt(static_cast<int64_t>(i) + 1)), states[i])) << i;
  must(again.show(5));
  EXPECT_TRUE(areEqual(must(again.document()).state, states[4]));
}

TEST_F(Project, NewCommandAfterUndoDropsRedo) {
  ProjectFile project = made();
  for (int i = 0; i < 3; ++i) must(project.commit({.name = "Edit", .extra = std::to_string(i)}));
  must(project.show(2));
  must(project.commit({.step = 9, .name = "Other", .extra = "other"}));
  EXPECT_THAT(stepsOf(project), ElementsAre(1, 2, 9));
  EXPECT_EQ(must(project.document()).state.extra, "other");
  EXPECT_FALSE(project.show(3).ok());
  EXPECT_EQ(must(project.document()).state.step, 9) << "a step that is gone changes nothing";
}

TEST_F(Project, StepNumbersMustAscend) {
  ProjectFile project = made();
  must(project.commit({.step = 5}));
  EXPECT_EQ(project.commit({.step = 5}).error().kind, ErrorKind::Internal);
  EXPECT_THAT(stepsOf(project), ElementsAre(1, 5));
}

TEST_F(Project, DraftIsKeptApartFromUndo) {
  ProjectFile project = made();
  const GenerationRequest draft = randomRequest(random);
  must(project.setDraft(draft, "window"));
  must(project.close());
  ProjectFile again = opened();
  EXPECT_EQ(must(again.document()).draft, draft);
  EXPECT_EQ(must(again.document()).window, "window");
  EXPECT_THAT(stepsOf(again), ElementsAre(1));
}

TEST_F(Project, RunsComeBackEqual) {
  std::vector<ProjectRun> runs;
  {
    ProjectFile project = made();
    for (int i = 0; i < 25; ++i) {
      ProjectRun run = someRun(random);
      run.parent = i == 0 ? 0 : static_cast<int64_t>(random() % static_cast<unsigned>(i + 1));
      if (i % 5 == 0) run.trace = nullptr;
      if (i % 7 == 0) run.result = nullptr;
      EXPECT_EQ(must(project.addRun(run)), i + 1);
      runs.push_back(std::move(run));
    }
  }
  ProjectFile project = opened();
  const std::vector<RunSummary> summaries = must(project.runs());
  ASSERT_EQ(summaries.size(), runs.size());
  for (size_t i = 0; i < runs.size(); ++i) {
    const auto id = static_cast<int64_t>(i) + 1;
    EXPECT_TRUE(areEqual(must(project.run(id)), runs[i])) << i;
    EXPECT_TRUE(areEqual(must(project.runResult(id)), runs[i].result)) << i;
    EXPECT_EQ(summaries[i].run.id, id);
    EXPECT_EQ(summaries[i].run.request.prompt, runs[i].request.prompt);
    EXPECT_TRUE(summaries[i].run.request.picture.empty());
    EXPECT_EQ(summaries[i].hasResult, runs[i].result != nullptr);
    EXPECT_EQ(summaries[i].stepCount, runs[i].trace ? static_cast<int>(runs[i].trace->records.size()) : 0);
  }
  EXPECT_EQ(project.run(99).error().kind, ErrorKind::NotFound);
}

TEST_F(Project, AcceptIsOneCommitWithItsVerdict) {
  ProjectFile project = made();
  ProjectRun run = someRun(random);
  run.verdict = RunVerdict::Candidate;
  const int64_t id = must(project.addRun(run));
  DocumentEdit edit{.name = "Accept", .acceptedRun = id};
  edit.canvas = run.result;
  must(project.commit(edit));
  EXPECT_EQ(must(project.run(id)).verdict, RunVerdict::Accepted);

  edit.canvas = somePicture(4, 4, 3, 1);
  edit.acceptedRun = 77;
  EXPECT_EQ(project.commit(edit).error().kind, ErrorKind::NotFound);
  EXPECT_TRUE(areEqual(must(project.document()).state.canvas, run.result)) << "half a commit is none";
  must(project.setVerdict(id, RunVerdict::Discarded));
  EXPECT_EQ(must(project.run(id)).verdict, RunVerdict::Discarded);
}

TEST_F(Project, RemovedRunsLeaveTheirBranches) {
  ProjectFile project = made();
  for (int i = 0; i < 3; ++i) {
    ProjectRun run = someRun(random);
    run.parent = i;
    must(project.addRun(run));
  }
  must(project.removeRuns({1}));
  EXPECT_EQ(must(project.run(2)).parent, 0);
  EXPECT_EQ(must(project.run(3)).parent, 2);
  EXPECT_EQ(project.removeRuns({2, 99}).error().kind, ErrorKind::NotFound);
  EXPECT_EQ(must(project.runs()).size(), 2u) << "all of a removal or none";
}

TEST_F(Project, RunsMustComeAfterTheirParents) {
  ProjectFile project = made();
  ProjectRun run = someRun(random);
  run.id = 4;
  run.parent = 4;
  EXPECT_EQ(project.addRun(run).error().kind, ErrorKind::Internal);
  run.parent = 3;
  EXPECT_FALSE(project.addRun(run).ok()) << "a parent that is not there";
  EXPECT_TRUE(must(project.runs()).empty());
}

TEST_F(Project, QueueComesBackInOrder) {
  std::vector<QueuedRequest> queue;
  for (int i = 0; i < 5; ++i) queue.push_back({randomRequest(random), std::to_string(i)});
  {
    ProjectFile project = made();
    must(project.setQueue({{randomRequest(random), "old"}}));
    must(project.setQueue(queue));
  }
  EXPECT_EQ(must(opened().queue()), queue);
}

TEST_F(Project, LargePicturesComeBackEqual) {
  ProjectFile project = made();
  DocumentEdit edit{.name = "Open"};
  edit.canvas = somePicture(1300, 900, 3, 5);  // over 2^20 pixels: not a PNG inside
  edit.strokeMask = somePicture(1300, 900, 1, 6);
  must(project.commit(edit));
  must(project.close());
  ProjectFile again = opened();
  EXPECT_TRUE(areEqual(must(again.document()).state.canvas, *edit.canvas));
  EXPECT_TRUE(areEqual(must(again.document()).state.strokeMask, *edit.strokeMask));
}

TEST_F(Project, SamePictureIsStoredOnce) {
  ProjectFile project = made();
  DocumentEdit edit;
  edit.canvas = somePicture(600, 600, 3, 1);
  must(project.commit(edit));
  must(project.close());
  const auto once = std::filesystem::file_size(path());
  ProjectFile again = opened();
  for (int i = 0; i < 10; ++i) {
    must(again.commit({.canvas = somePicture(2, 2, 3, 1)}));
    must(again.commit({.canvas = somePicture(600, 600, 3, 1)}));
  }
  must(again.close());
  EXPECT_LT(std::filesystem::file_size(path()), once + 100'000);
}

TEST_F(Project, TrimmedUndoForgetsTheOldestAndGivesRoomBack) {
  ProjectFile project = made();
  for (uint32_t i = 0; i < 10; ++i) must(project.commit({.canvas = somePicture(300, 300, 3, i)}));
  must(project.show(9));
  const SharedPicture shown = must(project.document()).state.canvas;
  must(project.trimUndo(5, int64_t{1} << 40));
  EXPECT_THAT(stepsOf(project), ElementsAre(7, 8, 9, 10, 11));
  must(project.trimUndo(100, 700'000));  // a picture of noise takes some 270 kB
  EXPECT_THAT(stepsOf(project), ElementsAre(9, 10, 11));
  must(project.trimUndo(0, 0));
  EXPECT_THAT(stepsOf(project), ElementsAre(9, 10, 11)) << "what is shown and what redo brings stay";
  EXPECT_TRUE(areEqual(must(project.document()).state.canvas, shown));
  must(project.close());
  EXPECT_LT(std::filesystem::file_size(path()), 1'200'000u);
}

TEST_F(Project, CopyIsConsistentAndClean) {
  ProjectFile project = made();
  must(project.addRun(someRun(random)));
  must(project.commit({.name = "x", .extra = "x"}));
  must(project.saveCopy(path("copy.unmask")));
  must(project.commit({.name = "y", .extra = "y"}));
  ProjectFile copy = opened("copy.unmask");
  EXPECT_EQ(must(copy.document()).state.extra, "x");
  EXPECT_TRUE(areEqual(must(copy.run(1)), must(project.run(1))));
  EXPECT_FALSE(copy.wasInterrupted());
  EXPECT_EQ(project.saveCopy(path()).error().kind, ErrorKind::Usage) << "not over itself";
  EXPECT_EQ(project.saveCopy(path("copy.unmask")).error().kind, ErrorKind::Io) << "not over an open one";
  must(copy.close());
  must(project.saveCopy(path("copy.unmask")));
  EXPECT_EQ(must(opened("copy.unmask").document()).state.extra, "y");
}

TEST_F(Project, CopyReplacesAnyFileWithItsLog) {
  std::filesystem::create_symlink("target.unmask", path("link.unmask"));
  std::FILE* junk = std::fopen(path("target.unmask").c_str(), "w");
  std::fputs("not a project", junk);
  std::fclose(junk);
  junk = std::fopen(path("target.unmask-wal").c_str(), "w");
  std::fputs("a log that must not meet the new file", junk);
  std::fclose(junk);
  ProjectFile project = made();
  must(project.saveCopy(path("link.unmask")));
  EXPECT_TRUE(std::filesystem::is_symlink(path("link.unmask")));
  EXPECT_FALSE(std::filesystem::exists(path("target.unmask-wal")));
  EXPECT_TRUE(areEqual(must(opened("target.unmask").document()).state, must(project.document()).state));
}

TEST_F(Project, SaveAsGoesOnInTheNewFile) {
  ProjectFile project = made();
  must(project.commit({.name = "x", .extra = "x"}));
  project = must(project.saveAs(path("b.unmask")));
  EXPECT_EQ(project.path().filename(), "b.unmask");
  must(project.commit({.name = "y", .extra = "y"}));
  EXPECT_EQ(must(opened("a.unmask").document()).state.extra, "x");
  EXPECT_EQ(ProjectFile::open(path("b.unmask")).error().kind, ErrorKind::Io) << "still locked";
  must(project.close());
  EXPECT_EQ(must(opened("b.unmask").document()).state.extra, "y");
}

TEST_F(Project, FailedCopyLeavesTheOldFile) {
  ProjectFile project = made();
  must(made("old.unmask").close());
  const auto before = std::filesystem::file_size(path("old.unmask"));
  std::filesystem::create_directory(path("folder"));
  EXPECT_FALSE(project.saveCopy(path("folder")).ok());
  EXPECT_FALSE(project.saveCopy(path("missing/x.unmask")).ok());
  EXPECT_EQ(std::filesystem::file_size(path("old.unmask")), before);
  for (const std::string& name : names()) EXPECT_FALSE(name.ends_with(".tmp")) << name;
}

TEST_F(Project, TooLargeTextsAreRefusedWhole) {
  ProjectFile project = made();
  const std::string before = must(project.document()).state.extra;
  EXPECT_EQ(project.commit({.extra = std::string(17 << 20, 'x')}).error().kind, ErrorKind::Unsupported);
  EXPECT_EQ(must(project.document()).state.extra, before);
  must(project.commit({.name = std::string(5000, 'n')}));
  EXPECT_EQ(must(project.document()).state.name.size(), 1024u);
}

}  // namespace
}  // namespace unmask::test

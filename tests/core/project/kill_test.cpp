// A child works on a project and is killed at random moments. What it does follows from a counter, so the
// parent knows what the file must hold: all that was acknowledged, or that and the one change under way.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

#include "tests/core/project/project_fixture.h"

namespace unmask::test {
namespace {

constexpr int kKills = 100;
constexpr uint64_t kMostChanges = 16;  ///< of one child

/// What the file holds, by the counters of the changes that put it there.
struct Model {
  struct State {
    uint64_t canvas = 0;
    uint64_t mask = 0;
    uint64_t extra = 0;
    bool operator==(const State&) const = default;
  };
  struct Run {
    uint64_t made = 0;
    RunVerdict verdict = RunVerdict::Candidate;
    bool operator==(const Run&) const = default;
  };
  std::vector<State> states{State{}};
  size_t shown = 0;
  uint64_t draft = 0;
  std::vector<Run> runs;
  uint64_t copied = 0;  ///< `extra` of the copy; only meaningful with hasCopy
  bool hasCopy = false;

  const State& state() const { return states[shown]; }
};

enum class Change { Stroke, Draft, Run, Accept, Undo, Copy };

Change changeOf(uint64_t counter, const Model& model) {
  std::mt19937 random(static_cast<uint32_t>(counter) * 2654435761U);
  const unsigned choice = random() % 20;
  if (choice < 6) return Change::Stroke;
  if (choice < 9) return Change::Draft;
  if (choice < 14 || model.runs.empty()) return Change::Run;
  if (choice < 17) return Change::Accept;
  return choice < 19 && model.shown > 0 ? Change::Undo : Change::Copy;
}

SharedPicture maskOf(uint64_t counter) {
  return counter == 0 ? nullptr : somePicture(96, 96, 1, static_cast<uint32_t>(counter));
}

ProjectRun runOf(uint64_t counter) {
  std::mt19937 random(static_cast<uint32_t>(counter));
  ProjectRun run = someRun(random);
  run.verdict = RunVerdict::Candidate;
  run.request.seed = counter;
  auto trace = std::make_shared<Trace>(*run.trace);
  trace->request = run.request;
  run.trace = std::move(trace);
  run.result = somePicture(64, 64, 3, static_cast<uint32_t>(counter));
  return run;
}

GenerationRequest draftOf(uint64_t counter) {
  GenerationRequest draft;
  draft.prompt = "draft";
  draft.seed = counter;
  return draft;
}

void pushState(Model& model, const Model::State& state) {
  model.states.resize(model.shown + 1);
  model.states.push_back(state);
  model.shown = model.states.size() - 1;
}

/// The change to the model, and to the file unless `project` is null.
Result<void> apply(Model& model, uint64_t counter, ProjectFile* project, const std::filesystem::path& copy) {
  const auto step = static_cast<int64_t>(model.shown) + 2;  // the first state is step 1
  Model::State state = model.state();
  state.extra = counter;
  DocumentEdit edit{.step = step, .name = "change", .extra = std::to_string(counter)};
  switch (changeOf(counter, model)) {
    case Change::Stroke:
      state.mask = counter;
      edit.strokeMask = maskOf(counter);
      pushState(model, state);
      if (project != nullptr) UNMASK_CHECK(project->commit(edit));
      return {};
    case Change::Draft:
      model.draft = counter;
      return project != nullptr ? project->setDraft(draftOf(counter), "") : Result<void>();
    case Change::Run:
      model.runs.push_back({counter});
      if (project != nullptr) UNMASK_CHECK(project->addRun(runOf(counter)));
      return {};
    case Change::Accept:
      state.canvas = model.runs.back().made;
      model.runs.back().verdict = RunVerdict::Accepted;
      edit.canvas = runOf(state.canvas).result;
      edit.acceptedRun = static_cast<int64_t>(model.runs.size());
      pushState(model, state);
      if (project != nullptr) UNMASK_CHECK(project->commit(edit));
      return {};
    case Change::Undo:
      --model.shown;
      return project != nullptr ? project->show(step - 2) : Result<void>();
    case Change::Copy:
      model.hasCopy = true;
      model.copied = model.state().extra;
      return project != nullptr ? project->saveCopy(copy) : Result<void>();
  }
  return {};
}

/// Never returns: works until it is killed, one byte down the pipe for every acknowledged change.
[[noreturn]] void work(const std::filesystem::path& path, const std::filesystem::path& copy, Model model,
                       uint64_t counter, int pipeEnd) {
  auto project = ProjectFile::open(path);
  if (!project.ok()) {
    std::fprintf(stderr, "child: %s\n", project.error().text().c_str());
    ::_exit(1);
  }
  for (uint64_t changes = 0; changes < kMostChanges; ++changes) {
    const auto result = apply(model, ++counter, &*project, copy);
    if (!result.ok()) {
      std::fprintf(stderr, "child: %s\n", result.error().text().c_str());
      ::_exit(2);
    }
    if (::write(pipeEnd, "x", 1) != 1) ::_exit(3);
  }
  // The parent came late, on a busy machine: waits for it, or the file would grow without end.
  while (true) ::pause();
}

uint64_t extraOf(const DocumentState& state) {
  return state.extra.empty() ? 0 : std::stoull(state.extra);
}

/// Empty when the file holds exactly what the model says; `firstNewRun` and later runs are compared whole.
std::string difference(ProjectFile& project, const std::filesystem::path& copy, const Model& model,
                       size_t firstNewRun) {
  const ProjectDocument document = must(project.document());
  if (must(project.undoSteps()).size() != model.states.size()) return "number of undo steps";
  if (document.state.step != static_cast<int64_t>(model.shown) + 1) return "undo step shown";
  for (size_t i = model.states.size() - std::min<size_t>(model.states.size(), 6); i < model.states.size();
       ++i) {
    const DocumentState state = must(project.stateAt(static_cast<int64_t>(i) + 1));
    const Model::State& expected = model.states[i];
    if (extraOf(state) != expected.extra) return "undo step " + std::to_string(i);
    if (!areEqual(state.strokeMask, maskOf(expected.mask))) return "mask of step " + std::to_string(i);
    const SharedPicture canvas = expected.canvas == 0 ? nullptr : runOf(expected.canvas).result;
    if (!areEqual(state.canvas, canvas)) return "accepted picture of step " + std::to_string(i);
  }
  if (document.draft.seed != model.draft) return "draft";
  const std::vector<RunSummary> runs = must(project.runs());
  if (runs.size() != model.runs.size()) return "number of runs";
  for (size_t i = 0; i < runs.size(); ++i) {
    if (runs[i].run.request.seed != model.runs[i].made || runs[i].run.verdict != model.runs[i].verdict)
      return "run " + std::to_string(i);
    if (i < firstNewRun) continue;
    ProjectRun expected = runOf(model.runs[i].made);
    expected.verdict = model.runs[i].verdict;
    if (!areEqual(must(project.run(runs[i].run.id)), expected)) return "run's contents";
  }
  if (model.hasCopy != std::filesystem::exists(copy)) return "copy";
  if (!model.hasCopy) return {};
  ProjectFile copied = must(ProjectFile::open(copy, ProjectFile::Mode::ReadOnly));
  return extraOf(must(copied.document()).state) == model.copied ? "" : "state of the copy";
}

class Kill : public ProjectTest {
 protected:
  /// Reads until `bytes` have come or the child is gone; how many came.
  static uint64_t readSome(int pipeEnd, uint64_t bytes) {
    std::array<char, 256> buffer;
    uint64_t count = 0;
    while (count < bytes) {
      const ssize_t got = ::read(pipeEnd, buffer.data(), std::min<uint64_t>(buffer.size(), bytes - count));
      if (got <= 0) break;
      count += static_cast<uint64_t>(got);
    }
    return count;
  }

  /// Lets a child work and kills it; how many changes it acknowledged.
  uint64_t acknowledgedBeforeKill(const Model& model, uint64_t counter) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ::close(ends[0]);
      work(path(), path("copy.unmask"), model, counter, ends[1]);
    }
    ::close(ends[1]);
    uint64_t acknowledged = readSome(ends[0], random() % 8);
    // From here to somewhere inside the next changes.
    for (volatile unsigned spin = random() % 4'000'000; spin > 0;) spin = spin - 1;
    ::kill(child, SIGKILL);
    acknowledged += readSome(ends[0], UINT64_MAX);
    ::close(ends[0]);
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "the child gave up by itself";
    return acknowledged;
  }
};

TEST_F(Kill, EveryAcknowledgedChangeIsFound) {
  must(must(ProjectFile::create(path(), {})).close());
  Model model;
  uint64_t counter = 0;
  uint64_t acknowledgedInAll = 0;
  int caughtInside = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    SCOPED_TRACE("kill " + std::to_string(kill));
    const size_t firstNewRun = model.runs.size();
    const uint64_t acknowledged = acknowledgedBeforeKill(model, counter);
    acknowledgedInAll += acknowledged;
    bool hasChanged = false;
    for (uint64_t i = 0; i < acknowledged; ++i) {
      hasChanged |= changeOf(counter + 1, model) != Change::Copy;
      must(apply(model, ++counter, nullptr, {}));
    }

    ProjectFile project = opened();
    EXPECT_TRUE(project.wasInterrupted() || !hasChanged);
    const std::string without = difference(project, path("copy.unmask"), model, firstNewRun);
    if (without.empty()) continue;
    Model next = model;
    must(apply(next, counter + 1, nullptr, {}));
    const std::string with = difference(project, path("copy.unmask"), next, firstNewRun);
    ASSERT_EQ(with, "") << "nor the state before: " << without;
    model = next;
    ++counter;
    ++caughtInside;
  }
  ProjectFile project = opened();
  EXPECT_EQ(difference(project, path("copy.unmask"), model, 0), "") << "all runs, whole, at the end";
  EXPECT_GT(acknowledgedInAll, static_cast<uint64_t>(kKills)) << "the children did hardly anything";
  RecordProperty("kills", kKills);
  RecordProperty("acknowledged", static_cast<int>(acknowledgedInAll));
  RecordProperty("committed_but_not_acknowledged", caughtInside);
  std::printf(
      "%d kills, %llu acknowledged changes, all found; %d times the change under way had been committed\n",
      kKills, static_cast<unsigned long long>(acknowledgedInAll), caughtInside);
}

}  // namespace
}  // namespace unmask::test

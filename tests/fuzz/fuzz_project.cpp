#include <fstream>

#include "core/project/project_file.h"
#include "core/project/trace_bytes.h"
#include "tests/fuzz/targets.h"
#include "tests/support/scratch_dir.h"

namespace unmask::fuzz {

namespace {

void requireOwnFault(const Error& error) {
  require(error.kind != ErrorKind::Internal && error.kind != ErrorKind::Usage,
          "a broken file is not our fault");
  require(!error.message.empty(), "an error has a sentence");
}

template <typename T>
void requireWholeOrFault(const Result<T>& result) {
  if (!result.ok()) requireOwnFault(result.error());
}

void readEverything(ProjectFile& project) {
  require(project.isReadOnly(), "looking is not changing");
  const auto document = project.document();
  require(document.ok(), "an opened project has its document whole");
  const auto steps = project.undoSteps();
  requireWholeOrFault(steps);
  if (steps.ok()) {
    for (const UndoStep& step : *steps) requireWholeOrFault(project.stateAt(step.step));
  }
  const auto runs = project.runs();
  require(runs.ok(), "an opened project has its runs");
  for (const RunSummary& run : *runs) {
    require(run.run.parent < run.run.id, "branches lead back in time");
    requireWholeOrFault(project.run(run.run.id));
  }
  requireWholeOrFault(project.queue());
}

void checkProject(Bytes input) {
  static const test::ScratchDir folder;
  const auto path = folder / "input.unmask";
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(input.data()), static_cast<std::streamsize>(input.size()));
  auto project = ProjectFile::open(path, ProjectFile::Mode::ReadOnly);
  if (project.ok()) {
    readEverything(*project);
  } else {
    requireOwnFault(project.error());
  }
}

void checkTrace(Bytes input) {
  const auto trace = traceFromBytes(input, "input");
  if (!trace.ok()) return requireOwnFault(trace.error());
  require(trace->states.size() == trace->records.size() + 1, "a state before and after every record");
  const auto again = traceToBytes(*trace);
  require(again.ok() && traceFromBytes(*again, "written").ok(), "a trace survives writing and reading");
}

}  // namespace

void projectFile(Bytes input) {
  if (textOf(input).starts_with("SQLite")) {
    checkProject(input);
  } else {
    checkTrace(input);
  }
}

}  // namespace unmask::fuzz

#include "app/cli/describe.h"
#include "core/io/png_metadata.h"
#include "core/project/project_file.h"

namespace unmask {
namespace {

nlohmann::json sizeOf(const SharedPicture& picture) {
  if (!picture) return nullptr;
  return {{"width", picture->width}, {"height", picture->height}, {"channels", picture->channels}};
}

/// Settings only: a starting picture is told by its size.
nlohmann::json requestJson(GenerationRequest request, bool full) {
  nlohmann::json picture = nullptr;
  if (!request.picture.empty())
    picture = {{"width", request.picture.width}, {"height", request.picture.height}};
  request.picture = {};
  nlohmann::json json = nlohmann::json::parse(requestToJson(request));
  for (const char* key : {"prompt", "promptTemplate", "negativePrompt"})
    json[key] = shownText(json[key].get_ref<const std::string&>(), full);
  json["picture"] = picture;
  return json;
}

nlohmann::json documentJson(const ProjectDocument& document, bool full) {
  const DocumentState& state = document.state;
  size_t painted = 0;
  if (state.strokeMask) {
    for (const uint8_t pixel : state.strokeMask->pixels) painted += pixel != 0;
  }
  return {{"undo_step", state.step},
          {"canvas", sizeOf(state.canvas)},
          {"original", sizeOf(state.original)},
          {"stroke_mask", sizeOf(state.strokeMask)},
          {"painted_pixels", painted},
          {"locked_cells", state.lockedCells.count()},
          {"draft", requestJson(document.draft, full)},
          {"window", shownText(document.window, full)}};
}

std::string_view nameOf(RunVerdict verdict) {
  switch (verdict) {
    case RunVerdict::Candidate:
      return "candidate";
    case RunVerdict::Accepted:
      return "accepted";
    case RunVerdict::Discarded:
      return "discarded";
  }
  return "";
}

nlohmann::json runJson(const RunSummary& summary, bool full) {
  const ProjectRun& run = summary.run;
  nlohmann::json json = {{"id", run.id},
                         {"job", shownText(run.job, full)},
                         {"time_ms", run.timeMs},
                         {"verdict", nameOf(run.verdict)},
                         {"has_result", summary.hasResult},
                         {"recorded_steps", summary.stepCount},
                         {"request", requestJson(run.request, full)}};
  if (run.parent != 0) json.update({{"parent", run.parent}, {"branch_step", run.branchStep}});
  return json;
}

}  // namespace

Result<nlohmann::json> describeProject(const std::filesystem::path& file, bool full) {
  UNMASK_TRY(ProjectFile project, ProjectFile::open(file, ProjectFile::Mode::ReadOnly));
  UNMASK_TRY(const ProjectDocument document, project.document());
  UNMASK_TRY(const auto steps, project.undoSteps());
  UNMASK_TRY(const auto runs, project.runs());
  UNMASK_TRY(const auto queue, project.queue());
  nlohmann::json json = {{"kind", "project"},
                         {"path", file.string()},
                         {"version", project.schemaVersion()},
                         {"was_interrupted", project.wasInterrupted()},
                         {"document", documentJson(document, full)},
                         {"undo_steps", nlohmann::json::array()},
                         {"runs", nlohmann::json::array()},
                         {"queue", nlohmann::json::array()}};
  for (const UndoStep& step : steps)
    json["undo_steps"].push_back({{"step", step.step}, {"name", step.name}, {"time_ms", step.timeMs}});
  for (const RunSummary& run : runs) json["runs"].push_back(runJson(run, full));
  for (const QueuedRequest& item : queue) json["queue"].push_back(requestJson(item.request, full));
  return json;
}

}  // namespace unmask

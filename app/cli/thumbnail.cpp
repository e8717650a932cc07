#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/flags.h"
#include "app/cli/output_names.h"
#include "core/io/image_codec.h"
#include "core/project/project_file.h"

namespace unmask {
namespace {

constexpr int kDefaultSide = 256;
constexpr int kLargestSide = 1024;  // the largest that desktops ask for

struct ThumbnailFlags {
  std::string project;
  std::string output;
  int size = kDefaultSide;
};

/// What the document shows: its picture, else the newest run's result. Null when there is neither.
Result<SharedPicture> shownPicture(ProjectFile& project) {
  UNMASK_TRY(const ProjectDocument document, project.document());
  if (document.state.canvas) return document.state.canvas;
  UNMASK_TRY(const std::vector<RunSummary> runs, project.runs());
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    if (run->hasResult) return project.runResult(run->run.id);
  }
  return SharedPicture();
}

/// The longer side becomes `side`; nothing is made larger.
ImageBuffer fitted(const ImageBuffer& picture, int side) {
  const int longer = std::max(picture.width, picture.height);
  if (longer <= side) return picture;
  const auto scaled = [&](int length) {
    return std::max(1, static_cast<int>(static_cast<int64_t>(length) * side / longer));
  };
  return resizeLanczos(picture, scaled(picture.width), scaled(picture.height));
}

Result<void> thumbnail(CommandContext& context, const ThumbnailFlags& flags) {
  UNMASK_TRY(ProjectFile project, ProjectFile::open(flags.project, ProjectFile::Mode::ReadOnly));
  UNMASK_TRY(const SharedPicture picture, shownPicture(project));
  if (!picture) {
    return Error{
        .kind = ErrorKind::NotFound, .message = "the project holds no picture yet", .file = flags.project};
  }
  const ImageBuffer small = fitted(*picture, flags.size);
  UNMASK_CHECK(savePng(flags.output, small));
  context.event(
      {{"event", "saved"}, {"file", flags.output}, {"width", small.width}, {"height", small.height}});
  context.event({{"event", "done"}});
  context.say(flags.output + "  " + std::to_string(small.width) + "x" + std::to_string(small.height));
  return {};
}

}  // namespace

void addThumbnail(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("thumbnail", "A small picture of a project, for file managers");
  const auto flags = std::make_shared<ThumbnailFlags>();
  command->add_option("project", flags->project, "Project to look into (.unmask); it is not changed")
      ->required();
  command->add_option("output", flags->output, "PNG to write")->required();
  command->add_option("-s,--size", flags->size, "Longer side in pixels")
      ->capture_default_str()
      ->check(CLI::Range(1, kLargestSide));
  addOutputFlags(*command, context);
  command->callback([flags, &context] {
    context.command = "thumbnail";
    context.action = [flags, &context] { return thumbnail(context, *flags); };
  });
}

}  // namespace unmask

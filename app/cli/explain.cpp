#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/output_names.h"
#include "app/cli/picture_flags.h"
#include "app/cli/picture_job.h"
#include "app/cli/replay.h"
#include "core/io/atomic_file.h"
#include "core/io/image_codec.h"
#include "core/io/png_metadata.h"
#include "core/lab/explanation.h"

namespace unmask {
namespace {

struct ExplainFlags : PictureFlags {
  std::string from;
  std::string folder = "explained";
  bool noWhatIf = false;
};

struct Asked {
  std::unique_ptr<Engine> engine;
  GenerationRequest request;
};

/// The request of a picture with the flags over it, or a new one.
Result<Asked> asked(CommandContext& context, const ExplainFlags& flags) {
  Asked out;
  if (!flags.from.empty()) {
    UNMASK_TRY(out.request, requestIn(flags.from));
    UNMASK_TRY(out.engine, loadModelOf(context, out.request, flags.model));
    if (flags.preset) UNMASK_CHECK(applyPreset(out.request, out.engine->info(), flags.preset));
  } else {
    if (!flags.prompt)
      return Error{.kind = ErrorKind::Usage,
                   .message = "say what to draw with --prompt, or name a picture with --from"};
    UNMASK_TRY(out.engine, loadModel(context, flags.model));
    UNMASK_CHECK(applyPreset(out.request, out.engine->info(), flags.preset));
    UNMASK_TRY(out.request.seed, parseSeed("random"));
  }
  UNMASK_CHECK(applyFlags(out.request, flags));
  UNMASK_CHECK(applyAdapters(context, out.request, flags.adapters, out.engine->info().reference.contentHash));
  if (flags.prompt) chooseWords(out.request, out.request.prompt);
  out.request.model = out.engine->info().reference;
  return out;
}

void tellWords(CommandContext& context, const Explanation& e) {
  for (const WordExplanation& word : e.words) {
    char line[160];
    std::snprintf(line, sizeof line, "%-20.40s attention %.3f  one step %.3f", word.word.text.c_str(),
                  word.attention, word.ablation);
    const std::string changed = word.without.difference.height == 0
                                    ? ""
                                    : "  cells changed without it " + std::to_string(word.cellsChanged);
    context.say(line + changed);
  }
}

Result<void> runExplain(CommandContext& context, const ExplainFlags& flags) {
  UNMASK_CHECK(checkFlags(flags));
  const std::filesystem::path folder = flags.folder;
  UNMASK_CHECK(makeFolder(folder));
  UNMASK_TRY(const Asked question, asked(context, flags));
  context.event({{"event", "start"},
                 {"command", context.command},
                 {"model", question.request.model.name},
                 {"seed", question.request.seed},
                 {"steps", question.request.steps}});
  context.say("seed " + std::to_string(question.request.seed));
  ExplainOptions options;
  options.whatIf = !flags.noWhatIf;
  UNMASK_TRY(const Explanation e,
             explain(*question.engine, question.request, options, context.stop, [&](double share) {
               context.event({{"event", "progress"}, {"share", share}});
               context.statusLine("measuring " + std::to_string(std::lround(share * 100)) + " %");
             }));
  context.statusLine("");
  const PngTexts texts =
      flags.noMetadata ? PngTexts{} : pngTextsFor(e.trace.request, e.picture.width, e.picture.height);
  UNMASK_CHECK(savePng(folder / "picture.png", e.picture, texts));
  UNMASK_CHECK(writeExplanationTensors(folder / "maps.safetensors", e));
  UNMASK_CHECK(writeFileAtomically(folder / "explanation.json", explanationJson(e)));
  UNMASK_TRY(const std::string page, explanationHtml(e));
  UNMASK_CHECK(writeFileAtomically(folder / "report.html", page));
  tellWords(context, e);
  for (const char* name : {"picture.png", "maps.safetensors", "explanation.json", "report.html"}) {
    context.event({{"event", "saved"}, {"file", (folder / name).string()}});
    context.say((folder / name).string());
  }
  context.event({{"event", "done"}});
  return {};
}

}  // namespace

void addExplain(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand(
      "explain", "Make a picture and show, step by step and word by word, how it came about");
  const auto flags = std::make_shared<ExplainFlags>();
  addModelFlags(*command, flags->model);
  addOptional(*command, "-p,--prompt", flags->prompt, "What the picture shows");
  addOptional(*command, "-n,--negative-prompt", flags->negativePrompt, "What it is guided away from");
  command->add_option("--from", flags->from,
                      "Explain the picture in this PNG, made again from what is written in it");
  command
      ->add_option("-o,--output", flags->folder,
                   "Folder for report.html, explanation.json, maps.safetensors and picture.png")
      ->capture_default_str();
  command->add_flag("--no-what-if", flags->noWhatIf, "Leave out the run again without each word");
  command->add_flag("--no-metadata", flags->noMetadata,
                    "Write nothing into the picture about how it was made");
  addSamplingFlags(*command, *flags);
  addOutputFlags(*command, context);
  command->callback([flags, &context] {
    context.command = "explain";
    context.action = [flags, &context] { return runExplain(context, *flags); };
  });
}

}  // namespace unmask

#include <CLI/CLI.hpp>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/describe.h"
#include "app/cli/finite_scan.h"
#include "app/cli/flags.h"

namespace unmask {
namespace {

struct VerifyFlags {
  std::string target;
  ModelFlags model;
};

struct Findings {
  std::vector<Error> problems;
  int64_t tensors = 0;
  int64_t values = 0;
};

// Every value of every weight file, whether the loader would read that file or not.
Result<void> scanFile(CommandContext& context, const WeightFile& file, Findings& findings) {
  context.statusLine("checking " + file.path.filename().string() + " …");
  const auto opened = SafetensorsFile::open(file.path);
  if (!opened) {
    findings.problems.push_back(opened.error());
    return {};
  }
  for (const TensorView& tensor : opened->tensors()) {
    if (context.stop.stop_requested()) return Error{.kind = ErrorKind::Cancelled, .message = "stopped"};
    ++findings.tensors;
    findings.values += tensor.elementCount();
    const int64_t bad = countNotFinite(tensor);
    if (bad == 0) continue;
    findings.problems.push_back({.kind = ErrorKind::BadInput,
                                 .message = "the tensor holds values that are not finite",
                                 .file = file.path.string(),
                                 .key = tensor.name,
                                 .expected = "finite numbers",
                                 .found = std::to_string(bad) + " NaN or infinite"});
  }
  return {};
}

nlohmann::json infoJson(const ModelInfo& info) {
  return {{"content_hash", info.reference.contentHash},
          {"weight_bytes", info.weightBytes},
          {"grid", {info.gridHeight, info.gridWidth}},
          {"codebook_size", info.codebookSize},
          {"parameters",
           {{"transformer", info.transformerParameters},
            {"vqvae", info.vqParameters},
            {"text_encoder", info.textParameters},
            {"total", info.transformerParameters + info.vqParameters + info.textParameters}}}};
}

void tell(CommandContext& context, const std::string& dir, const Findings& findings, const ModelInfo* info) {
  nlohmann::json event = {{"event", "verified"},
                          {"model", dir},
                          {"ok", findings.problems.empty()},
                          {"tensors", findings.tensors},
                          {"values", findings.values},
                          {"problems", nlohmann::json::array()}};
  if (info != nullptr) event["info"] = infoJson(*info);
  for (const Error& problem : findings.problems) {
    event["problems"].push_back(errorJson(problem));
    context.say("problem: " + printable(problem.text()));
  }
  context.event(event);
  if (!findings.problems.empty() || info == nullptr) return;
  context.say(dir + ": ok");
  context.say("tensors      " + std::to_string(findings.tensors) + ", every value finite");
  context.say("transformer  " + std::to_string(info->transformerParameters) + " parameters");
  context.say("vqvae        " + std::to_string(info->vqParameters) + " parameters");
  context.say("text_encoder " + std::to_string(info->textParameters) + " parameters");
  if (!info->reference.contentHash.empty()) context.say("content      " + info->reference.contentHash);
}

Result<void> verify(CommandContext& context, const VerifyFlags& flags) {
  ModelFlags model = flags.model;
  if (!flags.target.empty()) model.model = flags.target;
  UNMASK_TRY(const std::string dir, context.hooks.resolveModel(model.model));
  Findings findings;
  const auto engine = loadModel(context, model);
  if (!engine) {
    if (engine.error().kind == ErrorKind::Cancelled) return engine.error();
    findings.problems.push_back(engine.error());
  }
  for (const WeightFile& file : weightFilesOf(dir)) UNMASK_CHECK(scanFile(context, file, findings));
  tell(context, dir, findings, engine ? &(*engine)->info() : nullptr);
  if (findings.problems.empty()) return {};
  // What the loader says first is the reason the model cannot be used; its kind is the kind of the whole.
  return Error{.kind = findings.problems.front().kind,
               .message = "the model is not sound",
               .file = dir,
               .found = std::to_string(findings.problems.size()) + " problems"};
}

}  // namespace

void addVerify(CLI::App& app, CommandContext& context) {
  CLI::App* command =
      app.add_subcommand("verify", "Check a model folder: shapes, counts, and that every value is finite");
  const auto flags = std::make_shared<VerifyFlags>();
  CLI::Option* target =
      command->add_option("target", flags->target, "Model folder or name (default: the default model)");
  addModelFlags(*command, flags->model);
  command->get_option("--model")->excludes(target);
  addOutputFlags(*command, context);
  command->callback([flags, &context] {
    context.command = "verify";
    context.action = [flags, &context] { return verify(context, *flags); };
  });
}

}  // namespace unmask

#include <CLI/CLI.hpp>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/flags.h"
#include "app/cli/output_names.h"
#include "app/cli/tensor_files.h"
#include "core/io/image_codec.h"
#include "core/io/png_metadata.h"

namespace unmask {
namespace {

struct DecodeFlags {
  ModelFlags model;
  std::string tokens;
  std::string output;
  bool noMetadata = false;
};

// A request whose grid is finished from the start: replaying it runs one step, which finds no masked cell,
// and decodes these tokens again.
GenerationRequest requestFor(const TokenGrid& tokens, const ModelInfo& info) {
  GenerationRequest request;
  request.startTokens = tokens;
  request.steps = 1;
  request.width = tokens.width * info.pixelsPerCell;
  request.height = tokens.height * info.pixelsPerCell;
  request.model = info.reference;
  return request;
}

Result<void> decode(CommandContext& context, const DecodeFlags& flags) {
  UNMASK_TRY(const OutputNames names, OutputNames::parse(flags.output, 1));
  const std::filesystem::path file = names.at(0);
  UNMASK_CHECK(checkFolderOf(file));
  UNMASK_TRY(const auto engine, loadModel(context, flags.model));
  UNMASK_TRY(const TokenGrid tokens, readTokenFile(flags.tokens, engine->info().codebookSize));
  UNMASK_TRY(const ImageBuffer picture, engine->decode(tokens));
  PngTexts texts;
  if (!flags.noMetadata)
    texts = pngTextsFor(requestFor(tokens, engine->info()), picture.width, picture.height);
  UNMASK_CHECK(savePng(file, picture, texts));
  context.event(
      {{"event", "saved"}, {"file", file.string()}, {"width", picture.width}, {"height", picture.height}});
  context.event({{"event", "done"}});
  context.say(file.string() + "  " + std::to_string(picture.width) + "x" + std::to_string(picture.height));
  return {};
}

}  // namespace

void addDecode(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("decode", "Turn tokens into a picture");
  const auto flags = std::make_shared<DecodeFlags>();
  addModelFlags(*command, flags->model);
  command->add_option("--tokens", flags->tokens, "Tokens to decode (safetensors, int64 [1, h, w])")
      ->required();
  command->add_option("-o,--output", flags->output, "PNG to write")->required();
  command->add_flag("--no-metadata", flags->noMetadata,
                    "Write nothing into the picture about how it was made");
  addOutputFlags(*command, context);
  command->callback([flags, &context] {
    context.command = "decode";
    context.action = [flags, &context] { return decode(context, *flags); };
  });
}

}  // namespace unmask

#include <CLI/CLI.hpp>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/flags.h"
#include "app/cli/output_names.h"
#include "app/cli/tensor_files.h"
#include "core/io/image_codec.h"

namespace unmask {
namespace {

struct EncodeFlags {
  ModelFlags model;
  std::string picture;
  std::string output;
};

Result<void> encode(CommandContext& context, const EncodeFlags& flags) {
  UNMASK_CHECK(checkFolderOf(flags.output));
  UNMASK_TRY(const ImageBuffer picture, loadImage(flags.picture));
  UNMASK_TRY(const auto engine, loadModel(context, flags.model));
  UNMASK_TRY(const TokenGrid tokens, engine->encode(flattenToRgb(picture)));
  UNMASK_CHECK(writeTokenFile(flags.output, tokens));
  context.event({{"event", "saved"}, {"file", flags.output}, {"shape", {1, tokens.height, tokens.width}}});
  context.event({{"event", "done"}});
  context.say(flags.output + "  " + std::to_string(tokens.height) + "x" + std::to_string(tokens.width) +
              " tokens");
  return {};
}

}  // namespace

void addEncode(CLI::App& app, CommandContext& context) {
  CLI::App* command =
      app.add_subcommand("encode", "Turn a picture into tokens (safetensors, int64 [1, h, w])");
  const auto flags = std::make_shared<EncodeFlags>();
  addModelFlags(*command, flags->model);
  command->add_option("-i,--init-img", flags->picture, "The picture (PNG, JPEG, WebP)")->required();
  command->add_option("-o,--output", flags->output, "File to write")->required();
  addOutputFlags(*command, context);
  command->callback([flags, &context] {
    context.command = "encode";
    context.action = [flags, &context] { return encode(context, *flags); };
  });
}

}  // namespace unmask

#include <CLI/CLI.hpp>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/picture_flags.h"

namespace unmask {

void addVary(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("vary", "Make variations of a picture");
  const auto flags = std::make_shared<PictureFlags>();
  addPictureFlags(*command, *flags, context);
  addStartFlags(*command, *flags, false);
  command->get_option("--prompt")->required();
  command->callback([flags, &context] {
    context.command = "vary";
    context.action = [flags, &context] { return makePicture(context, *flags, JobKind::Vary); };
  });
}

}  // namespace unmask

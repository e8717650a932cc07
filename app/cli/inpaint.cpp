#include <CLI/CLI.hpp>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/picture_flags.h"

namespace unmask {

void addInpaint(CLI::App& app, CommandContext& context) {
  CLI::App* command =
      app.add_subcommand("inpaint", "Repaint the white part of a mask; the rest keeps its very pixels");
  const auto flags = std::make_shared<PictureFlags>();
  addPictureFlags(*command, *flags, context);
  addStartFlags(*command, *flags, true);
  command->get_option("--prompt")->required();
  command->callback([flags, &context] {
    context.command = "inpaint";
    context.action = [flags, &context] { return makePicture(context, *flags, JobKind::Inpaint); };
  });
}

}  // namespace unmask

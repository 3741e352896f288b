// The `pixelwise` command. Exit status: 0 done, 1 failed, 2 wrong usage.
#include <iostream>
#include <string>
#include <vector>

#include "app/commands.h"

namespace pixelwise {
namespace {

constexpr char kVersion[] = "pixelwise 0.1.0";

// "pixelwise train" as soon as the subcommand was understood.
std::string command_name(const CLI::App& root) {
  const auto chosen = root.get_subcommands();
  return chosen.empty() ? "pixelwise" : "pixelwise " + chosen.front()->get_name();
}

int explain(const CLI::App& root, const CLI::ParseError& error) {
  const int status = error.get_exit_code();
  if (status == 0) return root.exit(error);  // --help and --version
  std::cerr << command_name(root) << ": " << error.what() << "\n"
            << "See '" << command_name(root) << " --help'.\n";
  return kWrongUsage;
}

int run(int argc, char** argv) {
  CLI::App root("Fully convolutional networks for semantic segmentation, from scratch",
                "pixelwise");
  root.set_version_flag("--version", kVersion);
  root.require_subcommand(1);
  root.get_formatter()->column_width(34);
  const std::vector<Command> commands = {
      add_ladder(root),
  };
  try {
    root.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return explain(root, error);
  }
  for (const Command& command : commands) {
    if (command.app->parsed()) return run_guarded(command_name(root), command.run);
  }
  return kWrongUsage;
}

}  // namespace
}  // namespace pixelwise

int main(int argc, char** argv) {
  const int status = pixelwise::run(argc, argv);
  if (!std::cout.flush()) {
    std::cerr << "pixelwise: cannot write to standard output; is the disk full?\n";
    return status == pixelwise::kDone ? pixelwise::kFailed : status;
  }
  return status;
}

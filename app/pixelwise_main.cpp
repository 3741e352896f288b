#include "app/pixelwise_main.h"

#include <filesystem>
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
  return program_name() + (chosen.empty() ? "" : " " + chosen.front()->get_name());
}

int explain(const CLI::App& root, const CLI::ParseError& error) {
  const int status = error.get_exit_code();
  if (status == 0) return root.exit(error);  // --help and --version
  std::cerr << command_name(root) << ": " << error.what() << "\n"
            << "See '" << command_name(root) << " --help'.\n";
  return kWrongUsage;
}

// CLI11 would say no more of an unknown command than that one is required.
bool knows_command(const CLI::App& root, int argc, char** argv) {
  if (argc < 2) {
    std::cerr << root.help();
    return false;
  }
  const std::string first = argv[1];
  if (first.starts_with("-")) {
    const bool known = root.get_option_no_throw(first) != nullptr;
    if (!known) std::cerr << program_name() << ": there is no option '" << first << "'\n";
    return known;
  }
  std::string known;
  for (const CLI::App* command : root.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_name() == first) return true;
    known += (known.empty() ? "" : ", ") + command->get_name();
  }
  std::cerr << program_name() << ": there is no command '" << first << "'; there are " << known
            << "\n";
  return false;
}

int run(int argc, char** argv) {
  CLI::App root("Fully convolutional networks for semantic segmentation, from scratch",
                program_name());
  root.set_version_flag("--version", kVersion, "Print the version");
  root.set_help_flag("-h,--help", "Print this help");
  root.require_subcommand(1);
  root.get_formatter()->column_width(28);
  const std::vector<Command> commands = {
      add_ladder(root),  add_train(root),   add_eval(root),      add_predict(root),
      add_data(root),    add_summary(root), add_align(root),     add_convert(root),
      add_inspect(root), add_lr(root),      add_gradcheck(root), add_bench(root),
  };
  if (!knows_command(root, argc, argv)) return kWrongUsage;
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

int pixelwise_main(int argc, char** argv) {
  if (argc > 0) set_program_name(std::filesystem::path(argv[0]).filename().string());
  const int status = run(argc, argv);
  if (!std::cout.flush()) {
    std::cerr << program_name() << ": cannot write to standard output; is the disk full?\n";
    return status == kDone ? kFailed : status;
  }
  return status;
}

}  // namespace pixelwise

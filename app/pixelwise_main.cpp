#include "app/pixelwise_main.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "app/commands.h"
#include "base/closest_word.h"
#include "training/interrupt.h"

namespace pixelwise {
namespace {

constexpr char kVersion[] = "pixelwise 0.1.0";

// "pixelwise train" as soon as the subcommand was understood.
std::string command_name(const CLI::App& root) {
  const auto chosen = root.get_subcommands();
  return program_name() + (chosen.empty() ? "" : " " + chosen.front()->get_name());
}

std::vector<std::string> options_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::string unknown_option(const std::string& option, const CLI::App& app) {
  return "there is no option '" + option + "'" + did_you_mean(option, options_of(app));
}

// A mistyped option is often the cause of what CLI11 complains of: '--weigths' of '--weights is
// required'.
std::string what_is_wrong(const CLI::App& root, const CLI::ParseError& error) {
  const auto chosen = root.get_subcommands();
  for (const std::string& word : root.remaining(true)) {
    if (!word.starts_with("--") || word.size() == 2) continue;
    const CLI::App& app = chosen.empty() ? root : *chosen.front();
    return unknown_option(word.substr(0, word.find('=')), app);
  }
  return error.what();
}

int explain(const CLI::App& root, const CLI::ParseError& error) {
  const int status = error.get_exit_code();
  if (status == 0) return root.exit(error);  // --help and --version
  std::cerr << command_name(root) << ": " << what_is_wrong(root, error) << "\n"
            << "See '" << command_name(root) << " --help'.\n";
  return kWrongUsage;
}

// CLI11 would say no more of an unknown command than that one is required.
bool knows_command(const CLI::App& root, const std::vector<std::string>& words) {
  if (words.empty()) {
    std::cerr << root.help();
    return false;
  }
  const std::string& first = words.front();
  if (first.starts_with("-")) {
    const bool known = root.get_option_no_throw(first) != nullptr;
    if (!known) std::cerr << program_name() << ": " << unknown_option(first, root) << "\n";
    return known;
  }
  std::string known;
  std::vector<std::string> names;
  for (const CLI::App* command : root.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_name() == first) return true;
    known += (known.empty() ? "" : ", ") + command->get_name();
    names.push_back(command->get_name());
  }
  std::cerr << program_name() << ": there is no command '" << first << "'; there are " << known
            << did_you_mean(first, names) << "\n";
  return false;
}

// `help` is `--help`, and `help COMMAND` is `COMMAND --help`.
void translate_help(std::vector<std::string>& words) {
  if (words.empty() || words.front() != "help") return;
  if (words.size() == 1) {
    words = {"--help"};
  } else {
    words = {words[1], "--help"};
  }
}

int run(std::vector<std::string> words) {
  CLI::App root("Fully convolutional networks for semantic segmentation, from scratch",
                program_name());
  root.set_version_flag("--version", kVersion, "Print the version");
  root.set_help_flag("-h,--help", "Print this help");
  root.require_subcommand(1);
  root.get_formatter()->column_width(28);
  const std::vector<Command> commands = {
      add_ladder(root),  add_train(root), add_eval(root),    add_predict(root), add_data(root),
      add_summary(root), add_align(root), add_convert(root), add_inspect(root), add_gradcheck(root),
      add_bench(root),   add_graph(root), add_look(root),    add_doctor(root),  add_lr(root),
  };
  translate_help(words);
  if (!knows_command(root, words)) return kWrongUsage;
  std::reverse(words.begin(), words.end());  // as CLI11 takes them
  try {
    root.parse(words);
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
  const int status =
      run(argc > 1 ? std::vector<std::string>(argv + 1, argv + argc) : std::vector<std::string>());
  if (!std::cout.flush()) {
    if (output_was_closed()) return interrupted_status();
    std::cerr << program_name() << ": cannot write to standard output; is the disk full?\n";
    return status == kDone ? kFailed : status;
  }
  return status;
}

}  // namespace pixelwise

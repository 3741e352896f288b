// What all subcommands share: common options, where text goes, exit statuses, the output folder.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/check.h"
#include "report/progress.h"
#include "training/run_owner.h"

namespace pixelwise {

/// A subcommand of `pixelwise`; `run` returns the exit status.
struct Command {
  CLI::App* app;
  std::function<int()> run;
};

constexpr int kDone = 0, kFailed = 1, kWrongUsage = 2;

/// What the user typed makes no sense: exit status 2.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Calls `body`; what the libraries call misuse (an unknown model, an impossible value) is then
/// wrong usage of the command. For the part of a command that makes sense of its options.
template <class Body>
auto understand(const Body& body) {
  try {
    return body();
  } catch (const std::invalid_argument& error) {
    throw UsageError(error.what());
  }
}

/// Throws UsageError with the message unless `condition` holds.
template <class... Parts>
void require_usage(bool condition, const Parts&... parts) {
  if (!condition) throw UsageError(text(parts...));
}

/// For option->check(): the value is one of these words.
CLI::Validator one_of(const std::vector<std::string>& words);

/// Options that many subcommands take. Results go to standard output: as text, or with --json as
/// one JSON object and nothing else. Everything else goes to standard error.
struct CommonOptions {
  std::uint64_t seed = 0;
  int threads = 0;  // 0: as many as there are processors
  std::string out;
  bool json = false;
  bool quiet = false;

  /// Each adds its option to a subcommand.
  void add_seed(CLI::App& app, const std::string& what);
  void add_threads(CLI::App& app);
  CLI::Option* add_out(CLI::App& app, const std::string& default_folder, const std::string& what);
  void add_json(CLI::App& app);
  void add_quiet(CLI::App& app);

  /// Sets the number of threads. Throws UsageError for an impossible one.
  void apply() const;

  /// A line of the result, on standard output; not with --json.
  void say(const std::string& line) const;
  /// A line about what is going on, on standard error; not with --quiet.
  void note(const std::string& line) const;
  /// A line that the user should see in any case, on standard error.
  void warn(const std::string& line) const;

  ProgressOptions progress(const std::string& unit = "it") const;

  /// What a training run or a ladder hears of this command: the folder `out`, notes, Ctrl-C.
  RunOwner owner() const;
};

/// The name of the program, as it was started: "pixelwise", or that of a program which calls
/// pixelwise_main().
const std::string& program_name();
void set_program_name(const std::string& name);

/// Makes the folder if it is missing, and finds out before any long work whether files can be
/// written there and `bytes` more have room. Throws std::runtime_error saying what to do.
void prepare_folder(const std::string& folder, std::uint64_t bytes = 0);

/// Calls `run`, and turns what it throws into a message on standard error and an exit status.
int run_guarded(const std::string& command, const std::function<int()>& run);

}  // namespace pixelwise

#include "app/common.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <new>

#include "base/atomic_file.h"
#include "base/closest_word.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/terminal.h"
#include "training/interrupt.h"

namespace pixelwise {
namespace {

std::string& name_of_program() {
  static std::string name = "pixelwise";
  return name;
}

}  // namespace

CLI::Validator one_of(const std::vector<std::string>& words) {
  const auto wrong = [words](const std::string& value) -> std::string {
    if (std::find(words.begin(), words.end(), value) != words.end()) return "";
    std::string list;
    for (const std::string& word : words) list += (list.empty() ? "" : ", ") + word;
    return text("'", value, "' is unknown; expected one of ", list, did_you_mean(value, words));
  };
  return {wrong, "", "one of"};
}

void CommonOptions::add_seed(CLI::App& app, const std::string& what) {
  app.add_option("--seed", seed, what)->type_name("N")->capture_default_str();
}

void CommonOptions::add_threads(CLI::App& app) {
  app.add_option("--threads", threads, "Threads to use; the results do not depend on it")
      ->type_name("N")
      ->check(CLI::Range(1, 1024).description(""))
      ->default_str("all");
}

CLI::Option* CommonOptions::add_out(CLI::App& app, const std::string& default_folder,
                                    const std::string& what) {
  out = default_folder;
  CLI::Option* option = app.add_option("--out", out, what)->type_name("DIR");
  return default_folder.empty() ? option : option->capture_default_str();
}

void CommonOptions::add_json(CLI::App& app) {
  app.add_flag("--json", json, "Print the result as one JSON object, and nothing else");
}

void CommonOptions::add_quiet(CLI::App& app) { app.add_flag("--quiet", quiet, "Show no progress"); }

void CommonOptions::apply() const {
  understand([&] {
    if (threads > 0) set_threads(threads);
    return pixelwise::threads();  // which reads PIXELWISE_THREADS
  });
}

void CommonOptions::say(const std::string& line) const {
  if (!json) std::cout << line << "\n" << std::flush;
}

void CommonOptions::note(const std::string& line) const {
  if (quiet) return;
  const std::size_t columns = terminal_columns(2);
  std::cerr << (columns > 0 && line.find('\n') == std::string::npos ? wrapped(line, columns) : line)
            << "\n";
}

void CommonOptions::warn(const std::string& line) const { std::cerr << line << "\n"; }

ProgressOptions CommonOptions::progress(const std::string& unit) const {
  ProgressOptions options;
  options.style = quiet ? ProgressStyle::quiet : ProgressStyle::automatic;
  options.unit = unit;
  return options;
}

RunOwner CommonOptions::owner() const {
  return {.folder = out,
          .note = [this](const std::string& line) { note(line); },
          .warn = [this](const std::string& line) { warn(line); },
          .should_stop = interrupted,
          .progress = progress()};
}

const std::string& program_name() { return name_of_program(); }

void set_program_name(const std::string& name) { name_of_program() = name; }

void prepare_folder(const std::string& folder, std::uint64_t bytes) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::create_directories(folder, error);
  if (error || !fs::is_directory(folder)) {
    fail_file(folder,
              "cannot make this folder: ", error ? error.message() : "there is a file of that name",
              "; choose another one with --out");
  }
  const std::string probe = (fs::path(folder) / ".writable").string();
  try {
    write_file_atomically(probe, [](std::ostream& out) { out << std::string(4096, ' '); });
  } catch (const std::runtime_error& failure) {
    throw std::runtime_error(text("nothing can be written into ", folder, " (", failure.what(),
                                  "); make room, or choose another folder with --out"));
  }
  fs::remove(probe, error);
  const fs::space_info space = fs::space(folder, error);
  if (!error && space.available < bytes) {
    fail_file(folder, "the files to be written take about ", bytes_text(static_cast<double>(bytes)),
              " but only ", bytes_text(static_cast<double>(space.available)),
              " are free; make room, or choose another folder with --out");
  }
}

int run_guarded(const std::string& command, const std::function<int()>& run) {
  const auto complain = [&](const std::string& what) {
    std::cout << std::flush;
    std::cerr << command << ": " << what << "\n";
  };
  try {
    return run();
  } catch (const UsageError& error) {
    complain(error.what());
    std::cerr << "See '" << command << " --help'.\n";
    return kWrongUsage;
  } catch (const Interrupted&) {
    complain("interrupted");
    return interrupted_status();
  } catch (const std::bad_alloc&) {
    complain("out of memory; a smaller batch, crop or image takes less");
  } catch (const std::exception& error) {
    complain(error.what());
  }
  return kFailed;
}

}  // namespace pixelwise

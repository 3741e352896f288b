// Building and grading one exercise, hints, solutions, and starting again.
#include "base/check.h"

#include <sys/wait.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

#include "base/read_file.h"
#include "tutorials/grader/terminal.h"
#include "tutorials/grader/verdict.h"
#include "tutorials/learn/build_lock.h"
#include "tutorials/learn/commands.h"
#include "tutorials/learn/compiler_output.h"

namespace pixelwise {
namespace {

namespace fs = std::filesystem;
using terminal::Tint;

const std::string kBuild = "build/release";

std::string target_of(const Exercise& e) { return "exercise_" + e.lesson + "_" + e.number; }

std::string check_command(const Exercise& e) {
  return "./run " + e.lesson + " --check " + e.number;
}

void print_wrapped(const std::string& text) {
  std::cout << terminal::wrapped(text, std::min(terminal::width(), 80)) << '\n';
}

// Runs a shell command and returns what it printed; `status` becomes its exit status.
std::string output_of(const std::string& command, int& status) {
  std::FILE* const pipe = popen((command + " 2>&1").c_str(), "r");
  require(pipe != nullptr, "learn: cannot run ", command);
  std::string output;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) output += static_cast<char>(c);
  status = pclose(pipe);
  return output;
}

bool build(const Exercise& exercise) {
  int status = 0;
  const std::string output = [&] {
    const BuildLock lock;
    return output_of("cmake --build " + kBuild + " --target " + target_of(exercise), status);
  }();
  if (status == 0) return true;
  std::cout << terminal::tinted("It does not compile yet.", Tint::red)
            << " The compiler's first words:\n\n"
            << errors_of(output, exercise.mine.string(), 12);
  if (lacks_return(output)) {
    std::cout << '\n';
    print_wrapped("A function with a result has to end with `return`, on every way through it.");
  }
  std::cout << next_steps(exercise.mine.string(), 0, check_command(exercise));
  return false;
}

// The lines of the text as comments.
std::string commented(const std::string& text) {
  std::istringstream lines(terminal::wrapped(text, 97));
  std::string comments;
  for (std::string line; std::getline(lines, line);) {
    comments += line.empty() ? "//\n" : "// " + line + "\n";
  }
  return comments;
}

}  // namespace

void begin(const Exercise& exercise) {
  if (fs::exists(exercise.mine)) return;
  fs::create_directories(exercise.mine.parent_path());
  const std::string stub = read_file((exercise.folder / "stub.cpp").string());
  const auto second_line = stub.find('\n') + 1;
  std::ofstream file(exercise.mine);
  file << stub.substr(0, second_line) << "//\n"
       << commented(exercise.task) << stub.substr(second_line);
  require(file.flush().good(), "learn: cannot write ", exercise.mine.string());
}

bool check(const Exercise& exercise, Record& record) {
  begin(exercise);
  std::cout << terminal::tinted(exercise.id + " " + exercise.title, Tint::bold) << '\n';
  if (!build(exercise)) return false;
  std::cout.flush();
  const int status =
      std::system((kBuild + "/bin/" + target_of(exercise) + " --file " + exercise.mine.string() +
                   " --again '" + check_command(exercise) + "'")
                      .c_str());
  if (status != 0) return false;
  const bool first = !record.has_passed(exercise.id);
  record.set_passed(exercise.id);
  if (first) {
    std::cout << '\n';
    print_wrapped(exercise.why);
    std::cout << "\nA solution to compare: " << check_command(exercise) << " --solution\n";
  }
  return true;
}

void watch(const Exercise& exercise, Record& record) {
  begin(exercise);
  while (true) {
    const auto time = fs::last_write_time(exercise.mine);
    if (terminal::has_colours()) std::cout << "\033[2J\033[H";  // clear the screen
    if (check(exercise, record)) return;
    std::cout << "\nWaiting for you to save " << exercise.mine.string() << " (Ctrl-C ends)"
              << std::endl;
    std::error_code error;  // editors replace a file: for a moment there is none
    do {
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
    } while (fs::last_write_time(exercise.mine, error) == time || error);
  }
}

void show_hint(const Exercise& exercise, Record& record) {
  const int count = static_cast<int>(exercise.hints.size());
  // Whoever has passed needed no more hints than are written down: all are shown, none is counted.
  const bool passed = record.has_passed(exercise.id);
  const int shown = passed ? count : std::min(record.hints(exercise.id) + 1, count);
  if (!passed) record.set_hints(exercise.id, shown);
  for (int k = 0; k < shown; ++k) {
    std::cout << terminal::tinted(text("Hint ", k + 1, " of ", count), Tint::bold) << '\n';
    print_wrapped(exercise.hints[static_cast<std::size_t>(k)]);
    std::cout << '\n';
  }
  std::cout << (shown < count ? "Another: " + check_command(exercise) + " --hint"
                              : "The solution: " + check_command(exercise) + " --solution")
            << '\n';
}

void show_solution(const Exercise& exercise) {
  std::cout << read_file((exercise.folder / "solution.cpp").string()) << '\n';
  print_wrapped(exercise.why);
}

void reset(const Exercise& exercise) {
  if (fs::exists(exercise.mine)) {
    fs::path kept;
    for (int k = 1; kept.empty() || fs::exists(kept); ++k) {
      kept = exercise.mine.string() + ".old" + std::to_string(k);
    }
    fs::rename(exercise.mine, kept);
    std::cout << "What you had is kept in " << kept.string() << ".\n";
  }
  begin(exercise);
  std::cout << exercise.mine.string() << " is as at the beginning.\n";
}

}  // namespace pixelwise

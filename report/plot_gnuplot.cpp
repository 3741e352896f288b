#include "report/plot_gnuplot.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>

#include "base/check.h"

extern char** environ;

namespace pixelwise {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

// Nameless files instead of pipes: a parent that writes a long script while the child writes a
// long picture would otherwise wait for the child, and the child for the parent.
File nameless_file() {
  File file(std::tmpfile());
  if (!file) throw std::runtime_error(text("plot: no temporary file: ", std::strerror(errno)));
  return file;
}

std::string content_of(std::FILE* file) {
  std::rewind(file);
  std::string content;
  std::array<char, 1 << 16> block{};
  while (const std::size_t count = std::fread(block.data(), 1, block.size(), file)) {
    content.append(block.data(), count);
  }
  return content;
}

int spawn_and_wait(std::FILE* in, std::FILE* out, std::FILE* err) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ::fileno(in), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ::fileno(out), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ::fileno(err), STDERR_FILENO);
  std::string program = "gnuplot";
  std::string no_settings = "-d";
  char* const arguments[] = {program.data(), no_settings.data(), nullptr};
  pid_t child = 0;
  const int error = ::posix_spawnp(&child, "gnuplot", &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error == ENOENT) throw MissingGnuplot();
  if (error != 0) throw std::runtime_error(text("plot: gnuplot: ", std::strerror(error)));
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) throw std::runtime_error(text("plot: gnuplot: ", std::strerror(errno)));
  }
  return status;
}

}  // namespace

MissingGnuplot::MissingGnuplot()
    : std::runtime_error(
          "plot: gnuplot was not found; on Debian or Ubuntu: sudo apt-get install "
          "gnuplot-nox") {}

std::string run_gnuplot(const std::string& script) {
  const File in = nameless_file();
  const File out = nameless_file();
  const File err = nameless_file();
  if (std::fwrite(script.data(), 1, script.size(), in.get()) != script.size() ||
      std::fflush(in.get()) != 0) {
    throw std::runtime_error(text("plot: cannot write the script: ", std::strerror(errno)));
  }
  std::rewind(in.get());
  const int status = spawn_and_wait(in.get(), out.get(), err.get());
  std::string picture = content_of(out.get());
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || picture.empty()) {
    throw std::runtime_error("plot: gnuplot failed: " + content_of(err.get()));
  }
  return picture;
}

std::string gnuplot_string(const std::string& text) {
  // Between single quotes gnuplot interprets nothing, so only a quote could end the string (its
  // own way to write one, doubling it, fails at the start of a string). Line ends would end the
  // command.
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') {
      quoted += "\u2019";
    } else {
      quoted += static_cast<unsigned char>(c) < 32 ? ' ' : c;
    }
  }
  return quoted + "'";
}

std::string gnuplot_number(double value) {
  if (!std::isfinite(value)) return "NaN";
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                 std::chars_format::general, 9)
                       .ptr;
  return {digits.data(), end};
}

}  // namespace pixelwise

#include "tutorials/grader/grader.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <sstream>

#include "autograd/tensor.h"
#include "base/check.h"
#include "base/random.h"
#include "base/read_file.h"
#include "tutorials/grader/verdict.h"

namespace pixelwise {
namespace {

constexpr unsigned kSeconds = 20;  // for all questions together

std::string what_next;  // made before anything can go wrong: a signal handler makes no strings

void say(const char* words, std::size_t length) {
  // The exit status tells the same, should writing fail.
  [[maybe_unused]] const auto written = write(STDOUT_FILENO, words, length);
}

// An answer that never returns or breaks the program still gets a sentence. Only write() is safe
// inside a signal handler.
void say_and_exit(int signal) {
  const char* const sentence =
      signal == SIGALRM
          ? "\nYour code was still running after 20 seconds. Does every loop end? Look at the\n"
            "conditions and steps of your loops.\n"
      : signal == SIGFPE
          ? "\nYour code divided a whole number by zero.\n"
          : "\nYour code crashed: it read or wrote outside of its memory, or a function called\n"
            "itself without end. Elements of a CheckedArray are checked, so look at vectors,\n"
            "pointers, and functions that call themselves.\n";
  say(sentence, std::strlen(sentence));
  say(what_next.data(), what_next.size());
  _exit(1);
}

// On a stack beside the program's: a recursion without end has used that one up.
void catch_signals() {
  static std::array<char, 1 << 16> stack;
  stack_t beside{};
  beside.ss_sp = stack.data();
  beside.ss_size = stack.size();
  sigaltstack(&beside, nullptr);
  struct sigaction action {};
  action.sa_handler = say_and_exit;
  action.sa_flags = SA_ONSTACK;
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGALRM}) {
    sigaction(signal, &action, nullptr);
  }
  alarm(kSeconds);
}

struct Options {
  std::string file, again;
  std::size_t answer = 0;
  bool count = false;
};

Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string option = argv[i];
    if (option == "--mutants") {
      options.count = true;
    } else if (option == "--file" && i + 1 < argc) {
      options.file = argv[++i];
    } else if (option == "--again" && i + 1 < argc) {
      options.again = argv[++i];
    } else if (option == "--mutant" && i + 1 < argc) {
      options.answer = static_cast<std::size_t>(std::stoul(argv[++i]));
    } else {
      fail("grader: unknown option '", option, "'");
    }
  }
  return options;
}

}  // namespace

int run_grader(int argc, char** argv, const PlainSheet& sheet) {
  Options options;
  try {
    options = read_options(argc, argv);
    require(options.answer <= sheet.names.size(), "grader: there are ", sheet.names.size(),
            " mutants");
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
  if (options.count) {
    for (const std::string& name : sheet.names) std::cout << name << '\n';
    return 0;
  }
  what_next = next_steps(options.file, 0, options.again);
  catch_signals();
  const std::string code =
      options.answer == 0 && !options.file.empty() ? read_file(options.file) : "";
  const Verdict verdict = judge(sheet, options.answer, code);
  std::cout << describe(sheet, verdict, options.file, options.again);
  if (verdict.mutant && options.answer > 0)
    std::cout << "Recognised: " << sheet.names[*verdict.mutant] << '\n';
  return verdict.passed ? 0 : 1;
}

Array finite_differences(const std::function<Real(const Array&)>& loss, const Array& at) {
  const Real step = sizeof(Real) == 8 ? Real(1e-5) : Real(1e-2);
  Array gradient(at.shape()), moved = at;
  for (std::int64_t i = 0; i < at.size(); ++i) {
    moved(i) = at(i) + step;
    const Real above = loss(moved);
    moved(i) = at(i) - step;
    const Real below = loss(moved);
    moved(i) = at(i);
    gradient(i) = (above - below) / (2 * step);
  }
  return gradient;
}

Real dot(const Array& a, const Array& b) {
  require(a.shape() == b.shape(), "dot: shapes ", a.shape(), " and ", b.shape());
  double sum = 0;
  for (std::int64_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a(i)) * b(i);
  return static_cast<Real>(sum);
}

std::int64_t between(Rng& rng, std::int64_t low, std::int64_t high) {
  return low + static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(high - low + 1)));
}

Array whole_numbers(const Shape& shape, std::uint64_t seed) {
  Rng rng(seed);
  Array array(shape);
  for (std::int64_t i = 0; i < array.size(); ++i) {
    array(i) = static_cast<Real>(static_cast<int>(rng.below(7)) - 3);
  }
  return array;
}

Array decimals(const Shape& shape, std::uint64_t seed) {
  Rng rng(seed);
  Array array(shape);
  for (std::int64_t i = 0; i < array.size(); ++i) {
    array(i) = static_cast<Real>(std::round(rng.uniform(-200, 200)) / 100);
  }
  return array;
}

}  // namespace pixelwise

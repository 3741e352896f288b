// Grades exercise 02b.1: values by the formula, gradients by finite differences, in double; no
// captured reference, no ring.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <csignal>

#include "base/parallel.h"
#include "tutorials/02b_ownership/exercises/1_swish/answer.h"
#include "tutorials/02b_ownership/used_stack.h"

using namespace pixelwise;

namespace {

Array values(const Array& x) {
  return map(x, [](Real v) { return v / (1 + std::exp(-v)); });
}

Array gradient(const Swish& f, const Array& x, const Array& dy) {
  const Tensor parameter = Tensor::parameter(x);
  Tensor variable = parameter;
  const Tensor y = call_deep([&] { return f(variable); });
  if (!y.requires_grad()) {
    throw WrongAnswer(
        "Your result has values, but no function from dy to dx: backward() cannot go through it.");
  }
  variable = Tensor();
  fill_stack(1);  // an Array there has its numbers at address 1: to read them is a crash
  y.backward(dy);
  if (!parameter.has_grad()) throw WrongAnswer("no gradient arrives at x: is x an input?");
  return parameter.grad();
}

// Asks in a process of its own: true if it reads memory that is not there.
bool crashes(const std::function<void()>& ask_it) {
  const pid_t child = fork();
  require(child >= 0, "grader: cannot start a process");
  if (child == 0) {
    for (const int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGALRM}) std::signal(signal, SIG_DFL);
    alarm(20);
    try {
      ask_it();
    } catch (...) {  // no crash; asked again outside, it says what it is
    }
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) != SIGALRM;
}

void ask(Sheet<Swish>& sheet, const Array& x, const Array& dy) {
  sheet.questions.push_back({.title = text("y = swish(x) of x ", x.shape()),
                             .given = {{"x", x}},
                             .result = "y",
                             .ask = [=](const Swish& f) { return f(Tensor(x)).value(); },
                             .expected = values(x)});
  const auto loss = [=](const Array& at) { return dot(values(at), dy); };
  sheet.questions.push_back(
      {.title = text("dx of x ", x.shape(), " (expected: measured by finite differences)"),
       .given = {{"x", x}, {"dy", dy}},
       .result = "dx",
       .ask = [=](const Swish& f) -> Array {
         if (crashes([&] { gradient(f, x, dy); })) {
           throw WrongAnswer(
               "Your function from dy to dx crashed when backward() called it. swish has returned "
               "by then, and its variables are gone.");
         }
         return gradient(f, x, dy);
       },
       .expected = finite_differences(loss, x),
       .tolerance = 1e-6});
}

// Without backward(): it takes a ring apart, evaluation does not.
Array nodes_left(const Swish& f) {
  std::vector<std::weak_ptr<Node>> nodes;
  for (int i = 0; i < 10; ++i)
    nodes.push_back(f(Tensor::parameter(Array({1, 3}, {1, 2, 3}))).node());
  const auto left = std::count_if(nodes.begin(), nodes.end(),
                                  [](const std::weak_ptr<Node>& node) { return !node.expired(); });
  return Array({1}, static_cast<Real>(left));
}

}  // namespace

int main(int argc, char** argv) {
  set_threads(1);  // crashes() copies this process, but not its threads
  Sheet<Swish> sheet{.yours = yours::swish, .mutants = mutants()};
  sheet.forbidden = {"sigmoid"};
  sheet.makes_operation = true;
  ask(sheet, Array({1, 5}, {-2, -1, 0, 1, 2}), Array({1, 5}, {3, -4, 5, -6, 7}));
  ask(sheet, decimals({2, 3}, 1), whole_numbers({2, 3}, 2));
  ask(sheet, decimals({2, 3, 4, 5}, 3), decimals({2, 3, 4, 5}, 4));
  sheet.questions.push_back(
      {.title = "nodes left after ten swishes that nobody keeps (backward() is not called)",
       .given = {},
       .result = "nodes left",
       .ask = nodes_left,
       .expected = Array({1}, 0)});
  return grade(argc, argv, sheet);
}

// Lesson 02: derivatives by machine. A scalar engine of less than 50 lines (tape.h), then the
// library's.
#include <algorithm>
#include <cmath>
#include <iostream>

#include "autograd/array_math.h"
#include "autograd/ops.h"
#include "training/draw_graph.h"
#include "tutorials/02_autograd/tape.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/lesson.h"
#include "tutorials/support/number_grid.h"

using namespace pixelwise;

namespace {

// f = (a + b) + a b + (a + b) a b, one operation after the other. The same text for numbers of the
// tape and for tensors of the library.
template <class Number>
struct Example {
  Number a, b, s, p, t, q, f;

  Example(Number first, Number second)
      : a(first), b(second), s(a + b), p(a * b), t(s + p), q(s * p), f(t + q) {}
};

void the_tape(Lesson& lesson) {
  section("The tape", Kind::exact);
  Tape tape;
  const Example e(record(tape, 2), record(tape, 3));
  expect(std::all_of(tape.begin(), tape.end(), [](const TapeNode& n) { return n.gradient == 0; }),
         "Before backward all gradients are 0.");
  backward(e.f);
  std::cout << "f = " << e.f.value() << ", df/da = " << e.a.gradient()
            << ", df/db = " << e.b.gradient() << '\n';
  expect(e.a.gradient() == 25 && e.b.gradient() == 19, "df/da = 25 and df/db = 19, as by hand.");
  lesson.value("f", text(e.f.value()));
}

// What goes wrong without an order: whoever receives something sends on all that it has so far.
void send_at_once(Tape& tape, std::size_t at) {
  for (const TapeEdge& edge : tape[at].edges) {
    tape[edge.input].gradient += tape[at].gradient * edge.slope;
    send_at_once(tape, edge.input);
  }
}

// Right, but slow: only what has just arrived is sent on, once for each path through the graph.
std::int64_t send_along_paths(Tape& tape, std::size_t at, double arrived) {
  std::int64_t steps = 1;
  tape[at].gradient += arrived;
  for (const TapeEdge& edge : tape[at].edges) {
    steps += send_along_paths(tape, edge.input, arrived * edge.slope);
  }
  return steps;
}

void the_order(Lesson& lesson) {
  section("Predict: and without an order?", Kind::exact);
  Tape tape;
  const Example e(record(tape, 2), record(tape, 3));
  tape[e.f.at].gradient = 1;
  send_at_once(tape, e.f.at);
  std::cout << "sent on at once: df/da = " << e.a.gradient() << ", df/db = " << e.b.gradient()
            << '\n';
  expect(e.a.gradient() == 29 && e.b.gradient() == 22,
         "Without an order 29 and 22 come out instead of 25 and 19.");

  Tape chain;
  Scalar x = record(chain, 1);
  for (int i = 0; i < 20; ++i) x = x + x;
  const std::int64_t steps = send_along_paths(chain, x.at, 1);
  std::cout << "20 times x = x + x: " << chain.size() << " numbers, " << steps
            << " steps along all paths\n";
  expect(chain[0].gradient == x.value(), "Path by path the result is right.");
  expect(steps == (std::int64_t{1} << 21) - 1,
         "But twenty doublings take two million steps; in order they take 21.");
  lesson.value("steps", text(steps));
}

void draw_recorded(Lesson& lesson, const std::string& file, const std::string& title,
                   GraphRecorder& recorder, const Example<Tensor>& e) {
  const std::pair<Tensor, const char*> names[] = {
      {e.a, "a"},         {e.b, "b"},       {e.s, "s = a + b"}, {e.p, "p = a b"},
      {e.t, "t = s + p"}, {e.q, "q = s p"}, {e.f, "f = t + q"}};
  for (const auto& [tensor, name] : names) recorder.name(tensor, name);
  lesson.draw(file, graph_diagram(draw_graph(recorder.graph(), {.title = title})), Kind::exact);
}

void the_library(Lesson& lesson) {
  section("The library: the same, with arrays", Kind::exact);
  // [recorder]
  GraphRecorder recorder;  // writes down what is computed from now on
  const Tensor a = Tensor::parameter(Array::scalar(2)), b = Tensor::parameter(Array::scalar(3));
  const Example e(a, b);  // computes s, p, t, q and f (see main.cpp)
  // [/recorder]
  draw_recorded(lesson, "before.svg", "Before backward", recorder, e);
  e.f.backward();
  draw_recorded(lesson, "graph.svg", "After backward", recorder, e);
  std::cout << "df/da = " << a.grad().item() << ", df/db = " << b.grad().item() << '\n';
  expect(a.grad().item() == 25 && b.grad().item() == 19, "The library finds 25 and 19.");
  expect(!e.s.has_grad(),
         "Numbers in between do not keep their gradient: only parameters need a zero_grad().");

  Example(a, b).f.backward();
  std::cout << "forward and backward a second time, without zero_grad(): " << a.grad().item()
            << ", " << b.grad().item() << '\n';
  expect(a.grad().item() == 50, "Gradients of parameters add up: 50 is twice 25.");
  lesson.value("twice", text(a.grad().item()));

  // An operation outside of the library: the value, and for each input how dy becomes dx.
  const Tensor x = Tensor::parameter(Array({3}, {1, 2, 3}));
  // [square]
  const Array value = x.value();
  const Tensor square = Tensor::from_op("square", value * value,
                                        {{x, [=](const Array& dy) { return dy * value * 2; }}});
  // [/square]
  sum(square).backward();
  expect(x.grad()(2) == 6, "The slope of x^2 at 3 is 6.");
}

void broadcasting(Lesson& lesson) {
  section("Broadcasting, and its sum", Kind::exact);
  const Tensor x(Array({2, 3}, {1, 2, 3, 4, 5, 6}));
  const Tensor bias = Tensor::parameter(Array({1, 3}, {7, 8, 9}));
  const Tensor y = x + bias;
  const Array dy({2, 3}, {1, 2, 3, 10, 20, 30});
  y.backward(dy);
  std::cout << "y = x + bias: " << x.shape() << " + " << bias.shape() << " -> " << y.shape()
            << '\n';
  print_matrix("x", x.value(), 2);
  print_matrix("bias", bias.value(), 2);
  print_matrix("y", y.value(), 2);
  print_matrix("dy", dy, 2);
  print_matrix("bias.grad", bias.grad(), 2);
  expect(bias.grad()(0, 1) == 22, "bias(0, 1) was used in two rows: 2 + 20 = 22 flows back to it.");
  lesson.value("bias", "22");
}

// To how many digits behind the point a number with this error is right.
double right_digits(double error) { return -std::log10(std::max(error, 1e-14)); }

// How far (f(1 + h) - f(1 - h)) / (2h) is from the derivative of f(x) = x^5 at 1, which is 5.
template <class Number>
double error_of_differences(double step) {
  const auto f = [](Number x) { return x * x * x * x * x; };
  const auto h = static_cast<Number>(step);
  const Number slope = (f(1 + h) - f(1 - h)) / (2 * h);
  return std::abs(static_cast<double>(slope) - 5);
}

void finite_differences(Lesson& lesson) {
  section("How small should h be?", Kind::trained);
  Series doubles{.name = "double", .dots = true}, floats{.name = "float", .dots = true};
  double best_double = 1, best_float = 1, h_double = 0, h_float = 0;
  for (int k = 1; k <= 13; ++k) {
    const double h = std::pow(10.0, -k);
    const double d = error_of_differences<double>(h), f = error_of_differences<float>(h);
    doubles.x.push_back(-k), doubles.y.push_back(right_digits(d));
    if (k <= 7) floats.x.push_back(-k), floats.y.push_back(right_digits(f));
    if (d < best_double) best_double = d, h_double = h;
    if (f < best_float) best_float = f, h_float = h;
  }
  std::cout << "double: best at h = " << h_double << ", float: best at h = " << h_float << '\n';
  expect(best_double < 1e-8 && best_float > 1e-6,
         "In double the derivative comes out to 8 digits or more, in float it does not.");
  expect(error_of_differences<double>(1e-1) > 1e-2 && error_of_differences<double>(1e-12) > 1e-5,
         "h = 0.1 is too large, h = 1e-12 is too small: between them is the best.");
  lesson.draw("differences.svg",
              LinePlot{.title = "Derivative of x^5 at 1 by finite differences",
                       .x_label = "k, for the step h = 10^k",
                       .y_label = "right digits after the point",
                       .series = {doubles, floats},
                       .width = 560},
              Kind::timed);
}

void lesson_02(Lesson& lesson) {
  the_tape(lesson);
  the_order(lesson);
  the_library(lesson);
  broadcasting(lesson);
  finite_differences(lesson);
}

}  // namespace

int main(int argc, char** argv) { return run_lesson(argc, argv, "02_autograd", lesson_02); }

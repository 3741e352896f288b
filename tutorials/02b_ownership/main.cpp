// Lesson 02b: who owns what. A graph of C++ objects that point at each other: how it leaks, how
// long temporaries live, how a long chain is freed, what a copy of an array costs; and an operation
// of your own.
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iostream>
#include <memory>

#include "autograd/array_map.h"
#include "autograd/array_math.h"
#include "autograd/ops.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/lesson.h"

using namespace pixelwise;

namespace {

// [node]
struct Number {
  double value = 0, gradient = 0;
  std::function<void()> send = [] {};  // sends its gradient on to its inputs
  static int alive;

  explicit Number(double v) : value(v) { ++alive; }
  Number(const Number&) = delete;
  ~Number() { --alive; }
};
int Number::alive = 0;
using NumberPtr = std::shared_ptr<Number>;
// [/node]

// [leaking]
NumberPtr leaking_product(const NumberPtr& a, const NumberPtr& b) {
  auto y = std::make_shared<Number>(a->value * b->value);
  y->send = [a, b, y] {  // y owns this function, and this function owns y
    a->gradient += y->gradient * b->value;
    b->gradient += y->gradient * a->value;
  };
  return y;
}
// [/leaking]

// [product]
NumberPtr product(const NumberPtr& a, const NumberPtr& b) {
  auto y = std::make_shared<Number>(a->value * b->value);
  y->send = [a, b, self = y.get()] {  // looks at y without owning it
    a->gradient += self->gradient * b->value;
    b->gradient += self->gradient * a->value;
  };
  return y;
}
// [/product]

// Who owns whom: an arrow leads from the owner.
void draw_owners(Lesson& lesson) {
  Diagram d{.title = "Arrows lead from the owner to what it owns", .width = 560, .height = 250};
  const auto part = [&d](double x, const std::string& words, Colour colour, bool circle) {
    d.captions.push_back({.x = x + 110, .y = 60, .text = words, .centred = true});
    d.boxes.push_back(
        {.x = x + 75, .y = 80, .width = 70, .height = 32, .text = "y", .fill = colour});
    d.boxes.push_back({.x = x + 40, .y = 142, .width = 140, .height = 32, .text = "y's function"});
    d.boxes.push_back({.x = x + 30, .y = 205, .width = 60, .height = 32, .text = "a"});
    d.boxes.push_back({.x = x + 130, .y = 205, .width = 60, .height = 32, .text = "b"});
    d.arrows.push_back({.from_x = x + 100, .from_y = 112, .to_x = x + 100, .to_y = 142});
    if (circle) {
      d.arrows.push_back({.from_x = x + 125,
                          .from_y = 142,
                          .to_x = x + 125,
                          .to_y = 112,
                          .colour = Colour{213, 94, 0}});
    }
    d.arrows.push_back({.from_x = x + 80, .from_y = 174, .to_x = x + 62, .to_y = 205});
    d.arrows.push_back({.from_x = x + 140, .from_y = 174, .to_x = x + 158, .to_y = 205});
  };
  part(30, "a circle: never freed", kOrangeBox, true);
  part(300, "no circle: freed with y", kBlueBox, false);
  lesson.draw("owners.svg", d, Kind::exact);
}

void leaks(Lesson& lesson) {
  draw_owners(lesson);
  section("A circle of owners", Kind::exact);
  const int before = Number::alive;
  {
    const auto a = std::make_shared<Number>(2), b = std::make_shared<Number>(3);
    leaking_product(a, b);
    std::cout << "with the product, " << Number::alive - before << " numbers\n";
  }
  const int left = Number::alive - before;
  std::cout << "after the scope, " << left << " are left: nobody can reach them\n";
  expect(left == 3, "y owns itself, and through it a and b: all three leak.");
  {
    const auto a = std::make_shared<Number>(2), b = std::make_shared<Number>(3);
    const NumberPtr y = product(a, b);
    y->gradient = 1;
    y->send();
    expect(a->gradient == 3 && b->gradient == 2, "Without owning itself it sends the same.");
  }
  expect(Number::alive - before == left, "And nothing more is left.");
  lesson.value("leaked", text(left));
}

void temporaries() {
  section("Predict: who owns a*b?", Kind::exact);
  const int before = Number::alive;
  const auto a = std::make_shared<Number>(2), b = std::make_shared<Number>(3);
  {
    const NumberPtr f = product(product(a, b), product(b, b));  // (a*b) * (b*b)
    std::cout << "f lives: " << Number::alive - before << " numbers (a, b, a*b, b*b, f)\n";
    expect(Number::alive - before == 5, "The temporaries a*b and b*b live as long as f.");
  }
  std::cout << "f is gone: " << Number::alive - before << " numbers\n";
  expect(Number::alive - before == 2, "Without f nobody owns them: a and b are left.");
}

// A chain: each link owns the one before.
struct Link {
  std::unique_ptr<Link> before;
  static const char* deepest;  // the lowest address of the stack that a destructor has seen
  ~Link() {
    const char here = 0;
    if (deepest == nullptr || &here < deepest) deepest = &here;
  }
};
const char* Link::deepest = nullptr;

std::unique_ptr<Link> chain(int links) {
  std::unique_ptr<Link> last;
  for (int i = 0; i < links; ++i) {
    auto next = std::make_unique<Link>();
    next->before = std::move(last);
    last = std::move(next);
  }
  return last;
}

// [loop]
void free_in_a_loop(std::unique_ptr<Link> last) {
  while (last) last = std::move(last->before);
}
// [/loop]

// Bytes of the stack that freeing so many links takes.
double stack_of(int links, void (*free_all)(std::unique_ptr<Link>)) {
  std::unique_ptr<Link> last = chain(links);
  const char here = 0;
  Link::deepest = nullptr;
  free_all(std::move(last));
  return static_cast<double>(&here - Link::deepest);
}

void long_chains() {
  section("Freeing a long chain", Kind::timed);
  const auto recursion = [](std::unique_ptr<Link> last) { last.reset(); };
  const double short_chain = stack_of(1000, recursion), long_chain = stack_of(11000, recursion);
  const double bytes = (long_chain - short_chain) / 10000;
  rlimit limit{};
  getrlimit(RLIMIT_STACK, &limit);
  const double stack = limit.rlim_cur == RLIM_INFINITY ? 8e6 : static_cast<double>(limit.rlim_cur);
  std::cout << "by recursion: " << bytes << " bytes of stack for each link\n"
            << "the stack has " << stack / 1024 << " KB: enough for "
            << std::round(stack / bytes / 1000) << " thousand links\n"
            << "in a loop, a million links: " << stack_of(1'000'000, free_in_a_loop) << " bytes\n";
  expect(bytes > 8, "By recursion, the stack grows with the chain.");
  expect(stack_of(1'000'000, free_in_a_loop) < 2000, "In a loop it does not.");

  Tensor x = Tensor::parameter(Array({1}, {1}));
  for (int i = 0; i < 1'000'000; ++i) x = x + Tensor(Array({1}, {0}));
  x.backward();
  x = Tensor();
  std::cout << "the library: a graph of a million operations is freed\n";
}

void copies() {
  section("A copy costs nothing, until somebody writes", Kind::exact);
  Array a({2}, {1, 2});
  Array b = a;
  expect(std::as_const(a).data() == std::as_const(b).data(), "a and b share their numbers.");
  b(0) = 7;
  expect(std::as_const(a).data() != std::as_const(b).data() && std::as_const(a)(0) == 1,
         "When b is written to, it gets numbers of its own; a keeps 1.");
}

// [swish]
Tensor swish(const Tensor& x) {
  const Array value = x.value();
  const auto sigmoid = [](Real v) { return 1 / (1 + std::exp(-v)); };
  const auto slope = [=](Real v) {
    const Real s = sigmoid(v);
    return s + v * s * (1 - s);
  };
  return Tensor::from_op("swish", map(value, [=](Real v) { return v * sigmoid(v); }),
                         {{x, [=](const Array& dy) { return dy * map(value, slope); }}});
}
// [/swish]

void your_own_operation() {
  section("An operation of your own", Kind::exact);
  const Tensor x = Tensor::parameter(Array({3}, {-1, 0, 2}));
  sum(swish(x)).backward();
  const Real h = Real(1e-2);
  double worst = 0;
  for (std::int64_t i = 0; i < 3; ++i) {
    const auto f = [](Real v) { return swish(Tensor(Array({1}, {v}))).value()(0); };
    const Real at = x.value()(i), measured = (f(at + h) - f(at - h)) / (2 * h);
    worst = std::max(worst, std::abs(static_cast<double>(measured - x.grad()(i))));
  }
  std::cout << "slope of swish at 0: " << x.grad()(1) << "\n";
  expect(x.grad()(1) == Real(0.5), "At 0 the slope is 1/2.");
  expect(worst < 1e-3, "Finite differences in float agree to three digits.");
}

void lesson_02b(Lesson& lesson) {
  leaks(lesson);
  temporaries();
  long_chains();
  copies();
  your_own_operation();
}

}  // namespace

int main(int argc, char** argv) { return run_lesson(argc, argv, "02b_ownership", lesson_02b); }

// Lesson 02b: who owns what. Leaks, temporaries, long chains, shared values, an operation outside
// of the library.
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iostream>

#include "autograd/array_math.h"
#include "autograd/ops.h"
#include "tutorials/02b_ownership/freed.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/lesson.h"
#include "tutorials/support/number_grid.h"

using namespace pixelwise;

namespace {

// The lowest and highest place on the stack that a destructor of a ChainLink has seen.
std::uintptr_t lowest = UINTPTR_MAX, highest = 0;

}  // namespace

pixelwise::ChainLink::~ChainLink() {
  const char here = 0;
  const auto place = reinterpret_cast<std::uintptr_t>(&here);
  lowest = std::min(lowest, place), highest = std::max(highest, place);
}

namespace {

void draw_cycle(Lesson& lesson) {
  Diagram d{.title = "An arrow means: owns", .width = 640, .height = 250};
  const auto box = [&](double x, double y, const char* words, Colour fill) {
    d.boxes.push_back({.x = x, .y = y, .width = 130, .height = 50, .text = words, .fill = fill});
  };
  box(30, 100, "your variable y", kGreenBox);
  box(250, 100, "node of y", kBlueBox);
  box(470, 50, "gradient function", kOrangeBox);
  box(470, 170, "nodes of a, b", kBlueBox);
  d.arrows.push_back({160, 125, 250, 125, {}});
  d.arrows.push_back({380, 110, 470, 70, {}});
  d.arrows.push_back({470, 90, 380, 128, Colour{213, 94, 0}});
  d.arrows.push_back({380, 140, 470, 190, {}});
  d.arrows.push_back({535, 100, 535, 170, {}});
  d.captions.push_back({.x = 300,
                        .y = 225,
                        .text = "the orange arrow closes a ring",
                        .centred = true,
                        .colour = Colour{213, 94, 0}});
  lesson.draw("cycle.svg", d, Kind::exact);
}

// How many nodes are left after `count` products that nobody keeps.
int left_after(int count, Owned (*multiply)(const Owned&, const Owned&)) {
  const int before = OwnedNode::alive;
  std::vector<OwnedNode*> stuck;
  for (int i = 0; i < count; ++i) {
    const Owned a = std::make_shared<OwnedNode>(2), b = std::make_shared<OwnedNode>(3);
    const Owned y = multiply(a, b);
    y->gradient = 1;
    y->back();
    require_internal(a->gradient == 3 && b->gradient == 2, "the product's gradient");
    if (multiply == leaky_product) stuck.push_back(y.get());
  }
  const int left = OwnedNode::alive - before;
  // Cut the rings after counting: this program is searched for leaks, too.
  for (OwnedNode* node : stuck) {
    const std::function<void()> ring = std::move(node->back);
    node->back = nullptr;
  }
  return left;
}

void the_leak(Lesson& lesson) {
  section("A function that owns its owner", Kind::exact);
  draw_cycle(lesson);
  Series leaky{.name = "back captures y", .dots = true};
  Series mended{.name = "back captures a plain pointer", .dots = true};
  for (const int count : {0, 250, 500, 750, 1000}) {
    leaky.x.push_back(count), leaky.y.push_back(left_after(count, leaky_product));
    mended.x.push_back(count), mended.y.push_back(left_after(count, tidy_product));
  }
  std::cout << "of the 3000 nodes of 1000 products are left: " << leaky.y.back()
            << " with y captured, " << mended.y.back() << " without\n";
  expect(leaky.y.back() == 3000, "Captured y: all 3000 nodes are left, and nobody can reach them.");
  expect(mended.y.back() == 0, "With a plain pointer every node is freed.");
  lesson.draw("leak.svg",
              LinePlot{.title = "Nodes that are left when nobody needs them any more",
                       .x_label = "products computed",
                       .y_label = "nodes alive",
                       .series = {leaky, mended},
                       .width = 640},
              Kind::exact);
}

void temporaries() {
  section("Temporaries", Kind::exact);
  const Tensor a = Tensor::parameter(Array::scalar(2)), b = Tensor::parameter(Array::scalar(3));
  const Tensor c = Tensor::parameter(Array::scalar(4)), d = Tensor::parameter(Array::scalar(5));
  Tensor f = a * b + c * d;
  const std::weak_ptr<Node> ab = f.node()->links[0].input;  // watches, and owns nothing
  std::cout << "f = " << f.item() << ", owners of the node of a * b: " << ab.use_count() << '\n';
  expect(ab.use_count() == 1, "No variable holds a * b. Its only owner is the node of f.");
  f.backward();
  expect(ab.expired(), "backward() used it, and freed it.");
  expect(a.grad().item() == 3 && d.grad().item() == 4, "df/da = b = 3, df/dd = c = 4.");
  Tensor g = a * b + c * d;
  const std::weak_ptr<Node> again = g.node()->links[0].input;
  g = Tensor();
  expect(again.expired(), "Without backward() it goes when the last variable of the result goes.");
}

void long_chains(Lesson& lesson) {
  section("A long chain", Kind::timed);
  const int length = 2000;
  const auto chain = [&] {
    std::shared_ptr<ChainLink> head;
    for (int i = 0; i < length; ++i) head = std::shared_ptr<ChainLink>(new ChainLink{head});
    return head;
  };
  chain().reset();
  const double deep = static_cast<double>(highest - lowest), per_link = deep / (length - 1);
  lowest = UINTPTR_MAX, highest = 0;
  free_in_a_loop(chain());
  const double flat = static_cast<double>(highest - lowest);
  rlimit limit{};
  getrlimit(RLIMIT_STACK, &limit);
  const double stack =
      limit.rlim_cur == RLIM_INFINITY ? 8.0 * (1 << 20) : static_cast<double>(limit.rlim_cur);
  const double links = std::floor(stack / per_link / 1000) * 1000;
  std::cout << "by recursion: " << per_link << " bytes of stack for each link\n"
            << "a stack of " << stack / (1 << 20) << " MiB is full after about "
            << static_cast<std::int64_t>(links) << " links\n"
            << "in a loop: " << flat << " bytes for all " << length << " links\n";
  expect(per_link >= 16, "Each link that is freed by recursion takes stack.");
  expect(flat < per_link * 10, "In a loop the stack does not grow with the chain.");
  lesson.value("links", text(static_cast<std::int64_t>(links)), Kind::timed);
}

void the_librarys_chain() {
  section("A million nodes in the library", Kind::exact);
  const Tensor x = Tensor::parameter(Array::scalar(0));
  Tensor y = x;
  for (int i = 0; i < 1'000'000; ++i) y = y + Real{1};
  std::cout << "x = 0, then a million times y = y + 1: y = " << static_cast<std::int64_t>(y.item())
            << '\n';
  y = Tensor();
  expect(x.node().use_count() == 2,
         "The million nodes are gone. The node of x has two owners: x, and the copy that this "
         "program holds while it counts.");
}

void shared_values() {
  section("Copy on write", Kind::exact);
  const auto mib = [] { return buffer_bytes_in_use() >> 20; };
  const std::size_t before = mib();
  const Array a({1024, 1024}, 1);
  const std::size_t one = mib() - before;
  Array b = a;
  const std::size_t copied = mib() - before;
  b(0) = 7;
  const std::size_t written = mib() - before;
  std::cout << "one array: " << one << " MiB, with a copy: " << copied
            << " MiB, when the copy was written to: " << written << " MiB\n";
  expect(copied == one && written == 2 * one, "A copy costs nothing until it is written to.");
  expect(a(0) == 1 && b(0) == 7, "The write did not reach the other array.");
}

// [swish]
Tensor swish(const Tensor& input) {
  const Array x = input.value();
  const Array s = map(x, [](Real v) { return 1 / (1 + std::exp(-v)); });
  const auto dx = [=](const Array& dy) { return dy * (s + x * s * (s * -1 + 1)); };
  return Tensor::from_op("swish", x * s, {{input, dx}});
}
// [/swish]

void your_operation() {
  section("Your own operation", Kind::exact);
  const Tensor x = Tensor::parameter(Array({5}, {-3, -1, 0, 1, 3}));
  sum(swish(x)).backward();
  const auto in_double = [](double v) { return v / (1 + std::exp(-v)); };
  double worst = 0;
  for (std::int64_t i = 0; i < 5; ++i) {
    const double at = x.value()(i), h = 1e-5;
    const double slope = (in_double(at + h) - in_double(at - h)) / (2 * h);
    worst = std::max(worst, std::abs(slope - x.grad()(i)));
  }
  expect(worst < 1e-6, "The gradient of swish is that of finite differences in double.");
  expect(x.grad()(2) == Real{0.5}, "Its slope at 0 is 1/2.");
}

void lesson_02b(Lesson& lesson) {
  the_leak(lesson);
  temporaries();
  long_chains(lesson);
  the_librarys_chain();
  shared_values();
  your_operation();
}

}  // namespace

int main(int argc, char** argv) { return run_lesson(argc, argv, "02b_ownership", lesson_02b); }

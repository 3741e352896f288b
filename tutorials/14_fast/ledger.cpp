#include "tutorials/14_fast/ledger.h"

#include <iomanip>
#include <iostream>

#include "autograd/buffer.h"
#include "autograd/ops.h"
#include "base/memory.h"
#include "layers/conv.h"
#include "layers/init.h"
#include "layers/parameters.h"
#include "models/summary.h"
#include "models/zoo.h"
#include "optim/adam.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/small_arrays.h"

namespace pixelwise {
namespace {

constexpr std::int64_t kImages = 8, kSize = 64, kClasses = 4;

// [net]
struct SmallNet : Network {
  explicit SmallNet(Rng& rng)
      : conv1({.in = 3, .out = 16, .kernel = 3, .padding = 1}, rng),
        conv2({.in = 16, .out = 32, .kernel = 3, .padding = 1}, rng),
        score({.in = 32, .out = kClasses, .kernel = 1}, rng) {}
  Tensor forward(const Tensor& x) override {
    Tensor h = relu(conv1(x));
    h = relu(conv2(h));
    return score(h);
  }
  void visit(const Visitor& v) override {
    v("conv1", conv1);
    v("conv2", conv2);
    v("score", score);
  }
  Conv2d conv1, conv2, score;
};
// [/net]

// An array takes whole cache lines: its bytes, rounded up to 64.
std::int64_t bytes_of(const Shape& shape) {
  return (shape.size() * static_cast<std::int64_t>(sizeof(Real)) + 63) / 64 * 64;
}

std::int64_t in_use() { return static_cast<std::int64_t>(buffer_bytes_in_use()); }

void line(const std::string& what, std::int64_t by_hand, std::int64_t counted) {
  std::cout << std::left << std::setw(42) << what << std::right << std::setw(10) << by_hand
            << std::setw(10) << counted << '\n';
}

}  // namespace

void memory_ledger(Lesson& lesson) {
  section("The ledger of a small network", Kind::exact);
  Rng rng(1);
  const Tensor x(random_array({kImages, 3, kSize, kSize}, rng));
  const Labels labels{kImages, kSize, kSize, std::vector<std::uint8_t>(kImages * kSize * kSize, 1)};
  const std::int64_t start = in_use();
  SmallNet net(rng);
  const std::int64_t weights = in_use() - start;
  Adam adam(trainable_parameters(net), AdamOptions{});
  std::int64_t at = in_use();
  const auto since = [&] {
    const std::int64_t change = in_use() - at;
    at = in_use();
    return change;
  };
  Tensor loss;
  {
    const Tensor scores = net(x);
    loss = cross_entropy(scores, labels);
    std::cout << "forward, scores alive " << since() << '\n';
  }
  std::cout << "forward, scores gone " << since() << '\n';
  loss.backward();
  std::cout << "backward " << since() << '\n';
  adam.step();
  std::cout << "step " << since() << '\n';
  line("weights", 0, weights);
  line("h1", bytes_of({kImages, 16, kSize, kSize}), 0);
  line("h2", bytes_of({kImages, 32, kSize, kSize}), 0);
  line("scores", bytes_of({kImages, kClasses, kSize, kSize}), 0);
  reset_buffer_peak();
  {
    const NoGrad no_grad;
    net(x).value();
  }
  std::cout << "eval peak " << static_cast<std::int64_t>(buffer_bytes_peak()) - at << " after " << since() << '\n';
  adam.zero_grad();
  at = in_use();
  reset_buffer_peak();
  {
    cross_entropy(net(x), labels).backward();
  }
  std::cout << "train peak " << static_cast<std::int64_t>(buffer_bytes_peak()) - at << " after " << since() << '\n';
  lesson.value("x", "1");
}

void memory_of_networks(Lesson&) {}

}  // namespace pixelwise

#include "tutorials/14_fast/ledger.h"

#include <iomanip>
#include <iostream>
#include <sstream>

#include "autograd/buffer.h"
#include "autograd/ops.h"
#include "base/check.h"
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

struct SmallNet : Network {
  explicit SmallNet(Rng& rng)
      : conv1({.in = 3, .out = 16, .kernel = 3, .padding = 1}, rng),
        conv2({.in = 16, .out = 32, .kernel = 3, .padding = 1}, rng),
        score({.in = 32, .out = kClasses, .kernel = 1}, rng) {}
  // [forward]
  Tensor forward(const Tensor& x) override {
    const Tensor h1 = relu(conv1(x));
    const Tensor h2 = relu(conv2(h1));
    return score(h2);
  }
  // [/forward]
  void visit(const Visitor& v) override {
    v("conv1", conv1);
    v("conv2", conv2);
    v("score", score);
  }
  Conv2d conv1, conv2, score;
};

// An array takes whole cache lines: its bytes, rounded up to 64.
std::int64_t bytes_of(const Shape& shape) {
  return (shape.size() * static_cast<std::int64_t>(sizeof(Real)) + 63) / 64 * 64;
}

std::int64_t bytes_of_weights(Network& net) {
  std::int64_t bytes = 0;
  for (const Tensor& weight : trainable_parameters(net)) bytes += bytes_of(weight.shape());
  return bytes;
}

// How many bytes have come into use since the last call; negative: went out of use.
class Account {
 public:
  std::int64_t change() {
    const std::int64_t before = at_;
    at_ = static_cast<std::int64_t>(buffer_bytes_in_use());
    return at_ - before;
  }

 private:
  std::int64_t at_ = static_cast<std::int64_t>(buffer_bytes_in_use());
};

class Ledger {
 public:
  void line(const std::string& what, std::int64_t by_hand) {
    const std::int64_t counted = account_.change();
    std::cout << std::left << std::setw(44) << what << std::right << std::setw(10) << by_hand
              << std::setw(10) << counted << '\n';
    right_ = right_ && by_hand == counted;
  }
  bool right() const { return right_; }

 private:
  Account account_;
  bool right_ = true;
};

struct SmallBatch {
  explicit SmallBatch(Rng& rng) : x(random_array({kImages, 3, kSize, kSize}, rng)) {}
  Tensor x;
  Labels labels{kImages, kSize, kSize, std::vector<std::uint8_t>(kImages* kSize* kSize, 1)};
};

std::string megabytes(std::int64_t bytes) {
  std::ostringstream out;
  out << std::fixed << std::setprecision(1) << static_cast<double>(bytes) / 1e6;
  return out.str();
}

}  // namespace

void memory_ledger(Lesson& lesson) {
  section("The ledger of a small network", Kind::exact);
  Rng rng(1);
  const SmallBatch batch(rng);
  const std::int64_t h1 = bytes_of({kImages, 16, kSize, kSize}),
                     h2 = bytes_of({kImages, 32, kSize, kSize}),
                     scores = bytes_of({kImages, kClasses, kSize, kSize}), loss_bytes = 64;
  std::cout << "bytes                                          by hand   counted\n";
  Ledger ledger;
  SmallNet net(rng);
  const std::int64_t weights = bytes_of_weights(net);
  ledger.line("the weights", weights);
  Adam adam(trainable_parameters(net), AdamOptions{});
  ledger.line("Adam: two numbers for each weight", 2 * weights);
  Tensor loss = cross_entropy(net(batch.x), batch.labels);
  const std::int64_t kept = h1 + h2 + scores + loss_bytes;
  ledger.line("training, forward: h1, h2, dscores, loss", kept);
  loss.backward();
  ledger.line("backward: gradients come, the rest goes", weights - kept + loss_bytes);
  loss = Tensor();
  adam.step();
  ledger.line("the step: nothing new (the loss went)", -loss_bytes);
  adam.zero_grad();
  ledger.line("zero_grad: the gradients go", -weights);
  {
    const NoGrad no_grad;
    const Array result = net(batch.x).value();
    ledger.line("evaluation, forward: the scores", scores);
  }
  const double ratio = static_cast<double>(kept) / static_cast<double>(4 * weights);
  expect(ledger.right(), "By hand and counted are the same, in every line.");
  expect(ratio > 50, text("Training keeps ", static_cast<int>(ratio),
                          " times as much for the images as for weights, gradients and moments."));
  lesson.value("weights", text(weights));
  lesson.value("kept", text(kept));
  lesson.value("ratio", text(static_cast<int>(ratio)));
}

void memory_peaks(Lesson& lesson) {
  section("The peak of the same network", Kind::timed);  // kernels need some memory, too
  Rng rng(1);
  const SmallBatch batch(rng);
  SmallNet net(rng);
  const auto peak_of = [](const auto& work) {
    const std::size_t before = buffer_bytes_in_use();
    reset_buffer_peak();
    work();
    return static_cast<std::int64_t>(buffer_bytes_peak() - before);
  };
  const std::int64_t training =
      peak_of([&] { cross_entropy(net(batch.x), batch.labels).backward(); });
  const std::int64_t evaluation = peak_of([&] {
    const NoGrad no_grad;
    net(batch.x).value();
  });
  std::cout << "a training step:  " << megabytes(training)
            << " MB\nan evaluation:    " << megabytes(evaluation) << " MB\n";
  expect(evaluation < training, "Evaluation needs less.");
  lesson.value("peak_training", megabytes(training), Kind::timed);
  lesson.value("peak_evaluation", megabytes(evaluation), Kind::timed);
}

void memory_of_networks(Lesson& lesson) {
  section("Weights or activations?", Kind::exact);
  std::cout << "MB, training with Adam     weights  gradients  moments  activations (at most)\n";
  const UninitializedWeights quick;  // the numbers do not matter here
  const auto row = [](const char* model, const Shape& input) {
    Rng rng(1);
    const Summary summary = summarise(*make_model({.name = model}, rng), input);
    const std::int64_t weights = static_cast<std::int64_t>(sizeof(Real)) * summary.trainable;
    std::cout << std::left << std::setw(8) << model << std::setw(16) << text(input) << std::right
              << std::setw(10) << megabytes(weights) << std::setw(11) << megabytes(weights)
              << std::setw(9) << megabytes(2 * weights) << std::setw(10)
              << megabytes(summary.activation_bytes) << '\n';
    return static_cast<double>(summary.activation_bytes) / static_cast<double>(4 * weights);
  };
  const double toy = row("toy-8s", {16, 3, 96, 96}), vgg = row("fcn8s", {1, 3, 224, 224});
  expect(toy > 1, "The small network with 16 images: activations are the larger part.");
  expect(vgg < 0.2, "FCN-8s on VGG-16 with one image: the weights are.");
  lesson.value("vgg_share", text(static_cast<int>(100 * vgg)));
}

}  // namespace pixelwise

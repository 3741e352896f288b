// Cross-entropy against its formula in double: the kernel, for every instruction set, and the plain
// loop.
#include "autograd/ops/cross_entropy.h"

#include <cmath>
#include <limits>
#include <random>

#include "autograd/kernels/isa.h"
#include "base/parallel.h"
#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

struct Task {
  Array scores;
  Labels labels;
  CrossEntropyOptions options;
};

struct Result {
  double loss;
  std::vector<double> gradient;
};

Task random_task(std::mt19937& random) {
  const auto below = [&](std::uint32_t end) { return static_cast<std::int64_t>(random() % end); };
  const std::int64_t n = 1 + below(3), classes = 1 + below(40);
  const std::int64_t h = 1 + below(9), w = 1 + below(below(10) == 0 ? 2000 : 40);
  Task task{Array({n, classes, h, w}), {n, h, w, {}}, {}};
  const double spread = std::pow(10.0, static_cast<double>(below(4)) - 1);  // up to e^-300
  std::normal_distribution<double> normal(0.0, spread);
  for (std::int64_t i = 0; i < task.scores.size(); ++i) {
    task.scores(i) = static_cast<Real>(normal(random));
  }
  for (std::int64_t i = 0; i < n * h * w; ++i) {
    task.labels.ids.push_back(static_cast<std::uint8_t>(
        below(8) == 0 ? kVoidLabel : below(static_cast<std::uint32_t>(classes))));
  }
  if (below(2) == 0) {
    for (std::int64_t c = 0; c < classes; ++c) {
      task.options.class_weights.push_back(static_cast<Real>(below(5)) / 2);
    }
  }
  if (below(2) == 0) task.options.reduction = Reduction::sum;
  return task;
}

// The formula at the top of cross_entropy.cpp.
Result in_double(const Task& task) {
  const std::int64_t classes = task.scores.shape()[1];
  Result result{0, {}};
  double total = 0;
  for (std::size_t i = 0; i < task.labels.ids.size(); ++i) {
    const std::uint8_t label = task.labels.ids[i];
    const auto& weights = task.options.class_weights;
    const double weight = label == kVoidLabel ? 0 : weights.empty() ? 1 : weights[label];
    const Real* x = task.scores.data() + static_cast<std::int64_t>(i) * classes;
    const double m = *std::max_element(x, x + classes);
    double s = 0;
    for (std::int64_t c = 0; c < classes; ++c) s += std::exp(x[c] - m);
    if (weight != 0) result.loss += weight * (m - x[label] + std::log(s));
    for (std::int64_t c = 0; c < classes; ++c) {
      result.gradient.push_back(weight * (std::exp(x[c] - m) / s - (c == label ? 1 : 0)));
    }
    total += weight;
  }
  if (task.options.reduction == Reduction::mean && total > 0) {
    result.loss /= total;
    for (double& g : result.gradient) g /= total;
  }
  return result;
}

TEST(FastCrossEntropy, AgreesWithTheFormula) {
  std::mt19937 random(1);
  const ThreadsScope threads;
  for (int count = 0; count < 300; ++count) {
    const Task task = random_task(random);
    const Result want = in_double(task);
    double largest = 0;
    for (const double g : want.gradient) largest = std::max(largest, std::abs(g));
    for (int i = 0; kernels::supported_isa(i) != nullptr; ++i) {
      kernels::set_isa(*kernels::supported_isa(i));
      SCOPED_TRACE(testing::Message() << task.scores.shape() << " " << kernels::isa().name);
      Array first;
      for (const int thread_count : {1, 2}) {
        set_threads(thread_count);
        const Tensor x = Tensor::parameter(task.scores);
        const Tensor loss = cross_entropy(x, task.labels, task.options);
        EXPECT_NEAR(loss.item(), want.loss, 3e-7 * std::abs(want.loss) + 1e-7);
        EXPECT_EQ(cross_entropy(Tensor(task.scores), task.labels, task.options).item(),
                  loss.item());
        loss.backward();
        const Array gradient = x.grad();
        for (std::int64_t k = 0; k < gradient.size(); ++k) {
          ASSERT_NEAR(gradient(k), want.gradient[static_cast<std::size_t>(k)], 1e-6 * largest);
        }
        if (thread_count == 1) first = gradient;
        expect_same_bits(gradient, first);
      }
    }
    kernels::set_isa(*kernels::supported_isa(0));
    const KernelsScope off(false);
    const Tensor x = Tensor::parameter(task.scores);
    const Tensor loss = cross_entropy(x, task.labels, task.options);
    EXPECT_NEAR(loss.item(), want.loss, 3e-7 * std::abs(want.loss) + 1e-7);
    loss.backward();
    for (std::int64_t k = 0; k < x.grad().size(); ++k) {
      ASSERT_NEAR(x.grad()(k), want.gradient[static_cast<std::size_t>(k)], 1e-6 * largest);
    }
  }
}

// Pixels that count for nothing may hold anything; those that count must not hide it.
void expect_nan_where_it_counts() {
  constexpr Real kNan = std::numeric_limits<Real>::quiet_NaN();
  constexpr Real kInf = std::numeric_limits<Real>::infinity();
  for (std::int64_t place = 0; place < 37; ++place) {
    for (const Real bad : {kNan, kInf}) {
      for (std::int64_t c = 0; c < 3; ++c) {
        Array scores({37, 3});
        scores(place, c) = bad;
        Labels labels{37, 1, 1, std::vector<std::uint8_t>(37, 1)};
        EXPECT_TRUE(std::isnan(cross_entropy(Tensor(scores), labels).item()));

        labels.ids[static_cast<std::size_t>(place)] = kVoidLabel;
        const Tensor x = Tensor::parameter(scores);
        const Tensor loss = cross_entropy(x, labels);
        EXPECT_NEAR(loss.item(), std::log(3.0), 1e-6);
        loss.backward();
        for (std::int64_t k = 0; k < 3; ++k) EXPECT_EQ(x.grad()(place, k), 0);
      }
    }
  }
}

TEST(FastCrossEntropy, NotANumber) {
  for (int i = 0; kernels::supported_isa(i) != nullptr; ++i) {
    kernels::set_isa(*kernels::supported_isa(i));
    SCOPED_TRACE(kernels::isa().name);
    expect_nan_where_it_counts();
  }
  kernels::set_isa(*kernels::supported_isa(0));
  const KernelsScope off(false);
  expect_nan_where_it_counts();
}

// A score of -infinity is a probability of 0, and its loss is infinite; weights may be of any size.
TEST(FastCrossEntropy, Extremes) {
  for (const bool on : {true, false}) {
    const KernelsScope kernels(on);
    const Array scores({1, 2}, {-std::numeric_limits<Real>::infinity(), 5});
    EXPECT_EQ(cross_entropy(Tensor(scores), {1, 1, 1, {1}}).item(), 0);
    EXPECT_EQ(cross_entropy(Tensor(scores), {1, 1, 1, {0}}).item(),
              std::numeric_limits<Real>::infinity());
    const Array far_apart({1, 2}, {0, Real(1e9)});
    EXPECT_EQ(
        cross_entropy(Tensor(far_apart), {1, 1, 1, {0}}, {.class_weights = {Real(1e30), 1}}).item(),
        Real(1e9));
  }
}

}  // namespace
}  // namespace pixelwise

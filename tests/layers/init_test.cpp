// Initial values: the moments of he_normal, and the numbers of the bilinear kernel.
#include "layers/init.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/parallel.h"
#include "layers/conv.h"
#include "layers/linear.h"
#include "tests/layers/support.h"

namespace pixelwise {
namespace {

struct Moments {
  double mean, deviation, kurtosis;
};

Moments moments(const Array& a) {
  const auto n = static_cast<double>(a.size());
  double mean = 0, second = 0, fourth = 0;
  for (std::int64_t i = 0; i < a.size(); ++i) mean += a(i) / n;
  for (std::int64_t i = 0; i < a.size(); ++i) {
    const double squared = (a(i) - mean) * (a(i) - mean);
    second += squared / n;
    fourth += squared * squared / n;
  }
  return {mean, std::sqrt(second), fourth / (second * second)};
}

// Tolerances are five standard deviations of the estimate.
void expect_deviation(const Array& a, double expected) {
  const double n = static_cast<double>(a.size());
  EXPECT_NEAR(moments(a).deviation, expected, 5 * expected / std::sqrt(2 * n)) << a.shape();
}

// Nothing can be said of the values; the generator shows that none was drawn.
TEST(HeNormal, DrawsNothingForWeightsThatAreReplaced) {
  Rng rng(11);
  {
    const UninitializedWeights replaced;
    EXPECT_EQ(he_normal({2, 3}, 3, rng).shape(), Shape({2, 3}));
    const UninitializedWeights nested;
  }
  const Array after = he_normal({2, 3}, 3, rng);
  Rng fresh(11);
  const Array first = he_normal({2, 3}, 3, fresh);
  for (std::int64_t i = 0; i < first.size(); ++i) EXPECT_EQ(after(i), first(i));
}

TEST(HeNormal, MomentsOfANormalDistribution) {
  Rng rng(11);
  const Array w = he_normal({200, 100, 2, 5}, 50, rng);
  const auto n = static_cast<double>(w.size());
  const Moments m = moments(w);
  EXPECT_NEAR(m.mean, 0, 5 * 0.2 / std::sqrt(n));
  EXPECT_NEAR(m.deviation, 0.2, 5 * 0.2 / std::sqrt(2 * n));  // sqrt(2 / 50)
  EXPECT_NEAR(m.kurtosis, 3, 5 * std::sqrt(24 / n));          // a uniform one has 1.8
}

TEST(HeNormal, DrawsInLogicalOrderFromTheGivenGenerator) {
  Rng rng(11), same(11);
  const Array w = he_normal({2, 3, 2, 2}, 2, rng);  // sqrt(2 / 2) = 1
  for (const Real value : w.to_vector()) EXPECT_EQ(value, static_cast<Real>(same.normal()));
  EXPECT_EQ(rng.next(), same.next());
}

// More than a million weights are drawn in pieces, by several threads.
TEST(HeNormal, LargeArraysAreTheSameForAnyNumberOfThreads) {
  const int before = threads();
  std::vector<Array> drawn;
  for (const int count : {1, 2, 3}) {
    set_threads(count);
    Rng rng(11);
    drawn.push_back(he_normal({7, 500, 20, 20}, 50, rng));
  }
  set_threads(before);
  const auto size = static_cast<std::size_t>(drawn[0].size());
  for (const Array& w : drawn) {
    EXPECT_TRUE(std::equal(w.data(), w.data() + size, drawn[0].data()));
    expect_deviation(w, 0.2);
  }
  // No two filters from the same generator.
  EXPECT_NE(drawn[0](0, 0, 0, 0), drawn[0](3, 0, 0, 0));
  EXPECT_NE(drawn[0](0, 0, 0, 0), drawn[0](6, 0, 0, 0));
}

TEST(HeNormal, FanInOfEachLayer) {
  Rng rng(11);
  const Conv2d grouped({.in = 64, .out = 256, .kernel = {3, 5}, .groups = 4}, rng);
  expect_deviation(grouped.weight.value(), std::sqrt(2.0 / (16 * 3 * 5)));
  // Stride 2: every output is the sum of only a quarter of the kernel's products.
  const ConvTranspose2d up({.in = 48, .out = 64, .kernel = 4, .stride = 2}, rng);
  expect_deviation(up.weight.value(), std::sqrt(2.0 / (48 * 4)));
  const Linear fc(500, 100, rng);
  expect_deviation(fc.weight.value(), std::sqrt(2.0 / 500));
}

TEST(Initialisation, BiasesAndScoreLayersStartAtZero) {
  Rng rng(11);
  EXPECT_EQ(max_magnitude(Conv2d({.in = 2, .out = 3, .kernel = 3}, rng).bias.value()), 0);
  EXPECT_EQ(max_magnitude(Linear(2, 3, rng).bias.value()), 0);
  const Conv2d score({.in = 2, .out = 3, .kernel = 1});
  EXPECT_EQ(max_magnitude(score.weight.value()) + max_magnitude(score.bias.value()), 0);
  const Linear fc(2, 3);
  EXPECT_EQ(max_magnitude(fc.weight.value()) + max_magnitude(fc.bias.value()), 0);
}

void expect_kernel(std::int64_t size, const std::vector<double>& tent) {
  const Array w = bilinear_kernel(2, size);
  ASSERT_EQ(w.shape(), (Shape{2, 2, size, size}));
  for (std::int64_t u = 0; u < size; ++u) {
    for (std::int64_t v = 0; v < size; ++v) {
      const double product = tent[static_cast<std::size_t>(u)] * tent[static_cast<std::size_t>(v)];
      EXPECT_NEAR(w(0, 0, u, v), product, 1e-7) << size << ": " << u << ", " << v;
      EXPECT_NEAR(w(1, 1, u, v), product, 1e-7);
      EXPECT_EQ(w(0, 1, u, v), 0);
      EXPECT_EQ(w(1, 0, u, v), 0);
    }
  }
}

TEST(BilinearKernel, KnownValues) {
  expect_kernel(1, {1});
  expect_kernel(2, {0.5, 0.5});
  expect_kernel(3, {0.5, 1, 0.5});
  expect_kernel(4, {0.25, 0.75, 0.75, 0.25});
  expect_kernel(5, {1.0 / 3, 2.0 / 3, 1, 2.0 / 3, 1.0 / 3});
  expect_kernel(6, {1.0 / 6, 0.5, 5.0 / 6, 5.0 / 6, 0.5, 1.0 / 6});
}

// All taps that meet in one output add up to 1, or a constant would come out with a pattern.
TEST(BilinearKernel, EveryPhaseSumsToOne) {
  for (const std::int64_t size : {3, 4, 6, 7, 8, 16, 32, 63, 64}) {
    const Array w = bilinear_kernel(1, size);
    const std::int64_t stride = (size + 1) / 2;
    for (std::int64_t row = 0; row < stride; ++row) {
      for (std::int64_t column = 0; column < stride; ++column) {
        double total = 0;
        for (std::int64_t u = row; u < size; u += stride) {
          for (std::int64_t v = column; v < size; v += stride) total += w(0, 0, u, v);
        }
        ASSERT_NEAR(total, 1, 1e-6) << "kernel " << size << ", phase " << row << ", " << column;
      }
    }
  }
}

TEST(Initialisation, Errors) {
  Rng rng(1);
  EXPECT_EQ(message_of([&] { he_normal({2, 3}, 0, rng); }), "he_normal: fan_in 0 for shape [2, 3]");
  EXPECT_EQ(message_of([] { bilinear_kernel(0, 4); }), "bilinear_kernel: 0 channels, kernel 4");
}

}  // namespace
}  // namespace pixelwise

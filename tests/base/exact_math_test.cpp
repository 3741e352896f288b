#include "base/exact_math.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"

namespace pixelwise {
namespace {

constexpr double kTolerance = 1e-14;  // the C library's own error is about 1e-16

TEST(ExactMath, SineAndCosineAgreeWithTheLibrary) {
  Rng rng(1);
  for (const double range : {1e-8, 1.0, 10.0, 1000.0, 1e6}) {
    for (int i = 0; i < 20000; ++i) {
      const double x = rng.uniform(-range, range);
      ASSERT_NEAR(exact::sin(x), std::sin(x), kTolerance) << x;
      ASSERT_NEAR(exact::cos(x), std::cos(x), kTolerance) << x;
    }
  }
}

// Where the reduction to a quarter turn changes from one quarter to the next.
TEST(ExactMath, SineAndCosineAtQuarterTurns) {
  for (int quarter = -20; quarter <= 20; ++quarter) {
    for (const double offset : {-1e-9, 0.0, 1e-9}) {
      const double x = quarter * exact::kPi / 4 + offset;
      EXPECT_NEAR(exact::sin(x), std::sin(x), kTolerance) << x;
      EXPECT_NEAR(exact::cos(x), std::cos(x), kTolerance) << x;
    }
  }
  EXPECT_EQ(exact::sin(0), 0);
  EXPECT_EQ(exact::cos(0), 1);
}

// Relative to the result: the sine of a small angle is the angle.
TEST(ExactMath, SmallSinesAreRelativelyExact) {
  for (double x = 1e-300; x < 0.1; x *= 7) {
    EXPECT_NEAR(exact::sin(x) / std::sin(x), 1, kTolerance) << x;
  }
}

TEST(ExactMath, LogarithmAgreesWithTheLibrary) {
  Rng rng(2);
  for (int i = 0; i < 50000; ++i) {
    const double x = std::exp(rng.uniform(-700, 700));
    const double expected = std::log(x);
    ASSERT_NEAR(exact::log(x), expected, kTolerance * std::max(1.0, std::fabs(expected))) << x;
  }
}

TEST(ExactMath, LogarithmNearOneIsRelativelyExact) {
  for (double offset = 1e-15; offset < 0.5; offset *= 3) {
    for (const double x : {1 + offset, 1 - offset}) {
      EXPECT_NEAR(exact::log(x) / std::log(x), 1, kTolerance) << x;
    }
  }
  EXPECT_EQ(exact::log(1), 0);
}

// A change of a single bit would move pixels and weights, so these are pinned.
TEST(ExactMath, TheBitsArePinned) {
  EXPECT_EQ(exact::sin(1), 0.8414709848078965);
  EXPECT_EQ(exact::cos(1), 0.54030230586813977);
  EXPECT_EQ(exact::sin(100), -0.50636564110975879);
  EXPECT_EQ(exact::log(10), 2.3025850929940455);
  double mixed = 0;
  for (int i = 1; i <= 1000; ++i) {
    const double term = exact::sin(i * 0.37) * exact::cos(i * 1.7) * exact::log(i);
    mixed += term;  // a statement of its own: never one fused multiply-add
  }
  EXPECT_EQ(mixed, 2.1336867668328998);
}

}  // namespace
}  // namespace pixelwise

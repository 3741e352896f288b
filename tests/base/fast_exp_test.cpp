#include "base/fast_exp.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace pixelwise {
namespace {

TEST(FastExp, AgreesWithTheLibrary) {
  std::vector<float> x;
  for (int i = 0; i <= 870'000; ++i) x.push_back(static_cast<float>(-i * 1e-4));
  std::vector<float> y = x;
  exp_of_nonpositive(y.data(), static_cast<std::int64_t>(y.size()));
  double worst = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double want = std::exp(static_cast<double>(x[i]));
    worst = std::max(worst, std::abs(y[i] - want) / want);
  }
  EXPECT_LT(worst, 2e-7);
  EXPECT_GT(worst, 1e-9);  // or nothing was computed in float
}

TEST(FastExp, Ends) {
  const float infinity = std::numeric_limits<float>::infinity();
  std::vector<float> y = {
      0.0f, -0.0f, -87.5f, -1e30f, -infinity, std::numeric_limits<float>::quiet_NaN(), -1.0f};
  exp_of_nonpositive(y.data(), static_cast<std::int64_t>(y.size()));
  EXPECT_EQ(y[0], 1.0f);
  EXPECT_EQ(y[1], 1.0f);
  EXPECT_EQ(y[2], 0.0f);
  EXPECT_EQ(y[3], 0.0f);
  EXPECT_EQ(y[4], 0.0f);
  EXPECT_TRUE(std::isnan(y[5]));
  EXPECT_NEAR(y[6], std::exp(-1.0), 1e-7);
}

// Whole vectors and what is left over must not differ.
TEST(FastExp, TheSameBitsWhereverItStands) {
  for (int count = 1; count < 40; ++count) {
    std::vector<float> y(static_cast<std::size_t>(count), -3.21f);
    exp_of_nonpositive(y.data(), count);
    for (const float value : y) EXPECT_EQ(value, y[0]);
  }
}

TEST(FastExp, DoubleIsTheLibrarys) {
  double x = -2.5;
  exp_of_nonpositive(&x, 1);
  EXPECT_EQ(x, std::exp(-2.5));
}

}  // namespace
}  // namespace pixelwise

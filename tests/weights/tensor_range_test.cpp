#include "weights/tensor_range.h"

#include <gtest/gtest.h>

#include <cmath>

namespace pixelwise {
namespace {

TEST(TensorRange, OfFiniteValuesAlone) {
  Array values({2, 2});
  values(0, 0) = Real(-3);
  values(0, 1) = Real(NAN);
  values(1, 0) = Real(-0.5);
  values(1, 1) = Real(-INFINITY);
  const TensorRange range = range_of(values);
  EXPECT_EQ(range.low, -3);
  EXPECT_EQ(range.high, -0.5);
  EXPECT_EQ(range.not_finite, 2);
}

}  // namespace
}  // namespace pixelwise

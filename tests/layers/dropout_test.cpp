// Dropout: the right share of zeros, the mean kept, nothing at all in evaluation mode.
#include "layers/dropout.h"

#include <gtest/gtest.h>

#include "autograd/ops/reduce.h"
#include "layers/parameters.h"
#include "tests/layers/support.h"

namespace pixelwise {
namespace {

const Tensor& ones() {
  static const Tensor x(Array({4, 50, 25, 40}, 1));  // 200,000 elements
  return x;
}

TEST(Dropout, ShareOfZerosAndScaleOfTheRest) {
  Dropout drop(0.3, 7);
  const Array y = drop(ones()).value();
  std::int64_t zeros = 0;
  for (std::int64_t i = 0; i < y.size(); ++i) {
    if (y(i) == 0) {
      ++zeros;
    } else {
      ASSERT_NEAR(y(i), 1 / 0.7, 1e-6);
    }
  }
  // Standard deviation of the share: sqrt(.3 .7 / 200,000) = .001.
  EXPECT_NEAR(static_cast<double>(zeros) / static_cast<double>(y.size()), 0.3, 0.005);
}

TEST(Dropout, EvaluationModeIsTheIdentityAndDrawsNothing) {
  Dropout drop(0.5, 3), untouched(0.5, 3);
  drop.eval();
  EXPECT_EQ(drop(ones()).id(), ones().id());
  drop.train();
  EXPECT_TRUE(same_bits(drop(ones()).value(), untouched(ones()).value()));
}

TEST(Dropout, ProbabilityZeroIsTheIdentity) {
  Dropout drop(0);
  EXPECT_EQ(drop(ones()).id(), ones().id());
}

TEST(Dropout, EachCallDrawsAnewAndTheSeedDecides) {
  Dropout a(0.5, 3), b(0.5, 3), c(0.5, 4);
  const Array first = a(ones()).value();
  EXPECT_TRUE(same_bits(first, b(ones()).value()));
  EXPECT_FALSE(same_bits(first, c(ones()).value()));
  EXPECT_FALSE(same_bits(first, a(ones()).value()));
}

TEST(Dropout, TheGradientIsMaskedLikeTheValue) {
  Dropout drop(0.5, 3);
  const Tensor x = Tensor::parameter(Array({2, 3, 4, 5}, 1));
  const Tensor y = drop(x);
  sum(y).backward();
  EXPECT_TRUE(same_bits(x.grad(), y.value()));  // at x = 1 both are the mask
}

struct TwoDropouts : Module {
  void visit(const Visitor& v) override {
    v("first", first);
    v("second", second);
  }
  Dropout first{0.5}, second{0.5};
};

TEST(SeedGenerators, OneSeedForAModuleAndAnotherMaskForEachPart) {
  TwoDropouts a, b, c;
  seed_generators(a, 5);
  seed_generators(b, 5);
  seed_generators(c, 6);
  const Array first = a.first(ones()).value(), second = a.second(ones()).value();
  EXPECT_FALSE(same_bits(first, second));
  EXPECT_TRUE(same_bits(first, b.first(ones()).value()));
  EXPECT_TRUE(same_bits(second, b.second(ones()).value()));
  EXPECT_FALSE(same_bits(first, c.first(ones()).value()));
  EXPECT_FALSE(same_bits(second, c.second(ones()).value()));
}

TEST(Dropout, AProbabilityOutsideIsRefused) {
  EXPECT_EQ(message_of([] { Dropout drop(1); }), "Dropout: p = 1 is not in [0, 1)");
  EXPECT_EQ(message_of([] { Dropout drop(-0.5); }), "Dropout: p = -0.5 is not in [0, 1)");
}

}  // namespace
}  // namespace pixelwise

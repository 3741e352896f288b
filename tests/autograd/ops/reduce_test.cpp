#include "autograd/ops/reduce.h"

#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

TEST(Reduce, ByHand) {
  const Tensor x = Tensor::parameter(counting({2, 3}));
  EXPECT_EQ(sum(x).item(), 15);
  EXPECT_EQ(mean(x).item(), 2.5);
  sum(x).backward(Array::scalar(2));
  expect_near(x.grad(), Array({2, 3}, 2), 0);
  const Tensor z = Tensor::parameter(counting({2, 2}));
  mean(z).backward(Array::scalar(2));
  expect_near(z.grad(), Array({2, 2}, 0.5), 0);
}

TEST(Reduce, GivesASingleNumber) {
  EXPECT_EQ(sum(Tensor(counting({1, 2, 3, 4}))).shape(), Shape{});
  EXPECT_EQ(mean(Tensor(counting({1, 2, 3, 4}))).shape(), Shape{});
}

TEST(Reduce, NoElements) {
  const Tensor none = Tensor::parameter(Array(Shape{0, 3}));
  EXPECT_EQ(sum(none).item(), 0);
  sum(none).backward();
  EXPECT_EQ(none.grad().shape(), (Shape{0, 3}));
  expect_error<std::invalid_argument>("mean: shape [0, 3] has no elements", [&] { mean(none); });
}

}  // namespace
}  // namespace pixelwise

#include "autograd/ops/reshape.h"

#include "autograd/array_math.h"
#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

// [1, 2, 2, 2] flattened runs through channel 0, then channel 1, whatever the memory looks like;
// the weights of a fully connected layer rely on it.
TEST(Reshape, FlattenGoesChannelByChannel) {
  const Tensor x = Tensor::parameter(counting({2, 2, 2, 2}));
  const Tensor y = flatten(x);
  EXPECT_EQ(y.shape(), (Shape{2, 8}));
  EXPECT_EQ(y.value()(1, 5), x.value()(1, 1, 0, 1));
  expect_near(y.value(), counting({2, 8}), 0);
  y.backward(counting({2, 8}) * Real{10});
  expect_near(x.grad(), counting({2, 2, 2, 2}) * Real{10}, 0);
}

TEST(Reshape, ThereAndBack) {
  const Tensor x = Tensor::parameter(counting({2, 3, 4, 5}));
  const Tensor y = reshape(reshape(x, {6, 20}), {5, 4, 3, 2});
  expect_near(y.value(), counting({5, 4, 3, 2}), 0);
  y.backward(counting({5, 4, 3, 2}));
  expect_near(x.grad(), counting({2, 3, 4, 5}), 0);
}

TEST(Reshape, EmptyBatchesAndVectors) {
  EXPECT_EQ(flatten(Tensor(Array(Shape{0, 3, 2, 2}))).shape(), (Shape{0, 12}));
  EXPECT_EQ(flatten(Tensor(Array(Shape{5}))).shape(), (Shape{5, 1}));
}

TEST(Reshape, Errors) {
  expect_error<std::invalid_argument>("reshape: [2, 3] has 6 elements, but [2, 4] has 8", [] {
    reshape(Tensor(Array(Shape{2, 3})), {2, 4});
  });
  expect_error<std::invalid_argument>("flatten: a single number has no axes",
                                      [] { flatten(Tensor(Array::scalar(1))); });
}

}  // namespace
}  // namespace pixelwise

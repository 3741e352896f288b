#include "autograd/ops/concat.h"

#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

TEST(Concat, ByHand) {
  const Tensor a = Tensor::parameter(Array({2, 1, 1, 2}, {1, 2, 3, 4}));
  const Tensor b = Tensor::parameter(Array({2, 2, 1, 2}, {10, 20, 30, 40, 50, 60, 70, 80}));
  const Tensor y = concat({a, b});
  expect_near(y.value(), Array({2, 3, 1, 2}, {1, 2, 10, 20, 30, 40, 3, 4, 50, 60, 70, 80}), 0);
  y.backward(counting({2, 3, 1, 2}));
  expect_near(a.grad(), Array({2, 1, 1, 2}, {0, 1, 6, 7}), 0);
  expect_near(b.grad(), Array({2, 2, 1, 2}, {2, 3, 4, 5, 8, 9, 10, 11}), 0);
}

TEST(Concat, OnePartAndThreeParts) {
  const Tensor a = Tensor::parameter(counting({1, 2, 2, 2}));
  expect_near(concat({a}).value(), a.value(), 0);
  const Tensor y = concat({a, Tensor(Array({1, 1, 2, 2}, 7)), a});
  EXPECT_EQ(y.shape(), (Shape{1, 5, 2, 2}));
  EXPECT_EQ(y.value()(0, 2, 1, 1), 7);
  EXPECT_EQ(y.value()(0, 4, 1, 0), a.value()(0, 1, 1, 0));
  EXPECT_EQ(y.node()->links.size(), 2U);  // none for the constant
  y.backward(Array({1, 5, 2, 2}, 1));
  expect_near(a.grad(), Array({1, 2, 2, 2}, 2), 0);  // used twice
}

TEST(SliceChannels, ByHand) {
  const Tensor x = Tensor::parameter(counting({2, 3, 1, 2}));
  const Tensor y = slice_channels(x, 1, 2);
  expect_near(y.value(), Array({2, 2, 1, 2}, {2, 3, 4, 5, 8, 9, 10, 11}), 0);
  y.backward(Array({2, 2, 1, 2}, {1, 2, 3, 4, 5, 6, 7, 8}));
  expect_near(x.grad(), Array({2, 3, 1, 2}, {0, 0, 1, 2, 3, 4, 0, 0, 5, 6, 7, 8}), 0);
}

TEST(SliceChannels, TakesApartWhatConcatPutTogether) {
  const Tensor a(counting({2, 2, 3, 2})), b(Array({2, 3, 3, 2}, 7));
  const Tensor both = concat({a, b});
  expect_near(slice_channels(both, 0, 2).value(), a.value(), 0);
  expect_near(slice_channels(both, 2, 3).value(), b.value(), 0);
  EXPECT_EQ(slice_channels(both, 2, 0).shape(), (Shape{2, 0, 3, 2}));
}

TEST(SliceChannels, Errors) {
  expect_error<std::invalid_argument>(
      "slice_channels: channels 2 to 4 do not lie inside [1, 3, 2, 2]", [] {
        slice_channels(Tensor(Array({1, 3, 2, 2})), 2, 2);
      });
  expect_error<std::invalid_argument>(
      "slice_channels: channels -1 to 0 do not lie inside [1, 3, 2, 2]", [] {
        slice_channels(Tensor(Array({1, 3, 2, 2})), -1, 1);
      });
  expect_error<std::invalid_argument>("slice_channels: input [3, 2] is not [N, C, H, W]", [] {
    slice_channels(Tensor(Array({3, 2})), 0, 1);
  });
}

TEST(Concat, EmptyBatch) {
  const Tensor none(Array(Shape{0, 2, 3, 3}));
  EXPECT_EQ(concat({none, none}).shape(), (Shape{0, 4, 3, 3}));
}

TEST(Concat, Errors) {
  const Tensor a(Array({1, 2, 4, 4}));
  expect_error<std::invalid_argument>("concat: nothing to put together", [] { concat({}); });
  expect_error<std::invalid_argument>(
      "concat: shapes [1, 2, 4, 4] and [1, 3, 5, 4] differ in more than their channels", [&] {
        concat({a, Tensor(Array({1, 3, 5, 4}))});
      });
  expect_error<std::invalid_argument>(
      "concat: shapes [1, 2, 4, 4] and [2, 2, 4, 4] differ in more than their channels", [&] {
        concat({a, Tensor(Array({2, 2, 4, 4}))});
      });
  expect_error<std::invalid_argument>("concat: shapes [1, 2, 4, 4] and [2, 3]", [&] {
    concat({a, Tensor(Array(Shape{2, 3}))});
  });
  expect_error<std::invalid_argument>("concat: input [2, 3] is not [N, C, H, W]", [] {
    concat({Tensor(Array(Shape{2, 3}))});
  });
}

}  // namespace
}  // namespace pixelwise

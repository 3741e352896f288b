#include "autograd/ops/crop.h"

#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

// 0 1 2 / 3 4 5 / 6 7 8, and the lower right 2 x 2 of it.
TEST(Crop, ByHand) {
  const Tensor x = Tensor::parameter(counting({1, 1, 3, 3}));
  const Tensor y = crop(x, 1, 1, 2, 2);
  expect_near(y.value(), Array({1, 1, 2, 2}, {4, 5, 7, 8}), 0);
  y.backward(Array({1, 1, 2, 2}, {1, 2, 3, 4}));
  expect_near(x.grad(), Array({1, 1, 3, 3}, {0, 0, 0, 0, 1, 2, 0, 3, 4}), 0);
}

TEST(Crop, AllImagesAndChannelsAndUnequalOffsets) {
  const Tensor x = Tensor::parameter(counting({2, 3, 5, 6}));
  const Tensor y = crop(x, 2, 1, 3, 4);
  for (const std::int64_t n : {0, 1}) {
    for (const std::int64_t c : {0, 1, 2}) {
      for (const std::int64_t h : {0, 1, 2}) {
        EXPECT_EQ(y.value()(n, c, h, 3), x.value()(n, c, h + 2, 3 + 1));
      }
    }
  }
  y.backward(y.value());
  EXPECT_EQ(x.grad()(1, 2, 4, 4), x.value()(1, 2, 4, 4));
  EXPECT_EQ(x.grad()(1, 2, 4, 5), 0);
  EXPECT_EQ(x.grad()(1, 2, 1, 4), 0);
}

TEST(Crop, AllOrNothing) {
  const Tensor x = Tensor::parameter(counting({1, 2, 3, 3}));
  expect_near(crop(x, 0, 0, 3, 3).value(), x.value(), 0);
  const Tensor none = crop(x, 3, 3, 0, 0);
  EXPECT_EQ(none.shape(), (Shape{1, 2, 0, 0}));
  none.backward(none.value());
  expect_near(x.grad(), Array({1, 2, 3, 3}), 0);
  EXPECT_EQ(crop(Tensor(Array(Shape{0, 2, 3, 3})), 1, 1, 2, 2).shape(), (Shape{0, 2, 2, 2}));
}

TEST(Crop, Errors) {
  const Tensor x(Array({1, 2, 5, 6}));
  const std::string inside = " do not lie inside [1, 2, 5, 6]";
  const auto expect_outside = [&](const std::string& where, std::int64_t top, std::int64_t left,
                                  std::int64_t height, std::int64_t width) {
    expect_error<std::invalid_argument>("crop: " + where + inside,
                                        [&] { crop(x, top, left, height, width); });
  };
  expect_outside("rows 2 to 6 and columns 0 to 6", 2, 0, 4, 6);
  expect_outside("rows 0 to 5 and columns 3 to 7", 0, 3, 5, 4);
  expect_outside("rows -1 to 2 and columns 0 to 6", -1, 0, 3, 6);
  expect_outside("rows 0 to 5 and columns -2 to 1", 0, -2, 5, 3);
  expect_outside("rows 3 to 2 and columns 0 to 6", 3, 0, -1, 6);
  expect_error<std::invalid_argument>("crop: input [5, 6] is not [N, C, H, W]", [] {
    crop(Tensor(Array(Shape{5, 6})), 0, 0, 1, 1);
  });
}

TEST(Pad, ByHand) {
  const Tensor x = Tensor::parameter(Array({1, 1, 1, 2}, {1, 2}));
  const Tensor y = pad(x, {.top = 1, .bottom = 0, .left = 2, .right = 1}, 9);
  expect_near(y.value(), Array({1, 1, 2, 5}, {9, 9, 9, 9, 9, 9, 9, 1, 2, 9}), 0);
  y.backward(counting({1, 1, 2, 5}));
  expect_near(x.grad(), Array({1, 1, 1, 2}, {7, 8}), 0);
  expect_near(pad(x, {}).value(), x.value(), 0);
}

TEST(Pad, IsUndoneByCrop) {
  const Tensor x(counting({2, 3, 4, 5}));
  const Border border{1, 2, 3, 4};
  const Tensor y = pad(x, border);
  EXPECT_EQ(y.shape(), (Shape{2, 3, 7, 12}));
  expect_near(crop(y, 1, 3, 4, 5).value(), x.value(), 0);
  EXPECT_EQ(y.value()(1, 2, 0, 5), 0);
}

TEST(Pad, EmptyImagesBecomeBorder) {
  const Tensor y = pad(Tensor(Array(Shape{1, 1, 0, 2})), {1, 1, 0, 0}, 5);
  expect_near(y.value(), Array({1, 1, 2, 2}, 5), 0);
}

TEST(Pad, Errors) {
  const Tensor x(Array({1, 2, 5, 6}));
  expect_error<std::invalid_argument>("pad: a border cannot be negative (1, 0, -2, 0); use crop()",
                                      [&] { pad(x, {.top = 1, .left = -2}); });
  expect_error<std::invalid_argument>("pad: input [5] is not [N, C, H, W]",
                                      [] { pad(Tensor(Array(Shape{5})), {}); });
}

}  // namespace
}  // namespace pixelwise

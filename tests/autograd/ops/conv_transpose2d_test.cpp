#include "autograd/ops/conv_transpose2d.h"

#include <cmath>

#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

// Every test runs with the plain loops, and with the kernels where they are compiled in.
class ConvTranspose2d : public testing::TestWithParam<bool> {
 private:
  const KernelsScope kernels_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Kernels, ConvTranspose2d, testing::Bool(),
                         [](const auto& run) { return run.param ? "fast" : "reference"; });

struct Result {
  Array y, dx, dw, db;
};

Result run(const Array& x, const Array& w, const Array& bias, const Array& dy,
           const ConvTranspose2dOptions& options = {}) {
  const Tensor tx = Tensor::parameter(x), tw = Tensor::parameter(w), tb = Tensor::parameter(bias);
  const Tensor y = conv_transpose2d(tx, tw, tb, options);
  y.backward(dy);
  return {y.value(), tx.grad(), tw.grad(), tb.grad()};
}

// Two pixels lay down the kernel 1 2 3, two columns apart: 1 2 3 + 10 20 30 overlap in one place.
TEST_P(ConvTranspose2d, ByHand) {
  const Result r = run(Array({1, 1, 1, 2}, {1, 10}), Array({1, 1, 1, 3}, {1, 2, 3}),
                       Array({1}, 100), Array({1, 1, 1, 5}, {1, 2, 3, 4, 5}), {.stride = 2});
  expect_near(r.y, Array({1, 1, 1, 5}, {101, 102, 113, 120, 130}));
  expect_near(r.dx, Array({1, 1, 1, 2}, {1 + 4 + 9, 3 + 8 + 15}));
  expect_near(r.dw, Array({1, 1, 1, 3}, {1 + 30, 2 + 40, 3 + 50}));
  expect_near(r.db, Array({1}, 15));
}

TEST_P(ConvTranspose2d, PaddingCutsAndOutputPaddingAdds) {
  const Array x({1, 1, 1, 2}, {1, 10}), w({1, 1, 1, 3}, {1, 2, 3});
  const Result r = run(x, w, Array(Shape{1}), Array({1, 1, 1, 4}, {1, 2, 3, 4}),
                       {.stride = {1, 2}, .padding = {0, 1}, .output_padding = {0, 1}});
  expect_near(r.y, Array({1, 1, 1, 4}, {2, 13, 20, 30}));
  expect_near(r.dx, Array({1, 1, 1, 2}, {2 * 1 + 3 * 2, 1 * 2 + 2 * 3 + 3 * 4}));
  expect_near(r.dw, Array({1, 1, 1, 3}, {0 + 20, 1 + 30, 2 + 40}));
}

// Output padding smaller than the dilation but not than the stride: the added columns are reached
// by no tap and hold the bias alone.
TEST_P(ConvTranspose2d, OutputPaddingUpToTheDilation) {
  const Array x({1, 1, 1, 2}, {1, 10}), w({1, 1, 1, 2}, {1, 2});
  const Result r = run(x, w, Array({1}, 100), Array({1, 1, 1, 6}, {1, 2, 3, 4, 5, 6}),
                       {.stride = 1, .dilation = {1, 3}, .output_padding = {0, 1}});
  expect_near(r.y, Array({1, 1, 1, 6}, {101, 110, 100, 102, 120, 100}));
  expect_near(r.dx, Array({1, 1, 1, 2}, {1 + 2 * 4, 2 + 2 * 5}));
  expect_near(r.dw, Array({1, 1, 1, 2}, {1 + 20, 4 + 50}));
  expect_near(r.db, Array({1}, 21));
}

TEST_P(ConvTranspose2d, ChannelsAndGroups) {
  const Array x({1, 2, 1, 1}, {3, 5});
  const Array w({2, 2, 1, 1}, {1, 10, 100, 1000});
  const Result all = run(x, w, Array({2}, {0, 7}), Array({1, 2, 1, 1}, {1, 2}));
  expect_near(all.y, Array({1, 2, 1, 1}, {503, 5037}));
  expect_near(all.dx, Array({1, 2, 1, 1}, {21, 2100}));
  expect_near(all.dw, Array({2, 2, 1, 1}, {3, 6, 5, 10}));
  const Result groups =
      run(x, w, Array(Shape{4}), Array({1, 4, 1, 1}, {1, 2, 3, 4}), {.groups = 2});
  expect_near(groups.y, Array({1, 4, 1, 1}, {3, 30, 500, 5000}));
  expect_near(groups.dx, Array({1, 2, 1, 1}, {21, 4300}));
  expect_near(groups.dw, Array({2, 2, 1, 1}, {3, 6, 15, 20}));
}

// The rule of the FCN heads: kernel 2s, stride s, padding s/2.
TEST_P(ConvTranspose2d, ExactlySTimesAsLarge) {
  for (const std::int64_t s : {2, 4, 8, 16, 32}) {
    const Tensor x(Array({1, 1, 3, 5}, 1)), w(Array({1, 1, 2 * s, 2 * s}, 1));
    const Tensor y = conv_transpose2d(x, w, {}, {.stride = s, .padding = s / 2});
    EXPECT_EQ(y.shape(), (Shape{1, 1, 3 * s, 5 * s}));
    EXPECT_EQ(y.value()(0, 0, 3 * s / 2, 5 * s / 2), 4);  // under 2 x 2 kernels
    EXPECT_EQ(y.value()(0, 0, 0, 0), 1);
  }
}

TEST_P(ConvTranspose2d, EmptyBatchAndOnePixel) {
  const Result none = run(Array(Shape{0, 2, 3, 3}), Array({2, 3, 4, 4}, 1), Array({3}, 1),
                          Array(Shape{0, 3, 6, 6}), {.stride = 2, .padding = 1});
  EXPECT_EQ(none.dx.shape(), (Shape{0, 2, 3, 3}));
  expect_near(none.dw, Array({2, 3, 4, 4}), 0);
  const Result one = run(Array({1, 1, 1, 1}, 5), counting({1, 1, 2, 3}), Array(Shape{1}),
                         Array({1, 1, 2, 3}, 1), {.stride = 7});
  expect_near(one.y, Array({1, 1, 2, 3}, {0, 5, 10, 15, 20, 25}), 0);
  expect_near(one.dx, Array({1, 1, 1, 1}, 15), 0);
}

// <conv(x), y> = <x, convT(y)>: the one is the transpose of the other's matrix.
TEST_P(ConvTranspose2d, IsTheAdjointOfConv2d) {
  Rng rng(1);
  for (const std::int64_t stride : {1, 2, 3}) {
    for (const std::int64_t padding : {0, 1, 2}) {
      for (const std::int64_t groups : {1, 2}) {
        for (const std::int64_t dilation : {1, 2}) {
          // An input that the convolution uses up to its last row and column, and one with a rest.
          for (const std::int64_t rest : {std::int64_t{0}, stride - 1}) {
            const Size2 kernel{3, 4}, s{stride, stride}, p{padding, padding / 2};
            const auto size = [&](std::int64_t k, std::int64_t pad) {
              return 5 * stride - 2 * pad + dilation * (k - 1) + 1 + rest;
            };
            const Array x = random_array({2, 4, size(kernel.h, p.h), size(kernel.w, p.w)}, rng);
            const Array w = random_array({6, 4 / groups, kernel.h, kernel.w}, rng);
            const Array forward =
                conv2d(Tensor(x), Tensor(w), {}, {s, p, dilation, groups}).value();
            const Array y = random_array(forward.shape(), rng);
            const Array back =
                conv_transpose2d(Tensor(y), Tensor(w), {}, {s, p, dilation, groups, rest}).value();
            ASSERT_EQ(back.shape(), x.shape());
            const double left = dot(forward, y), right = dot(x, back);
            const double scale = std::sqrt(dot(forward, forward) * dot(y, y));
            EXPECT_NEAR(left / scale, right / scale, sizeof(Real) == 8 ? 1e-13 : 1e-6)
                << "stride " << stride << ", padding " << padding << ", groups " << groups
                << ", dilation " << dilation << ", rest " << rest;
          }
        }
      }
    }
  }
}

TEST(ConvTranspose2dErrors, Messages) {
  const auto zeros = [](const Shape& shape) { return Tensor(Array(shape)); };
  const auto expect = [&](const std::string& message, const Shape& x, const Shape& w,
                          const ConvTranspose2dOptions& options = {}) {
    expect_error<std::invalid_argument>("conv_transpose2d: " + message,
                                        [&] { conv_transpose2d(zeros(x), zeros(w), {}, options); });
  };
  expect("input [1, 3, 8, 8] has 3 channels but weight [2, 4, 3, 3] expects 2", {1, 3, 8, 8},
         {2, 4, 3, 3});
  expect(
      "input [3, 8, 8] and weight [3, 4, 3, 3]; [N, C, H, W] and [C, O / groups, KH, KW] are "
      "needed",
      {3, 8, 8}, {3, 4, 3, 3});
  expect("input [1, 3, 0, 8] has no pixels", {1, 3, 0, 8}, {3, 4, 3, 3});
  expect("output padding 2 must be smaller than stride 2 or dilation 1", {1, 3, 8, 8}, {3, 4, 3, 3},
         {.stride = 2, .output_padding = 2});
  expect("output padding -1 must be smaller", {1, 3, 8, 8}, {3, 4, 3, 3}, {.output_padding = -1});
  expect(
      "input [1, 3, 1, 1] and weight [3, 4, 3, 3] with stride 2 and padding 2 give an output of "
      "-1x-1",
      {1, 3, 1, 1}, {3, 4, 3, 3}, {.stride = 2, .padding = 2});
  expect("the 3 channels of input [1, 3, 8, 8] cannot be cut into 2 groups", {1, 3, 8, 8},
         {3, 4, 3, 3}, {.groups = 2});
  expect("stride 1, dilation 1 and groups 0 must be at least 1", {1, 3, 8, 8}, {3, 4, 3, 3},
         {.groups = 0});
  expect("stride 1, dilation 1 and groups 1 must be at least 1, padding -1 at least 0",
         {1, 3, 8, 8}, {3, 4, 3, 3}, {.padding = -1});
  expect("stride 0, dilation 1", {1, 3, 8, 8}, {3, 4, 3, 3}, {.stride = 0});
  expect("weight [3, 4, 0, 3] has an empty kernel", {1, 3, 8, 8}, {3, 4, 0, 3});
  expect_error<std::invalid_argument>(
      "conv_transpose2d: bias [3] for 4 output channels of weight [3, 4, 2, 2]", [&] {
        conv_transpose2d(zeros({1, 3, 8, 8}), zeros({3, 4, 2, 2}), zeros({3}));
      });
}

}  // namespace
}  // namespace pixelwise

#include "autograd/ops/conv2d.h"

#include <limits>

#include "autograd/ops/activations.h"
#include "base/random.h"
#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

// Every test runs with the plain loops, and with the kernels where they are compiled in.
class Conv2d : public testing::TestWithParam<bool> {
 private:
  const KernelsScope kernels_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Kernels, Conv2d, testing::Bool(),
                         [](const auto& run) { return run.param ? "fast" : "reference"; });

// Normal numbers, so that half of the sums are negative.
Array normal_values(const Shape& shape, Rng& rng) {
  Array a(shape);
  for (std::int64_t i = 0; i < a.size(); ++i) a(i) = static_cast<Real>(rng.normal());
  return a;
}

struct Result {
  Array y, dx, dw, db;
};

Result run(const Array& x, const Array& w, const Array& bias, const Array& dy,
           const Conv2dOptions& options = {}) {
  const Tensor tx = Tensor::parameter(x), tw = Tensor::parameter(w), tb = Tensor::parameter(bias);
  const Tensor y = conv2d(tx, tw, tb, options);
  y.backward(dy);
  return {y.value(), tx.grad(), tw.grad(), tb.grad()};
}

// 0 1 2        1 2
// 3 4 5   *    3 4    =  the four sums of four products, + 100. Not flipped: the top left output
// 6 7 8                  is 0*1 + 1*2 + 3*3 + 4*4 = 27.
TEST_P(Conv2d, ByHand) {
  const Result r = run(counting({1, 1, 3, 3}), Array({1, 1, 2, 2}, {1, 2, 3, 4}),
                       Array({1}, std::vector<Real>{100}), Array({1, 1, 2, 2}, {1, 0, 0, 10}));
  expect_near(r.y, Array({1, 1, 2, 2}, {127, 137, 157, 167}));
  // The kernel laid down at the two outputs, times 1 and times 10.
  expect_near(r.dx, Array({1, 1, 3, 3}, {1, 2, 0, 3, 4 + 10, 20, 0, 30, 40}));
  // The windows of the two outputs, times 1 and times 10.
  expect_near(r.dw, Array({1, 1, 2, 2}, {40, 51, 73, 84}));
  expect_near(r.db, Array({1}, std::vector<Real>{11}));
}

TEST_P(Conv2d, ChannelsAreSummedAndOutputsSeparate) {
  const Array x({1, 2, 1, 2}, {1, 2, 10, 20});
  const Array w({3, 2, 1, 1}, {1, 0, 0, 1, 2, 3});
  const Result r = run(x, w, Array({3}, {0, 0, 5}), Array({1, 3, 1, 2}, {1, 2, 3, 4, 5, 6}));
  expect_near(r.y, Array({1, 3, 1, 2}, {1, 2, 10, 20, 37, 69}));
  expect_near(r.dx, Array({1, 2, 1, 2}, {1 + 10, 2 + 12, 3 + 15, 4 + 18}));
  expect_near(r.dw, Array({3, 2, 1, 1}, {5, 50, 11, 110, 17, 170}));
  expect_near(r.db, Array({3}, {3, 7, 11}));
}

TEST_P(Conv2d, StridePaddingAndDilationByHand) {
  // Outputs 0, 1, 2 read columns (-1, 1), (1, 3), (3, 5) of 1 2 3 4 5 6: in steps of 2, 2 apart.
  const Conv2dOptions options{.stride = {1, 2}, .padding = {0, 1}, .dilation = {1, 2}};
  const Result r = run(Array({1, 1, 1, 6}, {1, 2, 3, 4, 5, 6}), Array({1, 1, 1, 2}, {10, 1}),
                       Array({1}, std::vector<Real>{0}), Array({1, 1, 1, 3}, {1, 2, 3}), options);
  expect_near(r.y, Array({1, 1, 1, 3}, {2, 24, 46}));
  expect_near(r.dx, Array({1, 1, 1, 6}, {0, 1 + 20, 0, 2 + 30, 0, 3}));
  expect_near(r.dw, Array({1, 1, 1, 2}, {2 * 2 + 3 * 4, 1 * 2 + 2 * 4 + 3 * 6}));
}

TEST_P(Conv2d, GroupsDoNotSeeEachOther) {
  const Array x({1, 2, 1, 1}, {3, 5});
  const Array w({4, 1, 1, 1}, {1, 10, 100, 1000});
  const Result r = run(x, w, Array(Shape{4}), Array({1, 4, 1, 1}, {1, 1, 1, 1}), {.groups = 2});
  expect_near(r.y, Array({1, 4, 1, 1}, {3, 30, 500, 5000}));
  expect_near(r.dx, Array({1, 2, 1, 1}, {11, 1100}));
  expect_near(r.dw, Array({4, 1, 1, 1}, {3, 3, 5, 5}));
}

TEST_P(Conv2d, AnImageOfOnePixelUnderAKernelOfNine) {
  const Result r = run(Array({1, 1, 1, 1}, std::vector<Real>{2}), counting({1, 1, 3, 3}),
                       Array(Shape{1}), Array({1, 1, 1, 1}, 1), {.padding = 1});
  expect_near(r.y, Array({1, 1, 1, 1}, 8), 0);
  expect_near(r.dx, Array({1, 1, 1, 1}, 4), 0);
  expect_near(r.dw, Array({1, 1, 3, 3}, {0, 0, 0, 0, 2, 0, 0, 0, 0}), 0);
}

TEST_P(Conv2d, PaddingBeyondTheKernel) {
  const Result r = run(Array({1, 1, 1, 1}, 1), Array({1, 1, 1, 1}, 3), Array({1}, 7),
                       Array({1, 1, 5, 5}, 1), {.padding = 2});
  Array expected({1, 1, 5, 5}, 7);
  expected(0, 0, 2, 2) = 10;
  expect_near(r.y, expected, 0);
  expect_near(r.dx, Array({1, 1, 1, 1}, 3), 0);
  expect_near(r.db, Array({1}, 25), 0);
}

TEST_P(Conv2d, EmptyBatch) {
  const Result r = run(Array(Shape{0, 2, 5, 5}), Array({3, 2, 3, 3}, 1), Array({3}, 1),
                       Array(Shape{0, 3, 3, 3}));
  EXPECT_EQ(r.y.shape(), (Shape{0, 3, 3, 3}));
  EXPECT_EQ(r.dx.shape(), (Shape{0, 2, 5, 5}));
  expect_near(r.dw, Array({3, 2, 3, 3}), 0);
  expect_near(r.db, Array(Shape{3}), 0);
}

TEST_P(Conv2d, OnlyTheNeededEdgesExist) {
  const Tensor x(Array({1, 2, 5, 5}, 1)), w = Tensor::parameter(Array({3, 2, 3, 3}, 1));
  const Tensor b = Tensor::parameter(Array({3}, 1));
  EXPECT_EQ(conv2d(x, w, b).node()->links.size(), 2U);
  EXPECT_EQ(conv2d(x, w, {}).node()->links.size(), 1U);
  EXPECT_EQ(conv2d(x, w.detach(), {}).node(), nullptr);
}

// Bit for bit, and NaN included: Winograd's method and direct sums, whole vectors and remainders.
TEST_P(Conv2d, WithReluEqualsReluAfterIt) {
  for (const std::int64_t channels : {3, 16, 33}) {
    for (const std::int64_t kernel : {1, 3, 7}) {
      SCOPED_TRACE(testing::Message() << channels << " channels, kernel " << kernel);
      Rng rng(1);
      const auto random = [&](const Shape& shape) { return normal_values(shape, rng); };
      const Conv2dOptions options{.padding = kernel / 2};
      Array x = random({2, channels, 7, 9});
      x(1, 0, 3, 3) = std::numeric_limits<Real>::quiet_NaN();
      const Array w = random({channels, channels, kernel, kernel}), b = random({channels});
      const Array dy = random({2, channels, 7, 9});
      std::vector<Tensor> one = {Tensor::parameter(x), Tensor::parameter(w), Tensor::parameter(b)};
      std::vector<Tensor> two = {Tensor::parameter(x), Tensor::parameter(w), Tensor::parameter(b)};
      const Tensor y = relu(conv2d(one[0], one[1], one[2], options));  // in one pass
      const Tensor z = conv2d(two[0], two[1], two[2], options);
      z.value();
      const Tensor want = relu(z);
      expect_same_bits(y.value(), want.value());
      y.backward(dy);
      want.backward(dy);
      for (std::size_t i = 0; i < one.size(); ++i) expect_same_bits(one[i].grad(), two[i].grad());
    }
  }
}

TEST(Conv2dErrors, Shapes) {
  const auto zeros = [](const Shape& shape) { return Tensor(Array(shape)); };
  const auto expect = [&](const std::string& message, const Shape& x, const Shape& w,
                          const Conv2dOptions& options = {}) {
    expect_error<std::invalid_argument>(message, [&] { conv2d(zeros(x), zeros(w), {}, options); });
  };
  expect("conv2d: input [1, 3, 8, 8] has 3 channels but weight [4, 2, 3, 3] expects 2",
         {1, 3, 8, 8}, {4, 2, 3, 3});
  expect(
      "conv2d: input [1, 3, 8, 8] has 3 channels but weight [4, 2, 3, 3] with 2 groups expects 4",
      {1, 3, 8, 8}, {4, 2, 3, 3}, {.groups = 2});
  expect("conv2d: the 3 output channels of weight [3, 2, 3, 3] cannot be cut into 2 groups",
         {1, 4, 8, 8}, {3, 2, 3, 3}, {.groups = 2});
  expect("conv2d: input [3, 8, 8] is not [N, C, H, W]", {3, 8, 8}, {4, 3, 3, 3});
  expect("conv2d: weight [4, 27] is not [O, C / groups, KH, KW]", {1, 3, 8, 8}, {4, 27});
  expect("conv2d: weight [4, 3, 0, 3] has an empty kernel", {1, 3, 8, 8}, {4, 3, 0, 3});
  expect("conv2d: weight [0, 3, 3, 3] has an empty kernel", {1, 3, 8, 8}, {0, 3, 3, 3});
  expect(
      "conv2d: input [1, 3, 3, 8] with padding 1x0 is smaller than the kernel of weight "
      "[4, 3, 7, 7], which covers 7x7; a larger image, more padding or a smaller kernel is needed",
      {1, 3, 3, 8}, {4, 3, 7, 7}, {.padding = {1, 0}});
  expect("which covers 5x9", {1, 3, 8, 8}, {4, 3, 3, 3}, {.dilation = {2, 4}});
  expect_error<std::invalid_argument>(
      "conv2d: bias [3] for 4 output channels of weight [4, 3, 3, 3]", [&] {
        conv2d(zeros({1, 3, 8, 8}), zeros({4, 3, 3, 3}), zeros({3}));
      });
}

TEST(Conv2dErrors, Options) {
  const Tensor x(Array({1, 3, 8, 8})), w(Array({4, 3, 3, 3}));
  const auto expect = [&](const std::string& message, const Conv2dOptions& options) {
    expect_error<std::invalid_argument>("conv2d: " + message, [&] { conv2d(x, w, {}, options); });
  };
  expect("stride 0, dilation 1 and groups 1 must be at least 1, padding 0 at least 0",
         {.stride = 0});
  expect("stride 1, dilation 1x0 and groups 1 must be at least 1", {.dilation = {1, 0}});
  expect("stride 1, dilation 1 and groups 0 must be at least 1", {.groups = 0});
  expect("stride 1, dilation 1 and groups 1 must be at least 1, padding -1 at least 0",
         {.padding = -1});
}

}  // namespace
}  // namespace pixelwise

#include "autograd/ops/max_pool2d.h"

#include <cmath>
#include <limits>

#include "autograd/buffer.h"
#include "autograd/ops/activations.h"
#include "autograd/ops/arithmetic.h"
#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

constexpr Real kNaN = std::numeric_limits<Real>::quiet_NaN();
constexpr Real kInfinity = std::numeric_limits<Real>::infinity();

// 1 5 2 0
// 3 4 9 8   pooled 2 x 2: the maxima 5 and 9.
TEST(MaxPool2d, ByHand) {
  const Tensor x = Tensor::parameter(Array({1, 1, 2, 4}, {1, 5, 2, 0, 3, 4, 9, 8}));
  const Pooled pooled = max_pool2d_with_indices(x);
  expect_near(pooled.values.value(), Array({1, 1, 1, 2}, {5, 9}), 0);
  EXPECT_EQ(*pooled.indices.taps, (std::vector<std::uint8_t>{1, 2}));
  EXPECT_EQ(pooled.indices.input, x.shape());
  EXPECT_EQ(pooled.indices.output, (Shape{1, 1, 1, 2}));
  pooled.values.backward(Array({1, 1, 1, 2}, {10, 20}));
  expect_near(x.grad(), Array({1, 1, 2, 4}, {0, 10, 0, 0, 0, 0, 20, 0}), 0);
}

TEST(MaxPool2d, OverlappingWindowsAddUp) {
  const Tensor x = Tensor::parameter(Array({1, 1, 1, 3}, {1, 7, 2}));
  const Tensor y = max_pool2d(x, {.kernel = {1, 2}, .stride = 1});
  expect_near(y.value(), Array({1, 1, 1, 2}, {7, 7}), 0);
  y.backward(Array({1, 1, 1, 2}, {10, 20}));
  expect_near(x.grad(), Array({1, 1, 1, 3}, {0, 30, 0}), 0);
}

TEST(MaxPool2d, ImagesAndChannelsDoNotMix) {
  Rng rng(1);
  const Array x = random_array({2, 3, 4, 6}, rng);
  const Array y = max_pool2d(Tensor(x), {.kernel = {2, 3}, .stride = {2, 3}}).value();
  for (std::int64_t n = 0; n < 2; ++n) {
    for (std::int64_t c = 0; c < 3; ++c) {
      for (std::int64_t i = 0; i < 2; ++i) {
        for (std::int64_t j = 0; j < 2; ++j) {
          Real best = -kInfinity;
          for (std::int64_t k = 0; k < 6; ++k) {
            best = std::max(best, x(n, c, 2 * i + k / 3, 3 * j + k % 3));
          }
          EXPECT_EQ(y(n, c, i, j), best);
        }
      }
    }
  }
}

// Zeros in the border would win here.
TEST(MaxPool2d, PaddingIsMinusInfinity) {
  const Tensor x = Tensor::parameter(Array({1, 1, 2, 2}, {-4, -3, -2, -1}));
  const Tensor y = max_pool2d(x, {.kernel = 2, .stride = 2, .padding = 1});
  expect_near(y.value(), Array({1, 1, 2, 2}, {-4, -3, -2, -1}), 0);
  y.backward(Array({1, 1, 2, 2}, {1, 2, 3, 4}));
  expect_near(x.grad(), Array({1, 1, 2, 2}, {1, 2, 3, 4}), 0);
}

TEST(MaxPool2d, AmongEqualsTheFirstWins) {
  const Tensor x = Tensor::parameter(Array({1, 1, 2, 2}, 5));
  max_pool2d(x).backward(Array({1, 1, 1, 1}, 1));
  expect_near(x.grad(), Array({1, 1, 2, 2}, {1, 0, 0, 0}), 0);
}

TEST(MaxPool2d, NaNWinsWhereverItStands) {
  for (std::size_t place = 0; place < 4; ++place) {
    std::vector<Real> values{1, 2, 3, 4};
    values[place] = kNaN;
    const Pooled pooled = max_pool2d_with_indices(Tensor(Array({1, 1, 2, 2}, values)));
    EXPECT_TRUE(std::isnan(pooled.values.value()(0))) << place;
    EXPECT_EQ(pooled.indices.taps->at(0), place);
  }
}

TEST(MaxPool2d, MinusInfinityIsAValueToo) {
  const Tensor x = Tensor::parameter(Array({1, 1, 2, 2}, -kInfinity));
  const Tensor y = max_pool2d(x);
  EXPECT_EQ(y.value()(0), -kInfinity);
  y.backward(Array({1, 1, 1, 1}, 1));
  EXPECT_EQ(x.grad()(0), 1);
}

TEST(MaxPool2d, AWindowOf256Elements) {
  Array x(Shape{1, 1, 16, 16});
  x(255) = 1;
  const Pooled pooled = max_pool2d_with_indices(Tensor(x), {.kernel = 16, .stride = 16});
  EXPECT_EQ(pooled.indices.taps->at(0), 255);
}

// The number of windows, counted one by one: window i covers the rows i s - p ... i s - p + k - 1.
// Floor: it has to end inside the padded input. Ceil: it may stick out by less than a stride, but
// has to start inside the input or its leading padding.
std::int64_t windows(std::int64_t in, std::int64_t k, std::int64_t s, std::int64_t p, bool ceil) {
  std::int64_t count = 0;
  while (true) {
    const std::int64_t first = count * s - p, behind = first + k;
    const bool fits = behind <= in + p;
    const bool sticks_out = behind < in + p + s && first < in;
    if (!fits && !(ceil && sticks_out)) return count;
    ++count;
  }
}

TEST(MaxPool2d, OutputSizesAreTheCountedWindows) {
  int checked = 0;
  for (std::int64_t in = 1; in <= 13; ++in) {
    for (std::int64_t k = 1; k <= 4; ++k) {
      for (std::int64_t s = 1; s <= 4; ++s) {
        for (std::int64_t p = 0; 2 * p <= k; ++p) {
          for (const bool ceil : {false, true}) {
            const std::int64_t expected = windows(in, k, s, p, ceil);
            const MaxPool2dOptions options{{k, 1}, {s, 1}, {p, 0}, ceil};
            const Tensor x = Tensor::parameter(counting({1, 1, in, 2}));
            if (expected == 0) {
              EXPECT_THROW(max_pool2d(x, options), std::invalid_argument);
              continue;
            }
            const Tensor y = max_pool2d(x, options);
            ASSERT_EQ(y.shape(), (Shape{1, 1, expected, 2}))
                << "in " << in << " k " << k << " s " << s << " p " << p << " ceil " << ceil;
            for (std::int64_t i = 0; i < expected; ++i) {  // rising rows: the last one wins
              EXPECT_EQ(y.value()(0, 0, i, 1), 2 * std::min(in - 1, i * s - p + k - 1) + 1);
            }
            y.backward(Array(y.shape(), 1));
            EXPECT_EQ(dot(x.grad(), Array(x.shape(), 1)), 2 * expected);
            ++checked;
          }
        }
      }
    }
  }
  EXPECT_GT(checked, 700);
}

// From NETWORKS-like sizes: the five pools of VGG on 500 + 2 * 99 rows, floor and ceil.
TEST(MaxPool2d, KnownSizes) {
  const auto rows = [](std::int64_t in, const MaxPool2dOptions& options) {
    return max_pool2d(Tensor(Array({1, 1, in, in})), options).shape()[2];
  };
  const std::int64_t ceil_sizes[] = {698, 349, 175, 88, 44, 22};
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(rows(ceil_sizes[i], {.ceil_mode = true}), ceil_sizes[i + 1]);
  EXPECT_EQ(rows(349, {}), 174);
  EXPECT_EQ(rows(112, {.kernel = 3, .stride = 2, .padding = 1}), 56);
}

TEST(MaxPool2d, OnePixelMaps) {
  const Tensor x(Array({1, 2, 1, 1}, {3, 4}));
  expect_near(max_pool2d(x, {.ceil_mode = true}).value(), x.value(), 0);
  expect_near(max_pool2d(x, {.kernel = 1, .stride = 1}).value(), x.value(), 0);
  expect_near(max_pool2d(x, {.kernel = 3, .stride = 1, .padding = 1}).value(), x.value(), 0);
}

TEST(MaxPool2d, EmptyBatch) {
  const Tensor none = Tensor::parameter(Array(Shape{0, 2, 4, 4}));
  const Tensor y = max_pool2d(none);
  EXPECT_EQ(y.shape(), (Shape{0, 2, 2, 2}));
  y.backward(y.value());
  EXPECT_EQ(none.grad().shape(), none.shape());
}

// Bit for bit, NaN and windows of nothing but negative numbers included; whole vectors of channels
// and remainders; windows that overlap and that stick out.
TEST(MaxPool2d, WithReluEqualsReluBeforeAndAfterIt) {
  const MaxPool2dOptions all[] = {{}, {3, 2, 0, true}, {3, 2, 1}, {{1, 2}, 1}};
  for (const bool fast : {true, false}) {
    const KernelsScope kernels(fast);
    for (const MaxPool2dOptions& options : all) {
      Rng rng(1);
      Array x = random_array({2, 19, 7, 9}, rng);
      for (std::int64_t i = 0; i < x.size(); ++i) x(i) -= Real(0.5);
      x(1, 0, 3, 3) = x(1, 18, 2, 2) = kNaN;
      const Tensor one = Tensor::parameter(x), two = Tensor::parameter(x);
      const Tensor three = Tensor::parameter(x);
      const Tensor y = max_pool2d(relu(one), options);
      const Tensor after = relu(max_pool2d(two, options)), cut = relu(three),
                   before = max_pool2d(cut, options);
      expect_same_bits(y.value(), after.value());
      expect_same_bits(y.value(), before.value());
      const Array dy = random_array(y.shape(), rng);
      for (const Tensor& result : {y, after, before}) result.backward(dy);
      expect_same_bits(one.grad(), two.grad());
      expect_same_bits(one.grad(), three.grad());
    }
  }
}

// What the backward pass keeps: nothing of the input's size, unless ReLU's result was asked for.
TEST(MaxPool2d, WithReluKeepsNothingOfTheInputsSize) {
  const Tensor w = Tensor::parameter(Array({1, 1, 1, 1}, 1));
  const auto kept = [&](bool at_once) {
    const std::size_t before = buffer_bytes_in_use();
    const auto product = [&] { return w * Tensor(Array({1, 8, 32, 32}, 1)); };
    Tensor y;
    if (at_once) {
      y = max_pool2d(relu(product()));
    } else {
      const Tensor cut = relu(product());
      y = max_pool2d(cut);
    }
    return buffer_bytes_in_use() - before;
  };
  const std::size_t input = 8 * 32 * 32 * sizeof(Real);
  EXPECT_LT(kept(true), 2 * input);   // w's gradient needs the other factor
  EXPECT_GE(kept(false), 2 * input);  // and ReLU's its own result
}

TEST(MaxPool2dErrors, Messages) {
  const Tensor x(Array({1, 2, 3, 4}));
  const auto expect = [&](const std::string& message, const MaxPool2dOptions& options) {
    expect_error<std::invalid_argument>("max_pool2d: " + message, [&] { max_pool2d(x, options); });
  };
  expect("kernel 0 (1 to 256 elements), stride 2 (at least 1)", {.kernel = 0});
  expect("kernel 17x16 (1 to 256 elements)", {.kernel = {17, 16}});
  expect("kernel 2 (1 to 256 elements), stride 2x0 (at least 1)", {.stride = {2, 0}});
  expect("padding 2 must be between 0 and half the kernel 3", {.kernel = 3, .padding = 2});
  expect("padding 0x-1 must be between 0 and half the kernel 2", {.padding = {0, -1}});
  expect("input [1, 2, 3, 4] with padding 0 is smaller than the kernel 4", {.kernel = 4});
  expect("input [1, 2, 3, 4] with padding 0 is smaller than the kernel 5",
         {.kernel = 5, .stride = 2, .ceil_mode = true});
  expect_error<std::invalid_argument>("max_pool2d: input [3, 4] is not [N, C, H, W]", [] {
    max_pool2d(Tensor(Array(Shape{3, 4})));
  });
  expect_error<std::invalid_argument>(
      "max_pool2d: input [1, 1, 0, 4] is not [N, C, H, W] with at least one pixel", [] {
        max_pool2d(Tensor(Array(Shape{1, 1, 0, 4})), {.padding = 1});
      });
}

}  // namespace
}  // namespace pixelwise

// Fast convolution against its definition in double, over random geometries.
#include <gtest/gtest.h>

#include "autograd/kernels.h"
#include "autograd/kernels/isa.h"
#include "autograd/kernels/mode.h"
#include "base/check.h"
#include "base/parallel.h"
#include "tests/autograd/kernels/reference.h"

namespace pixelwise::kernels::test {
namespace {

// Float sums of up to some thousand terms; a wrong tap or a missing term is off by 1e-3 or more.
constexpr double kTolerance = 2e-6;

// Winograd's method spreads the rounding of a tile over its outputs, so that an output of which
// little is left (padding) has an error that its own terms do not explain: judged by norms.
constexpr double kWinogradTolerance = 5e-6;

std::string describe(const ConvGeometry& s) {
  return text("n ", s.n, " c ", s.c, " h ", s.ih, " w ", s.iw, " o ", s.o, " kernel ", s.kh, "x",
              s.kw, " stride ", s.stride_h, " ", s.stride_w, " padding ", s.padding_h, " ",
              s.padding_w, " dilation ", s.dilation_h, " ", s.dilation_w, " groups ", s.groups);
}

// Checks with one of the processor's instruction sets, in turn.
void check(const ConvGeometry& s, std::mt19937& random) {
  static int turn = 0;
  if (supported_isa(turn) == nullptr) turn = 0;
  set_isa(*supported_isa(turn++));
  SCOPED_TRACE(describe(s) + " " + isa().name);
  const Values x = random_values(x_size(s), random);
  const Values w = random_values(w_size(s), random);
  const Values dy = random_values(y_size(s), random);
  const Values bias = random_values(s.o, random), bias_c = random_values(s.c, random);
  Sums y_want(y_size(s)), dx_want(x_size(s)), dw_want(w_size(s));
  for (std::int64_t i = 0; i < y_size(s); ++i)
    y_want.add(i, bias[static_cast<std::size_t>(i % s.o)]);
  for (std::int64_t i = 0; i < x_size(s); ++i) {
    dx_want.add(i, bias_c[static_cast<std::size_t>(i % s.c)]);
  }
  for_each_tap(s, [&](std::int64_t iy, std::int64_t ix, std::int64_t iw) {
    const double xv = x[static_cast<std::size_t>(ix)], wv = w[static_cast<std::size_t>(iw)];
    const double dv = dy[static_cast<std::size_t>(iy)];
    y_want.add(iy, xv * wv);
    dx_want.add(ix, dv * wv);
    dw_want.add(iw, dv * xv);
  });
  for (Mode wanted : {Mode::direct, Mode::fast}) {
    SCOPED_TRACE(wanted == Mode::direct ? "direct" : "fast");
    set_mode(wanted);
    Values y[2], dx[2], dw[2];
    for (int count : {1, 2}) {
      set_threads(count);
      Values& y_got = y[count - 1] = Values(y_want.value.size(), 7.0f);
      Values& dx_got = dx[count - 1] = Values(x.size(), 7.0f);
      Values& dw_got = dw[count - 1] = Values(w.size(), 7.0f);
      ASSERT_TRUE(conv_forward(s, x.data(), w.data(), bias.data(), false, y_got.data()));
      Values cut(y_got.size(), 7.0f), y_cut = y_got;
      for (float& value : y_cut) value = value < 0 ? 0.0f : value;
      ASSERT_TRUE(conv_forward(s, x.data(), w.data(), bias.data(), true, cut.data()));
      EXPECT_EQ(cut, y_cut) << "with ReLU";
      ASSERT_TRUE(conv_backward_data(s, dy.data(), w.data(), bias_c.data(), dx_got.data()));
      ASSERT_TRUE(conv_backward_weights(s, x.data(), dy.data(), dw_got.data()));
    }
    EXPECT_EQ(y[0], y[1]) << "forward differs with 2 threads";
    EXPECT_EQ(dx[0], dx[1]) << "backward data differs with 2 threads";
    EXPECT_EQ(dw[0], dw[1]) << "backward weights differs with 2 threads";
    if (wanted == Mode::direct) {
      EXPECT_LT(worst_error(y[0], y_want), kTolerance) << "forward";
      EXPECT_LT(worst_error(dx[0], dx_want), kTolerance) << "backward data";
      EXPECT_LT(worst_error(dw[0], dw_want), kTolerance) << "backward weights";
    } else {
      EXPECT_LT(relative_norm(y[0], y_want), kWinogradTolerance) << "forward";
      EXPECT_LT(relative_norm(dx[0], dx_want), kWinogradTolerance) << "backward data";
      EXPECT_LT(relative_norm(dw[0], dw_want), kWinogradTolerance) << "backward weights";
    }
  }
  set_mode(Mode::fast);
  set_isa(*supported_isa(0));
}

std::int64_t any(std::mt19937& random, std::int64_t low, std::int64_t high) {
  return std::uniform_int_distribution<std::int64_t>(low, high)(random);
}

std::int64_t pick(std::mt19937& random, const std::vector<std::int64_t>& from) {
  return from[static_cast<std::size_t>(any(random, 0, static_cast<std::int64_t>(from.size()) - 1))];
}

TEST(FastConv, MatchesTheDefinitionOverRandomGeometries) {
  std::mt19937 random(1);
  const std::vector<std::int64_t> channels = {1, 2, 3, 5, 6, 7, 16, 17, 21, 31, 32, 33, 48};
  for (int count = 0; count < 2000;) {
    ConvGeometry s{};
    s.n = any(random, 1, 3);
    s.groups = any(random, 0, 4) == 0 ? any(random, 2, 3) : 1;
    s.c = pick(random, channels) * s.groups;
    s.o = pick(random, channels) * s.groups;
    s.ih = any(random, 1, 19);
    s.iw = any(random, 1, 19);
    s.kh = any(random, 1, 5);
    s.kw = any(random, 1, 5);
    s.stride_h = any(random, 1, 3);
    s.stride_w = any(random, 1, 3);
    s.padding_h = any(random, 0, 4);
    s.padding_w = any(random, 0, 4);
    s.dilation_h = any(random, 1, 3);
    s.dilation_w = any(random, 1, 3);
    if (!has_output(s)) continue;
    s = with_output(s);
    if (y_size(s) * s.kh * s.kw * (s.c / s.groups) > 1'000'000) continue;  // the loops are slow
    check(s, random);
    if (HasFatalFailure() || HasFailure()) return;
    ++count;
  }
}

// The common case, more often: 3x3, stride 1, padding 1.
TEST(FastConv, MatchesTheDefinitionForThreeByThree) {
  std::mt19937 random(2);
  const std::vector<std::int64_t> channels = {1, 3, 6, 16, 24, 32, 64, 70, 96};
  for (int count = 0; count < 150; ++count) {
    ConvGeometry s{};
    s.n = any(random, 1, 3);
    s.groups = 1;
    s.c = pick(random, channels);
    s.o = pick(random, channels);
    s.ih = any(random, 1, 21);
    s.iw = any(random, 1, 21);
    s.kh = s.kw = 3;
    s.stride_h = s.stride_w = s.dilation_h = s.dilation_w = 1;
    s.padding_h = s.padding_w = any(random, 0, 2);
    if (!has_output(s)) continue;
    check(with_output(s), random);
    if (HasFatalFailure() || HasFailure()) return;
  }
}

// Few pixels under many channels, as in fc6 and fc7: dot products, or panels tap by tap.
TEST(FastConv, MatchesTheDefinitionForFewPixels) {
  std::mt19937 random(5);
  const std::vector<std::int64_t> in = {64, 72, 80, 96, 128, 130, 576};
  const std::vector<std::int64_t> out = {1, 2, 3, 5, 6, 7, 13, 40};
  for (int count = 0; count < 200;) {
    ConvGeometry s{};
    s.n = any(random, 1, 3);
    s.groups = any(random, 0, 4) == 0 ? 2 : 1;
    s.c = pick(random, in) * s.groups;
    s.o = pick(random, out) * s.groups;
    s.ih = any(random, 1, 9);
    s.iw = any(random, 1, 9);
    s.kh = any(random, 1, 7);
    s.kw = any(random, 1, 7);
    s.stride_h = any(random, 1, 2);
    s.stride_w = any(random, 1, 2);
    s.padding_h = any(random, 0, 3);
    s.padding_w = any(random, 0, 3);
    s.dilation_h = s.dilation_w = 1;
    if (!has_output(s)) continue;
    s = with_output(s);
    if (y_size(s) * s.kh * s.kw * (s.c / s.groups) > 2'000'000) continue;  // the loops are slow
    check(s, random);
    if (HasFatalFailure() || HasFailure()) return;
    ++count;
  }
}

// Kernels seven wide on small maps, as in fc6 on larger images: Winograd's method along rows.
TEST(FastConv, MatchesTheDefinitionForSevenWide) {
  std::mt19937 random(6);
  for (int count = 0; count < 24;) {
    ConvGeometry s{};
    s.n = any(random, 1, 3);
    s.groups = any(random, 0, 4) == 0 ? 2 : 1;
    s.c = pick(random, {64, 68, 72, 80, 130, 272}) * s.groups;
    s.o = pick(random, {64, 68, 70, 97, 144}) * s.groups;
    s.ih = any(random, 1, 16);
    s.iw = any(random, 1, 18);
    s.kh = any(random, 1, 7);
    s.kw = 7;
    s.stride_h = s.stride_w = s.dilation_w = 1;
    s.dilation_h = any(random, 1, 2);
    s.padding_h = any(random, 0, 4);
    s.padding_w = any(random, 0, 7);
    if (!has_output(s)) continue;
    s = with_output(s);
    const std::int64_t pixels = s.n * s.oh * s.ow;
    if (pixels < 128 || pixels > 300 || s.ow < 8) continue;  // take another way, or are slow
    if (y_size(s) * s.kh * s.kw * (s.c / s.groups) > 40'000'000) continue;
    check(s, random);
    if (HasFatalFailure() || HasFailure()) return;
    ++count;
  }
}

// Without it the test above could pass on another kernel: Winograd's method rounds differently.
TEST(FastConv, TakesAWayOfItsOwnForSevenWide) {
  std::mt19937 random(7);
  const ConvGeometry s = with_output({1, 64, 12, 12, 64, 7, 7, 0, 0, 1, 1, 3, 3, 1, 1, 1});
  const Values x = random_values(x_size(s), random), w = random_values(w_size(s), random);
  Values y[2], dx[2], dw[2];
  for (Mode wanted : {Mode::direct, Mode::fast}) {
    set_mode(wanted);
    const int k = wanted == Mode::fast ? 1 : 0;
    y[k] = Values(static_cast<std::size_t>(y_size(s))), dx[k] = Values(x.size());
    ASSERT_TRUE(conv_forward(s, x.data(), w.data(), nullptr, false, y[k].data()));
    dw[k] = Values(w.size());
    ASSERT_TRUE(conv_backward_data(s, x.data(), w.data(), nullptr, dx[k].data()));
    ASSERT_TRUE(conv_backward_weights(s, x.data(), x.data(), dw[k].data()));
  }
  EXPECT_NE(y[0], y[1]);
  EXPECT_NE(dx[0], dx[1]);
  EXPECT_NE(dw[0], dw[1]);
}

// Upsampling by transposed convolution: kernel 2s, stride s, padding s / 2.
TEST(FastConv, MatchesTheDefinitionForUpsampling) {
  std::mt19937 random(3);
  for (std::int64_t stride : {2, 4, 8, 16, 32}) {
    for (std::int64_t channels : {1, 6, 21}) {
      for (std::int64_t crop : {0, 1}) {  // sizes that are and are not a multiple of the stride
        ConvGeometry s{};
        s.n = 2;
        s.groups = 1;
        s.c = s.o = channels;
        s.ih = stride * 3 - crop;
        s.iw = stride * 2 - crop;
        s.kh = s.kw = 2 * stride;
        s.stride_h = s.stride_w = stride;
        s.padding_h = s.padding_w = stride / 2;
        s.dilation_h = s.dilation_w = 1;
        check(with_output(s), random);
        if (HasFatalFailure() || HasFailure()) return;
      }
    }
  }
}

// Sizes that take each way through the cutting of work: several bands, several blocks of k,
// several groups of columns, clipped taps, rows that would collide in the cache.
TEST(FastConv, MatchesTheDefinitionForLargerSizes) {
  std::mt19937 random(4);
  const ConvGeometry sizes[] = {
      {1, 64, 28, 30, 96, 3, 3, 0, 0, 1, 1, 1, 1, 1, 1, 1},
      {2, 128, 7, 7, 160, 7, 7, 0, 0, 1, 1, 3, 3, 1, 1, 1},
      {1, 320, 12, 13, 70, 5, 5, 0, 0, 1, 1, 2, 2, 1, 1, 1},
      {3, 64, 13, 12, 37, 5, 5, 0, 0, 2, 2, 2, 2, 1, 1, 1},
      {1, 1024, 10, 12, 40, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 1},
      {1, 1024, 5, 12, 40, 3, 1, 0, 0, 1, 1, 1, 0, 1, 1, 1},
      {5, 130, 9, 9, 70, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 1},
      {2, 16, 60, 60, 16, 3, 3, 0, 0, 2, 2, 1, 1, 1, 1, 1},
      {1, 3, 90, 100, 16, 3, 3, 0, 0, 1, 1, 20, 20, 1, 1, 1},
      {9, 64, 4, 4, 64, 3, 3, 0, 0, 1, 1, 1, 1, 1, 1, 1},
      {7, 40, 3, 4, 50, 3, 4, 0, 0, 1, 1, 0, 0, 1, 1, 1},
      {3, 40, 1, 1, 50, 3, 3, 0, 0, 1, 1, 1, 1, 1, 1, 1},
      {1, 64, 20, 20, 24, 3, 3, 0, 0, 1, 1, 12, 12, 12, 12, 1},
      {1, 1030, 6, 5, 350, 7, 7, 0, 0, 1, 1, 3, 3, 1, 1, 1},
      {1, 512, 14, 14, 33, 3, 3, 0, 0, 1, 1, 1, 1, 1, 1, 1},
      // Winograd's method along rows: the two phases of 14 taps, and dy rows that are apart.
      {1, 64, 10, 40, 64, 2, 14, 0, 0, 1, 2, 0, 6, 1, 1, 1},
      {1, 64, 40, 11, 64, 3, 7, 0, 0, 2, 1, 1, 3, 1, 1, 1},
  };
  for (const ConvGeometry& s : sizes) {
    for (int i = 0; supported_isa(i) != nullptr; ++i) check(with_output(s), random);
    if (HasFatalFailure() || HasFailure()) return;
  }
}

TEST(FastConv, DeclinesWhenSwitchedOff) {
  const bool before = enabled();
  set_enabled(false);
  EXPECT_FALSE(enabled());
  Real value = 7.0f;
  const ConvGeometry s = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1};
  EXPECT_FALSE(conv_forward(s, &value, &value, nullptr, false, &value));
  EXPECT_FALSE(conv_backward_data(s, &value, &value, nullptr, &value));
  EXPECT_FALSE(conv_backward_weights(s, &value, &value, &value));
  EXPECT_FALSE(matmul(1, 1, 1, &value, false, &value, false, &value));
  EXPECT_EQ(value, 7.0f);
  set_enabled(before);
}

}  // namespace
}  // namespace pixelwise::kernels::test

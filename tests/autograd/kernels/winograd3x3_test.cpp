// Winograd's method, both sizes of tile and all three passes, whether or not it would be chosen.
#include "autograd/kernels/winograd3x3/winograd3x3.h"

#include <gtest/gtest.h>

#include "autograd/kernels/isa.h"
#include "base/check.h"
#include "base/parallel.h"
#include "tests/autograd/kernels/reference.h"

namespace pixelwise::kernels::test {
namespace {

struct Gradients {
  Values y, dx, dw;
};

Gradients run(const ConvGeometry& s, const Values& x, const Values& w, const Values& bias,
              const Values& dy, int m) {
  Gradients g = {Values(dy.size(), 7.0f), Values(x.size(), 7.0f), Values(w.size(), 7.0f)};
  const Correlation forward = {.x = x.data(),
                               .n = s.n,
                               .in_h = s.ih,
                               .in_w = s.iw,
                               .channels = s.c,
                               .x_pixel = s.c,
                               .taps_h = taps_h(s),
                               .taps_w = taps_w(s),
                               .weights = {.data = w.data(),
                                           .tap_h = 3 * s.c,
                                           .tap_w = s.c,
                                           .channel = 1,
                                           .column = 9 * s.c},
                               .bias = bias.data(),
                               .y = g.y.data(),
                               .out_h = s.oh,
                               .out_w = s.ow,
                               .columns = s.o,
                               .y_pixel = s.o,
                               .y_row = s.ow * s.o,
                               .y_image = s.oh * s.ow * s.o};
  // dy with the kernel turned by 180 degrees: from its last tap to its first.
  const Correlation backward = {
      .x = dy.data(),
      .n = s.n,
      .in_h = s.oh,
      .in_w = s.ow,
      .channels = s.o,
      .x_pixel = s.o,
      .taps_h = {.count = 3, .first = s.padding_h - 2, .spacing = 1, .step = 1},
      .taps_w = {.count = 3, .first = s.padding_w - 2, .spacing = 1, .step = 1},
      .weights = {.data = w.data() + 8 * s.c,
                  .tap_h = -3 * s.c,
                  .tap_w = -s.c,
                  .channel = 9 * s.c,
                  .column = 1},
      .bias = nullptr,
      .y = g.dx.data(),
      .out_h = s.ih,
      .out_w = s.iw,
      .columns = s.c,
      .y_pixel = s.c,
      .y_row = s.iw * s.c,
      .y_image = s.ih * s.iw * s.c};
  winograd3x3_correlate(forward, m);
  winograd3x3_correlate(backward, m);
  winograd3x3_weight_gradient(s, x.data(), dy.data(), g.dw.data(), m);
  return g;
}

// Returns the largest of the three relative errors.
double check(const ConvGeometry& s, int m, std::mt19937& random) {
  const Values x = random_values(x_size(s), random), w = random_values(w_size(s), random);
  const Values dy = random_values(y_size(s), random), bias = random_values(s.o, random);
  Sums y(y_size(s)), dx(x_size(s)), dw(w_size(s));
  for (std::int64_t i = 0; i < y_size(s); ++i) y.add(i, bias[static_cast<std::size_t>(i % s.o)]);
  for_each_tap(s, [&](std::int64_t iy, std::int64_t ix, std::int64_t iw) {
    const double xv = x[static_cast<std::size_t>(ix)], wv = w[static_cast<std::size_t>(iw)];
    const double dv = dy[static_cast<std::size_t>(iy)];
    y.add(iy, xv * wv);
    dx.add(ix, dv * wv);
    dw.add(iw, dv * xv);
  });
  double worst = 0.0;
  for (int i = 0; supported_isa(i) != nullptr; ++i) {
    SCOPED_TRACE(text("m ", m, " n ", s.n, " c ", s.c, " o ", s.o, " map ", s.ih, "x", s.iw,
                      " padding ", s.padding_h, " ", s.padding_w, " ", supported_isa(i)->name));
    set_isa(*supported_isa(i));
    set_threads(1);
    const Gradients one = run(s, x, w, bias, dy, m);
    set_threads(2);
    const Gradients two = run(s, x, w, bias, dy, m);
    EXPECT_EQ(one.y, two.y);
    EXPECT_EQ(one.dx, two.dx);
    EXPECT_EQ(one.dw, two.dw);
    const double errors[] = {relative_norm(one.y, y), relative_norm(one.dx, dx),
                             relative_norm(one.dw, dw)};
    for (double error : errors) {
      EXPECT_LT(error, m == 2 ? 1e-6 : 3e-6);
      worst = std::max(worst, error);
    }
  }
  set_isa(*supported_isa(0));
  return worst;
}

TEST(Winograd, MatchesTheDefinition) {
  std::mt19937 random(1);
  auto any = [&](std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random);
  };
  double worst[2] = {0.0, 0.0};
  for (int count = 0; count < 120;) {
    ConvGeometry s{};
    s.n = any(1, 3);
    s.c = any(1, 40);
    s.o = any(1, 40);
    s.ih = any(1, 18);
    s.iw = any(1, 18);
    s.padding_h = any(0, 3);
    s.padding_w = any(0, 3);
    s.kh = s.kw = 3;
    s.stride_h = s.stride_w = s.dilation_h = s.dilation_w = s.groups = 1;
    if (!has_output(s)) continue;
    for (int m : {2, 4}) {
      worst[m / 2 - 1] = std::max(worst[m / 2 - 1], check(with_output(s), m, random));
    }
    if (HasFailure()) return;
    ++count;
  }
  RecordProperty("worst_error_f2", std::to_string(worst[0]));
  RecordProperty("worst_error_f4", std::to_string(worst[1]));
}

// Sizes that take each way through the cutting of work: by tiles and by columns or outputs, with
// several blocks of tiles and several tasks' sums.
TEST(Winograd, MatchesTheDefinitionForLargerSizes) {
  std::mt19937 random(2);
  const ConvGeometry sizes[] = {
      {1, 520, 9, 11, 70, 3, 3, 0, 0, 1, 1, 1, 1, 1, 1, 1},
      {1, 64, 60, 60, 300, 3, 3, 0, 0, 1, 1, 1, 1, 1, 1, 1},
      {4, 24, 63, 50, 40, 3, 3, 0, 0, 1, 1, 1, 1, 1, 1, 1},
      {1, 1024, 5, 5, 33, 3, 3, 0, 0, 1, 1, 1, 1, 1, 1, 1},
  };
  for (const ConvGeometry& s : sizes) {
    for (int m : {2, 4}) check(with_output(s), m, random);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace pixelwise::kernels::test

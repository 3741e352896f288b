// c = a b, each of a and b transposed or not.
//
// Idea: a row of a is a pixel, and k its channels. So this is a correlation with a single tap.
// A transposed b is packed like the weights of the forward pass, a plain b like those of backward
// data. A transposed a is first laid out as rows.
// Declines: when switched off, and where there is nothing to compute. Gains: see correlation.cpp.
#include "autograd/buffer.h"
#include "autograd/kernels.h"
#include "autograd/kernels/direct/correlation.h"
#include "autograd/kernels/isa.h"
#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

constexpr Index kTile = 64;

// to [columns, rows] = from [rows, columns] transposed, on several threads.
void lay_out_transposed(Index rows, Index columns, const float* from, float* to) {
  parallel_ranges(columns, kTile, [=](Index begin, Index end) {
    isa().transpose(from + begin, columns, rows, end - begin, to + begin * rows, rows);
  });
}

}  // namespace

bool matmul(Index m, Index n, Index k, const Real* a, bool transpose_a, const Real* b,
            bool transpose_b, Real* c) {
  if (!enabled() || m * n * k == 0) return false;
  constexpr Taps kOneTap = {.count = 1, .first = 0, .spacing = 1, .step = 1};
  Buffer rows(transpose_a ? m * k : 0);
  if (transpose_a) lay_out_transposed(k, m, a, rows.data());
  correlate({.x = transpose_a ? rows.data() : a,
             .n = 1,
             .in_h = 1,
             .in_w = m,
             .channels = k,
             .x_pixel = k,
             .taps_h = kOneTap,
             .taps_w = kOneTap,
             .weights = {.data = b,
                         .tap_h = 0,
                         .tap_w = 0,
                         .channel = transpose_b ? 1 : n,
                         .column = transpose_b ? k : 1},
             .bias = nullptr,
             .y = c,
             .out_h = 1,
             .out_w = m,
             .columns = n,
             .y_pixel = n,
             .y_row = m * n,
             .y_image = m * n},
            nullptr);
  return true;
}

}  // namespace pixelwise::kernels

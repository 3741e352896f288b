// c = a b, each of a and b transposed or not.
//
// Idea: a row of a is a pixel, k its channels: a correlation with a single tap. A transposed b is
// packed like the weights of the forward pass, a plain one like those of backward data. A
// transposed a is first laid out as rows.
// Declines: when switched off, and where there is nothing to compute. Gains: see README.md.
#include "autograd/buffer.h"
#include "autograd/kernels.h"
#include "autograd/kernels/correlate.h"
#include "autograd/kernels/isa.h"
#include "autograd/kernels/mode.h"
#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

constexpr Index kTile = 64;

// to [columns, rows] = from [rows, columns] transposed.
void transpose(Index rows, Index columns, const float* from, float* to) {
  parallel_ranges(columns, kTile, [=](Index begin, Index end) {
    isa().transpose(from + begin, columns, rows, end - begin, to + begin * rows, rows);
  });
}

}  // namespace

bool matmul(Index m, Index n, Index k, const Real* a, bool transpose_a, const Real* b,
            bool transpose_b, Real* c) {
  if (!enabled() || m * n * k == 0) return false;
  Buffer rows(transpose_a ? m * k : 0);
  if (transpose_a) transpose(k, m, a, rows.data());
  correlate({
      .x = transpose_a ? rows.data() : a,
      .n = 1,
      .h = 1,
      .w = m,
      .channels = k,
      .x_pixel = k,
      .taps_h = {1, 0, 1, 1},
      .taps_w = {1, 0, 1, 1},
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
      .y_image = m * n,
  });
  return true;
}

}  // namespace pixelwise::kernels

// Lays weights out for the micro-kernel.
//
// Idea: the micro-kernel reads a panel of weights from front to back, once for every tile of rows.
// So the weights that it needs must follow each other in memory.
// Backward data: the columns (input channels) are neighbours already; rows are copied.
// Forward: the channels that are summed are neighbours; they are transposed.
// Declines: nothing.
#include "autograd/kernels/direct/pack_weights.h"

#include <cstring>

#include "autograd/kernels/isa.h"

namespace pixelwise::kernels {
namespace {

void copy_row(const float* from, std::int64_t columns, std::int64_t b_row, float* to) {
  std::int64_t j = 0;
  for (; j + 16 <= columns; j += 16) {
    std::memcpy(to + j, from + j, 16 * sizeof(float));
  }
  for (; j < columns; ++j) to[j] = from[j];
  for (; j < b_row; ++j) to[j] = 0.0f;
}

}  // namespace

const float* run_start(const WeightView& weights, const WeightRun& run, std::int64_t column) {
  return weights.data + run.u * weights.tap_h + run.v * weights.tap_w +
         run.channel * weights.channel + column * weights.column;
}

void fetch_meanwhile(const WeightView& weights, const WeightRun& run, std::int64_t column,
                     std::int64_t turn, RowsByPanel& call) {
  if (weights.column == 1) {
    call.next = run_start(weights, run, column);
    call.next_step = call.next_jump = weights.channel;
    return;
  }
  // After eight columns comes the first one again, eight floats further on. So eight columns are
  // fetched, as many floats of each as there are k.
  const std::int64_t groups = 2 * isa().lanes / 8;
  call.next = run_start(weights, run, column + turn % groups * 8);
  call.next_step = weights.column;
  call.next_jump = 8 - 7 * weights.column;
}

void pack_run(const WeightView& weights, const WeightRun& run, std::int64_t column,
              std::int64_t columns, std::int64_t b_row, float* to) {
  const float* from = run_start(weights, run, column);
  if (weights.column == 1) {
    for (std::int64_t k = 0; k < run.channels; ++k) {
      copy_row(from + k * weights.channel, columns, b_row, to + k * b_row);
    }
  } else {
    isa().transpose(from, weights.column, columns, run.channels, to, b_row);
    for (std::int64_t k = 0; k < run.channels; ++k) {
      for (std::int64_t j = columns; j < b_row; ++j) to[k * b_row + j] = 0.0f;
    }
  }
}

}  // namespace pixelwise::kernels

// Packs weights into panels.
//
// Idea: the micro-kernel reads a panel front to back, once per tile of rows, so the weights it
// needs must lie one after another. Weights come either with their columns next to each other
// (backward data: columns are input channels), then rows are copied, or with their k next to each
// other (forward: k runs over input channels), then they are transposed.
// Declines: nothing.
#include "autograd/kernels/panel.h"

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

const float* run_start(const WeightView& w, const WeightRun& run, std::int64_t column) {
  return w.data + run.u * w.tap_h + run.v * w.tap_w + run.channel * w.channel + column * w.column;
}

void fetch_meanwhile(const WeightView& w, const WeightRun& run, std::int64_t column,
                     std::int64_t turn, RowsByPanel& call) {
  if (w.column == 1) {
    call.next = run_start(w, run, column);
    call.next_step = call.next_jump = w.channel;
    return;
  }
  // After eight columns the first one again, eight floats on: as many floats as there are k.
  const std::int64_t groups = 2 * isa().lanes / 8;
  call.next = run_start(w, run, column + turn % groups * 8);
  call.next_step = w.column;
  call.next_jump = 8 - 7 * w.column;
}

void pack_run(const WeightView& w, const WeightRun& run, std::int64_t column, std::int64_t columns,
              std::int64_t b_row, float* to) {
  const float* from = run_start(w, run, column);
  if (w.column == 1) {
    for (std::int64_t k = 0; k < run.channels; ++k) {
      copy_row(from + k * w.channel, columns, b_row, to + k * b_row);
    }
  } else {
    isa().transpose(from, w.column, columns, run.channels, to, b_row);
    for (std::int64_t k = 0; k < run.channels; ++k) {
      for (std::int64_t j = columns; j < b_row; ++j) to[k * b_row + j] = 0.0f;
    }
  }
}

}  // namespace pixelwise::kernels

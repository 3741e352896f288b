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

void copy_rows(const float* from, std::int64_t from_row, std::int64_t rows, std::int64_t columns,
               std::int64_t b_row, float* to) {
  for (std::int64_t k = 0; k < rows; ++k) {
    std::memcpy(to + k * b_row, from + k * from_row,
                static_cast<std::size_t>(columns) * sizeof(float));
    for (std::int64_t j = columns; j < b_row; ++j) to[k * b_row + j] = 0.0f;
  }
}

}  // namespace

void pack_run(const WeightView& w, const WeightRun& run, std::int64_t column, std::int64_t columns,
              std::int64_t b_row, float* to) {
  const float* from =
      w.data + run.u * w.tap_h + run.v * w.tap_w + run.channel * w.channel + column * w.column;
  if (w.column == 1) {
    copy_rows(from, w.channel, run.channels, columns, b_row, to);
  } else {
    isa().transpose(from, w.column, columns, run.channels, to, b_row);
    for (std::int64_t k = 0; k < run.channels; ++k) {
      for (std::int64_t j = columns; j < b_row; ++j) to[k * b_row + j] = 0.0f;
    }
  }
}

}  // namespace pixelwise::kernels

// Weights rearranged for the micro-kernel: panels of up to two vectors of columns, b[k][column].
#pragma once

#include <cstdint>

#include "autograd/kernels/isa.h"

namespace pixelwise::kernels {

/// A matrix of weights seen through strides: the column j of tap (u, v) and channel c is at
/// data[u * tap_h + v * tap_w + c * channel + j * column]; channel or column is 1.
struct WeightView {
  const float* data;
  std::int64_t tap_h, tap_w, channel, column;
};

/// A run of k with the same tap.
struct WeightRun {
  std::int64_t u, v;      // tap
  std::int64_t channel;   // first channel
  std::int64_t channels;  // how many
};

/// Writes to[k][b_row] for one run, columns [column, column + columns); fills up with zeros.
void pack_run(const WeightView& w, const WeightRun& run, std::int64_t column, std::int64_t columns,
              std::int64_t b_row, float* to);

/// Sets what `call` fetches from memory meanwhile: a panel's share of the run, columns from
/// `column` on. Where the k of a column lie next to each other, every call fetches but eight of the
/// columns, those of its `turn`, so that several calls between them fetch all.
void fetch_meanwhile(const WeightView& w, const WeightRun& run, std::int64_t column,
                     std::int64_t turn, RowsByPanel& call);

/// Where the first weights of a run lie.
const float* run_start(const WeightView& w, const WeightRun& run, std::int64_t column);

}  // namespace pixelwise::kernels

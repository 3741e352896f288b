// Weights laid out for the micro-kernel: panels of up to two vectors of columns, b[k][column].
#pragma once

#include <cstdint>

#include "autograd/kernels/direct/microkernel.h"

namespace pixelwise::kernels {

/// A matrix of weights, seen through strides. Column j of tap (u, v) and channel c is at
/// data[u * tap_h + v * tap_w + c * channel + j * column]. Either channel or column is 1.
struct WeightView {
  const float* data;
  std::int64_t tap_h, tap_w, channel, column;
};

/// A run of k under one tap.
struct WeightRun {
  std::int64_t u, v;      // tap
  std::int64_t channel;   // first channel
  std::int64_t channels;  // how many
};

/// Where the first weights of a run are.
const float* run_start(const WeightView& weights, const WeightRun& run, std::int64_t column);

/// Writes to[k][b_row] for one run, columns [column, column + columns). Fills up with zeros.
void pack_run(const WeightView& weights, const WeightRun& run, std::int64_t column,
              std::int64_t columns, std::int64_t b_row, float* to);

/// Sets what `call` fetches from memory meanwhile: the weights of a run for a panel that begins at
/// `column`. If the values of one k after another are neighbours in memory, a call fetches only
/// eight columns, those of its `turn`: several calls together fetch all.
void fetch_meanwhile(const WeightView& weights, const WeightRun& run, std::int64_t column,
                     std::int64_t turn, RowsByPanel& call);

}  // namespace pixelwise::kernels

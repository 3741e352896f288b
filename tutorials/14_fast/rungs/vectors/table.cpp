// What the machine can do at most, and the table of one instruction set. Compiled once for each.
//
// Files compiled so keep their names in an unnamed namespace, and include nothing of the standard
// library but <cstdint>. The linker keeps one copy of an inline function for the whole program: a
// copy with AVX-512 instructions would break it on a processor that has none. A test looks.
#include "tutorials/14_fast/rungs/vectors/loops.h"
#include "tutorials/14_fast/rungs/vectors/vector.h"

namespace pixelwise::rungs::RUNGS_ISA {

void multiply(const Product& p);                                             // multiply.cpp
void winograd_filters(Index c, Index o, const float* taps, float* filters);  // winograd.cpp
void winograd_row(const WinogradRow& row);                                   // winograd.cpp

// Sums that never leave the registers. Two units, each with a latency of four cycles, need eight
// sums that do not wait for each other; 16 registers hold 12 beside a and b.
float multiply_adds(Index repeats) {
  const Vector a = Vector{} + 0.999f, b = Vector{} + 0.001f;
  Vector sum[12];
#pragma GCC unroll 12
  for (int i = 0; i < 12; ++i) sum[i] = Vector{} + static_cast<float>(i);
  for (Index r = 0; r < repeats; ++r) {
#pragma GCC unroll 12
    for (int i = 0; i < 12; ++i) sum[i] = sum[i] * a + b;
  }
  Vector total = sum[0];
  for (int i = 1; i < 12; ++i) total += sum[i];
  return total[0];
}

float read(const float* from, Index count) {
  Vector sum[8] = {};
  for (Index i = 0; i < count; i += 8 * kLanes) {
#pragma GCC unroll 8
    for (int k = 0; k < 8; ++k) sum[k] += load(from + i + k * kLanes);
  }
  Vector total = sum[0];
  for (int k = 1; k < 8; ++k) total += sum[k];
  return total[0];
}

// extern: a const at namespace scope would otherwise be private to this file.
extern const VectorLoops kLoops = {
    .name = RUNGS_ISA_NAME,
    .lanes = kLanes,
    .tile_rows = kTileRows,
    .tile_columns = kTileColumns,
    .multiply = multiply,
    .winograd_filters = winograd_filters,
    .winograd_row = winograd_row,
    .multiply_adds = multiply_adds,
    .read = read,
};

}  // namespace pixelwise::rungs::RUNGS_ISA

// Multiply-adds on sums that never leave the registers: what the processor does at most. Compiled
// once per instruction set.
#include "autograd/kernels/vector.h"
#include "benchmarks/machine.h"

namespace pixelwise {

FmaWork PIXELWISE_FMA_LOOP(std::int64_t repeats) {
  // Two units with a latency of four cycles need eight sums; 16 registers hold 12 beside a and b.
  constexpr int kSums = 12;
  const Vector a = Vector{} + 0.999f, b = Vector{} + 0.001f;
  Vector sum[kSums];
#pragma GCC unroll 12
  for (int i = 0; i < kSums; ++i) sum[i] = Vector{} + static_cast<float>(i);
  for (std::int64_t r = 0; r < repeats; ++r) {
#pragma GCC unroll 12
    for (int i = 0; i < kSums; ++i) sum[i] = sum[i] * a + b;
  }
  Vector total = sum[0];
  for (int i = 1; i < kSums; ++i) total += sum[i];
  return {total[0], 2 * repeats * kSums * kLanes};
}

}  // namespace pixelwise

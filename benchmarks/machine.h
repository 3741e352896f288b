// What the machine can do at most, measured: the figures that kernels are held against.
#pragma once

#include <cstdint>

namespace pixelwise {

struct FmaWork {
  float result;             // so that nobody optimises the work away
  std::int64_t operations;  // a multiply-add counts as two
};

FmaWork fma_loop_baseline(std::int64_t repeats);
FmaWork fma_loop_avx2(std::int64_t repeats);
FmaWork fma_loop_avx512(std::int64_t repeats);

/// Registers "machine/fma_peak" (with the vectors that the kernels use) and
/// "machine/read_bandwidth", on as many threads as operations use.
void register_machine_benchmarks();

}  // namespace pixelwise

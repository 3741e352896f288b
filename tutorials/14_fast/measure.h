// What this machine can do at most, and how long something takes.
#pragma once

#include <functional>
#include <string>

namespace pixelwise {

/// One kind of vector, on one core.
struct Limits {
  int lanes = 0;     // floats in a vector
  double peak = 0;   // GFLOP/s of multiply-adds that stay in the registers
  double loads = 0;  // GB/s that can be loaded from the L1 cache
};

struct Machine {
  std::string processor;  // its name, where the system says it
  std::string widest;     // the instruction set with the widest vectors: "avx512"
  Limits plain, wide;     // with the vectors that every such processor has, and with the widest
  double memory = 0;      // GB/s that one core can read from memory
};

Machine measure_machine();

/// The median time of at least three calls; of a single one if it takes longer than two seconds.
double seconds_of(const std::function<void()>& work);

/// "3 Dec 2026".
std::string date_today();

}  // namespace pixelwise

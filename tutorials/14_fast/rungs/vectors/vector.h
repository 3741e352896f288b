// A vector: several floats that one instruction works on. vectors.cmake compiles the files of this
// folder once for each instruction set, and says how many floats a vector has there (RUNGS_LANES).
#pragma once

#include <cstdint>

namespace {

using Index = std::int64_t;

constexpr int kLanes = RUNGS_LANES;

// Both compilers, g++ and clang, know such types: + and * work on all lanes at once.
typedef float Vector __attribute__((vector_size(sizeof(float) * kLanes)));
// The same at any place in memory.
typedef float AnywhereVector
    __attribute__((vector_size(sizeof(float) * kLanes), aligned(sizeof(float)), may_alias));

inline Vector load(const float* from) { return *reinterpret_cast<const AnywhereVector*>(from); }

inline void store(float* to, Vector v) { *reinterpret_cast<AnywhereVector*>(to) = v; }

// The tile of sums that stays in the registers. AVX-512 and Arm have 32 registers, for 14 x 2 sums,
// two vectors of B and one number of A; the others have 16, for 6 x 2.
#if RUNGS_LANES == 16 || defined(__aarch64__)
constexpr int kTileRows = 14;
#else
constexpr int kTileRows = 6;
#endif
constexpr int kTileColumns = 2 * kLanes;

}  // namespace

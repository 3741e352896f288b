// A vector of PIXELWISE_LANES floats: what one instruction works on. Included only by the files
// compiled once per instruction set. All names are in an unnamed namespace: isa_table.cpp says why.
#pragma once

#include <cstdint>

namespace {

using Index = std::int64_t;

constexpr int kLanes = PIXELWISE_LANES;

// For small functions on arrays of vectors: only if inlined, the arrays stay in registers.
#define PIXELWISE_INLINE inline __attribute__((always_inline))

typedef float Vector __attribute__((vector_size(sizeof(float) * kLanes)));
// The same at any place in memory.
typedef float UnalignedVector
    __attribute__((vector_size(sizeof(float) * kLanes), aligned(sizeof(float)), may_alias));

PIXELWISE_INLINE Vector load(const float* from) {
  return *reinterpret_cast<const UnalignedVector*>(from);
}

PIXELWISE_INLINE void store(float* to, Vector v) { *reinterpret_cast<UnalignedVector*>(to) = v; }

// The floor where v is below it, else v. NaN stays.
PIXELWISE_INLINE Vector lift(Vector v, float floor) {
  const Vector lowest = Vector{} + floor;
  return v < lowest ? lowest : v;
}

}  // namespace

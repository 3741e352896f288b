// The vector of the instruction set that a file is compiled for (PIXELWISE_LANES floats). Included
// only by those files: all names are in an unnamed namespace there.
#pragma once

#include <cstdint>

namespace {

using Index = std::int64_t;

constexpr int kLanes = PIXELWISE_LANES;

// Small functions on arrays of vectors, which stay in registers only if inlined.
#define PIXELWISE_INLINE inline __attribute__((always_inline))

typedef float Vector __attribute__((vector_size(sizeof(float) * kLanes)));
// The same, wherever it lies in memory.
typedef float UnalignedVector
    __attribute__((vector_size(sizeof(float) * kLanes), aligned(sizeof(float)), may_alias));

PIXELWISE_INLINE Vector load(const float* from) {
  return *reinterpret_cast<const UnalignedVector*>(from);
}

PIXELWISE_INLINE void store(float* to, Vector v) { *reinterpret_cast<UnalignedVector*>(to) = v; }

// Where v lies below the floor, the floor; NaN stays.
PIXELWISE_INLINE Vector lift(Vector v, float floor) {
  const Vector lowest = Vector{} + floor;
  return v < lowest ? lowest : v;
}

}  // namespace

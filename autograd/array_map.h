// The loops behind map(): cut into pieces that threads share. Included by array_math.h.
#pragma once

#include "autograd/array.h"
#include "base/check.h"
#include "base/parallel.h"

namespace pixelwise {

/// Elements per piece of an elementwise loop: large enough to be worth handing to a thread.
inline constexpr std::int64_t kElementwiseGrain = 1 << 15;

template <class Function>
Array map(const Array& a, Function f) {
  Array y = Array::uninitialized(a.shape());
  const Real* in = a.data();
  Real* out = y.mutable_data();
  parallel_ranges(a.size(), kElementwiseGrain, [=](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) out[i] = f(in[i]);
  });
  return y;
}

template <class Function>
Array map(const Array& a, const Array& b, Function f) {
  require_internal(a.shape() == b.shape(), "map: shapes ", a.shape(), " and ", b.shape());
  Array y = Array::uninitialized(a.shape());
  const Real* in_a = a.data();
  const Real* in_b = b.data();
  Real* out = y.mutable_data();
  parallel_ranges(a.size(), kElementwiseGrain, [=](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) out[i] = f(in_a[i], in_b[i]);
  });
  return y;
}

/// a = f(a, b), element by element, in the memory of a.
template <class Function>
void map_in_place(Array& a, const Array& b, Function f) {
  require_internal(a.shape() == b.shape(), "map: shapes ", a.shape(), " and ", b.shape());
  Real* values = a.mutable_data();
  const Real* in_b = b.data();
  parallel_ranges(a.size(), kElementwiseGrain, [=](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) values[i] = f(values[i], in_b[i]);
  });
}

}  // namespace pixelwise

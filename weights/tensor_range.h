// The range of a tensor's values.
#pragma once

#include <cstdint>

#include "autograd/array.h"

namespace pixelwise {

struct TensorRange {
  double low = 0, high = 0;     // of the finite values
  std::int64_t not_finite = 0;  // infinite ones and NaN
};

TensorRange range_of(const Array& values);

}  // namespace pixelwise

#include "weights/tensor_range.h"

#include <algorithm>
#include <cmath>

namespace pixelwise {

TensorRange range_of(const Array& values) {
  TensorRange range;
  bool first = true;
  for (std::int64_t i = 0; i < values.size(); ++i) {
    const double v = values(i);
    if (!std::isfinite(v)) {
      ++range.not_finite;
      continue;
    }
    range.low = first ? v : std::min(range.low, v);
    range.high = first ? v : std::max(range.high, v);
    first = false;
  }
  return range;
}

}  // namespace pixelwise

#include "tutorials/support/small_arrays.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace pixelwise {

Array image_like(const Array& matrix) {
  return matrix.reshaped({1, 1, matrix.shape()[0], matrix.shape()[1]});
}

Array matrix_like(const Array& image) {
  return image.reshaped({image.shape()[2], image.shape()[3]});
}

double largest_difference(const Array& a, const Array& b) {
  require(a.size() == b.size(), "largest_difference: shapes ", a.shape(), " and ", b.shape());
  double largest = 0;
  for (std::int64_t i = 0; i < a.size(); ++i) {
    largest = std::max(largest, std::abs(static_cast<double>(a(i)) - static_cast<double>(b(i))));
  }
  return largest;
}

Array random_array(const Shape& shape, Rng& rng) {
  Array a(shape);
  for (std::int64_t i = 0; i < a.size(); ++i) a(i) = static_cast<Real>(rng.normal());
  return a;
}

}  // namespace pixelwise

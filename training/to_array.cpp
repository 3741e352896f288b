#include "training/to_array.h"

#include <algorithm>
#include <vector>

namespace pixelwise {
namespace {

// Pixels are float, also where arrays are double.
Array copied(const std::vector<float>& values, const Shape& shape) {
  Array x = Array::uninitialized(shape);
  std::copy(values.begin(), values.end(), x.mutable_data());
  return x;
}

}  // namespace

Array to_array(const Batch& batch) {
  return copied(batch.values, {batch.n, batch.c, batch.h, batch.w});
}

Array to_array(const Image& image, const Preprocessing& how) {
  return copied(preprocess(image, how), {1, 3, image.height, image.width});
}

}  // namespace pixelwise

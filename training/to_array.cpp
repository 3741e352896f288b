#include "training/to_array.h"

#include <algorithm>

namespace pixelwise {

Array to_array(const Batch& batch) {
  Array x = Array::uninitialized({batch.n, batch.c, batch.h, batch.w});
  std::copy(batch.values.begin(), batch.values.end(), x.mutable_data());
  return x;
}

Array to_array(const Image& image, const Preprocessing& how) {
  Array x = Array::uninitialized({1, 3, image.height, image.width});
  preprocess(image, how, x.mutable_data());
  return x;
}

}  // namespace pixelwise

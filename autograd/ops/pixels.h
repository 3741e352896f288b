// The loop over pixels, for operations over the channels of a pixel.
#pragma once

#include "autograd/shape.h"
#include "base/parallel.h"

namespace pixelwise {

/// Calls body(first element) for every pixel of [N, C] or [N, C, H, W]. The channels of a pixel are
/// next to each other in memory. A thread takes `grain` pixels at a time.
template <class Body>
void for_each_pixel(const Shape& shape, std::int64_t grain, Body body) {
  const std::int64_t channels = shape[1];
  if (shape.size() == 0) return;
  parallel_ranges(shape.size() / channels, grain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t pixel = begin; pixel < end; ++pixel) body(pixel * channels);
  });
}

}  // namespace pixelwise

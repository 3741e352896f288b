// The images of a batch one by one, on all threads: plain loops use one thread, images are
// independent.
#pragma once

#include <algorithm>
#include <vector>

#include "autograd/array_math.h"
#include "base/parallel.h"

namespace pixelwise {

/// Image i of a batch [N, C, H, W], as [1, C, H, W]. (The values of an image are together in
/// memory.)
inline Array image_of(const Array& batch, std::int64_t i) {
  const Shape& s = batch.shape();
  Array image = Array::uninitialized({1, s[1], s[2], s[3]});
  std::copy_n(batch.data() + i * image.size(), image.size(), image.mutable_data());
  return image;
}

/// f(0) ... f(N - 1), each [1, C, H, W], as one batch [N, C, H, W].
template <class Function>
Array batch_of(std::int64_t count, Function f) {
  std::vector<Array> images(static_cast<std::size_t>(count));
  parallel_for(count, [&](std::int64_t i) { images[static_cast<std::size_t>(i)] = f(i); });
  const Shape& s = images.front().shape();
  Array batch = Array::uninitialized({count, s[1], s[2], s[3]});
  Real* to = batch.mutable_data();
  for (const Array& image : images) to = std::copy_n(image.data(), image.size(), to);
  return batch;
}

/// f(0) + ... + f(N - 1), added in this order.
template <class Function>
Array sum_over(std::int64_t count, Function f) {
  std::vector<Array> parts(static_cast<std::size_t>(count));
  parallel_for(count, [&](std::int64_t i) { parts[static_cast<std::size_t>(i)] = f(i); });
  Array sum = parts.front();
  for (std::size_t i = 1; i < parts.size(); ++i) add_to(sum, parts[i]);
  return sum;
}

}  // namespace pixelwise

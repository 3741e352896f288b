// See padded_rows.h.
//
// Idea: the loops that follow shall not ask whether a tap is inside the image. With zeros around a
// copy, every tap is. A copy of a few rows stays in the cache.
// Declines: nothing.
#include "autograd/kernels/direct/padded_rows.h"

#include <algorithm>

namespace pixelwise::kernels {

void copy_padded_rows(const PaddedRows& p, float* to) {
  const std::int64_t row_floats = p.to_width * p.to_pixel;
  const std::int64_t left = std::clamp<std::int64_t>(-p.first_column, 0, p.to_width);
  for (std::int64_t h = p.first_row; h < p.first_row + p.rows; ++h, to += row_floats) {
    if (h < 0 || h >= p.height) {
      std::fill_n(to, row_floats, 0.0f);
      continue;
    }
    const std::int64_t width = h == p.height - 1 ? p.last_width : p.width;
    const std::int64_t right = std::clamp(width - p.first_column, left, p.to_width);
    const float* from = p.image + (h * p.width + p.first_column + left) * p.pixel;
    std::fill_n(to, left * p.to_pixel, 0.0f);
    if (p.to_pixel == p.pixel) {
      std::copy_n(from, (right - left) * p.pixel, to + left * p.pixel);
    } else {
      for (std::int64_t j = left; j < right; ++j) {
        std::copy_n(from + (j - left) * p.pixel, p.channels, to + j * p.to_pixel);
      }
    }
    std::fill_n(to + right * p.to_pixel, (p.to_width - right) * p.to_pixel, 0.0f);
  }
}

}  // namespace pixelwise::kernels

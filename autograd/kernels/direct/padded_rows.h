// A copy of some rows of an image, with zeros where they reach over its border.
#pragma once

#include <cstdint>

namespace pixelwise::kernels {

struct PaddedRows {
  const float* image;               // [height][width][pixel]
  std::int64_t height, width;       // in memory
  std::int64_t last_width;          // pixels of the last row, if it has fewer
  std::int64_t pixel, channels;     // floats from pixel to pixel, and how many of them are copied
  std::int64_t first_row, rows;     // what is copied; may begin before the image and end after it
  std::int64_t first_column;        // may also be before the image
  std::int64_t to_width, to_pixel;  // of the copy
};

/// Writes to[rows][to_width][to_pixel].
void copy_padded_rows(const PaddedRows& p, float* to);

}  // namespace pixelwise::kernels

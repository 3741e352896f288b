// Labels: the ground truth of a batch, one class index per pixel, as plain bytes.
#pragma once

#include <cstdint>
#include <vector>

#include "base/check.h"

namespace pixelwise {

/// The label of pixels that count neither in the loss nor in the metrics ("void" in Pascal VOC).
inline constexpr std::uint8_t kVoidLabel = 255;

/// A class as the byte that labels and masks hold: the one place where an index becomes a byte.
/// Throws std::invalid_argument for a class above 254 (255 is void).
inline std::uint8_t to_label(std::int64_t class_index) {
  require(class_index >= 0 && class_index < kVoidLabel, "labels: class ", class_index,
          " does not fit into a label or a mask, which hold the classes 0 to 254 (255 is void)");
  return static_cast<std::uint8_t>(class_index);
}

/// Class indices [N, H, W], row by row. A whole-image classification target has H = W = 1.
struct Labels {
  std::int64_t n = 0;
  std::int64_t h = 0;
  std::int64_t w = 0;
  std::vector<std::uint8_t> ids;  // n * h * w bytes

  std::uint8_t operator()(std::int64_t image, std::int64_t row, std::int64_t column) const {
    return ids[static_cast<std::size_t>((image * h + row) * w + column)];
  }
};

}  // namespace pixelwise

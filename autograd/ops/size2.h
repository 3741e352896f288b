// A height and a width: kernel sizes, strides, paddings, dilations.
#pragma once

#include <cstdint>
#include <ostream>

namespace pixelwise {

/// One number means both: `.kernel = 3` is 3x3, `.kernel = {3, 5}` is 3 rows by 5 columns.
struct Size2 {
  std::int64_t h, w;

  Size2(std::int64_t both) : h(both), w(both) {}  // NOLINT: implicit on purpose
  Size2(std::int64_t rows, std::int64_t columns) : h(rows), w(columns) {}
  bool operator==(const Size2&) const = default;
};

/// Writes 3, or 3x5.
inline std::ostream& operator<<(std::ostream& out, const Size2& size) {
  out << size.h;
  return size.h == size.w ? out : out << 'x' << size.w;
}

}  // namespace pixelwise

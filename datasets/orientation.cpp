#include "datasets/orientation.h"

#include <algorithm>
#include <utility>

namespace pixelwise {

Image upright(Image stored, int orientation) {
  if (orientation < 2 || orientation > 8) return stored;
  const int last_x = stored.width - 1, last_y = stored.height - 1;
  Image result = swaps_sides(orientation) ? Image(stored.height, stored.width, stored.channels)
                                          : Image(stored.width, stored.height, stored.channels);
  // Where the pixel (x, y) of the upright image is stored.
  const auto source = [&](int x, int y) -> std::pair<int, int> {
    switch (orientation) {
      case 2:
        return {last_x - x, y};
      case 3:
        return {last_x - x, last_y - y};
      case 4:
        return {x, last_y - y};
      case 5:
        return {y, x};
      case 6:
        return {y, last_y - x};
      case 7:
        return {last_x - y, last_y - x};
      default:
        return {last_x - y, x};
    }
  };
  for (int y = 0; y < result.height; ++y) {
    for (int x = 0; x < result.width; ++x) {
      const auto [from_x, from_y] = source(x, y);
      std::copy_n(stored.at(from_x, from_y), stored.channels, result.at(x, y));
    }
  }
  return result;
}

}  // namespace pixelwise

// Lesson 01: masks made smaller in the wrong way, and masks of single classes.
#pragma once

#include <cstdint>
#include <vector>

#include "datasets/sample.h"

namespace pixelwise {

// Half the size: every 2x2 block of class numbers becomes its average. This is wrong.
inline Mask averaged(const Mask& mask) {
  Mask half(mask.width / 2, mask.height / 2);
  for (int y = 0; y < half.height; ++y) {
    for (int x = 0; x < half.width; ++x) {
      const int sum = mask.at(2 * x, 2 * y) + mask.at(2 * x + 1, 2 * y) +
                      mask.at(2 * x, 2 * y + 1) + mask.at(2 * x + 1, 2 * y + 1);
      half.at(x, y) = static_cast<std::uint8_t>(sum / 4);
    }
  }
  return half;
}

// Pixels of `half` with a number that none of the four pixels behind it has.
inline int invented(const Mask& mask, const Mask& half) {
  int count = 0;
  for (int y = 0; y < half.height; ++y) {
    for (int x = 0; x < half.width; ++x) {
      const std::uint8_t id = half.at(x, y);
      count += id != mask.at(2 * x, 2 * y) && id != mask.at(2 * x + 1, 2 * y) &&
                       id != mask.at(2 * x, 2 * y + 1) && id != mask.at(2 * x + 1, 2 * y + 1)
                   ? 1
                   : 0;
    }
  }
  return count;
}

// One mask per class: 1 where the pixel is of this class, else 0.
inline std::vector<Mask> one_per_class(const Mask& mask, int classes) {
  std::vector<Mask> masks;
  for (int c = 0; c < classes; ++c) {
    Mask of_class(mask.width, mask.height);
    for (std::size_t i = 0; i < mask.ids.size(); ++i) of_class.ids[i] = mask.ids[i] == c ? 1 : 0;
    masks.push_back(of_class);
  }
  return masks;
}

}  // namespace pixelwise

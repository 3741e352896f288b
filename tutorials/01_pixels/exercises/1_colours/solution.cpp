// Exercise 01.1, solved: the palette, looked up backwards.
#include "tutorials/01_pixels/exercises/1_colours/exercise.h"

namespace pixelwise::yours {

CheckedArray class_numbers(const CheckedArray& image, const std::vector<Colour>& palette) {
  CheckedArray result({image.shape()[2], image.shape()[3]});
  for (std::int64_t row = 0; row < image.shape()[2]; ++row) {
    for (std::int64_t column = 0; column < image.shape()[3]; ++column) {
      result(row, column) = 255;
      for (std::size_t c = 0; c < palette.size(); ++c) {
        const bool same = image(0, 0, row, column) == palette[c].r &&
                          image(0, 1, row, column) == palette[c].g &&
                          image(0, 2, row, column) == palette[c].b;
        if (same) result(row, column) = static_cast<Real>(c);
      }
    }
  }
  return result;
}

}  // namespace pixelwise::yours

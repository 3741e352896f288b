// Exercise 06.3, solved: cells are shared, fully connected layers are not.
#include "tutorials/06_fc_to_conv/exercises/3_count/exercise.h"

namespace pixelwise::yours {

CheckedArray count_windows(std::int64_t height, std::int64_t width, std::int64_t window,
                           std::int64_t stride, Real cell, Real fc) {
  const std::int64_t down = (height - window) / stride + 1;
  const std::int64_t across = (width - window) / stride + 1;
  const std::int64_t k = window / stride;
  const std::int64_t rows = height / stride, columns = width / stride;
  const auto windows = static_cast<Real>(down * across);
  const auto cells_of_window = static_cast<Real>(k * k);
  const auto cells_of_image = static_cast<Real>(rows * columns);

  CheckedArray result({3});
  result(0) = windows;
  result(1) = windows * (cells_of_window * cell + fc);
  result(2) = cells_of_image * cell + windows * fc;
  return result;
}

}  // namespace pixelwise::yours

// Exercise 05.1: max-pooling that remembers.
#pragma once

#include <vector>

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

struct MaxPooled {
  /// y [N, C, OH, OW]: the largest element of each window.
  CheckedArray y;
  /// Where it was found: for each element of y, in the order n, c, i, j (j runs fastest), the place
  /// row * W + column in its image. Of equal elements the first counts, row by row.
  std::vector<std::int64_t> places;
};

/// Max-pooling of x [N, C, H, W] with windows of k x k, `stride` apart, without padding:
/// OH = (H - k) / stride + 1 (a division of whole numbers, which drops the rest), likewise OW.
///
/// For example, with k = 2 and stride = 2 the image
///     1 3 2 0
///     2 9 1 4     gives y = 9 4 and places = {5, 7}: 9 is at row 1, column 1, and 1 * 4 + 1 = 5.
MaxPooled max_pool(const CheckedArray& x, std::int64_t k, std::int64_t stride);

}  // namespace pixelwise::yours

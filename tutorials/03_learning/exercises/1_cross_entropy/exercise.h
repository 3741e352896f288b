// Exercise 03.1: cross-entropy over pixels, with void.
#pragma once

#include "base/labels.h"
#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

struct Loss {
  Real value;             // the mean loss over all pixels that count
  CheckedArray gradient;  // d value / d scores, of the shape of the scores
};

/// The mean of -ln p(label) over all pixels that count, p = softmax of the scores of a pixel.
///
///   scores   [N, C, H, W]
///   labels   labels(n, row, column) is a class from 0 to C - 1, or 255 (kVoidLabel): such a pixel
///            does not count, neither in the mean nor in the gradient
///
/// If no pixel counts, value and gradient are 0. Scores may be as large as 1000 without harm.
Loss pixel_loss(const CheckedArray& scores, const Labels& labels);

}  // namespace pixelwise::yours

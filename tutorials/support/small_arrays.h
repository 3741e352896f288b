// Small arrays as lessons use them: compared, drawn at random. (number_grid.h prints them.)
#pragma once

#include "autograd/array.h"
#include "base/random.h"

namespace pixelwise {

/// A matrix [H, W] as an image [1, 1, H, W], and back.
Array image_like(const Array& matrix);
Array matrix_like(const Array& image);

/// The largest |a - b| of two arrays with equally many elements.
double largest_difference(const Array& a, const Array& b);

/// Numbers from the standard normal distribution.
Array random_array(const Shape& shape, Rng& rng);

}  // namespace pixelwise

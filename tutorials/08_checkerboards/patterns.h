// Lesson 08: patterns of one layer, measured. How evenly copies overlap, and what kernels make of
// an even map.
#pragma once

#include <cstdint>

#include "autograd/array.h"
#include "tutorials/support/lesson.h"

namespace pixelwise {

struct Pattern {
  double share;  // of the sum of squares: 0 is an even map, 1 nothing but pattern
  double size;   // how far a pixel is from the mean: the root of the mean square
  double mean;
};

/// For a layer's result [1, 1, H, H] on an even map: every difference inside of it is the pattern.
/// It repeats after `period` pixels, so whole periods are measured. The border is left out.
Pattern pattern_of(const Array& map, std::int64_t period, std::int64_t border);

void show_overlaps(Lesson& lesson);
void show_random_kernels();
void show_slopes();

}  // namespace pixelwise

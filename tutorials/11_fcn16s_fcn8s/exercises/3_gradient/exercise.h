// Exercise 11.3: the way back through the skips.
#pragma once

#include <vector>

#include "tutorials/11_fcn16s_fcn8s/enlarge.h"
#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// The gradients of everything that exercise 11.1 adds up. There the coarse scores are made twice
/// as large, skips[0] is added, the result is made twice as large, skips[1] is added, and so on.
///
///   dy      [N, C, H, W]  the gradient of the sum: how much the loss grows with each of its
///   numbers skips   how many skips there are, 0 or more result  skips + 1 gradients: first that of
///   the coarse scores, then that of skips[0], the
///           coarsest skip, and last that of the finest skip, as large as dy
///
/// back_through_twice_as_large(dy) of enlarge.h takes the gradient of a map that was made twice as
/// large, and gives that of the map before: [N, C, 2H, 2W] -> [N, C, H, W].
std::vector<CheckedArray> gradients_of_skips(const CheckedArray& dy, std::int64_t skips);

}  // namespace pixelwise::yours

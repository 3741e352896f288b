// Exercise 11.1: an FCN with any number of skips.
#pragma once

#include <vector>

#include "tutorials/11_fcn16s_fcn8s/enlarge.h"
#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// The scores of an FCN, before its last step up: the coarse scores are made twice as large, the
/// first skip is added; the result is made twice as large, the next skip is added; and so on.
///
///   coarse  [N, C, H, W]   the scores of the last layer: N images, C classes, H rows, W columns
///   skips                  the scores of finer layers, the coarsest first: [N, C, 2H, 2W],
///                          [N, C, 4H, 4W], ... FCN-16s has one, FCN-8s two, and FCN-4s, with
///                          pool2, three. There may be none.
///   result                 as large as the last skip; without skips the coarse scores
///
/// twice_as_large(x) of enlarge.h makes [N, C, 2H, 2W] from x [N, C, H, W].
CheckedArray fused_scores(const CheckedArray& coarse, const std::vector<CheckedArray>& skips);

}  // namespace pixelwise::yours

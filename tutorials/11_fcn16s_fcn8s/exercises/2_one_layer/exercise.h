// Exercise 11.2: two score layers as one.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// The weight and the bias of a 1x1 convolution.
struct ScoreLayer {
  CheckedArray weight;  // [O, C, 1, 1]: O classes, C channels
  CheckedArray bias;    // [O]
};

/// Two maps of the same size, x1 with C1 channels and x2 with C2, give scores together:
///
///     scores = conv(x1, first) + conv(scale * x2, second)
///
/// (The published FCN-8s at once scales its skips like this.) Returns one layer that gives the same
/// scores from the concatenation of x1 and x2, whose C1 + C2 channels are those of x1 and then
/// those of x2. It knows nothing of the scale.
///
///   first   weight [O, C1, 1, 1], bias [O]
///   second  weight [O, C2, 1, 1], bias [O]
///   result  weight [O, C1 + C2, 1, 1], bias [O]
ScoreLayer one_layer(const ScoreLayer& first, const ScoreLayer& second, Real scale);

}  // namespace pixelwise::yours

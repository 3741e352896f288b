// The loss of yes-or-no questions, one for each pixel: object or not?
#pragma once

#include "autograd/ops/cross_entropy.h"

namespace pixelwise {

/// -ln sigmoid(x) where the label is 1, -ln sigmoid(-x) where it is 0, averaged or summed over all
/// pixels that are not void (255). scores x [N, 1, H, W] with labels [N, H, W], or [N, 1] with [N,
/// 1, 1] -> []. If every pixel is void, loss and gradient are 0. cross_entropy of two scores gives
/// the same: x is their difference. Throws std::invalid_argument if sizes differ, for more than one
/// channel, and for labels above 1.
Tensor binary_cross_entropy(const Tensor& scores, const Labels& labels,
                            Reduction reduction = Reduction::mean);

}  // namespace pixelwise

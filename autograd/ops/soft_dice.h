// The Dice coefficient as a loss: a class with few pixels counts as much as any other.
#pragma once

#include "autograd/ops/cross_entropy.h"

namespace pixelwise {

/// 1 - the average Dice coefficient of the classes in the labels, with probabilities in place of
/// predictions (Milletari, Navab and Ahmadi, 2016, without their squares). Probabilities [N, C, H,
/// W], such as softmax(scores), with labels [N, H, W] -> [], between 0 and 1. Sums are over all
/// pixels of the batch that are not void (255). If all are void, loss and gradient are 0. Throws
/// std::invalid_argument if sizes differ, and for labels >= C.
Tensor soft_dice(const Tensor& probabilities, const Labels& labels);

}  // namespace pixelwise

// The Dice coefficient as a loss: it counts classes alike, however few pixels they have.
#pragma once

#include "autograd/ops/cross_entropy.h"

namespace pixelwise {

/// 1 - the average Dice coefficient of the classes that the labels contain, with probabilities in
/// place of predictions (Milletari, Navab and Ahmadi, 2016, without their squares). Probabilities
/// [N, C, H, W], such as softmax(scores), with labels [N, H, W] -> [], between 0 and 1. Sums run
/// over all pixels of the batch that are not void (255); if all are, loss and gradient are 0.
/// Throws std::invalid_argument for sizes that differ and labels >= C.
Tensor soft_dice(const Tensor& probabilities, const Labels& labels);

}  // namespace pixelwise

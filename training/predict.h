// From an image to its mask.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

#include "datasets/batch.h"
#include "datasets/preprocess.h"
#include "layers/module.h"

namespace pixelwise {

/// A score is NaN. A training that validates catches it, and says what it knows of the cause.
struct NanScore : std::invalid_argument {
  NanScore();
};

/// The class with the highest score of every image and pixel, the first of equal ones, in the order
/// of the images, rows and columns: for any number of classes. Scores [N, C, H, W] or [N, C].
/// Throws NanScore.
std::vector<std::int64_t> best_classes(const Array& scores);

/// The class with the highest score at every pixel, the first of equal ones: scores [N, C, H, W]
/// -> labels [N, H, W], scores [N, C] -> [N, 1, 1]. Throws std::invalid_argument for a NaN score,
/// and for a class above 254, which no label holds.
Labels argmax(const Array& scores);

/// The scores [1, C, H, W] of an image of any size (of a classifier [1, C]), in evaluation mode and
/// without recording a graph. The network's mode is the same afterwards.
Array scores_of(Network& network, const Image& image, const Preprocessing& how);

/// The classes found and the share of the pixels of each, the largest first.
std::vector<std::pair<std::int64_t, double>> shares_of(const std::vector<std::int64_t>& classes);

/// The mask that the network predicts for an image of any size.
Mask predict(Network& network, const Image& image, const Preprocessing& how);

}  // namespace pixelwise

// A classifier everywhere in an image: the map of its scores, and pictures of it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "datasets/palette.h"
#include "datasets/preprocess.h"
#include "datasets/sample.h"
#include "models/vgg.h"

namespace pixelwise {

/// The classifier with its fully connected layers as convolutions, and with the same weights.
/// Throws std::invalid_argument, naming `model`, if the network is not a VggClassifier.
std::unique_ptr<VggHeatMap> as_heat_map(Network& network, const std::string& model);

/// A class that has the highest score of one window at least.
struct HeatClass {
  std::int64_t id = 0;
  std::int64_t windows = 0;          // in which it has the highest score
  double probability = 0;            // the highest one of all windows, by softmax
  std::int64_t row = 0, column = 0;  // the cell with that probability
  Colour colour = {};
};

/// What the classifier says of all windows of an image.
struct HeatMapResult {
  Array scores;                  // [1, classes, h, w], a cell for each window
  std::int64_t window = 0;       // pixels of a window in each direction; they are 32 apart
  std::vector<HeatClass> found;  // those with most windows first
  /// The class of each window over the 32x32 pixels in its middle; void where no window has its
  /// middle. With more than 255 classes: the place of the class in `found`.
  Mask mask;
  Palette palette;
};

/// Judges every window of an image that has one window or more. Throws std::invalid_argument for a
/// smaller one.
HeatMapResult judge_windows(VggHeatMap& network, const Image& image, const Preprocessing& how,
                            const Palette& palette);

/// Channel `channel` of a map [1, C, h, w] laid over an image in orange: invisible at `low` and
/// below, strongest at `high` and above. Cell (0, 0) covers 32x32 pixels, from pixel (first, first)
/// on.
Image heat_overlay(const Image& image, const Array& map, std::int64_t channel, double low,
                   double high, int first);

/// The image, the mask over it, and the probabilities of the first found classes, six at most, in
/// their order. Frames have the colours of the mask.
Image heat_sheet(const Image& image, const HeatMapResult& result);

}  // namespace pixelwise

// How to train on a data set of files when nobody has said: chosen from what is in all of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "datasets/batch.h"
#include "datasets/statistics.h"

namespace pixelwise {

/// A value as the option takes it, and why.
template <class Value>
struct Choice {
  Value value;
  std::string reason;
};

/// Each depends on nothing but its arguments. benchmarks/DEFAULTS.md has what these choices reach
/// on data sets of many kinds.

/// The setting `augment`. Whole images, as long as none is larger than 640x480 pixels: where
/// something is says much about what it is, and a network that has only seen parts of images does
/// worse on whole ones. Images of different sizes are padded or cut to one.
Choice<std::string> default_augment(const DatasetStatistics& data);

/// The setting `batch` for images that are augmented so: 4, more of small ones, fewer of large
/// ones.
Choice<std::int64_t> default_batch(const DatasetStatistics& data, const BatchOptions& augment);

/// The setting `iterations` where each takes so many of the images: 1500, or as many as show each
/// image five times, but at most 20,000.
Choice<std::int64_t> default_iterations(std::int64_t images, std::int64_t per_iteration);

/// The setting `lr` of Adam for a network of this width, with random weights: .001 sqrt(64 / width)
/// for widths of 8 to 64. (With small networks .001 was too low on most data sets.)
Choice<double> default_lr(std::optional<std::int64_t> width);

/// The setting `class_weights`: none if each class that occurs has .5 % of the pixels, else square
/// roots of median-frequency weights. (With the weights themselves objects grow too large.)
Choice<std::string> default_class_weights(const DatasetStatistics& data,
                                          const std::vector<std::string>& classes);

}  // namespace pixelwise

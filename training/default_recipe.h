// How to train on a data set of files when nobody has said: chosen from what is in all of it.
#pragma once

#include <cstdint>
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

/// The setting `class_weights`.
Choice<std::string> default_class_weights(const DatasetStatistics& data,
                                          const std::vector<std::string>& classes);

}  // namespace pixelwise

// What is in a data set: sizes, how often each class occurs, and class weights made from that.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "datasets/dataset.h"

namespace pixelwise {

struct DatasetStatistics {
  std::int64_t images = 0;
  std::map<std::pair<int, int>, std::int64_t> sizes;  // images of each (width, height)
  std::vector<std::uint64_t> class_pixels;            // of each class
  std::vector<std::int64_t> class_images;             // images that contain the class
  std::vector<std::uint64_t> pixels_beside_class;     // labelled pixels of those images
  std::uint64_t void_pixels = 0;

  /// Pixels that are not void.
  std::uint64_t labelled_pixels() const;
  /// Share of void among all pixels.
  double void_share() const;
  /// Share of each class among the labelled pixels.
  std::vector<double> class_shares() const;
};

/// Reads every sample once. Throws what Dataset::get throws.
DatasetStatistics collect_statistics(const Dataset& dataset);

/// Median-frequency weights (Eigen and Fergus, 2015): with f_c the share of class c among the
/// labelled pixels of the images that contain it, w_c = median(f) / f_c; the median is over the
/// classes that occur (of an even number, the mean of the middle two). A class that never occurs
/// gets weight 0.
std::vector<float> median_frequency_weights(const DatasetStatistics& statistics);

}  // namespace pixelwise

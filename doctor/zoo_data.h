// Small data for the zoo, as a folder of images and masks that a case may spoil.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "datasets/sample.h"

namespace pixelwise {

/// Images of at most 64 pixels and their masks, with all labels below `classes`: no void.
struct ZooData {
  std::vector<Sample> samples;
  int classes = 0;
};

/// "scenes": discs, squares and bars on a meadow, where two classes differ by their size alone;
/// "fields": a map of fields, water, roads and houses. Any other name is that of a data set of
/// open_dataset(), of which 80 images are made small.
ZooData zoo_data(const std::string& name, std::uint64_t seed);

/// Writes the samples as FOLDER/images and FOLDER/masks, each after `spoil` changed it.
void write_folder(const std::string& folder, const ZooData& data,
                  const std::function<void(Sample&)>& spoil = {});

/// The share of training images, and the names of those that are validation images then.
inline constexpr double kZooSplit = 0.75;
std::set<std::string> validation_names(const std::string& folder);

}  // namespace pixelwise

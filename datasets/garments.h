// Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017): 70,000 grey photographs of ten kinds of garments,
// 28x28 pixels each, on black. On Debian and Ubuntu a package of 31 MB holds them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "datasets/idx_file.h"
#include "datasets/sample.h"

namespace pixelwise {

/// Where Debian's package dataset-fashion-mnist puts its files.
inline constexpr const char* kGarmentFolder = "/usr/share/datasets/fashion-mnist";

/// How many kinds there are: their labels are 0 to 9.
inline constexpr int kGarmentKinds = 10;

struct Garments {
  IdxImages images;
  std::vector<std::uint8_t> labels;  // one for each image
};

/// True if the folder holds the files of both splits.
bool has_garments(const std::string& folder = kGarmentFolder);

/// Reads a split: 60,000 images to train on, 10,000 (the published test images) to measure on.
/// Throws std::runtime_error if a file is missing, saying where to get it, or is damaged.
std::shared_ptr<const Garments> read_garments(const std::string& folder, Split split);

}  // namespace pixelwise

// The part of `pixelwise predict` that judges every window of an image.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "app/common.h"
#include "training/checkpoint.h"
#include "training/heat_map.h"

namespace pixelwise {

/// Writes the pictures of one image, and its map of scores if `logits` names a file; says what was
/// found, and returns it.
nlohmann::ordered_json predict_heat_map(const CommonOptions& common, VggHeatMap& network,
                                        const ModelCard& card, const std::string& path,
                                        const Image& image, const std::string& logits);

}  // namespace pixelwise

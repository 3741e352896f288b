// The settings of a run as its folder keeps them, checked before anything believes them.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "app/train_settings.h"

namespace pixelwise {

/// Reads "settings" of a run's settings.json, which was read from `path`. Throws
/// std::runtime_error, naming the setting, for one that is unknown or no value of its kind (1.5
/// iterations), and if there is no model or no data.
TrainSettings kept_settings(const std::string& path, const nlohmann::ordered_json& settings);

/// Throws std::runtime_error if one that a run starts with is missing, or impossible for this data.
void require_whole(const std::string& path, const TrainSettings& settings, const Dataset& train);

}  // namespace pixelwise

// The settings of a run as its folder keeps them, checked before anything believes them.
#pragma once

#include <string>

#include "training/train_settings.h"

namespace pixelwise {

/// Reads "settings" of a run's settings.json, which was read from `path`; `json` is its text.
/// Throws std::runtime_error, naming the setting, for one that is unknown or no value of its kind
/// (1.5 iterations), and if there is no model or no data.
TrainSettings kept_settings(const std::string& path, const std::string& json);

/// Throws std::runtime_error if the settings lack one of `complete`, which are the same ones with
/// all that was open filled in.
void require_whole(const std::string& path, const TrainSettings& settings,
                   const TrainSettings& complete);

}  // namespace pixelwise

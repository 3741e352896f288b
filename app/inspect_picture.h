// The part of `pixelwise inspect` that looks at images and masks.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "app/common.h"

namespace pixelwise {

/// Size and range of values; as a mask, how many pixels have which id, and the colours of the ids.
nlohmann::ordered_json inspect_picture(const std::string& path);

/// The same as lines for a reader.
void say_picture(const CommonOptions& common, const nlohmann::ordered_json& json);

}  // namespace pixelwise

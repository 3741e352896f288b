// JSON as text that is JSON whatever is in it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace pixelwise {

/// The JSON, indented. The name of a file may be any bytes, JSON is UTF-8: bytes that are not
/// become U+FFFD, the replacement character.
inline std::string json_text(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace pixelwise

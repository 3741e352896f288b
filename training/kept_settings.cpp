#include "training/kept_settings.h"

#include <nlohmann/json.hpp>

#include "base/check.h"

namespace pixelwise {

using Json = nlohmann::ordered_json;

TrainSettings kept_settings(const std::string& path, const std::string& json) {
  TrainSettings read;
  try {
    read = settings_from_json(json);
  } catch (const std::invalid_argument& error) {
    fail_file(path, "is damaged: ", error.what());
  }
  const Json given = Json::parse(json), understood = Json::parse(to_json(read));
  for (const auto& [key, value] : given.items()) {
    if (!understood.contains(key)) fail_file(path, "has the unknown setting '", key, "'");
    if (understood.at(key) != value) {
      fail_file(path, "has ", key, " ", value.dump(), ", which is read as ",
                understood.at(key).dump(), "; is it damaged?");
    }
  }
  if (!read.model || !read.data) fail_file(path, "lacks the model or the data; is it damaged?");
  return read;
}

void require_whole(const std::string& path, const TrainSettings& settings,
                   const TrainSettings& complete) {
  const Json given = Json::parse(to_json(settings)), needed = Json::parse(to_json(complete));
  for (const auto& [key, value] : needed.items()) {
    if (!given.contains(key)) fail_file(path, "lacks the setting ", key, "; is it damaged?");
  }
}

}  // namespace pixelwise

#include "app/settings_check.h"

#include "base/check.h"

namespace pixelwise {

using Json = nlohmann::ordered_json;

TrainSettings kept_settings(const std::string& path, const Json& settings) {
  TrainSettings read;
  try {
    read = settings_from_json(settings);
  } catch (const Json::exception& error) {
    fail_file(path, "is damaged: ", error.what());
  }
  const Json understood = to_json(read);
  for (const auto& [key, value] : settings.items()) {
    if (!understood.contains(key)) fail_file(path, "has the unknown setting '", key, "'");
    if (understood.at(key) != value) {
      fail_file(path, "has ", key, " ", value.dump(), ", which is read as ",
                understood.at(key).dump(), "; is it damaged?");
    }
  }
  if (!read.model || !read.data) fail_file(path, "lacks the model or the data; is it damaged?");
  return read;
}

void require_whole(const std::string& path, const TrainSettings& settings, const Dataset& train) {
  TrainSettings whole;
  try {
    whole = complete_settings(settings, train);
  } catch (const std::invalid_argument& error) {
    fail_file(path, "has impossible settings: ", error.what());
  }
  const Json given = to_json(settings), needed = to_json(whole);
  for (const auto& [key, value] : needed.items()) {
    if (!given.contains(key)) fail_file(path, "lacks the setting ", key, "; is it damaged?");
  }
}

}  // namespace pixelwise

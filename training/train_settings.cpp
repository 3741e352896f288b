#include "training/train_settings.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/check.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;

std::string key_of(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

Json json_of(const TrainSettings& settings) {
  Json json = Json::object();
  visit_settings(settings, [&](const char* name, const auto& value, const char*) {
    if (value) json[key_of(name)] = *value;
  });
  return json;
}

}  // namespace

std::string to_json(const TrainSettings& settings) { return json_of(settings).dump(2); }

TrainSettings settings_from_json(const std::string& text) {
  TrainSettings settings;
  try {
    const Json json = Json::parse(text);
    require(json.is_object(), "settings are an object of names and values, but this is ", text);
    visit_settings(settings, [&](const char* name, auto& value, const char*) {
      using Value = typename std::decay_t<decltype(value)>::value_type;
      const auto found = json.find(key_of(name));
      if (found != json.end()) value = found->template get<Value>();
    });
  } catch (const Json::exception& error) {
    fail(error.what());
  }
  return settings;
}

std::vector<std::pair<std::string, std::string>> settings_list(const TrainSettings& settings) {
  std::vector<std::pair<std::string, std::string>> entries;
  const Json json = json_of(settings);
  for (const auto& [key, value] : json.items()) {
    entries.emplace_back(key, value.is_string() ? value.get<std::string>() : value.dump());
  }
  return entries;
}

void require_same(const TrainSettings& asked, const TrainSettings& run) {
  const Json given = json_of(asked), kept = json_of(run);
  for (const auto& [key, value] : given.items()) {
    const Json before = kept.contains(key) ? kept.at(key) : Json(nullptr);
    if (value == before) continue;
    std::string option = key;
    std::replace(option.begin(), option.end(), '_', '-');
    fail("--resume goes on with the settings of the run, where --", option, " was ", before.dump(),
         "; now it is ", value.dump(), ". Leave it out, or start a new run in another folder",
         key == "iterations" ? " (--iterations decides how the learning rate falls; to train on, "
                               "give the new run --weights .../last.safetensors)"
                             : "");
  }
}

void make_paths_absolute(TrainSettings& settings) {
  const auto absolute = [](const std::string& path) {
    return std::filesystem::absolute(path).lexically_normal().string();
  };
  if (settings.weights) settings.weights = absolute(*settings.weights);
  if (!settings.data) return;
  const std::size_t colon = settings.data->find(':');
  if (colon == std::string::npos || colon + 1 == settings.data->size()) return;
  settings.data = settings.data->substr(0, colon + 1) + absolute(settings.data->substr(colon + 1));
}

ModelConfig model_config(const TrainSettings& s, std::int64_t classes) {
  ModelConfig config{.name = *s.model,
                     .classes = classes,
                     .width = s.width,
                     .fc_width = s.fc_width,
                     .dropout = s.dropout};
  if (s.family) config.family = family_named(*s.family);
  return config;
}

}  // namespace pixelwise

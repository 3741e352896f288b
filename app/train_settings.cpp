#include "app/train_settings.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "base/check.h"
#include "datasets/preprocess.h"
#include "datasets/statistics.h"
#include "optim/schedule.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;

std::string key_of(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

void require_one_of(const char* option, const std::string& value,
                    const std::vector<std::string>& choices) {
  std::string list;
  for (const std::string& choice : choices) list += (list.empty() ? "" : ", ") + choice;
  require(std::find(choices.begin(), choices.end(), value) != choices.end(), "--", option, " '",
          value, "': expected one of ", list);
}

void check_numbers(const TrainSettings& s) {
  const auto at_least_one = [](const char* option, std::int64_t value) {
    require(value >= 1, "--", option, " ", value, ": expected at least 1");
  };
  at_least_one("iterations", *s.iterations);
  at_least_one("batch", *s.batch);
  at_least_one("accumulate", *s.accumulate);
  at_least_one("every", *s.every);
  require(*s.accumulate <= 1'000'000, "--accumulate ", *s.accumulate, ": that is too many");
  require(std::isfinite(*s.lr) && *s.lr > 0, "--lr ", *s.lr, ": expected a number above 0");
  require(*s.momentum >= 0 && *s.momentum < 1, "--momentum ", *s.momentum,
          ": expected 0 <= momentum < 1");
  require(*s.decay >= 0, "--decay ", *s.decay, ": expected 0 or more");
  require(*s.clip >= 0, "--clip ", *s.clip, ": expected 0 or more");
  require(*s.split > 0 && *s.split < 1, "--split ", *s.split, ": expected 0 < split < 1");
}

// These are counted when the training starts: for now it is enough that the name is known.
bool is_by_frequency(const std::string& class_weights) {
  return class_weights == "median" || class_weights == "sqrt-median";
}

void check_choices(const TrainSettings& s, const Dataset& train) {
  require_one_of("optimizer", *s.optimizer, {"sgd", "adam", "adamw"});
  require_one_of("loss", *s.loss, {"mean", "sum", "mean+dice"});
  if (s.family) require_one_of("family", *s.family, {"same", "caffe"});
  make_schedule(*s.schedule, *s.iterations);
  preprocessing(*s.preprocess);
  parse_augmentation(*s.augment);
  if (!is_by_frequency(*s.class_weights)) parse_class_weights(*s.class_weights, train);
}

template <class Value>
void fill(std::optional<Value>& setting, Value value) {
  if (!setting) setting = std::move(value);
}

// Crops of two thirds of a photograph leave room for variety, and take half the time.
std::string crop_for(const Image& image) {
  const auto part = [](int size) { return std::max(32, size * 2 / 3 / 32 * 32); };
  return text("crop=", part(image.height), "x", part(image.width));
}

// Generated shapes look the same from all sides; photographs do not stand on their heads.
void fill_by_data(TrainSettings& s, const Dataset& train, bool classifier) {
  const bool generated = s.data->find(':') == std::string::npos;
  if (generated) {
    fill<std::string>(s.augment, "flip,flip-ud");
    fill<std::string>(s.preprocess, "shapes");
    fill<std::int64_t>(s.batch, classifier ? 16 : 8);
    fill<std::int64_t>(s.iterations, classifier || s.weights ? 440 : 750);
    fill<std::string>(s.schedule, "linear");
  } else {
    if (!s.augment) s.augment = "flip," + crop_for(train.get(0).image);
    fill<std::string>(s.preprocess, "torchvision");
    fill<std::int64_t>(s.batch, 4);
    fill<std::int64_t>(s.iterations, 1500);
    fill<std::string>(s.schedule, "poly");
    // On CamVid (fcn8s --width 16 --fc-width 128): mean IoU .50 instead of .40.
    fill<std::string>(s.class_weights, train.whole_image() ? "none" : "median");
  }
}

}  // namespace

TrainSettings complete_settings(TrainSettings s, const Dataset& train) {
  const ModelInfo& info = model_info(*s.model);
  const bool toy = s.model->starts_with("toy");
  require(info.classifier == train.whole_image(), "--model ", *s.model,
          info.classifier ? " names whole images, but the masks of " : " labels pixels, but ",
          train.name(), info.classifier ? " label pixels" : " has one class for each whole image");
  fill<std::uint64_t>(s.seed, 0);
  fill<double>(s.split, 0.8);
  fill_by_data(s, train, info.classifier);
  fill<std::int64_t>(s.accumulate, 1);
  fill<std::string>(s.optimizer, "adam");
  const bool sgd = *s.optimizer == "sgd";
  fill<double>(s.lr, sgd ? 1e-2 : toy ? 2e-3 : 1e-3);
  fill<double>(s.momentum, 0.9);
  fill<double>(s.decay, sgd ? 5e-4 : *s.optimizer == "adamw" ? 0.01 : 0.0);
  fill<double>(s.clip, 0.0);
  fill<std::string>(s.loss, "mean");
  fill<std::string>(s.class_weights, "none");
  fill<std::int64_t>(s.every, std::max<std::int64_t>(1, *s.iterations / 10));
  const bool has_dropout = !toy && *s.model != "simple-fcn";
  if (has_dropout && !s.weights) fill<double>(s.dropout, 0.0);
  check_numbers(s);
  check_choices(s, train);
  return s;
}

Json to_json(const TrainSettings& settings) {
  Json json = Json::object();
  visit_settings(settings, [&](const char* name, const auto& value, const char*) {
    if (value) json[key_of(name)] = *value;
  });
  return json;
}

TrainSettings settings_from_json(const Json& json) {
  TrainSettings settings;
  visit_settings(settings, [&](const char* name, auto& value, const char*) {
    using Value = typename std::decay_t<decltype(value)>::value_type;
    const auto found = json.find(key_of(name));
    if (found != json.end()) value = found->template get<Value>();
  });
  return settings;
}

void require_same(const TrainSettings& asked, const TrainSettings& run) {
  const Json given = to_json(asked), kept = to_json(run);
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

std::vector<std::string> split_list(const std::string& list) {
  std::vector<std::string> parts;
  std::istringstream in(list);
  for (std::string part; std::getline(in, part, ',');) {
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

BatchOptions parse_augmentation(const std::string& augment) {
  BatchOptions options;
  for (const std::string& part : split_list(augment)) {
    int end = 0;  // of what sscanf understood: the whole part must be
    const auto whole = [&](int fields, int expected) {
      return fields == expected && end == static_cast<int>(part.size());
    };
    if (part == "none") continue;
    if (part == "flip") {
      options.flip_left_right = true;
    } else if (part == "flip-ud") {
      options.flip_up_down = true;
    } else if (whole(std::sscanf(part.c_str(), "crop=%dx%d%n", &options.crop_height,
                                 &options.crop_width, &end),
                     2)) {
      require(options.crop_width >= 1 && options.crop_height >= 1, "--augment ", part,
              ": expected a height and a width of at least 1");
    } else if (whole(std::sscanf(part.c_str(), "scale=%lf:%lf%n", &options.scale_low,
                                 &options.scale_high, &end),
                     2)) {
      require(options.scale_low >= 0.1 && options.scale_high >= options.scale_low, "--augment ",
              part, ": expected .1 <= LOW <= HIGH");
    } else if (whole(std::sscanf(part.c_str(), "rotate=%lf%n", &options.rotate, &end), 1)) {
      require(options.rotate >= 0 && options.rotate <= 180, "--augment ", part,
              ": expected 0 to 180 degrees");
    } else if (whole(std::sscanf(part.c_str(), "jitter=%lf%n", &options.jitter, &end), 1)) {
      require(options.jitter >= 0 && options.jitter <= 1, "--augment ", part, ": expected 0 to 1");
    } else {
      fail("--augment '", part,
           "': expected flip, flip-ud, scale=LOW:HIGH, rotate=DEGREES, jitter=X, crop=HxW or none");
    }
  }
  return options;
}

std::vector<float> parse_class_weights(const std::string& class_weights, const Dataset& train) {
  if (class_weights == "none") return {};
  if (is_by_frequency(class_weights)) {
    std::vector<float> weights = median_frequency_weights(collect_statistics(train));
    if (class_weights == "median") return weights;
    for (float& w : weights) w = std::sqrt(w);
    return weights;
  }
  std::vector<float> weights;
  for (const std::string& part : split_list(class_weights)) {
    char* end = nullptr;
    weights.push_back(std::strtof(part.c_str(), &end));
    require(*end == '\0' && std::isfinite(weights.back()) && weights.back() >= 0,
            "--class-weights '", part,
            "': expected none, median, sqrt-median, or a number of at least 0 for each class");
  }
  require(weights.size() == static_cast<std::size_t>(train.num_classes()),
          "--class-weights: ", weights.size(), " numbers, but ", train.name(), " has ",
          train.num_classes(), " classes");
  require(std::any_of(weights.begin(), weights.end(), [](float w) { return w > 0; }),
          "--class-weights ", class_weights, ": all are 0, so nothing counts");
  return weights;
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

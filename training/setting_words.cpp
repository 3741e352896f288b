#include "training/setting_words.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "base/check.h"
#include "base/counted.h"
#include "datasets/statistics.h"

namespace pixelwise {
namespace {

bool is_by_frequency(const std::string& class_weights) {
  return class_weights == "median" || class_weights == "sqrt-median";
}

}  // namespace

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
          counted(train.num_classes(), "class"));
  require(std::any_of(weights.begin(), weights.end(), [](float w) { return w > 0; }),
          "--class-weights ", class_weights, ": all are 0, so nothing counts");
  return weights;
}

void check_class_weights(const std::string& class_weights, const Dataset& train) {
  if (!is_by_frequency(class_weights)) parse_class_weights(class_weights, train);
}

}  // namespace pixelwise

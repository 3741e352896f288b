#include "datasets/preprocess.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/check.h"
#include "base/closest_word.h"

namespace pixelwise {

const std::vector<Preprocessing>& preprocessings() {
  constexpr float kUnit = 1.0F / 255.0F;
  static const std::vector<Preprocessing> list = {
      {"caffe", true, 1.0F, {104.00699F, 116.66877F, 122.67892F}, {1.0F, 1.0F, 1.0F}},
      {"torchvision", false, kUnit, {0.485F, 0.456F, 0.406F}, {0.229F, 0.224F, 0.225F}},
      {"unit", false, kUnit, {0.0F, 0.0F, 0.0F}, {1.0F, 1.0F, 1.0F}},
      {"none", false, 1.0F, {0.0F, 0.0F, 0.0F}, {1.0F, 1.0F, 1.0F}},
      {"shapes", false, kUnit, {0.4F, 0.4F, 0.4F}, {0.25F, 0.25F, 0.25F}},
  };
  return list;
}

const Preprocessing& preprocessing(const std::string& name) {
  std::string known;
  std::vector<std::string> names;
  for (const Preprocessing& preset : preprocessings()) {
    if (preset.name == name) return preset;
    known += text(known.empty() ? "" : ", ", preset.name);
    names.push_back(preset.name);
  }
  fail("unknown preprocessing '", name, "'; there are: ", known, did_you_mean(name, names));
}

void preprocess(const Image& image, const Preprocessing& how, float* out) {
  require(image.channels == 3, "preprocess: an image with ", image.channels,
          " channels; expected RGB");
  // There are no more than 256 results for each channel.
  std::array<std::array<float, 256>, 3> value;
  for (std::size_t k = 0; k < 3; ++k) {
    for (std::size_t pixel = 0; pixel < 256; ++pixel) {
      value[k][pixel] = (how.scale * static_cast<float>(pixel) - how.mean[k]) / how.deviation[k];
    }
  }
  for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
    for (std::size_t k = 0; k < 3; ++k) {
      out[i + k] = value[k][image.pixels[i + (how.bgr ? 2 - k : k)]];
    }
  }
}

std::vector<float> preprocess(const Image& image, const Preprocessing& how) {
  std::vector<float> values(image.pixels.size());
  preprocess(image, how, values.data());
  return values;
}

Colour zero_colour(const Preprocessing& how) {
  const auto channel = [&](std::size_t k) {
    return static_cast<std::uint8_t>(std::clamp(std::lround(how.mean[k] / how.scale), 0L, 255L));
  };
  const Colour first_to_last{channel(0), channel(1), channel(2)};
  return how.bgr ? Colour{first_to_last.b, first_to_last.g, first_to_last.r} : first_to_last;
}

}  // namespace pixelwise

// How pixels become the numbers that a network sees.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "datasets/palette.h"
#include "datasets/sample.h"

namespace pixelwise {

/// input_k = (scale * pixel_k - mean_k) / deviation_k, where k counts the network's channels: R G
/// B, or B G R. A network works only with the preprocessing it was trained with, so this is stored
/// in every checkpoint.
struct Preprocessing {
  std::string name;
  bool bgr = false;
  float scale = 1.0F;
  std::array<float, 3> mean{0.0F, 0.0F, 0.0F};
  std::array<float, 3> deviation{1.0F, 1.0F, 1.0F};
};

/// All presets:
/// - caffe: BGR 0-255 minus the mean (104.00699, 116.66877, 122.67892): Caffe and pytorch-fcn;
/// - torchvision: RGB/255, ImageNet mean (.485 .456 .406) and deviation (.229 .224 .225);
/// - unit: RGB/255;
/// - none: RGB 0-255;
/// - shapes: (RGB/255 - .4) / .25.
const std::vector<Preprocessing>& preprocessings();

/// The preset of that name. Throws std::invalid_argument, listing the names there are.
const Preprocessing& preprocessing(const std::string& name);

/// Writes image.height * image.width * 3 input values, channels last, to `out`. Throws
/// std::invalid_argument unless the image is RGB.
void preprocess(const Image& image, const Preprocessing& how, float* out);
std::vector<float> preprocess(const Image& image, const Preprocessing& how);

/// The colour whose input is nearest to 0: what to fill an image's surroundings with.
Colour zero_colour(const Preprocessing& how);

}  // namespace pixelwise

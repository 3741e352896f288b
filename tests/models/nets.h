// What the tests of whole networks share.
#pragma once

#include <memory>
#include <string>

#include "autograd/ops.h"
#include "layers/parameters.h"
#include "models/zoo.h"
#include "tests/layers/support.h"

namespace pixelwise {

inline std::unique_ptr<Network> make_net(const ModelConfig& config, std::uint64_t seed = 1) {
  Rng rng(seed);
  return make_model(config, rng);
}

/// Draws all biases anew, and the weights that start at zero (the score layers), so that every
/// layer contributes to the output.
inline void randomise_scores(Module& module, std::uint64_t seed, double size = 0.5) {
  for (const NamedParameter& p : named_parameters(module)) {
    Tensor parameter = p.tensor;
    if (p.name.rfind("score", 0) != 0 && p.name.find(".bias") == std::string::npos) continue;
    parameter.mutable_value() = random_array(parameter.shape(), ++seed, -size, size);
  }
}

/// Labels in six blocks per image, with some void pixels.
inline Labels blocky_labels(std::int64_t n, std::int64_t h, std::int64_t w, int classes) {
  Labels labels{n, h, w, {}};
  for (std::int64_t i = 0; i < n * h * w; ++i) {
    const std::int64_t image = i / (h * w), row = i / w % h, column = i % w;
    const std::int64_t id = row * 3 / h + (column < w / 2 ? 0 : 1) + image;
    labels.ids.push_back(static_cast<std::uint8_t>(i % 37 == 0 ? kVoidLabel : id % classes));
  }
  return labels;
}

}  // namespace pixelwise

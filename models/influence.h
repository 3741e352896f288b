// How strongly each pixel of an image acts on one number of a map, by backward from this number:
// the effective receptive field (Luo, Li, Urtasun and Zemel, 2016). The theoretical one, which
// summary and align tell, is the area outside of which no pixel acts at all.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "layers/module.h"

namespace pixelwise {

/// One number of a map [1, C, H, W], or the sum of all channels at one place.
struct MapElement {
  std::int64_t row = 0, column = 0;
  std::int64_t channel = kAllChannels;
  static constexpr std::int64_t kAllChannels = -1;
};

/// For each pixel |dy/dpixel|, added up over the colours, [H, W]: y is one element of the map that
/// `compute` makes of an image [1, C, H, W].
Array influence(const std::function<Tensor(const Tensor&)>& compute, const Array& image,
                const MapElement& of);

/// The mean over images of one size. The map is that of a layer ("pool5", "conv1_1"; after its
/// ReLU), or without a name the scores, at the size of the image. The network is in evaluation mode
/// meanwhile; gradients of its parameters are forgotten.
Array mean_influence(Network& network, const std::vector<Array>& images, const std::string& layer,
                     const MapElement& of);

/// The area that acts.
struct SeenArea {
  std::int64_t top = 0, left = 0, rows = 0, columns = 0;  // every pixel that acts at all
  /// The smallest square that has `share` of all influence: its upper left corner and side.
  std::int64_t effective_top = 0, effective_left = 0, effective = 0;
};

/// What is below a millionth of the largest influence is rounding, and counts as 0.
SeenArea seen_area(const Array& influence, double share = 0.9);

}  // namespace pixelwise

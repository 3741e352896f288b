// A feature pyramid network (Lin et al., CVPR 2017) on VGG: maps at four sizes, each with the
// meaning of the deepest one, because it is enlarged and added step by step.
//
//   lateral   a 1x1 convolution of each pool brings all to the same number of channels
//   top-down  the coarser map, enlarged by 2 (every cell becomes 2x2 equal ones), is added
//   smooth    a 3x3 convolution, because the enlarged cells have edges (aliasing)
//
// The pyramid begins at a quarter of the image's size: the level of conv1, with half, would take
// too much memory. The paper looks for objects in the pyramid. Here one score layer, the same for
// all levels, gives the scores of the classes at every size. They are enlarged bilinearly and
// summed, as in an FCN (Kirillov et al., CVPR 2019, segment with a pyramid in this way).
#pragma once

#include <array>

#include "models/vgg.h"

namespace pixelwise {

class FpnVgg : public Network {
 public:
  static constexpr std::size_t kLevels = 4;

  /// All maps of the pyramid have 4 times the trunk's first width: 256 for VGG-16, as in the paper.
  /// fc6, fc7 and dropout of the config are not used. Throws std::invalid_argument for the caffe
  /// family.
  FpnVgg(const VggConfig& config, std::int64_t classes, Rng& rng);

  /// image [N, channels, H, W] -> P2 ... P5, [N, 4 width, H/4, W/4] ... [N, 4 width, H/32, W/32].
  /// Throws std::invalid_argument if H or W is no multiple of 32.
  std::array<Tensor, kLevels> pyramid(const Tensor& image);

  /// The scores of each level of the pyramid: [N, classes, H/4, W/4] ... [N, classes, H/32, W/32].
  std::array<Tensor, kLevels> scores(const std::array<Tensor, kLevels>& pyramid);

  Tensor forward(const Tensor& image) override;  // [N, channels, H, W] -> [N, classes, H, W]
  void visit(const Visitor& v) override;
  std::int64_t stride() const override { return 32; }

  VggTrunk trunk;
  Conv2d lateral2, lateral3, lateral4, lateral5;  // of pool2 ... pool5
  Conv2d smooth2, smooth3, smooth4, smooth5;
  Conv2d score;  // starts at zero
};

}  // namespace pixelwise

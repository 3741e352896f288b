// SimpleFcn: the small encoder-decoder of many introductions, without skips.
#pragma once

#include "layers/conv.h"

namespace pixelwise {

/// Three times conv 3x3, ReLU, 2x2 max-pool (64, 128, 256 channels at width 64), then three
/// transposed convolutions 2x2 of stride 2 with ReLU between. 540,245 parameters at 21 classes.
/// Layers have the names of the PyTorch snippet of those introductions, whose files it loads.
class SimpleFcn : public Network {
 public:
  SimpleFcn(std::int64_t classes, Rng& rng, std::int64_t width = 64);

  Tensor forward(const Tensor& image) override;  // [N, 3, H, W] -> [N, classes, H, W]
  void visit(const Visitor& v) override;
  std::int64_t stride() const override { return 8; }

  Conv2d conv1, conv2, conv3;
  ConvTranspose2d deconv1, deconv2, deconv3;
};

}  // namespace pixelwise

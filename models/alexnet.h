// AlexNet (Krizhevsky, Sutskever and Hinton, 2012) in the order of layers of CaffeNet, pooling
// before normalisation, and FCN-AlexNet on it (Long, Shelhamer and Darrell, CVPR 2015).
//
// There is only a caffe family. The first kernel of 11 has stride 4, and the upsampling kernel of
// 63 has stride 32: no equal padding on both sides makes the maps fit.
#pragma once

#include "layers/conv.h"
#include "layers/dropout.h"

namespace pixelwise {

struct AlexNetConfig {
  std::int64_t width = 96;  // channels of conv1, a multiple of 6; the others in the same proportion
  std::int64_t fc_width = 4096;
  double dropout = 0.5;
};

/// Five convolutions with ReLU, three max-pools 3x3 of stride 2 that round sizes up, two local
/// response normalisations. conv2, conv4 and conv5 have two groups (they ran on two GPUs).
class AlexNetTrunk : public Module {
 public:
  /// `padding` of conv1: 0 for a classifier of 227x227, 100 for an FCN. Throws
  /// std::invalid_argument if the width is no multiple of 6.
  AlexNetTrunk(const AlexNetConfig& config, std::int64_t padding, Rng& rng);

  /// image [N, 3, H, W] -> pool5 [N, 8/3 width, about (H + 2 padding) / 32, ...].
  Tensor pool5(const Tensor& image);
  void visit(const Visitor& v) override;

 private:
  Conv2d conv1_, conv2_, conv3_, conv4_, conv5_;
};

/// FCN-32s on AlexNet: fc6 as a convolution 6x6, one fixed upsampling by 32.
class FcnAlexNet : public Network {
 public:
  FcnAlexNet(const AlexNetConfig& config, std::int64_t classes, Rng& rng);

  Tensor forward(const Tensor& image) override;  // [N, 3, H, W] -> [N, classes, H, W]
  void visit(const Visitor& v) override;

  AlexNetTrunk trunk;
  Conv2d fc6, fc7;
  Dropout drop6, drop7;
  Conv2d score_fr;          // starts at zero
  ConvTranspose2d upscore;  // 32x, fixed
};

}  // namespace pixelwise

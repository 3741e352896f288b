// Fully convolutional networks for semantic segmentation (Long, Shelhamer and Darrell, CVPR 2015;
// Shelhamer, Long and Darrell, PAMI 2017): FCN-32s, FCN-16s and FCN-8s, to be compared line by
// line.
//
// The classifier's fully connected layers become convolutions (fc6 k x k, fc7 1 x 1), a 1x1 score
// layer gives one score per class and cell of 32 x 32 pixels, and transposed convolutions bring
// the scores back to the pixels. 16s and 8s add scores from finer layers on the way.
//
// There are two families (models/vgg.h). `same`: everything is padded, so that a map of H / s cells
// stays aligned with the image and every skip fits without a crop. Inputs must be multiples of 32;
// segment() pads and crops images of other sizes. `caffe`: the published nets, for their weights.
// Maps are larger than needed, and every sum crops one of them. An Alignment computes the offset.
// Images of any size go in, and scores of that size come out.
#pragma once

#include "models/coordinate_map.h"
#include "models/vgg.h"

namespace pixelwise {

/// What the three networks have in common: the trunk, and fc6 and fc7 as convolutions.
class FcnTrunk : public Module {
 public:
  FcnTrunk(const VggConfig& config, Rng& rng);

  struct Features {
    Tensor pool3;  // [N, widths[2], H/8, W/8]      caffe, 500x500: 88x88
    Tensor pool4;  // [N, widths[3], H/16, W/16]                    44x44
    Tensor fc7;    // [N, fc_width, H/32, W/32]                     16x16
  };
  /// image [N, channels, H, W]. Throws std::invalid_argument if the family is `same` and the size
  /// is no multiple of 32.
  Features features(const Tensor& image);

  /// The two parts of features(), for heads that need other pools: pool1 ... pool5 of an image that
  /// fits (models/vgg.h), and fc7 from pool5.
  std::array<Tensor, 5> pools(const Tensor& image);
  Tensor fc7_of(const Tensor& pool5);
  void visit(const Visitor& v) override;

  /// What Network::stride() returns: 32 in the family `same`, 1 in the family `caffe`.
  std::int64_t stride() const { return config.family == Family::same ? 32 : 1; }

  const VggConfig config;
  VggTrunk vgg;
  Conv2d fc6, fc7;
  Dropout drop6, drop7;
};

// Upsampling starts as bilinear interpolation. The last layer is fixed: it is not trained. In the
// caffe family all upsampling layers are fixed, as published.

/// The upsampling layer of an FCN: kernel 2 factor, stride factor. In the family `same` half a
/// stride is cut off on each side, and the output is exactly `factor` times as large.
ConvTranspose2dConfig fcn_upsampling(const VggConfig& config, std::int64_t classes,
                                     std::int64_t factor);

/// The score layer of an FCN: 1x1, from `channels` to one score per class. It starts at zero.
Conv2dConfig fcn_score(std::int64_t channels, std::int64_t classes);

/// One upsampling by 32, fixed.
class Fcn32s : public Network {
 public:
  Fcn32s(const VggConfig& config, std::int64_t classes, Rng& rng);

  Tensor forward(const Tensor& image) override;  // [N, channels, H, W] -> [N, classes, H, W]
  void visit(const Visitor& v) override;
  std::int64_t stride() const override { return trunk.stride(); }

  FcnTrunk trunk;
  Conv2d score_fr;          // starts at zero
  ConvTranspose2d upscore;  // 32x, fixed
};

/// Upsampling by 2, plus the scores of pool4, then by 16 (fixed).
class Fcn16s : public Network {
 public:
  Fcn16s(const VggConfig& config, std::int64_t classes, Rng& rng);

  Tensor forward(const Tensor& image) override;  // [N, channels, H, W] -> [N, classes, H, W]
  void visit(const Visitor& v) override;
  std::int64_t stride() const override { return trunk.stride(); }

  FcnTrunk trunk;
  Conv2d score_fr, score_pool4;  // start at zero
  ConvTranspose2d upscore2;      // 2x
  ConvTranspose2d upscore16;     // 16x, fixed
};

/// How strongly the skips count in the sum. The published FCN-8s at-once is trained in one stage
/// and scales them by 0.01 and 0.0001.
struct SkipScales {
  Real pool4 = 1;
  Real pool3 = 1;
};

/// Twice upsampling by 2, plus the scores of pool4 and pool3, then by 8 (fixed).
class Fcn8s : public Network {
 public:
  Fcn8s(const VggConfig& config, std::int64_t classes, Rng& rng, SkipScales scales = {});

  Tensor forward(const Tensor& image) override;  // [N, channels, H, W] -> [N, classes, H, W]
  void visit(const Visitor& v) override;
  std::int64_t stride() const override { return trunk.stride(); }

  FcnTrunk trunk;
  const SkipScales scales;
  Conv2d score_fr, score_pool4, score_pool3;  // start at zero
  ConvTranspose2d upscore2, upscore_pool4;    // 2x
  ConvTranspose2d upscore8;                   // 8x, fixed
};

}  // namespace pixelwise

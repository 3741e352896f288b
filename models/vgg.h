// VGG (Simonyan and Zisserman, 2015): the trunk of the FCNs, and the classifier it comes from.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "autograd/ops/max_pool2d.h"
#include "layers/conv.h"
#include "layers/dropout.h"
#include "layers/linear.h"

namespace pixelwise {

/// How the maps of an FCN stay aligned with the image.
enum class Family {
  same,   // all convolutions padded: a map of H / s cells covers the H pixels, nothing is cropped
  caffe,  // as published, for its weights: conv1_1 is padded by 100, pools round their size up, fc6
          // and the transposed convolutions are not padded, and what sticks out is cropped
};

/// The sizes of a VGG net, also of a toy one.
struct VggConfig {
  std::vector<std::int64_t> convs_per_stage;  // five stages
  std::vector<std::int64_t> widths;           // channels of each stage
  std::int64_t fc6_kernel;                    // fc6 sees this many cells of pool5 in each direction
  std::int64_t fc_width;                      // outputs of fc6 and of fc7
  double dropout;                             // after fc6 and fc7
  Family family = Family::same;
  std::int64_t channels = 3;  // of the image
};

/// VGG-16 (configuration D), scaled: width 64 and fc_width 4096 are the paper's.
VggConfig vgg16_config(std::int64_t width = 64, std::int64_t fc_width = 4096, double dropout = 0.5);

/// One convolution per stage, 16 to 128 channels: learns the shapes task in seconds.
VggConfig toy_config();

/// Five stages of 3x3 convolutions, ReLU after each, a 2x2 max-pool after each stage. Layers are
/// named conv1_1 ... conv5_3 as in the paper.
class VggTrunk : public Module {
 public:
  VggTrunk(const VggConfig& config, Rng& rng);

  /// image [N, 3, H, W] -> pool1 ... pool5, [N, widths[k], h, w]. In the family `same` h = H /
  /// 2^(k+1) rounded down, in the family `caffe` h = (H + 198) / 2^(k+1) rounded up; w likewise.
  std::array<Tensor, 5> pools(const Tensor& image);

  void visit(const Visitor& v) override;

 private:
  std::vector<std::vector<std::unique_ptr<Conv2d>>> stages_;
  MaxPool2dOptions pool_;
};

/// The whole-image classifier: the trunk, then fully connected layers. They fix the image size at
/// 32 fc6_kernel (224 for VGG-16, 96 for the toy net).
class VggClassifier : public Network {
 public:
  /// The score layer starts at zero. Both families would be equal at the one possible size, so only
  /// `same` is accepted.
  VggClassifier(const VggConfig& config, std::int64_t classes, Rng& rng);

  /// image [N, 3, S, S], S = 32 fc6_kernel -> scores [N, classes]. Throws std::invalid_argument for
  /// another size; the message says which size fits.
  Tensor forward(const Tensor& image) override;
  void visit(const Visitor& v) override;

  const VggConfig config;
  VggTrunk trunk;
  Linear fc6, fc7, score;
  Dropout drop6, drop7;
};

/// VggClassifier with its fully connected layers as convolutions without padding, under the same
/// names: transplant() fills it. The classifier takes one window of 32 fc6_kernel pixels. This net
/// takes any larger image and gives the scores of all windows at a stride of 32, in one pass: 6x6
/// windows for VGG-16 at 384x384. (A window inside an image sees its surroundings. The classifier
/// sees the zeros of its padding there.)
class VggHeatMap : public Network {
 public:
  VggHeatMap(const VggConfig& config, std::int64_t classes, Rng& rng);

  /// image [N, 3, H, W] -> scores [N, classes, H/32 - fc6_kernel + 1, W/32 - fc6_kernel + 1].
  /// Throws std::invalid_argument for an image smaller than a window.
  Tensor forward(const Tensor& image) override;
  void visit(const Visitor& v) override;

  const VggConfig config;
  VggTrunk trunk;
  Conv2d fc6, fc7, score;
  Dropout drop6, drop7;
};

}  // namespace pixelwise

// U-Net (Ronneberger, Fischer and Brox, MICCAI 2015): for few images and thin structures. An
// encoder of four poolings and a decoder of four enlargements by 2, with two 3x3 convolutions at
// every size. Each map of the decoder is joined with the encoder's of the same size: their channels
// are put one after another (an FCN adds scores instead), so a skip carries features, not scores.
//
// There are two forms. `valid`, the paper's: no convolution is padded, a tile of 572x572 pixels
// gives the scores of its inner 388x388, and the skips are cropped. Otherwise every convolution is
// padded, all maps fit as they are, and images must be multiples of 16. Both have the same weights.
#pragma once

#include <memory>
#include <vector>

#include "layers/conv.h"
#include "layers/dropout.h"

namespace pixelwise {

struct UNetConfig {
  std::int64_t width = 64;    // channels at the size of the image; doubled with each pooling
  std::int64_t channels = 3;  // of the image
  bool valid = false;         // no padding, skips are cropped
  bool resize = false;  // the decoder repeats pixels (2x nearest), then convolves 3x3, instead of
                        // a transposed convolution 2x2: it leaves no checkerboards
  double dropout = 0;   // at the end of the encoder: after down4 and after bottom
};

/// Two 3x3 convolutions, each with ReLU.
class DoubleConv : public Network {
 public:
  DoubleConv(std::int64_t in, std::int64_t out, std::int64_t padding, Rng& rng);

  Tensor forward(const Tensor& x) override;  // [N, in, H, W] -> [N, out, H, W], or H - 4, W - 4
  void visit(const Visitor& v) override;

  Conv2d conv1, conv2;
};

class UNet : public Network {
 public:
  UNet(const UNetConfig& config, std::int64_t classes, Rng& rng);

  /// [N, channels, H, W] -> [N, classes, H, W]. The form `valid` takes images of any size: it pads
  /// them with zeros where the paper mirrors the image, calls tile(), and crops. Throws
  /// std::invalid_argument if the other form gets an image that is no multiple of 16.
  Tensor forward(const Tensor& image) override;

  /// The paper's network itself, of the form `valid`: [N, channels, H, W] -> [N, classes, H - 184,
  /// W - 184]. Throws std::invalid_argument if a map is odd before it is pooled; H = 16 n + 12
  /// fits.
  Tensor tile(const Tensor& image);

  void visit(const Visitor& v) override;
  std::int64_t stride() const override { return config.valid ? 1 : 16; }

  const UNetConfig config;

 private:
  Tensor scores(const Tensor& image);

  std::vector<std::unique_ptr<DoubleConv>> down_;  // down1 ... down4
  DoubleConv bottom_;
  std::vector<std::unique_ptr<Network>> up_;         // 2x as large, half the channels
  std::vector<std::unique_ptr<DoubleConv>> joined_;  // after the skip has joined
  Dropout drop4_, drop5_;
  Conv2d score_;
};

}  // namespace pixelwise

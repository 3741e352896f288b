// The convolutional layers.
#pragma once

#include "autograd/ops/conv2d.h"
#include "autograd/ops/conv_transpose2d.h"
#include "layers/module.h"

namespace pixelwise {

struct Conv2dConfig {
  std::int64_t in, out;  // channels
  Size2 kernel;
  Size2 stride = 1;
  Size2 padding = 0;
  Size2 dilation = 1;
  std::int64_t groups = 1;
  bool bias = true;
};

/// A convolution with its weight [out, in / groups, KH, KW] and bias [out].
class Conv2d : public Network {
 public:
  /// Weights from he_normal with fan_in = in / groups KH KW, biases 0.
  Conv2d(const Conv2dConfig& config, Rng& rng);

  /// Weights and biases 0: for score layers, which then prefer no class at the start.
  explicit Conv2d(const Conv2dConfig& config);

  Tensor forward(const Tensor& x) override { return conv2d(x, weight, bias, options_); }

  void visit(const Visitor& v) override;

  Tensor weight;
  Tensor bias;  // undefined if there is none

 private:
  Conv2d(const Conv2dConfig& config, Array weight);

  Conv2dOptions options_;
};

struct ConvTranspose2dConfig {
  std::int64_t in, out;  // channels
  Size2 kernel;
  Size2 stride = 1;
  Size2 padding = 0;
  Size2 output_padding = 0;
  bool bias = false;
};

/// A transposed convolution with its weight [in, out, KH, KW] and bias [out].
class ConvTranspose2d : public Network {
 public:
  /// Weights from he_normal with fan_in = in KH KW / stride^2, the number of products per output.
  ConvTranspose2d(const ConvTranspose2dConfig& config, Rng& rng);

  /// Bilinear interpolation of each channel alone. Needs in == out and a square kernel.
  explicit ConvTranspose2d(const ConvTranspose2dConfig& config);

  Tensor forward(const Tensor& x) override { return conv_transpose2d(x, weight, bias, options_); }
  void visit(const Visitor& v) override;

  Tensor weight;
  Tensor bias;  // undefined if there is none

 private:
  ConvTranspose2d(const ConvTranspose2dConfig& config, Array weight);

  ConvTranspose2dOptions options_;
};

/// The upsampling layer of FCNs: kernel 2 factor, stride factor, padding factor / 2 (factor even).
/// The output is exactly `factor` times as large. It starts as bilinear interpolation.
ConvTranspose2dConfig upsampling(std::int64_t channels, std::int64_t factor);

}  // namespace pixelwise

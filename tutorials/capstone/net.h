// The network of the capstone: FCN-32s, FCN-16s and FCN-8s in one, made of five operations.
#pragma once

#include <string>
#include <vector>

#include "base/random.h"
#include "tutorials/capstone/operations.h"

namespace pixelwise {

/// How fine the network looks: with how many skips.
enum class Skips { none, pool4, pool4_and_pool3 };  // FCN-32s, FCN-16s, FCN-8s

/// Two classes, background and object. All weights are there from the beginning; how many of them
/// are used depends on the skips.
class CapstoneNet {
 public:
  CapstoneNet(Operations operations, Rng& rng);

  /// image [N, 3, H, W], H and W multiples of 32 -> scores [N, 2, H, W].
  Tensor scores(const Tensor& image, Skips skips) const;

  /// The weights that are trained with these skips.
  std::vector<Tensor> parameters(Skips skips) const;

 private:
  struct Conv {
    Tensor weight, bias;
  };
  static Conv make_conv(std::int64_t in, std::int64_t out, std::int64_t k, Rng& rng);
  static Conv make_score(std::int64_t in);
  Tensor apply(const Conv& conv, const Tensor& x) const;
  Tensor upscore(const Tensor& x, const Tensor& weight, std::int64_t factor) const;

  Operations ops_;
  std::vector<Conv> stages_;  // conv1 ... conv5
  Conv fc6_, fc7_, score_fr_, score_pool4_, score_pool3_;
  Tensor upscore2_, upscore_pool4_;
};

}  // namespace pixelwise

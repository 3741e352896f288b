#include "tutorials/capstone/net.h"

#include "autograd/ops/arithmetic.h"
#include "layers/init.h"

namespace pixelwise {
namespace {

constexpr std::int64_t kClasses = 2;

}  // namespace

CapstoneNet::Conv CapstoneNet::make_conv(std::int64_t in, std::int64_t out, std::int64_t k,
                                         Rng& rng) {
  return {Tensor::parameter(he_normal({out, in, k, k}, in * k * k, rng)),
          Tensor::parameter(Array({out}))};
}

// Zero: at the start no class is preferred, and a new skip changes nothing.
CapstoneNet::Conv CapstoneNet::make_score(std::int64_t in) {
  return {Tensor::parameter(Array({kClasses, in, 1, 1})), Tensor::parameter(Array({kClasses}))};
}

CapstoneNet::CapstoneNet(Operations operations, Rng& rng) : ops_(std::move(operations)) {
  const std::vector<std::int64_t> widths = {16, 32, 64, 96, 128};
  std::int64_t channels = 3;
  for (const std::int64_t width : widths) {
    stages_.push_back(make_conv(channels, width, 3, rng));
    channels = width;
  }
  fc6_ = make_conv(128, 128, 3, rng);
  fc7_ = make_conv(128, 128, 1, rng);
  score_fr_ = make_conv(128, kClasses, 1, rng);
  score_pool4_ = make_score(96);
  score_pool3_ = make_score(64);
  upscore2_ = Tensor::parameter(bilinear_kernel(kClasses, 4));
  upscore_pool4_ = Tensor::parameter(bilinear_kernel(kClasses, 4));
}

// Odd kernels are padded so that the size stays.
Tensor CapstoneNet::apply(const Conv& conv, const Tensor& x) const {
  return ops_.conv2d(x, conv.weight, conv.bias, (conv.weight.shape()[2] - 1) / 2);
}

Tensor CapstoneNet::upscore(const Tensor& x, const Tensor& weight, std::int64_t factor) const {
  return ops_.conv_transpose2d(x, weight, factor, factor / 2);
}

// [scores]
Tensor CapstoneNet::scores(const Tensor& image, Skips skips) const {
  std::vector<Tensor> pools;
  Tensor h = image;
  for (const Conv& conv : stages_) {
    h = ops_.max_pool2d(ops_.relu(apply(conv, h)));
    pools.push_back(h);
  }
  h = ops_.relu(apply(fc6_, h));
  h = ops_.relu(apply(fc7_, h));
  Tensor score = apply(score_fr_, h);  // [N, 2, H/32, W/32]
  std::int64_t factor = 32;
  if (skips != Skips::none) {  // [N, 2, H/16, W/16]
    score = upscore(score, upscore2_, 2) + apply(score_pool4_, pools[3]);
    factor = 16;
  }
  if (skips == Skips::pool4_and_pool3) {  // [N, 2, H/8, W/8]
    score = upscore(score, upscore_pool4_, 2) + apply(score_pool3_, pools[2]);
    factor = 8;
  }
  return upscore(score, Tensor(bilinear_kernel(kClasses, 2 * factor)), factor);  // [N, 2, H, W]
}
// [/scores]

std::vector<Tensor> CapstoneNet::parameters(Skips skips) const {
  std::vector<Tensor> all;
  const auto add = [&all](const Conv& conv) {
    all.push_back(conv.weight);
    all.push_back(conv.bias);
  };
  for (const Conv& conv : stages_) add(conv);
  for (const Conv* conv : {&fc6_, &fc7_, &score_fr_}) add(*conv);
  if (skips != Skips::none) {
    add(score_pool4_);
    all.push_back(upscore2_);
  }
  if (skips == Skips::pool4_and_pool3) {
    add(score_pool3_);
    all.push_back(upscore_pool4_);
  }
  return all;
}

}  // namespace pixelwise

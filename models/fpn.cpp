#include "models/fpn.h"

#include "autograd/ops.h"
#include "base/check.h"

namespace pixelwise {
namespace {

Conv2dConfig lateral(std::int64_t in, std::int64_t channels) {
  return {.in = in, .out = channels, .kernel = 1};
}

Conv2dConfig smoothing(std::int64_t channels) {
  return {.in = channels, .out = channels, .kernel = 3, .padding = 1};
}

std::int64_t pyramid_channels(const VggConfig& c) { return 4 * c.widths[0]; }

Tensor twice_as_large(const Tensor& x) {
  return upsample_bilinear(x, {2 * x.shape()[2], 2 * x.shape()[3]});
}

}  // namespace

FpnVgg::FpnVgg(const VggConfig& c, std::int64_t classes, Rng& rng)
    : trunk(c, rng),
      lateral2(lateral(c.widths[1], pyramid_channels(c)), rng),
      lateral3(lateral(c.widths[2], pyramid_channels(c)), rng),
      lateral4(lateral(c.widths[3], pyramid_channels(c)), rng),
      lateral5(lateral(c.widths[4], pyramid_channels(c)), rng),
      smooth2(smoothing(pyramid_channels(c)), rng),
      smooth3(smoothing(pyramid_channels(c)), rng),
      smooth4(smoothing(pyramid_channels(c)), rng),
      smooth5(smoothing(pyramid_channels(c)), rng),
      score({.in = pyramid_channels(c), .out = classes, .kernel = 1}) {
  require(c.family == Family::same,
          "FpnVgg: there is no caffe family; the maps of the same family fit without a crop");
}

std::array<Tensor, FpnVgg::kLevels> FpnVgg::pyramid(const Tensor& image) {
  const Shape& in = image.shape();
  require(
      in.rank() == 4 && in[2] % stride() == 0 && in[3] % stride() == 0, "FPN: the image ", in,
      " is not [N, C, H, W] with H and W multiples of 32, so that each level is twice as large ",
      "as the next; segment() pads and crops images of any size");
  const auto [pool1, pool2, pool3, pool4, pool5] = trunk.pools(image);
  // No ReLU here, as in the paper.
  const Tensor top5 = lateral5(pool5);                              // [N, 256, H/32, W/32]
  const Tensor top4 = lateral4(pool4) + upsample_nearest(top5, 2);  // [N, 256, H/16, W/16]
  const Tensor top3 = lateral3(pool3) + upsample_nearest(top4, 2);  // [N, 256, H/8, W/8]
  const Tensor top2 = lateral2(pool2) + upsample_nearest(top3, 2);  // [N, 256, H/4, W/4]
  return {smooth2(top2), smooth3(top3), smooth4(top4), smooth5(top5)};
}

std::array<Tensor, FpnVgg::kLevels> FpnVgg::scores(const std::array<Tensor, kLevels>& pyramid) {
  const auto& [p2, p3, p4, p5] = pyramid;
  return {score(p2), score(p3), score(p4), score(p5)};
}

Tensor FpnVgg::forward(const Tensor& image) {
  const auto [score2, score3, score4, score5] = scores(pyramid(image));
  Tensor sum = score4 + twice_as_large(score5);                         // [N, classes, H/16, W/16]
  sum = score3 + twice_as_large(sum);                                   // [N, classes, H/8, W/8]
  sum = score2 + twice_as_large(sum);                                   // [N, classes, H/4, W/4]
  return upsample_bilinear(sum, {image.shape()[2], image.shape()[3]});  // [N, classes, H, W]
}

void FpnVgg::visit(const Visitor& v) {
  trunk.visit(v);
  v("lateral2", lateral2);
  v("lateral3", lateral3);
  v("lateral4", lateral4);
  v("lateral5", lateral5);
  v("smooth2", smooth2);
  v("smooth3", smooth3);
  v("smooth4", smooth4);
  v("smooth5", smooth5);
  v("score", score);
}

}  // namespace pixelwise

#include "models/vgg.h"

#include "autograd/ops.h"
#include "base/check.h"

namespace pixelwise {
namespace {

// With 97 or more, fc6 (7x7, no padding) has an output cell even for an image of one pixel.
constexpr std::int64_t kCaffePadding = 100;

void require_a_window(const Shape& image, std::int64_t window) {
  require(image.rank() == 4 && image[2] >= window && image[3] >= window, "VggHeatMap: the image ",
          image, " has not one window of ", window, "x", window, " pixels; make it larger");
}

}  // namespace

VggConfig vgg16_config(std::int64_t width, std::int64_t fc_width, double dropout) {
  return {.convs_per_stage = {2, 2, 3, 3, 3},
          .widths = {width, 2 * width, 4 * width, 8 * width, 8 * width},
          .fc6_kernel = 7,
          .fc_width = fc_width,
          .dropout = dropout};
}

VggConfig toy_config() {
  return {.convs_per_stage = {1, 1, 1, 1, 1},
          .widths = {16, 32, 64, 96, 128},
          .fc6_kernel = 3,
          .fc_width = 128,
          .dropout = 0};
}

VggTrunk::VggTrunk(const VggConfig& config, Rng& rng) {
  require(config.convs_per_stage.size() == 5 && config.widths.size() == 5,
          "VggTrunk: five stages are needed, not ", config.convs_per_stage.size());
  const bool caffe = config.family == Family::caffe;
  pool_.ceil_mode = caffe;
  std::int64_t channels = config.channels;
  for (std::size_t stage = 0; stage < 5; ++stage) {
    stages_.emplace_back();
    for (std::int64_t i = 0; i < config.convs_per_stage[stage]; ++i) {
      const bool first = stage == 0 && i == 0;
      const Conv2dConfig conv{.in = channels,
                              .out = config.widths[stage],
                              .kernel = 3,
                              .padding = caffe && first ? kCaffePadding : 1};
      stages_.back().push_back(std::make_unique<Conv2d>(conv, rng));
      channels = config.widths[stage];
    }
  }
}

std::array<Tensor, 5> VggTrunk::pools(const Tensor& image) {
  std::array<Tensor, 5> pools;
  Tensor h = image;
  for (std::size_t stage = 0; stage < 5; ++stage) {
    auto& convs = stages_[stage];
    for (std::size_t i = 0; i + 1 < convs.size(); ++i) h = relu((*convs[i])(h));
    h = max_pool2d(relu((*convs.back())(h)), pool_);
    pools[stage] = h;
  }
  return pools;
}

void VggTrunk::visit(const Visitor& v) {
  for (std::size_t stage = 0; stage < stages_.size(); ++stage) {
    for (std::size_t i = 0; i < stages_[stage].size(); ++i) {
      v(text("conv", stage + 1, "_", i + 1), *stages_[stage][i]);
    }
  }
}

VggClassifier::VggClassifier(const VggConfig& c, std::int64_t classes, Rng& rng)
    : config(c),
      trunk(c, rng),
      fc6(c.widths.back() * c.fc6_kernel * c.fc6_kernel, c.fc_width, rng),
      fc7(c.fc_width, c.fc_width, rng),
      score(c.fc_width, classes),
      drop6(c.dropout, rng.next()),
      drop7(c.dropout, rng.next()) {
  require(c.family == Family::same, "VggClassifier: the caffe family is one of FCNs");
}

Tensor VggClassifier::forward(const Tensor& image) {
  const Shape& in = image.shape();
  const std::int64_t k = config.fc6_kernel;
  require(in.rank() == 4 && in[2] / 32 == k && in[3] / 32 == k, "VggClassifier: fc6 needs ", k, "x",
          k, " cells, which takes ", 32 * k, "x", 32 * k, "; the image ", in, " gives pool5 ",
          in[2] / 32, "x", in[3] / 32,
          "; resize the image, or make fc6 a convolution (models/surgery.h, "
          "predict --heat-map)");
  const Tensor pool5 = trunk.pools(image)[4];
  Tensor h = flatten(pool5);  // [N, C k k]
  h = drop6(relu(fc6(h)));    // [N, fc_width]
  h = drop7(relu(fc7(h)));    // [N, fc_width]
  return score(h);            // [N, classes]
}

void VggClassifier::visit(const Visitor& v) {
  trunk.visit(v);  // its layers are named like ours: conv1_1, ..., fc6, fc7, score
  v("fc6", fc6);
  v("drop6", drop6);
  v("fc7", fc7);
  v("drop7", drop7);
  v("score", score);
}

VggHeatMap::VggHeatMap(const VggConfig& c, std::int64_t classes, Rng& rng)
    : config(c),
      trunk(c, rng),
      fc6({.in = c.widths.back(), .out = c.fc_width, .kernel = c.fc6_kernel}, rng),
      fc7({.in = c.fc_width, .out = c.fc_width, .kernel = 1}, rng),
      score({.in = c.fc_width, .out = classes, .kernel = 1}),
      drop6(c.dropout, rng.next()),
      drop7(c.dropout, rng.next()) {}

Tensor VggHeatMap::forward(const Tensor& image) {
  require_a_window(image.shape(), 32 * config.fc6_kernel);
  Tensor h = trunk.pools(image)[4];  // [N, C, H/32, W/32]
  h = drop6(relu(fc6(h)));           // [N, fc_width, H/32 - k + 1, W/32 - k + 1]
  h = drop7(relu(fc7(h)));           // the same
  return score(h);                   // [N, classes, ...]
}

void VggHeatMap::visit(const Visitor& v) {
  trunk.visit(v);
  v("fc6", fc6);
  v("drop6", drop6);
  v("fc7", fc7);
  v("drop7", drop7);
  v("score", score);
}

}  // namespace pixelwise

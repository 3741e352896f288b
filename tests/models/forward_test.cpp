// The trunk and SimpleFcn against the same nets written out in operations: a missing ReLU, which
// changes no shape and no count, shows here.
#include <gtest/gtest.h>

#include <string>

#include "base/check.h"
#include "models/simple_fcn.h"
#include "models/vgg.h"
#include "tests/models/nets.h"

namespace pixelwise {
namespace {

using State = std::map<std::string, Array>;

Tensor conv3x3(const Tensor& x, const State& s, const std::string& name) {
  return conv2d(x, Tensor(s.at(name + ".weight")), Tensor(s.at(name + ".bias")), {.padding = 1});
}

Tensor up2x2(const Tensor& x, const State& s, const std::string& name) {
  return conv_transpose2d(x, Tensor(s.at(name + ".weight")), Tensor(s.at(name + ".bias")),
                          {.stride = 2});
}

TEST(Forward, VggTrunk) {
  const NoGrad no_grad;
  Rng rng(1);
  VggTrunk trunk(vgg16_config(4, 8), rng);
  randomise_scores(trunk, 2, 0.2);
  const State s = state(trunk);
  const Tensor image(random_array({1, 3, 64, 96}, 3));
  const auto pools = trunk.pools(image);
  Tensor h = image;
  const int convs[] = {2, 2, 3, 3, 3};
  for (int stage = 1; stage <= 5; ++stage) {
    for (int i = 1; i <= convs[stage - 1]; ++i) {
      h = relu(conv3x3(h, s, text("conv", stage, "_", i)));
    }
    h = max_pool2d(h, {.kernel = 2, .stride = 2});
    const Array& pool = pools[static_cast<std::size_t>(stage - 1)].value();
    EXPECT_EQ(pool.shape(),
              (Shape{1, stage == 5 ? 32 : 4 << (stage - 1), 64 >> stage, 96 >> stage}));
    EXPECT_GT(max_magnitude(pool), 0.1);
    EXPECT_TRUE(same_bits(pool, h.value())) << "pool" << stage;
  }
}

TEST(Forward, SimpleFcn) {
  const NoGrad no_grad;
  Rng rng(1);
  SimpleFcn net(5, rng, 4);
  randomise_scores(net, 2, 0.2);
  const State s = state(net);
  const Tensor image(random_array({2, 3, 24, 32}, 3));
  Tensor h = image;
  for (const char* name : {"conv1", "conv2", "conv3"}) h = max_pool2d(relu(conv3x3(h, s, name)));
  h = relu(up2x2(h, s, "deconv1"));
  h = relu(up2x2(h, s, "deconv2"));
  const Array expected = up2x2(h, s, "deconv3").value();
  EXPECT_TRUE(same_bits(net(image).value(), expected));
  double lowest = 0;
  for (std::int64_t i = 0; i < expected.size(); ++i) lowest = std::min<double>(lowest, expected(i));
  EXPECT_LT(lowest, -0.1);  // scores may be negative: no ReLU at the end
}

}  // namespace
}  // namespace pixelwise

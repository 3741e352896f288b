// What is said of inputs that are not centred and of layers that are dead.
#include "training/diagnose.h"

#include <gtest/gtest.h>

#include "tests/training/tiny.h"
#include "training/to_array.h"

namespace pixelwise {
namespace {

Batch batch_of(std::vector<float> values) {
  Batch batch;
  batch.n = 1;
  batch.c = 3;
  batch.h = 1;
  batch.w = static_cast<std::int64_t>(values.size() / 3);
  batch.values = std::move(values);
  return batch;
}

TEST(UncentredInputs, NamesMeansDeviationsAndPresets) {
  const Batch far = batch_of({100, 50, -1, 120, 70, 1});
  EXPECT_EQ(uncentred_inputs(far, preprocessing("none")),
            "the channel means of the first batch are 110.00, 60.00, 0.00 (standard deviations "
            "10.00, 10.00, 1.00) after preprocessing 'none', far from 0: training is slower then, "
            "and loaded weights expect other inputs. Presets: caffe, torchvision, "
            "unit, none, shapes");
}

TEST(UncentredInputs, SilentWithinADeviation) {
  EXPECT_EQ(uncentred_inputs(batch_of({-1, -20, 0, 2, 40, 0}), preprocessing("caffe")), "");
  EXPECT_NE(uncentred_inputs(batch_of({-1, -20, 1, 2, 40, 2}), preprocessing("caffe")), "");
}

TEST(LayerActivity, CountsDeadChannelsAndZeroWeights) {
  tiny::Net net;
  for (std::int64_t c = 0; c < 4; ++c) net.conv.bias.mutable_value()(c) = c < 3 ? -1e3F : 1e3F;
  net.score.weight.mutable_value() = Array(net.score.weight.shape());
  net.train();
  const std::vector<LayerActivity> layers =
      layer_activity(net, Tensor(to_array(tiny::batches().batch(0))));
  ASSERT_EQ(layers.size(), 2U);
  EXPECT_EQ(layers[0].layer, "conv");
  EXPECT_EQ(layers[0].channels, 4);
  EXPECT_EQ(layers[0].dead, 3);
  EXPECT_FALSE(layers[0].zero_weights);
  EXPECT_EQ(layers[1].layer, "score");
  EXPECT_EQ(layers[1].dead, 0) << "there is no ReLU behind it";
  EXPECT_TRUE(layers[1].zero_weights);
  EXPECT_TRUE(net.is_training()) << "the network keeps its mode";
}

TEST(LayerActivity, SeesReluBeforeMaxPooling) {
  struct PooledNet : tiny::Net {
    Tensor forward(const Tensor& image) override { return score(max_pool2d(relu(conv(image)))); }
  } net;
  for (std::int64_t c = 0; c < 4; ++c) net.conv.bias.mutable_value()(c) = c < 3 ? -1e3F : 1e3F;
  const std::vector<LayerActivity> layers =
      layer_activity(net, Tensor(to_array(tiny::batches().batch(0))));
  ASSERT_EQ(layers.size(), 2U);
  EXPECT_EQ(layers[0].dead, 3);
  EXPECT_EQ(layers[1].dead, 0);
}

}  // namespace
}  // namespace pixelwise

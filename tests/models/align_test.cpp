#include "models/align.h"

#include <gtest/gtest.h>

#include "autograd/ops.h"
#include "models/simple_fcn.h"
#include "tests/models/nets.h"

namespace pixelwise {
namespace {

const AlignedLayer& layer(const AlignmentReport& report, const std::string& name) {
  for (const AlignedLayer& one : report.layers) {
    if (one.name == name) return one;
  }
  throw std::out_of_range(name);
}

TEST(Align, EveryLayerOfFcn8s) {
  const auto net =
      make_net({.name = "fcn8s", .classes = 3, .width = 1, .fc_width = 2, .family = Family::caffe});
  const AlignmentReport report = align(*net, {1, 3, 64, 48});
  std::vector<std::string> names;
  for (const AlignedLayer& one : report.layers) names.push_back(one.name);
  EXPECT_EQ(names,
            (std::vector<std::string>{
                "conv1_1",     "conv1_2", "pool1",    "conv2_1",  "conv2_2",     "pool2",
                "conv3_1",     "conv3_2", "conv3_3",  "pool3",    "conv4_1",     "conv4_2",
                "conv4_3",     "pool4",   "conv5_1",  "conv5_2",  "conv5_3",     "pool5",
                "fc6",         "fc7",     "score_fr", "upscore2", "score_pool4", "upscore_pool4",
                "score_pool3", "upscore8"}));
  EXPECT_EQ(layer(report, "conv1_1").rows.shift, 99);
  EXPECT_EQ(layer(report, "pool1").rows.scale, 0.5);
  EXPECT_EQ(layer(report, "pool1").rows.shift, 49.25);
  EXPECT_EQ(layer(report, "fc6").field, 404);
  EXPECT_EQ(layer(report, "upscore8").rows.scale, 1);
  EXPECT_EQ(layer(report, "upscore8").columns.shift, 31);
  EXPECT_TRUE(net->is_training());
}

// The first cell of a score map of stride 32 sits between pixels 15 and 16: symmetric.
TEST(Align, TheSameFamilySitsInTheMiddle) {
  const AlignmentReport report =
      align(*make_net({.name = "toy-32s", .classes = 3}), {1, 3, 64, 64});
  const CoordinateMap back = inverse(layer(report, "score_fr").rows);
  EXPECT_EQ(back.scale, 32);
  EXPECT_EQ(back.shift, 15.5);
}

TEST(Align, ClassifiersEndWithoutAMap) {
  const AlignmentReport report =
      align(*make_net({.name = "toy-classifier", .classes = 3}), {1, 3, 96, 96});
  EXPECT_TRUE(report.offsets.empty());
  EXPECT_EQ(report.layers.back().name, "score");
}

// Somebody's network whose skip does not fit: half a cell between the two.
struct HalfACell : Network {
  explicit HalfACell(Rng& rng)
      : fine({.in = 1, .out = 1, .kernel = 2, .padding = 1}, rng),
        other({.in = 1, .out = 1, .kernel = 3, .padding = 1}, rng) {}
  Tensor forward(const Tensor& x) override {
    return crop(fine(x), 0, 0, x.shape()[2], x.shape()[3]) + other(x);
  }
  void visit(const Visitor& v) override { v("fine", fine), v("other", other); }
  Conv2d fine, other;
};

TEST(Align, SaysWhereMapsCannotMeet) {
  Rng rng(1);
  HalfACell net(rng);
  EXPECT_TRUE(contains(message_of([&] { align(net, {1, 1, 8, 8}); }), "between two cells"));
  EXPECT_TRUE(net.is_training());
  EXPECT_EQ(message_of([&] {
              align(net, {1, 8, 8});
            }),
            "align: input [1, 8, 8] is not [N, C, H, W]");
}

}  // namespace
}  // namespace pixelwise

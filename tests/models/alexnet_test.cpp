#include "models/alexnet.h"

#include <gtest/gtest.h>

#include "base/check.h"
#include "models/summary.h"
#include "tests/models/nets.h"

namespace pixelwise {
namespace {

TEST(AlexNet, LayersOfFullSize) {
  Rng rng(1);
  FcnAlexNet net({.fc_width = 8}, 21, rng);
  std::vector<std::string> shapes;
  for (const NamedParameter& p : named_parameters(net)) {
    if (p.name.ends_with("weight")) shapes.push_back(text(p.name, " ", p.tensor.shape()));
  }
  EXPECT_EQ(shapes, (std::vector<std::string>{
                        "conv1.weight [96, 3, 11, 11]", "conv2.weight [256, 48, 5, 5]",
                        "conv3.weight [384, 256, 3, 3]", "conv4.weight [384, 192, 3, 3]",
                        "conv5.weight [256, 192, 3, 3]", "fc6.weight [8, 256, 6, 6]",
                        "fc7.weight [8, 8, 1, 1]", "score_fr.weight [21, 8, 1, 1]",
                        "upscore.weight [21, 21, 63, 63]"}));
  EXPECT_EQ(count_parameters(net.trunk).all, 2'334'080);
}

TEST(AlexNet, PoolsThenNormalises) {
  const Summary s =
      summarise(*make_net({.name = "fcn-alexnet", .width = 6, .fc_width = 2}), {1, 3, 227, 227});
  std::vector<std::string> names;
  for (const SummaryRow& row : s.rows) {
    if (row.op != "relu") names.push_back(row.name);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"conv1", "max_pool2d", "local_response_norm", "conv2",
                                             "max_pool2d", "local_response_norm", "conv3", "conv4",
                                             "conv5", "max_pool2d", "fc6", "fc7", "score_fr",
                                             "upscore", "crop"}));
  EXPECT_EQ(summary_row(s, "conv1").options, "kernel 11, stride 4, padding 100");
  EXPECT_EQ(summary_row(s, "conv2").options, "kernel 5, stride 1, padding 2, groups 2");
  EXPECT_EQ(summary_row(s, "max_pool2d").options, "kernel 3, stride 2, ceil");
  EXPECT_EQ(summary_row(s, "local_response_norm").options, "size 5, alpha 0.0001, beta 0.75, k 1");
  EXPECT_EQ(summary_row(s, "upscore").options, "kernel 63, stride 32, padding 0");
  EXPECT_EQ(summary_row(s, "score_fr").receptive_field, 355);
}

TEST(AlexNet, AClassifiersTrunkTakes227) {
  const NoGrad no_grad;
  Rng rng(1);
  AlexNetTrunk trunk({.width = 6}, 0, rng);
  EXPECT_EQ(trunk.pool5(Tensor(Array({1, 3, 227, 227}))).shape(), (Shape{1, 16, 6, 6}));
}

TEST(AlexNet, GradientsReachEveryTrainableParameter) {
  const auto net = make_net({.name = "fcn-alexnet", .classes = 3, .width = 6, .fc_width = 8});
  net->eval();
  randomise_scores(*net, 3);
  const Tensor scores = (*net)(Tensor(random_array({1, 3, 40, 33}, 2)));
  cross_entropy(scores, blocky_labels(1, 40, 33, 3)).backward();
  for (const NamedParameter& p : named_parameters(*net)) {
    if (p.name == "upscore.weight") continue;
    EXPECT_GT(max_magnitude(p.tensor.grad()), 1e-9) << p.name;
  }
}

TEST(AlexNet, Errors) {
  EXPECT_EQ(message_of([] { make_net({.name = "fcn-alexnet", .width = 8}); }),
            "AlexNet: width 8 is not a multiple of 6; layers of 8/3 its channels are cut into two "
            "groups");
  EXPECT_EQ(
      message_of([] { make_net({.name = "fcn-alexnet", .family = Family::same}); }),
      "fcn-alexnet: there is a caffe family only; no padding makes the maps of its kernels of "
      "11 and 63 fit");
}

}  // namespace
}  // namespace pixelwise

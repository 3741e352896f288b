// What is found in weights and inputs, and what trials tell.
#include "doctor/network_findings.h"

#include <gtest/gtest.h>

#include "doctor/trial_findings.h"
#include "layers/parameters.h"
#include "tests/doctor/made.h"
#include "tests/training/tiny.h"

namespace pixelwise {
namespace {

Checkpoint file_of(Network& network) {
  Checkpoint file;
  file.weights = state(network);
  file.card = ModelCard{{}, numbered_classes(2), preprocessing("torchvision")};
  return file;
}

TEST(NetworkFindings, ZeroWeightsAndUncentredInputs) {
  tiny::Net net;
  const DatasetPtr data = tiny::dataset();
  std::vector<LayerActivity> layers;
  EXPECT_EQ(made::names(network_findings(net, preprocessing("torchvision"), *data, &layers)), "");
  EXPECT_EQ(layers.size(), 2U);
  net.conv.weight.mutable_value() = Array(net.conv.weight.shape());
  const Findings zero = network_findings(net, preprocessing("torchvision"), *data);
  EXPECT_EQ(made::what(zero, "zero weights"),
            "all weights of conv are zero: nothing passes, and nothing can be learned through "
            "them");
  tiny::Net other;
  EXPECT_TRUE(
      has_finding(network_findings(other, preprocessing("none"), *data), "mean not subtracted"));
}

TEST(NetworkFindings, DeadChannels) {
  tiny::Net net;
  for (std::int64_t c = 0; c < 3; ++c) net.conv.bias.mutable_value()(c) = Real(-1e3);
  EXPECT_EQ(made::what(network_findings(net, preprocessing("torchvision"), *tiny::dataset()),
                       "dead channels"),
            "conv: 3 of 4 channels are dead, 0 at every pixel of 4 images");
}

TEST(StartFindings, WeightsThatNeverArrived) {
  tiny::Net began, other(Rng(77));
  const Checkpoint file = file_of(began);
  const Preprocessing& how = preprocessing("torchvision");
  EXPECT_EQ(made::names(start_findings(began, how, "a.pth", file)), "");
  EXPECT_EQ(made::what(start_findings(other, how, "a.pth", file), "weights not transplanted"),
            "of 1 layers, 1 do not come from a.pth (conv.weight): they began at random");
  Checkpoint renamed = file;
  renamed.weights.clear();
  renamed.weights["trunk_conv.weight"] = began.conv.weight.value();
  EXPECT_TRUE(
      has_finding(start_findings(began, how, "a.pth", renamed), "weights not transplanted"));
  Checkpoint zero = file;
  zero.weights["conv.weight"] = Array(began.conv.weight.shape());
  EXPECT_EQ(made::names(start_findings(began, how, "a.pth", zero)), "zero weights");
}

TEST(StartFindings, OtherPreprocessing) {
  tiny::Net net;
  Checkpoint file = file_of(net);
  const auto found = [&](const char* preset) {
    return start_findings(net, preprocessing(preset), "a.pth", file);
  };
  EXPECT_EQ(made::names(found("torchvision")), "");
  EXPECT_EQ(made::names(found("none")), "mean not subtracted");
  EXPECT_EQ(made::names(found("shapes")), "other preprocessing");
  EXPECT_EQ(made::names(found("caffe")), "red and blue exchanged");
  EXPECT_EQ(found("caffe")[0].to_try[0],
            (Words{"train", "--weights", "a.pth", "--preprocess", "torchvision"}));
}

// Class 1 where the first channel of the input is above .5.
struct RedNet : tiny::Net {
  RedNet() {
    conv.weight.mutable_value() = Array(conv.weight.shape());
    conv.weight.mutable_value()(0, 0, 1, 1) = 1;
    conv.bias.mutable_value() = Array(conv.bias.shape());
    score.weight.mutable_value() = Array(score.weight.shape());
    score.weight.mutable_value()(1, 0, 0, 0) = 1;
    score.bias.mutable_value() = Array({2}, std::vector<Real>{Real(0.5), 0});
  }
};

// Pixels of class 1 have the value 200 in this channel alone.
DatasetPtr coloured(std::size_t channel) {
  std::vector<Sample> samples;
  for (std::int64_t i = 0; i < 4; ++i) {
    samples.push_back(tiny::sample(i));
    Sample& sample = samples.back();
    for (std::size_t p = 0; p < sample.mask.ids.size(); ++p) {
      for (std::size_t k = 0; k < 3; ++k) {
        sample.image.pixels[3 * p + k] = k == channel && sample.mask.ids[p] == 1 ? 200 : 20;
      }
    }
  }
  return made::dataset(std::move(samples), 2);
}

TEST(TrialFindings, RedAndBlueExchanged) {
  RedNet net;
  const Preprocessing& how = preprocessing("unit");
  EXPECT_EQ(made::names(trial_findings(net, how, *coloured(0), "the network")), "");
  const Findings found = trial_findings(net, how, *coloured(2), "the network");
  EXPECT_EQ(made::names(found), "red and blue exchanged");
  EXPECT_EQ(
      found[0].what.substr(0, 88),
      "the network scores the mean IoU 1.000 on 4 images with red and blue exchanged, 0.230 as ");
}

// A network that has the names of the classes exchanged is not one that has red and blue exchanged.
TEST(TrialFindings, ExchangedNamesExplainMore) {
  RedNet net;  // on blue pixels of class 1 everything is 0; with other names, nothing is better
  net.score.weight.mutable_value()(1, 0, 0, 0) = -1;
  net.score.bias.mutable_value() = Array({2}, std::vector<Real>{0, Real(0.5)});
  const Findings found = trial_findings(net, preprocessing("unit"), *coloured(0), "the network");
  EXPECT_EQ(made::names(found), "") << "class 0 and 1 exchanged score 1, colours exchanged .2";
}

// Right on small images only: elsewhere everything is class 0.
struct SmallOnly : RedNet {
  Tensor forward(const Tensor& image) override {
    const Tensor scores = RedNet::forward(image);
    return image.shape()[3] <= 4 ? scores : scores * Real(0);
  }
};

TEST(TrialFindings, CropsAreBetterThanWholeImages) {
  SmallOnly net;
  const Preprocessing& how = preprocessing("unit");
  const DatasetPtr data = coloured(0);
  const Findings found = trial_findings(net, how, *data, "the network", std::pair{4, 4});
  EXPECT_EQ(made::names(found), "crop too small");
  EXPECT_NE(found[0].what.find("on crops of 4x4, as in training, the network scores the mean IoU "
                               "1.000"),
            std::string::npos);
  RedNet good;
  EXPECT_EQ(made::names(trial_findings(good, how, *data, "the network", std::pair{4, 4})), "");
}

}  // namespace
}  // namespace pixelwise

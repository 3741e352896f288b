// Other people's names for the layers of VGG-16, and what becomes of the tensors in our nets.
#include "weights/names.h"

#include <gtest/gtest.h>

#include "layers/parameters.h"
#include "models/fcn.h"
#include "models/surgery.h"

namespace pixelwise {
namespace {

using Tensors = std::map<std::string, Array>;

constexpr int kFeatures[] = {0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28};
constexpr const char* kConvs[] = {"conv1_1", "conv1_2", "conv2_1", "conv2_2", "conv3_1",
                                  "conv3_2", "conv3_3", "conv4_1", "conv4_2", "conv4_3",
                                  "conv5_1", "conv5_2", "conv5_3"};

// A classifier of width 1 with three outputs, its values drawn at random, under torchvision's
// names.
Tensors torchvision_vgg() {
  Rng rng(7);
  VggClassifier net(vgg16_config(1, 4), 3, rng);
  for (auto& [name, parameter] : named_parameters(net)) {
    for (std::int64_t i = 0; i < parameter.shape().size(); ++i) {
      parameter.mutable_value()(i) = static_cast<Real>(rng.normal());
    }
  }
  const Tensors ours = state(net);
  Tensors theirs;
  for (const char* part : {".weight", ".bias"}) {
    for (std::size_t i = 0; i < 13; ++i) {
      theirs["features." + std::to_string(kFeatures[i]) + part] =
          ours.at(kConvs[i] + std::string(part));
    }
    theirs[std::string("classifier.0") + part] = ours.at(std::string("fc6") + part);
    theirs[std::string("classifier.3") + part] = ours.at(std::string("fc7") + part);
    theirs[std::string("classifier.6") + part] = ours.at(std::string("score") + part);
  }
  return theirs;
}

TEST(Names, CaffesVgg16CountsItsLastLayerOn) {
  const Tensors theirs = {{"conv1_1.weight", Array({1, 3, 3, 3})}, {"fc8.weight", Array({3, 4})}};
  const RenamedWeights renamed = with_our_names(theirs);
  EXPECT_EQ(renamed.naming, Naming::paper);
  EXPECT_EQ(renamed.from, (std::map<std::string, std::string>{{"score.weight", "fc8.weight"}}));
}

TEST(Names, TorchvisionsVgg16) {
  const Tensors theirs = torchvision_vgg();
  const RenamedWeights renamed = with_our_names(theirs);
  EXPECT_EQ(renamed.naming, Naming::torchvision);
  EXPECT_EQ(renamed.tensors.size(), 32U);
  EXPECT_EQ(renamed.from.size(), 32U);
  EXPECT_EQ(renamed.from.at("conv3_2.bias"), "features.12.bias");
  EXPECT_EQ(renamed.from.at("fc7.weight"), "classifier.3.weight");
  for (std::size_t i = 0; i < 13; ++i) {
    EXPECT_EQ(renamed.tensors.at(kConvs[i] + std::string(".weight")).to_vector(),
              theirs.at("features." + std::to_string(kFeatures[i]) + ".weight").to_vector());
  }
  Rng rng(1);
  VggClassifier net(vgg16_config(1, 4), 3, rng);
  EXPECT_EQ(transplant(renamed.tensors, net).copied.size(), 32U);
}

TEST(Names, FromAClassifierToAnFcn) {
  Rng rng(1);
  Fcn32s net(vgg16_config(1, 4), 21, rng);
  const Tensors renamed = with_our_names(torchvision_vgg()).tensors;
  const TransplantReport report = transplant(renamed, net);
  EXPECT_EQ(report.copied.size(), 28U);
  EXPECT_EQ(report.reshaped, (std::vector<std::string>{"fc6.weight", "fc7.weight"}));
  EXPECT_EQ(report.dropped, (std::vector<std::string>{"score.bias", "score.weight"}));
  EXPECT_EQ(report.missing.size(), 3U);
  // The order is channel, row, column.
  const Array fc6 = state(net).at("fc6.weight");
  EXPECT_EQ(fc6.shape(), (Shape{4, 8, 7, 7}));
  EXPECT_EQ(fc6(1, 2, 3, 4), renamed.at("fc6.weight")(1, (2 * 7 + 3) * 7 + 4));
}

TEST(Names, TimmsVgg16) {
  Tensors theirs = torchvision_vgg();
  const std::pair<const char*, const char*> kTimm[] = {{"classifier.0", "pre_logits.fc1"},
                                                       {"classifier.3", "pre_logits.fc2"},
                                                       {"classifier.6", "head.fc"}};
  for (const auto& [before, after] : kTimm) {
    for (const char* part : {".weight", ".bias"}) {
      auto node = theirs.extract(std::string(before) + part);
      node.key() = std::string(after) + part;
      theirs.insert(std::move(node));
    }
  }
  theirs["pre_logits.fc1.weight"] = theirs["pre_logits.fc1.weight"].reshaped({4, 8, 7, 7});
  theirs["pre_logits.fc2.weight"] = theirs["pre_logits.fc2.weight"].reshaped({4, 4, 1, 1});
  const RenamedWeights renamed = with_our_names(theirs);
  EXPECT_EQ(renamed.naming, Naming::timm);
  Rng rng(1);
  VggClassifier net(vgg16_config(1, 4), 3, rng);
  const TransplantReport report = transplant(renamed.tensors, net);
  EXPECT_EQ(report.reshaped, (std::vector<std::string>{"fc6.weight", "fc7.weight"}));
  EXPECT_EQ(report.copied.size(), 30U);
}

TEST(Names, ThePapersStayAndSoDoUnknownOnes) {
  const Array x({1}, Real{2});
  const RenamedWeights paper = with_our_names({{"conv1_1.weight", x}, {"fc6.bias", x}});
  EXPECT_EQ(paper.naming, Naming::paper);
  EXPECT_TRUE(paper.from.empty());
  const RenamedWeights other = with_our_names({{"classifier.0.weight", x}, {"steps", x}});
  EXPECT_EQ(other.naming, Naming::other);
  EXPECT_TRUE(other.tensors.contains("classifier.0.weight"));
  EXPECT_TRUE(other.tensors.contains("steps"));
}

// VGG-19 and the nets with batch norm have these layers too, but they mean something else.
TEST(Names, OtherVggNetsAreNotTakenForVgg16) {
  Tensors theirs = torchvision_vgg();
  theirs["features.34.weight"] = Array({1}, Real{1});
  EXPECT_EQ(with_our_names(theirs).naming, Naming::other);
  EXPECT_TRUE(with_our_names(theirs).from.empty());
}

TEST(Names, TheWrapperOfDataParallelGoes) {
  const Array x({1}, Real{2});
  const RenamedWeights all = with_our_names({{"module.fc6.bias", x}, {"module.fc6.weight", x}});
  EXPECT_TRUE(all.tensors.contains("fc6.bias"));
  EXPECT_EQ(all.from.at("fc6.weight"), "module.fc6.weight");
  const RenamedWeights some = with_our_names({{"module.fc6.bias", x}, {"fc6.weight", x}});
  EXPECT_TRUE(some.tensors.contains("module.fc6.bias"));
}

TEST(Names, TwoTensorsNeverBecomeOne) {
  Tensors theirs = torchvision_vgg();
  theirs["fc6.bias"] = Array({1}, Real{9});
  const RenamedWeights renamed = with_our_names(theirs);
  EXPECT_EQ(renamed.tensors.size(), theirs.size());
  EXPECT_EQ(renamed.tensors.at("fc6.bias").item(), 9);
  EXPECT_TRUE(renamed.tensors.contains("classifier.0.bias"));
}

TEST(Misfits, SayBothShapes) {
  Rng rng(1);
  Fcn32s net(vgg16_config(1, 4), 21, rng);
  Tensors tensors = state(net);
  EXPECT_EQ(misfits(transplant(tensors, net), tensors, net), "");
  tensors["score_fr.weight"] = Array({6, 4, 1, 1});
  tensors["score_fr.bias"] = Array({1, 21, 1, 1});
  tensors["score_pool4.bias"] = Array({21});
  tensors.erase("fc7.bias");
  EXPECT_EQ(misfits(transplant(tensors, net), tensors, net),
            "fc7.bias [4] is missing; score_fr.weight has shape [6, 4, 1, 1] but the model's has "
            "[21, 4, 1, 1]; score_fr.bias has shape [1, 21, 1, 1] but the model's has [21] (a "
            "Linear? view it as a conv); the model has no score_pool4.bias [21]");
}

}  // namespace
}  // namespace pixelwise

// Layers carry the names of the papers, so that published weights find their place.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "base/check.h"
#include "layers/parameters.h"
#include "models/vgg.h"
#include "models/zoo.h"
#include "tests/layers/support.h"

namespace pixelwise {
namespace {

using Names = std::vector<std::string>;

const ModelConfig kSmallVgg{.classes = 3, .width = 1, .fc_width = 2};

Names parameter_shapes(ModelConfig config, const std::string& name) {
  config.name = name;
  Rng rng(1);
  Names found;
  for (const NamedParameter& p : named_parameters(*make_model(config, rng))) {
    found.push_back(text(p.name, " ", p.tensor.shape()));
  }
  return found;
}

// conv1_1 ... conv5_3, fc6, fc7, with weights and biases.
Names vgg_names(const Names& heads) {
  Names names;
  const int convs[] = {2, 2, 3, 3, 3};
  const int widths[] = {1, 2, 4, 8, 8};
  int channels = 3;
  for (int stage = 0; stage < 5; ++stage) {
    for (int i = 0; i < convs[stage]; ++i) {
      const std::string name = text("conv", stage + 1, "_", i + 1);
      names.push_back(text(name, ".weight [", widths[stage], ", ", channels, ", 3, 3]"));
      names.push_back(text(name, ".bias [", widths[stage], "]"));
      channels = widths[stage];
    }
  }
  names.insert(names.end(), {"fc6.weight [2, 8, 7, 7]", "fc6.bias [2]", "fc7.weight [2, 2, 1, 1]",
                             "fc7.bias [2]", "score_fr.weight [3, 2, 1, 1]", "score_fr.bias [3]"});
  names.insert(names.end(), heads.begin(), heads.end());
  return names;
}

TEST(Names, Fcn32s) {
  EXPECT_EQ(parameter_shapes(kSmallVgg, "fcn32s"), vgg_names({"upscore.weight [3, 3, 64, 64]"}));
}

TEST(Names, Fcn16s) {
  EXPECT_EQ(parameter_shapes(kSmallVgg, "fcn16s"),
            vgg_names({"upscore2.weight [3, 3, 4, 4]", "score_pool4.weight [3, 8, 1, 1]",
                       "score_pool4.bias [3]", "upscore16.weight [3, 3, 32, 32]"}));
}

TEST(Names, Fcn8s) {
  const Names expected = vgg_names(
      {"upscore2.weight [3, 3, 4, 4]", "score_pool4.weight [3, 8, 1, 1]", "score_pool4.bias [3]",
       "upscore_pool4.weight [3, 3, 4, 4]", "score_pool3.weight [3, 4, 1, 1]",
       "score_pool3.bias [3]", "upscore8.weight [3, 3, 16, 16]"});
  EXPECT_EQ(parameter_shapes(kSmallVgg, "fcn8s"), expected);
  EXPECT_EQ(parameter_shapes(kSmallVgg, "fcn8s-atonce"), expected);
}

TEST(Names, Progressive) {
  Names heads{"upscore2.weight [3, 3, 4, 4]"};
  const int widths[] = {8, 4, 2, 1};
  for (int pool = 4; pool >= 1; --pool) {
    heads.push_back(text("score_pool", pool, ".weight [3, ", widths[4 - pool], ", 1, 1]"));
    heads.push_back(text("score_pool", pool, ".bias [3]"));
    heads.push_back(text("upscore_pool", pool, ".weight [3, 3, 4, 4]"));
  }
  EXPECT_EQ(parameter_shapes(kSmallVgg, "progressive"), vgg_names(heads));
}

TEST(Names, ToyClassifierHasOneConvolutionPerStage) {
  EXPECT_EQ(
      parameter_shapes({.classes = 5}, "toy-classifier"),
      (Names{"conv1_1.weight [16, 3, 3, 3]", "conv1_1.bias [16]", "conv2_1.weight [32, 16, 3, 3]",
             "conv2_1.bias [32]", "conv3_1.weight [64, 32, 3, 3]", "conv3_1.bias [64]",
             "conv4_1.weight [96, 64, 3, 3]", "conv4_1.bias [96]", "conv5_1.weight [128, 96, 3, 3]",
             "conv5_1.bias [128]", "fc6.weight [128, 1152]", "fc6.bias [128]",
             "fc7.weight [128, 128]", "fc7.bias [128]", "score.weight [5, 128]",
             "score.bias [5]"}));
}

TEST(Names, SimpleFcn) {
  EXPECT_EQ(parameter_shapes({.classes = 4, .width = 2}, "simple-fcn"),
            (Names{"conv1.weight [2, 3, 3, 3]", "conv1.bias [2]", "conv2.weight [4, 2, 3, 3]",
                   "conv2.bias [4]", "conv3.weight [8, 4, 3, 3]", "conv3.bias [8]",
                   "deconv1.weight [8, 4, 2, 2]", "deconv1.bias [4]", "deconv2.weight [4, 2, 2, 2]",
                   "deconv2.bias [2]", "deconv3.weight [2, 4, 2, 2]", "deconv3.bias [4]"}));
}

TEST(Names, UNet) {
  const Names names = parameter_shapes({.classes = 4, .width = 1}, "unet");
  EXPECT_EQ(names.size(), 46U);
  EXPECT_EQ(names[0], "down1.conv1.weight [1, 3, 3, 3]");
  EXPECT_EQ(names[16], "bottom.conv1.weight [16, 8, 3, 3]");
  EXPECT_EQ(names[20], "up4.weight [16, 8, 2, 2]");
  EXPECT_EQ(names[22], "joined4.conv1.weight [8, 16, 3, 3]");
  EXPECT_EQ(names[44], "score.weight [4, 1, 1, 1]");
  EXPECT_EQ(parameter_shapes({.classes = 4, .width = 1}, "unet-valid"), names);
  EXPECT_EQ(parameter_shapes({.classes = 4, .width = 1}, "unet-resize")[20],
            "up4.weight [8, 16, 3, 3]");
}

TEST(Zoo, EveryModelCanBeMadeByItsName) {
  Names names;
  for (const ModelInfo& info : model_infos()) {
    names.push_back(info.name);
    EXPECT_EQ(model_info(info.name).description, info.description);
    ModelConfig config{.name = info.name, .classes = 2};
    if (info.name.rfind("toy", 0) != 0) config.width = 6;
    if (info.has_fc_width) config.fc_width = 2;
    Rng rng(1);
    const auto net = make_model(config, rng);
    EXPECT_EQ(info.classifier, dynamic_cast<VggClassifier*>(net.get()) != nullptr) << info.name;
    const bool any_size = info.classifier || info.family == Family::caffe;
    const std::map<std::string, std::int64_t> others = {
        {"simple-fcn", 8}, {"unet", 16}, {"unet-valid", 1}, {"unet-resize", 16}};
    const auto other = others.find(info.name);
    const std::int64_t of_fcns = any_size ? 1 : 32;
    EXPECT_EQ(net->stride(), other == others.end() ? of_fcns : other->second) << info.name;
  }
  EXPECT_EQ(names,
            (Names{"toy-classifier", "toy-32s", "toy-16s", "toy-8s", "toy-progressive", "vgg16",
                   "fcn32s", "fcn16s", "fcn8s", "fcn8s-atonce", "progressive", "fcn-alexnet",
                   "simple-fcn", "unet", "unet-valid", "unet-resize", "fpn"}));
  EXPECT_EQ(model_info("toy-classifier").image_size, 96);
  EXPECT_EQ(model_info("vgg16").image_size, 224);
  EXPECT_EQ(model_info("fcn8s").image_size, 0);
}

TEST(Zoo, Errors) {
  const auto message = [](const ModelConfig& config) {
    return message_of([&] {
      Rng rng(1);
      make_model(config, rng);
    });
  };
  const std::string unknown =
      "model 'fcn4s' is unknown; there are toy-classifier, toy-32s, toy-16s, toy-8s, "
      "toy-progressive, vgg16, fcn32s, fcn16s, fcn8s, fcn8s-atonce, progressive, fcn-alexnet, "
      "simple-fcn, unet, unet-valid, unet-resize, fpn; did you mean 'fcn8s'?";
  EXPECT_EQ(message({.name = "fcn4s"}), unknown);
  EXPECT_EQ(message_of([] { model_info("fcn4s"); }), unknown);
  EXPECT_EQ(message({.name = "toy-8s", .width = 8}),
            "toy-8s: the toy nets have fixed sizes; width, fc-width and dropout go with the VGG "
            "nets");
  EXPECT_EQ(message({.name = "simple-fcn", .dropout = 0.5}),
            "simple-fcn: has no fully connected layers and no dropout");
  EXPECT_TRUE(contains(message({.name = "toy-8s", .family = Family::caffe}),
                       "toy-8s: the toy nets are of the same family"));
  EXPECT_EQ(message({.name = "simple-fcn", .family = Family::caffe}),
            "simple-fcn: its maps fit as they are; the caffe family is one of FCNs on VGG and "
            "AlexNet");
  EXPECT_EQ(message({.name = "vgg16", .width = 1, .fc_width = 1, .family = Family::caffe}),
            "VggClassifier: the caffe family is one of FCNs");
  EXPECT_EQ(message_of([] { family_named("torch"); }),
            "family 'torch' is unknown; there are same, caffe");
  EXPECT_EQ(message({.name = "toy-8s", .classes = 0}),
            "toy-8s: 0 classes; 1 to 255 are possible (255 is the void label)");
  EXPECT_EQ(message({.name = "toy-8s", .classes = 256}),
            "toy-8s: 256 classes; 1 to 255 are possible (255 is the void label)");
  EXPECT_EQ(message({.name = "fcn8s", .width = 0}), "fcn8s: width and fc-width must be at least 1");
  EXPECT_EQ(message({.name = "fcn8s", .width = 1, .fc_width = 1, .dropout = 1.0}),
            "Dropout: p = 1 is not in [0, 1)");
}

}  // namespace
}  // namespace pixelwise

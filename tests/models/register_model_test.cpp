// Networks that a program adds to the zoo.
#include <gtest/gtest.h>

#include <algorithm>

#include "models/simple_fcn.h"
#include "models/zoo.h"

namespace pixelwise {
namespace {

std::unique_ptr<Network> narrow_net(const ModelConfig& config, Rng& rng) {
  return std::make_unique<SimpleFcn>(config.classes, rng, config.width.value_or(3));
}

std::string refusal(const std::function<void()>& action) {
  try {
    action();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

bool is_listed(const std::string& name) {
  const std::vector<ModelInfo> infos = model_infos();
  return std::any_of(infos.begin(), infos.end(),
                     [&](const ModelInfo& info) { return info.name == name; });
}

TEST(RegisterModel, ItIsKnownLikeAllOthers) {
  const ModelInfo& before = model_info("fcn8s");
  EXPECT_FALSE(is_listed("narrow-net"));
  register_model({.name = "narrow-net", .description = "for a test", .narrowest = 2}, narrow_net);
  EXPECT_TRUE(is_listed("narrow-net"));
  EXPECT_EQ(before.name, "fcn8s");  // what was known stays where it is
  Rng rng(1);
  const auto made = make_model({.name = "narrow-net", .classes = 4, .width = 5}, rng);
  const auto* net = dynamic_cast<const SimpleFcn*>(made.get());
  ASSERT_NE(net, nullptr);
  EXPECT_EQ(net->conv1.weight.shape(), (Shape{5, 3, 3, 3}));
  EXPECT_EQ(made->stride(), 8);
}

TEST(RegisterModel, OptionsThatItDoesNotHaveAreRefused) {
  register_model({.name = "fixed-net", .description = "for a test"}, narrow_net);
  Rng rng(1);
  EXPECT_NE(make_model({.name = "fixed-net", .classes = 2}, rng), nullptr);
  const auto made_with = [&](ModelConfig config) {
    config.name = "fixed-net";
    config.classes = 2;
    return refusal([&] { make_model(config, rng); });
  };
  EXPECT_NE(made_with({.width = 5}).find("its width is fixed"), std::string::npos);
  EXPECT_NE(made_with({.fc_width = 5}).find("do not go with it"), std::string::npos);
  EXPECT_NE(made_with({.dropout = 0.5}).find("do not go with it"), std::string::npos);
  EXPECT_NE(made_with({.family = Family::caffe}).find("same family only"), std::string::npos);
  EXPECT_NE(
      refusal([&] { make_model({.name = "fixed-net", .classes = 256}, rng); }).find("256 classes"),
      std::string::npos);
}

TEST(RegisterModel, BadNamesAreRefused) {
  const auto registered = [](const std::string& name) {
    return refusal([&] { register_model({.name = name, .description = ""}, narrow_net); });
  };
  EXPECT_NE(registered("fcn8s").find("there is a model 'fcn8s' already"), std::string::npos);
  EXPECT_EQ(registered("twice"), "");
  EXPECT_NE(registered("twice").find("there is a model 'twice' already"), std::string::npos);
  EXPECT_NE(registered("").find("must be one word"), std::string::npos);
  EXPECT_NE(registered("two words").find("must be one word"), std::string::npos);
  EXPECT_NE(refusal([] {
              register_model({.name = "empty", .description = ""}, nullptr);
            }).find("without a function"),
            std::string::npos);
  EXPECT_FALSE(is_listed("empty"));
}

}  // namespace
}  // namespace pixelwise

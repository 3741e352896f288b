// One visit() line per module gives names, shapes, counts, freezing and the training mode.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "autograd/ops.h"
#include "base/check.h"
#include "layers/conv.h"
#include "layers/dropout.h"
#include "layers/linear.h"
#include "layers/parameters.h"
#include "tests/layers/support.h"

namespace pixelwise {
namespace {

struct Block : Module {
  explicit Block(Rng& rng)
      : conv({.in = 3, .out = 4, .kernel = {3, 5}}, rng),
        plain({.in = 4, .out = 6, .kernel = 1, .groups = 2, .bias = false}, rng),
        drop(0.5) {}
  void visit(const Visitor& v) override {
    v("conv", conv);
    v("plain", plain);
    v("drop", drop);
  }
  Conv2d conv, plain;
  Dropout drop;
};

struct Net : Module {
  explicit Net(Rng& rng)
      : block(rng),
        up({.in = 6, .out = 6, .kernel = 4, .stride = 2, .padding = 1}),
        fc(10, 7, rng),
        running_mean(Shape{6}, 0.25F) {}
  void visit(const Visitor& v) override {
    v("block", block);
    v("up", up);
    v("fc", fc);
    v("running_mean", running_mean);
  }
  Block block;
  ConvTranspose2d up;
  Linear fc;
  Array running_mean;
};

TEST(Visit, NamesAndShapesInTheOrderOfVisit) {
  Rng rng(1);
  Net net(rng);
  std::vector<std::string> found;
  for (const NamedParameter& p : named_parameters(net)) {
    found.push_back(text(p.name, " ", p.tensor.shape()));
  }
  const std::vector<std::string> expected = {
      "block.conv.weight [4, 3, 3, 5]", "block.conv.bias [4]", "block.plain.weight [6, 2, 1, 1]",
      "up.weight [6, 6, 4, 4]",         "fc.weight [7, 10]",   "fc.bias [7]"};
  EXPECT_EQ(found, expected);
}

TEST(Visit, EveryKindOfPartIsNamedInFull) {
  Rng rng(1);
  Net net(rng);
  std::vector<std::string> buffers, generators, modules;
  VisitorCallbacks callbacks;
  callbacks.buffer = [&](const std::string& name, Array&) { buffers.push_back(name); };
  callbacks.generator = [&](const std::string& name, Rng&) { generators.push_back(name); };
  callbacks.module = [&](const std::string& name, Module&) { modules.push_back(name); };
  net.visit(Visitor(callbacks));
  EXPECT_EQ(buffers, std::vector<std::string>{"running_mean"});
  EXPECT_EQ(generators, std::vector<std::string>{"block.drop.generator"});
  EXPECT_EQ(modules, (std::vector<std::string>{"block", "block.conv", "block.plain", "block.drop",
                                               "up", "fc"}));
}

TEST(Visit, NamedParametersAreTheLayersOwn) {
  Rng rng(1);
  Net net(rng);
  const auto parameters = named_parameters(net);
  EXPECT_EQ(parameters[0].tensor.id(), net.block.conv.weight.id());
  EXPECT_EQ(parameters[3].tensor.id(), net.up.weight.id());
}

TEST(Parameters, CountsAllAndTrainable) {
  Rng rng(1);
  Net net(rng);
  const std::int64_t conv = 4 * 3 * 3 * 5 + 4, plain = 6 * 2, up = 6 * 6 * 4 * 4, fc = 7 * 10 + 7;
  EXPECT_EQ(count_parameters(net).all, conv + plain + up + fc);  // the buffer is no parameter
  EXPECT_EQ(count_parameters(net).trainable, conv + plain + up + fc);
  net.up.weight.set_requires_grad(false);
  EXPECT_EQ(count_parameters(net).all, conv + plain + up + fc);
  EXPECT_EQ(count_parameters(net).trainable, conv + plain + fc);
  EXPECT_EQ(trainable_parameters(net).size(), 5U);
  for (const Tensor& p : trainable_parameters(net)) {
    EXPECT_NE(p.id(), net.up.weight.id());
  }
}

TEST(Parameters, AFrozenPartLeavesNoEdge) {
  Rng rng(1);
  Net net(rng);
  const Tensor x(random_array({1, 6, 3, 3}, 2));
  EXPECT_TRUE(net.up(x).requires_grad());
  set_requires_grad(net, false);
  EXPECT_EQ(count_parameters(net).trainable, 0);
  EXPECT_FALSE(net.up(x).requires_grad());
  set_requires_grad(net.block, true);  // only a part of it again
  EXPECT_EQ(count_parameters(net).trainable, count_parameters(net.block).all);
}

TEST(Parameters, ZeroGradForgetsAll) {
  Rng rng(1);
  Linear fc(3, 2, rng);
  sum(fc(Tensor(random_array({2, 3}, 1)))).backward();
  EXPECT_TRUE(fc.weight.has_grad() && fc.bias.has_grad());
  EXPECT_NEAR(fc.bias.grad()(0), 2, 1e-6);
  zero_grad(fc);
  EXPECT_FALSE(fc.weight.has_grad() || fc.bias.has_grad());
}

TEST(Mode, TrainAndEvalReachEveryPart) {
  Rng rng(1);
  Net net(rng);
  const auto modes = [&] {
    return std::vector<bool>{net.is_training(), net.block.is_training(),
                             net.block.conv.is_training(), net.block.drop.is_training(),
                             net.fc.is_training()};
  };
  EXPECT_EQ(modes(), std::vector<bool>(5, true));
  net.eval();
  EXPECT_EQ(modes(), std::vector<bool>(5, false));
  net.train();
  EXPECT_EQ(modes(), std::vector<bool>(5, true));
  net.block.eval();  // one part alone
  EXPECT_EQ(modes(), (std::vector<bool>{true, false, false, false, true}));
}

}  // namespace
}  // namespace pixelwise

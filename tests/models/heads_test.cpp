// The heads of the FCNs: what is fixed, what starts at zero, how skips enter, what is trained.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "models/fcn.h"
#include "models/surgery.h"
#include "tests/models/nets.h"

namespace pixelwise {
namespace {

const std::vector<std::string> kToyFcns = {"toy-32s", "toy-16s", "toy-8s", "toy-progressive"};

bool is_fixed(const std::string& name) {
  return name == "upscore.weight" || name == "upscore16.weight" || name == "upscore8.weight" ||
         name == "upscore_pool1.weight";
}

TEST(Heads, ScoreLayersAtZeroGiveConstantLogits) {
  const NoGrad no_grad;
  for (const std::string& name : kToyFcns) {
    const auto net = make_net({.name = name, .classes = 4});
    const Array y = (*net)(Tensor(random_array({1, 3, 64, 64}, 2))).value();
    EXPECT_EQ(max_magnitude(y), 0) << name;
  }
  const auto classifier = make_net({.name = "toy-classifier", .classes = 4});
  const Array y = (*classifier)(Tensor(random_array({1, 3, 96, 96}, 2))).value();
  EXPECT_EQ(max_magnitude(y), 0);
}

TEST(Heads, GradientsReachEveryTrainableParameter) {
  for (const std::string& name : kToyFcns) {
    const auto net = make_net({.name = name, .classes = 4});
    randomise_scores(*net, 3);
    const Tensor scores = (*net)(Tensor(random_array({1, 3, 64, 64}, 2)));
    cross_entropy(scores, blocky_labels(1, 64, 64, 4)).backward();
    for (const NamedParameter& p : named_parameters(*net)) {
      EXPECT_EQ(p.tensor.requires_grad(), !is_fixed(p.name)) << name << ": " << p.name;
      if (is_fixed(p.name)) continue;
      ASSERT_TRUE(p.tensor.has_grad()) << name << ": " << p.name;
      EXPECT_GT(max_magnitude(p.tensor.grad()), 1e-8) << name << ": " << p.name;
    }
  }
}

TEST(Heads, GradientsReachEveryParameterOfTheOtherNets) {
  for (const char* name :
       {"toy-classifier", "simple-fcn", "unet", "unet-valid", "unet-resize", "fpn"}) {
    ModelConfig config{.name = name, .classes = 4};
    if (model_info(name).narrowest == 1 && config.name != "simple-fcn") config.width = 4;
    const auto net = make_net(config);
    randomise_scores(*net, 3);
    const Tensor scores = (*net)(Tensor(random_array({1, 3, 96, 96}, 2)));
    sum(scores * Tensor(random_array(scores.shape(), 5))).backward();
    for (const NamedParameter& p : named_parameters(*net)) {
      ASSERT_TRUE(p.tensor.has_grad()) << name << ": " << p.name;
      EXPECT_GT(max_magnitude(p.tensor.grad()), 1e-8) << name << ": " << p.name;
    }
  }
}

TEST(Heads, TheFixedUpsamplingHasNoEdge) {
  Rng rng(1);
  Fcn8s net(toy_config(), 4, rng);
  const Tensor scores(random_array({1, 4, 3, 3}, 2));
  EXPECT_FALSE(net.upscore8(scores).requires_grad());  // neither input nor weight asks for one
  EXPECT_TRUE(net.upscore2(scores).requires_grad());
  EXPECT_TRUE(net.upscore_pool4(scores).requires_grad());
  const Tensor y = net.upscore8(Tensor::parameter(scores.value()));
  std::size_t edges = 0;
  for (const Node::Link& link : y.node()->links) edges += link.input != nullptr;
  for (const Node::Group& group : y.node()->groups) {
    for (const NodePtr& input : group.inputs) edges += input != nullptr;
  }
  EXPECT_EQ(edges, 1U);  // to the scores alone
}

// Scaling pool4 by .01 is the same as a score_pool4 of a hundredth, except for its bias.
TEST(Heads, AtOnceScalesTheSkips) {
  const NoGrad no_grad;
  const ModelConfig plain{.name = "fcn8s", .classes = 3, .width = 4, .fc_width = 8, .dropout = 0.0};
  ModelConfig at_once = plain;
  at_once.name = "fcn8s-atonce";
  const auto a = make_net(plain), b = make_net(at_once);
  randomise_scores(*a, 3);
  auto weights = state(*a);
  weights["score_pool4.weight"] = random_array({3, 32, 1, 1}, 8);
  weights["score_pool3.weight"] = random_array({3, 16, 1, 1}, 9);
  load_state(*a, weights);
  const Tensor image(random_array({1, 3, 64, 96}, 2));
  const Array expected = (*a)(image).value();

  load_state(*b, weights);
  EXPECT_GT(max_difference((*b)(image).value(), expected), 0.01);
  const auto scaled = [](const Array& w, Real factor) {
    Array result = w;
    for (std::int64_t i = 0; i < w.size(); ++i) result(i) = w(i) * factor;
    return result;
  };
  weights["score_pool4.weight"] = scaled(weights["score_pool4.weight"], 100);
  weights["score_pool3.weight"] = scaled(weights["score_pool3.weight"], 10'000);
  load_state(*b, weights);
  EXPECT_LT(max_difference((*b)(image).value(), expected), 1e-5 * max_magnitude(expected));
}

// Each skip enters through its own layer only: at zero it changes nothing.
TEST(Heads, EverySkipContributes) {
  const NoGrad no_grad;
  const Tensor image(random_array({1, 3, 64, 64}, 2));
  const auto net = make_net({.name = "toy-progressive", .classes = 3});
  randomise_scores(*net, 3);
  const auto weights = state(*net);
  const Array full = (*net)(image).value();
  for (const char* name : {"score_fr.weight", "score_pool4.weight", "score_pool3.weight",
                           "score_pool2.weight", "score_pool1.weight"}) {
    auto without = weights;
    without[name] = Array(weights.at(name).shape());
    load_state(*net, without);
    EXPECT_GT(max_difference((*net)(image).value(), full), 0.05) << name;
  }
}

// With skips of zero a 16s net is bilinear interpolation by 2, then by 16: near the 32s net it came
// from, but not the same.
TEST(Heads, AFresh16sIsCloseToIts32s) {
  const NoGrad no_grad;
  const auto net32 = make_net({.name = "toy-32s", .classes = 3}, 1);
  const auto net16 = make_net({.name = "toy-16s", .classes = 3}, 2);
  randomise_scores(*net32, 3);
  transplant(state(*net32), *net16);
  const Tensor image(random_array({1, 3, 128, 128}, 2));
  const Array a = (*net32)(image).value(), b = (*net16)(image).value();
  const double difference = max_difference(a, b), size = max_magnitude(a);
  EXPECT_GT(difference, 0.001 * size);
  EXPECT_LT(difference, 0.5 * size);
}

// What FCN-8s has learned can be the start: only the new layers are missing.
TEST(Heads, AProgressiveFcnTakesTheWeightsOfAnFcn8s) {
  const auto net8 = make_net({.name = "toy-8s", .classes = 3}, 1);
  const auto progressive = make_net({.name = "toy-progressive", .classes = 3}, 2);
  const TransplantReport report = transplant(state(*net8), *progressive);
  EXPECT_EQ(report.missing, (std::vector<std::string>{"upscore_pool3.weight", "score_pool2.weight",
                                                      "score_pool2.bias", "upscore_pool2.weight",
                                                      "score_pool1.weight", "score_pool1.bias",
                                                      "upscore_pool1.weight"}));
  EXPECT_EQ(report.dropped, std::vector<std::string>{"upscore8.weight"});
}

TEST(Dropouts, AfterFc6AndFc7AreDifferentAndOffInEvaluation) {
  Rng rng(1);
  Fcn32s net(vgg16_config(1, 8), 3, rng);
  const Tensor ones(Array({1, 8, 10, 10}, 1));
  const Array mask6 = net.trunk.drop6(ones).value();
  EXPECT_FALSE(same_bits(mask6, net.trunk.drop7(ones).value()));
  net.eval();
  EXPECT_TRUE(same_bits(net.trunk.drop6(ones).value(), ones.value()));
  EXPECT_TRUE(same_bits(net.trunk.drop7(ones).value(), ones.value()));
}

TEST(Dropouts, ActInTrainingOnly) {
  const NoGrad no_grad;
  const auto net =
      make_net({.name = "fcn32s", .classes = 3, .width = 2, .fc_width = 64, .dropout = 0.5});
  randomise_scores(*net, 3);
  const Tensor image(random_array({1, 3, 64, 64}, 2));
  EXPECT_FALSE(same_bits((*net)(image).value(), (*net)(image).value()));
  net->eval();
  EXPECT_TRUE(same_bits((*net)(image).value(), (*net)(image).value()));
}

}  // namespace
}  // namespace pixelwise

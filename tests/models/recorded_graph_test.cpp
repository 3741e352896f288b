#include "models/recorded_graph.h"

#include <gtest/gtest.h>

#include "tests/models/nets.h"

namespace pixelwise {
namespace {

using Inputs = std::vector<std::size_t>;

TEST(RecordedGraph, StepsInputsAndGradientsOfAFormula) {
  GraphRecorder recorder;
  const Tensor a = Tensor::parameter(Array::scalar(2)), b = Tensor::parameter(Array::scalar(3));
  recorder.name(a, "a");
  const Tensor s = a + b, p = a * b, t = s + p, q = s * p, f = t + q;
  recorder.name(s, "s");

  const RecordedGraph before = recorder.graph();
  ASSERT_EQ(before.size(), 7U);
  const char* const ops[] = {"parameter", "parameter", "add", "multiply", "add", "multiply", "add"};
  const Inputs inputs[] = {{}, {}, {0, 1}, {0, 1}, {2, 3}, {2, 3}, {4, 5}};
  for (std::size_t k = 0; k < before.size(); ++k) {
    EXPECT_EQ(before[k].op, ops[k]) << k;
    EXPECT_EQ(before[k].inputs, inputs[k]) << k;
    EXPECT_TRUE(before[k].gradient.is_empty()) << k;
  }
  EXPECT_EQ(before[0].name, "a");
  EXPECT_EQ(before[2].name, "s");
  EXPECT_EQ(before[6].tensor.item(), 41);

  f.backward();
  const double gradients[] = {25, 19, 7, 6, 1, 1, 1};
  const RecordedGraph after = recorder.graph();
  for (std::size_t k = 0; k < after.size(); ++k) {
    EXPECT_EQ(after[k].gradient.item(), gradients[k]) << k;
  }
}

TEST(RecordedGraph, GradientsAreThoseWithoutIt) {
  Array without;
  {
    const auto net = make_net({.name = "toy-8s", .classes = 3});
    randomise_scores(*net, 3);
    const Tensor x(random_array({1, 3, 32, 32}, 1));
    cross_entropy((*net)(x), blocky_labels(1, 32, 32, 3)).backward();
    without = named_parameters(*net)[0].tensor.grad();
  }
  const auto net = make_net({.name = "toy-8s", .classes = 3});
  randomise_scores(*net, 3);
  const Tensor x(random_array({1, 3, 32, 32}, 1));
  GraphRecorder recorder;
  recorder.name_parameters(*net);
  cross_entropy((*net)(x), blocky_labels(1, 32, 32, 3)).backward();
  const RecordedGraph graph = recorder.graph();
  const Array& with = recorded_step(graph, "conv1_1.weight").gradient;
  ASSERT_EQ(with.shape(), without.shape());
  for (std::int64_t i = 0; i < with.size(); ++i) {
    EXPECT_NEAR(with(i), without(i), 1e-5) << i;
  }
}

TEST(RecordedGraph, EveryTensorOfANetworkHasAGradient) {
  const auto net = make_net({.name = "simple-fcn", .classes = 3, .width = 4});
  const Tensor x(random_array({1, 3, 16, 16}, 1));
  GraphRecorder recorder;
  recorder.name(x, "image");
  recorder.name_parameters(*net);
  const Tensor loss = cross_entropy((*net)(x), blocky_labels(1, 16, 16, 3));
  loss.backward();
  int pools = 0;
  const RecordedGraph graph = recorder.graph();
  for (const RecordedStep& step : graph) {
    pools += step.op == "max_pool2d" ? 1 : 0;
    EXPECT_EQ(step.gradient.is_empty(), step.name == "image") << step.op;
    if (step.name == "image") continue;
    EXPECT_EQ(step.gradient.shape(), step.tensor.shape()) << step.op;
  }
  EXPECT_EQ(pools, 3);
  // Image, 12 parameters, 14 operations, the loss: each operation by itself.
  EXPECT_EQ(graph.size(), 28U);
  EXPECT_EQ(recorded_step(graph, "conv2").op, "conv2d");
  EXPECT_EQ(recorded_step(graph, "pool3").tensor.shape(), Shape({1, 16, 2, 2}));
  EXPECT_EQ(recorded_step(graph, "deconv3").options, "kernel 2, stride 2, padding 0");
}

TEST(RecordedGraph, TheMapOfALayerIsAfterItsRelu) {
  const auto net = make_net({.name = "simple-fcn", .classes = 3, .width = 4});
  const NoGrad no_grad;
  GraphRecorder recorder;
  recorder.name_parameters(*net);
  (*net)(Tensor(random_array({1, 3, 16, 16}, 1)));
  const RecordedGraph graph = recorder.graph();
  const auto least = [&](const Tensor& map) {
    const Array& a = map.value();
    return *std::min_element(a.data(), a.data() + a.size());
  };
  EXPECT_LT(least(recorded_step(graph, "conv1").tensor), 0);
  EXPECT_EQ(least(map_of_layer(graph, "conv1")), 0);
  EXPECT_LT(least(map_of_layer(graph, "deconv3")), 0);  // the scores: no ReLU follows
  EXPECT_EQ(map_of_layer(graph, "pool2").id(), recorded_step(graph, "pool2").tensor.id());
  try {
    recorded_step(graph, "conv9");
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(),
                 "there is no layer 'conv9'; there are conv1, pool1, conv2, pool2, conv3, pool3, "
                 "deconv1, deconv2, deconv3");
  }
}

TEST(RecordedGraph, KeepsNothingAliveByACycle) {
  std::weak_ptr<Node> node;
  {
    GraphRecorder recorder;
    const Tensor a = Tensor::parameter(Array::scalar(2));
    const Tensor f = a * a;
    node = f.node();
  }
  EXPECT_TRUE(node.expired());
}

}  // namespace
}  // namespace pixelwise

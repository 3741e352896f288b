// Whole networks with the kernels and without: sizes at which all of them take part.
#include <cmath>
#include <ostream>

#include "autograd/ops/cross_entropy.h"
#include "layers/parameters.h"
#include "models/segment.h"
#include "models/zoo.h"
#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

struct Task {
  const char* model;
  std::int64_t batch, side;
  bool classifies;

  friend std::ostream& operator<<(std::ostream& out, const Task& task) { return out << task.model; }
};

std::vector<Array> gradients(Network& network, const Tensor& image, const Labels& labels) {
  for (Tensor& parameter : trainable_parameters(network)) parameter.zero_grad();
  cross_entropy(segment(network, image), labels).backward();
  std::vector<Array> all;
  for (const Tensor& parameter : trainable_parameters(network)) all.push_back(parameter.grad());
  return all;
}

// Score layers start at zero, and would let no gradient through.
void fill_score_layers(Network& network, Rng& rng) {
  for (Tensor& parameter : trainable_parameters(network)) {
    Array& value = parameter.mutable_value();
    if (dot(value, value) != 0) continue;
    for (std::int64_t i = 0; i < value.size(); ++i) value(i) = static_cast<Real>(rng.normal() / 20);
  }
}

class Kernels : public testing::TestWithParam<Task> {};

// As in the ladder, but for the smaller images. (In double both are the plain loops.)
TEST_P(Kernels, GradientsAreThoseOfThePlainLoops) {
  const auto& [model, batch, side, classifies] = GetParam();
  Rng rng(1);
  const std::unique_ptr<Network> network =
      make_model({.name = model, .classes = classifies ? 5 : 6}, rng);
  network->train();
  fill_score_layers(*network, rng);
  const Tensor image(random_array({batch, 3, side, side}, rng));
  Labels labels{batch, classifies ? 1 : side, classifies ? 1 : side, {}};
  for (std::int64_t i = 0; i < labels.n * labels.h * labels.w; ++i) {
    labels.ids.push_back(static_cast<std::uint8_t>(rng.below(5)));
  }
  const std::vector<Array> fast = gradients(*network, image, labels);
  const KernelsScope off(false);
  const std::vector<Array> plain = gradients(*network, image, labels);
  double difference = 0, norm = 0;  // of the whole gradient: single biases may nearly cancel
  for (std::size_t k = 0; k < plain.size(); ++k) {
    Array d = fast[k];
    for (std::int64_t i = 0; i < d.size(); ++i) d(i) -= plain[k](i);
    difference += dot(d, d);
    norm += dot(plain[k], plain[k]);
  }
  EXPECT_LT(std::sqrt(difference / norm), 5e-6);
}

INSTANTIATE_TEST_SUITE_P(ToyNets, Kernels,
                         testing::Values(Task{"toy-classifier", 8, 96, true},
                                         Task{"toy-8s", 8, 96, false}),
                         [](const auto& test) {
                           return std::string(test.param.classifies ? "classifier" : "fcn8s");
                         });

}  // namespace
}  // namespace pixelwise

// Every net can learn one batch by heart, and does so with the same bits whenever it is asked.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "tests/models/nets.h"

namespace pixelwise {
namespace {

struct Batch {
  Tensor images;
  Labels labels;
};

Batch segmentation_batch(std::int64_t size) {
  Labels labels = blocky_labels(1, size, size, 3);
  Array images = random_array({1, 3, size, size}, 5, -0.2, 0.2);
  for (std::int64_t i = 0; i < size * size; ++i) {  // colours that tell the classes apart
    const int id = labels.ids[static_cast<std::size_t>(i)];
    if (id < 3) images(0, id, i / size, i % size) += 1;
  }
  return {Tensor(images), labels};
}

Batch classification_batch() {  // noise, with more red in one and more green in the other
  Array images = random_array({2, 3, 96, 96}, 5);
  for (std::int64_t i = 0; i < 2 * 96 * 96; ++i) {
    const std::int64_t image = i / (96 * 96);
    images(image, image, i / 96 % 96, i % 96) += 1;
  }
  return {Tensor(images), {2, 1, 1, {1, 2}}};
}

// A short Adam (betas .9 and .99, whose corrections nearly cancel), so that models need no
// optimiser here. Returns all losses, the last one after the last step.
std::vector<double> losses(Network& net, const Batch& batch, int steps, double lr) {
  const std::vector<Tensor> parameters = trainable_parameters(net);
  std::vector<Array> first, second;
  for (const Tensor& p : parameters) {
    first.emplace_back(p.shape());
    second.emplace_back(p.shape());
  }
  std::vector<double> found;
  for (int step = 0; step <= steps; ++step) {
    zero_grad(net);
    const Tensor loss = cross_entropy(net(batch.images), batch.labels);
    found.push_back(loss.item());
    loss.backward();
    for (std::size_t k = 0; k < parameters.size(); ++k) {
      Tensor p = parameters[k];
      const Real* g = p.grad().data();
      Real* value = p.mutable_value().mutable_data();
      Real *m = first[k].mutable_data(), *v = second[k].mutable_data();
      for (std::int64_t i = 0; i < p.shape().size(); ++i) {
        m[i] = 0.9F * m[i] + 0.1F * g[i];
        v[i] = 0.99F * v[i] + 0.01F * g[i] * g[i];
        value[i] -= static_cast<Real>(lr) * m[i] / (std::sqrt(v[i]) + 1e-8F);
      }
    }
  }
  return found;
}

void expect_overfitted(const ModelConfig& config, const Batch& batch, int steps, double lr,
                       double bound) {
  const auto net = make_net(config);
  const std::vector<double> found = losses(*net, batch, steps, lr);
  if (config.name != "simple-fcn" && !config.name.starts_with("unet")) {  // scores start at zero
    EXPECT_NEAR(found.front(), std::log(3.0), 1e-6);
  }
  EXPECT_LT(found.back(), bound) << config.name << ", from " << found.front();
}

TEST(Overfit, ToyClassifier) {
  expect_overfitted({.name = "toy-classifier", .classes = 3}, classification_batch(), 10, 0.001,
                    0.2);
}

// One score per 32x32 pixels, bilinearly upsampled, cannot follow the blocks further than .43.
TEST(Overfit, Toy32s) {
  expect_overfitted({.name = "toy-32s", .classes = 3}, segmentation_batch(64), 20, 0.001, 0.6);
}

TEST(Overfit, Toy16s) {
  expect_overfitted({.name = "toy-16s", .classes = 3}, segmentation_batch(64), 20, 0.001, 0.3);
}

TEST(Overfit, Toy8s) {
  expect_overfitted({.name = "toy-8s", .classes = 3}, segmentation_batch(64), 20, 0.001, 0.25);
}

TEST(Overfit, ToyProgressive) {
  expect_overfitted({.name = "toy-progressive", .classes = 3}, segmentation_batch(64), 20, 0.001,
                    0.25);
}

TEST(Overfit, SimpleFcn) {
  expect_overfitted({.name = "simple-fcn", .classes = 3, .width = 8}, segmentation_batch(32), 60,
                    0.01, 0.3);
}

TEST(Overfit, UNet) {
  for (const char* name : {"unet", "unet-resize"}) {
    expect_overfitted({.name = name, .classes = 3, .width = 8}, segmentation_batch(32), 80, 0.002,
                      0.2);
  }
}

TEST(Overfit, UNetWithoutPadding) {
  expect_overfitted({.name = "unet-valid", .classes = 3, .width = 8}, segmentation_batch(36), 40,
                    0.003, 0.1);
}

// One score per 4x4 pixels: finer than an FCN-8s.
TEST(Overfit, Fpn) {
  expect_overfitted({.name = "fpn", .classes = 3, .width = 8}, segmentation_batch(64), 30, 0.003,
                    0.2);
}

// Three steps of training, then everything there is to compare.
std::map<std::string, Array> trained(const ModelConfig& config, std::uint64_t seed,
                                     int thread_count) {
  const ThreadCount scope(thread_count);
  const auto net = make_net(config, seed);
  losses(*net, segmentation_batch(64), 2, 0.05);
  return state(*net);
}

bool same_state(const std::map<std::string, Array>& a, const std::map<std::string, Array>& b) {
  bool same = a.size() == b.size();
  for (const auto& [name, value] : a) same = same && same_bits(value, b.at(name));
  return same;
}

TEST(SameSeedSameBits, WhateverTheNumberOfThreads) {
  const ModelConfig configs[] = {
      {.name = "toy-8s", .classes = 3},
      {.name = "fcn8s", .classes = 3, .width = 4, .fc_width = 16, .dropout = 0.5},
      {.name = "simple-fcn", .classes = 3, .width = 8},
      {.name = "unet", .classes = 3, .width = 4},
      {.name = "fpn", .classes = 3, .width = 4}};
  for (const ModelConfig& config : configs) {
    const auto first = trained(config, 1, 1);
    EXPECT_TRUE(same_state(first, trained(config, 1, 1))) << config.name;
    EXPECT_TRUE(same_state(first, trained(config, 1, 2))) << config.name;
    EXPECT_FALSE(same_state(first, trained(config, 2, 1))) << config.name;
    EXPECT_FALSE(same_state(first, state(*make_net(config, 1)))) << config.name;
  }
}

}  // namespace
}  // namespace pixelwise

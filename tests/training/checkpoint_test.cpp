// Checkpoints: what is saved is what is loaded, and damage is told.
#include "training/checkpoint.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "autograd/ops.h"
#include "layers/parameters.h"
#include "optim/adam.h"
#include "tests/base/temporary_folder.h"
#include "weights/safetensors.h"

namespace pixelwise {
namespace {

namespace fs = std::filesystem;

class CheckpointTest : public ::testing::Test {
 protected:
  std::string path(const std::string& name) const { return folder_ / name; }

  const TemporaryFolder folder_;
};

ModelCard card() {
  return {{.name = "simple-fcn", .classes = 3, .width = 4},
          {{"a", "b", "c"}, voc_palette(3)},
          preprocessing("caffe")};
}

std::string failure_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

TEST_F(CheckpointTest, ANetworkComesBackWithTheSameBits) {
  Rng rng(4);
  const auto net = make_model(card().model, rng);
  save_checkpoint(path("net.safetensors"), card(), *net, nullptr, 12);

  const LoadedModel loaded = load_model(path("net.safetensors"));
  EXPECT_EQ(loaded.card.model.name, "simple-fcn");
  EXPECT_EQ(loaded.card.model.width, 4);
  EXPECT_EQ(loaded.card.model.fc_width, std::nullopt);
  EXPECT_EQ(loaded.card.classes.names, card().classes.names);
  EXPECT_EQ(loaded.card.classes.palette, card().classes.palette);
  EXPECT_EQ(loaded.card.preprocessing.name, "caffe");
  const auto before = state(*net), after = state(*loaded.network);
  ASSERT_EQ(before.size(), after.size());
  for (const auto& [name, values] : before)
    EXPECT_EQ(values.to_vector(), after.at(name).to_vector());
  EXPECT_EQ(load_checkpoint(path("net.safetensors")).iterations, 12);
}

TEST_F(CheckpointTest, TheFamilyIsStored) {
  for (const auto family : {std::optional<Family>(), std::optional(Family::caffe)}) {
    ModelCard fcn = card();
    fcn.model = {.name = "fcn8s", .classes = 3, .width = 1, .fc_width = 2, .family = family};
    Rng rng(4);
    save_checkpoint(path("fcn.safetensors"), fcn, *make_model(fcn.model, rng), nullptr, 1);
    const LoadedModel loaded = load_model(path("fcn.safetensors"));
    EXPECT_EQ(loaded.card.model.family, family);
    EXPECT_EQ(loaded.network->stride(), family ? 1 : 32);
  }
}

TEST_F(CheckpointTest, TheOptimiserGoesOnWhereItWas) {
  Rng rng(4);
  const auto net = make_model(card().model, rng);
  const auto train_step = [](Network& network, Optimizer& optimizer) {
    optimizer.zero_grad();
    mean(network(Tensor(Array({1, 3, 8, 8}, Real(0.5))))).backward();
    optimizer.step();
  };
  Adam adam(trainable_parameters(*net), {.lr = 0.01});
  train_step(*net, adam);
  save_checkpoint(path("a.safetensors"), card(), *net, &adam, 1);
  train_step(*net, adam);

  LoadedModel loaded = load_model(path("a.safetensors"));
  Adam resumed(trainable_parameters(*loaded.network), {.lr = 0.01});
  restore_optimizer("a", load_checkpoint(path("a.safetensors")), resumed);
  EXPECT_EQ(resumed.steps(), 1);
  train_step(*loaded.network, resumed);
  for (const auto& [name, values] : state(*net)) {
    EXPECT_EQ(values.to_vector(), state(*loaded.network).at(name).to_vector()) << name;
  }
}

TEST_F(CheckpointTest, AParameterThatSatStepsOutKeepsItsCount) {
  Rng rng(4);
  const auto net = make_model(card().model, rng);
  std::vector<Tensor> parameters = trainable_parameters(*net);
  Adam adam(parameters, {});
  const auto step_without = [&](std::size_t left_out) {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      parameters[i].zero_grad();
      if (i != left_out) parameters[i].set_grad(Array(parameters[i].shape(), 1));
    }
    adam.step();
  };
  step_without(parameters.size());
  save_checkpoint(path("all.safetensors"), card(), *net, &adam, 1);
  EXPECT_TRUE(load_checkpoint(path("all.safetensors")).parameter_steps.empty());
  step_without(2);
  step_without(2);
  save_checkpoint(path("some.safetensors"), card(), *net, &adam, 3);
  Adam resumed(parameters, {});
  restore_optimizer("some", load_checkpoint(path("some.safetensors")), resumed);
  EXPECT_EQ(resumed.steps(), 3);
  EXPECT_EQ(resumed.parameter_steps(), adam.parameter_steps());
  EXPECT_EQ(resumed.parameter_steps().at(2), 1);
  EXPECT_EQ(resumed.parameter_steps().at(3), 3);
}

TEST_F(CheckpointTest, AnOptimiserOfAnotherKindIsRefused) {
  Rng rng(4);
  const auto net = make_model(card().model, rng);
  Adam adam(trainable_parameters(*net), {});
  mean((*net)(Tensor(Array({1, 3, 8, 8}, Real(1))))).backward();
  adam.step();
  save_checkpoint(path("a.safetensors"), card(), *net, &adam, 1);
  Adam fewer({trainable_parameters(*net)[0]}, {});
  const std::string message = failure_of(
      [&] { restore_optimizer("a.safetensors", load_checkpoint(path("a.safetensors")), fewer); });
  EXPECT_NE(message.find("another optimiser or network"), std::string::npos) << message;

  save_checkpoint(path("fewer.safetensors"), card(), *net, &fewer, 1);
  const std::string other = failure_of(
      [&] { restore_optimizer("fewer", load_checkpoint(path("fewer.safetensors")), adam); });
  EXPECT_NE(other.find("another optimiser or network"), std::string::npos) << other;
  save_checkpoint(path("none.safetensors"), card(), *net, nullptr, 1);
  const std::string none = failure_of(
      [&] { restore_optimizer("none", load_checkpoint(path("none.safetensors")), adam); });
  EXPECT_NE(none.find("holds no optimiser state"), std::string::npos) << none;
}

TEST_F(CheckpointTest, ForeignWeightsHaveNoCard) {
  WeightFile file;
  file.tensors["conv1.weight"] = Array({1, 1, 1, 1}, Real(2));
  write_safetensors(path("foreign.safetensors"), file);
  EXPECT_FALSE(load_checkpoint(path("foreign.safetensors")).card.has_value());
  const std::string message = failure_of([&] { load_model(path("foreign.safetensors")); });
  EXPECT_NE(message.find("--model"), std::string::npos) << message;
  EXPECT_NE(message.find("foreign.safetensors"), std::string::npos) << message;
}

TEST_F(CheckpointTest, DamagedMetadataAreToldWithThePath) {
  WeightFile file;
  file.metadata["pixelwise"] = "{\"model\": 7}";
  write_safetensors(path("bad.safetensors"), file);
  const std::string message = failure_of([&] { load_checkpoint(path("bad.safetensors")); });
  EXPECT_NE(message.find("bad.safetensors"), std::string::npos) << message;
  EXPECT_NE(message.find("damaged"), std::string::npos) << message;
}

TEST_F(CheckpointTest, WeightsThatDoNotFitTheirCardAreTold) {
  Rng rng(4);
  const auto net = make_model(card().model, rng);
  ModelCard wrong = card();
  wrong.model.width = 5;
  save_checkpoint(path("wrong.safetensors"), wrong, *net, nullptr, 0);
  const std::string message = failure_of([&] { load_model(path("wrong.safetensors")); });
  EXPECT_NE(message.find("conv1.bias has shape [4] but the model's has [5]"), std::string::npos)
      << message;
}

}  // namespace
}  // namespace pixelwise

// The training loop: it learns, it stops and goes on with the same bits, and it explains failures.
#include "training/trainer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/parallel.h"
#include "layers/parameters.h"
#include "optim/adam.h"
#include "optim/sgd.h"
#include "tests/training/tiny.h"
#include "training/to_array.h"

namespace pixelwise {
namespace {

TrainerOptions adam_options() {
  TrainerOptions options;
  options.lr = 1e-2;
  options.seed = 3;
  return options;
}

// Trains a tiny network with dropout, stopping after each number of iterations in `stops` and going
// on with a new network, optimiser and trainer made from what was saved.
std::map<std::string, Array> trained_with_stops(const std::vector<std::int64_t>& stops) {
  std::map<std::string, Array> weights, slots;
  std::int64_t done = 0, steps = 0;
  for (const std::int64_t stop : stops) {
    tiny::DropoutNet net;
    if (done > 0) load_state(net, weights);
    Adam adam(trainable_parameters(net), {.lr = 1e-2});
    adam.visit_state([&](const std::string& name, Array& values) {
      if (slots.contains(name)) values = slots.at(name);
    });
    adam.set_steps(steps);
    Trainer trainer(net, adam, tiny::batches(), adam_options());
    trainer.set_iterations_done(done);
    trainer.run_until(stop);
    weights = state(net);
    slots.clear();
    adam.visit_state([&](const std::string& name, Array& values) { slots[name] = values; });
    done = trainer.iterations_done();
    steps = adam.steps();
  }
  return weights;
}

void expect_same_bits(const std::map<std::string, Array>& a,
                      const std::map<std::string, Array>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (const auto& [name, values] : a)
    EXPECT_EQ(values.to_vector(), b.at(name).to_vector()) << name;
}

TEST(Trainer, LearnsATinyTask) {
  tiny::Net net;
  Adam adam(trainable_parameters(net), {.lr = 1e-2});
  TrainerOptions options = adam_options();
  std::vector<double> losses;
  options.on_step = [&](const TrainingStep& step) {
    EXPECT_EQ(step.iteration, static_cast<std::int64_t>(losses.size()));
    losses.push_back(step.loss);
  };
  Trainer trainer(net, adam, tiny::batches(), options);
  trainer.run_until(60);
  ASSERT_EQ(losses.size(), 60U);
  EXPECT_LT(losses.back(), losses.front() / 4);
}

TEST(Trainer, GoesOnWithTheSameBitsAfterAStop) {
  expect_same_bits(trained_with_stops({9}), trained_with_stops({2, 3, 9}));
}

TEST(Trainer, GivesTheSameBitsForAnyNumberOfThreads) {
  const int before = threads();
  set_threads(1);
  const auto one = trained_with_stops({6});
  set_threads(2);
  const auto two = trained_with_stops({6});
  set_threads(before);
  expect_same_bits(one, two);
}

TEST(Trainer, AnotherSeedGivesOtherDropout) {
  const auto weights_with = [](std::uint64_t seed) {
    tiny::DropoutNet net;
    Sgd sgd(trainable_parameters(net), {.lr = 0.1});
    TrainerOptions options;
    options.lr = 0.1;
    options.seed = seed;
    Trainer(net, sgd, tiny::batches(), options).run_until(2);
    return net.score.weight.value().to_vector();
  };
  EXPECT_EQ(weights_with(1), weights_with(1));
  EXPECT_NE(weights_with(1), weights_with(2));
}

TEST(Trainer, StopsWhenAskedTo) {
  tiny::Net net;
  Adam adam(trainable_parameters(net), {.lr = 1e-2});
  TrainerOptions options = adam_options();
  int asked = 0;
  options.should_stop = [&] { return ++asked == 3; };
  Trainer trainer(net, adam, tiny::batches(), options);
  trainer.run_until(60);
  EXPECT_EQ(trainer.iterations_done(), 3);
}

// The first loss, before any update: the cross-entropy and the soft Dice loss of the same scores.
TEST(Trainer, SoftDiceIsAddedToTheCrossEntropy) {
  const auto first_loss = [](double dice_weight) {
    tiny::Net net;
    Sgd sgd(trainable_parameters(net), {.lr = 0.1});
    TrainerOptions options;
    options.lr = 0.1;
    options.dice_weight = dice_weight;
    double loss = 0;
    options.on_step = [&](const TrainingStep& step) { loss = step.loss; };
    Trainer(net, sgd, tiny::batches(), options).run_until(1);
    return loss;
  };
  tiny::Net net;
  const Batch batch = tiny::batches().batch(0);
  const Tensor scores = net(Tensor(to_array(batch)));
  const double dice = soft_dice(softmax(scores), batch.labels).item();
  EXPECT_GT(dice, 0.1);
  EXPECT_NEAR(first_loss(0.5), first_loss(0) + dice / 2, 1e-6);
}

TEST(Trainer, FollowsTheSchedule) {
  tiny::Net net;
  Sgd sgd(trainable_parameters(net), {.lr = 1});
  TrainerOptions options;
  options.lr = 0.5;
  options.schedule = linear_schedule(4);
  std::vector<double> rates;
  options.on_step = [&](const TrainingStep& step) { rates.push_back(step.lr); };
  Trainer(net, sgd, tiny::batches(), options).run_until(4);
  EXPECT_EQ(rates, (std::vector<double>{0.5, 0.375, 0.25, 0.125}));
}

// Two batches of one image, accumulated, are one batch of two, if both count as many pixels.
TEST(Trainer, AccumulatedGradientsAreThoseOfTheLargerBatch) {
  const auto weights_after = [](std::int64_t batch_size, int accumulate) {
    tiny::Net net;
    Sgd sgd(trainable_parameters(net), {.lr = 0.1});
    TrainerOptions options;
    options.lr = 0.1;
    options.accumulate = accumulate;
    Trainer(net, sgd, tiny::batches(batch_size), options).run_until(3);
    return net.conv.weight.value().to_vector();
  };
  const auto large = weights_after(2, 1), accumulated = weights_after(1, 2);
  ASSERT_EQ(large.size(), accumulated.size());
  double difference = 0, moved = 0;
  const auto initial = tiny::Net().conv.weight.value().to_vector();
  for (std::size_t i = 0; i < large.size(); ++i) {
    difference = std::max(difference, std::abs(double(large[i]) - accumulated[i]));
    moved = std::max(moved, std::abs(double(large[i]) - initial[i]));
  }
  EXPECT_GT(moved, 1e-3);
  EXPECT_LT(difference, 1e-6);
}

std::string failure_of(Network& net, Optimizer& optimizer, const TrainerOptions& options) {
  try {
    Trainer(net, optimizer, tiny::batches(), options).run_until(50);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(Trainer, ExplainsALossThatIsNotFinite) {
  tiny::Net net;
  Sgd sgd(trainable_parameters(net), {.lr = 1e30});
  TrainerOptions options;
  options.lr = 1e30;
  const std::string message = failure_of(net, sgd, options);
  EXPECT_NE(message.find("training: "), std::string::npos) << message;
  EXPECT_NE(message.find("iteration "), std::string::npos) << message;
  EXPECT_NE(message.find("learning rate 1e+30"), std::string::npos) << message;
  EXPECT_NE(message.find("gradient"), std::string::npos) << message;
  EXPECT_NE(message.find("lower the learning rate"), std::string::npos) << message;
}

TEST(Trainer, NamesTheFirstLayerWhoseResultIsNotFinite) {
  tiny::Net net;
  net.score.weight.mutable_value() = Array(net.score.weight.shape(), Real(3e38));
  net.conv.bias.mutable_value() = Array(net.conv.bias.shape(), Real(100));
  Sgd sgd(trainable_parameters(net), {.lr = 0.1});
  const std::string message = failure_of(net, sgd, {});
  EXPECT_NE(message.find("conv2d"), std::string::npos) << message;
  EXPECT_NE(message.find("in layer score"), std::string::npos) << message;
}

TEST(Trainer, ASumLossGetsItsOwnHint) {
  tiny::Net net;
  Sgd sgd(trainable_parameters(net), {.lr = 1e30});
  TrainerOptions options;
  options.lr = 1e30;
  options.loss.reduction = Reduction::sum;
  const std::string message = failure_of(net, sgd, options);
  EXPECT_NE(message.find("sum over pixels"), std::string::npos) << message;
}

TEST(Trainer, RefusesLayersWhoseWeightsAreAllZero) {
  tiny::Net net;
  net.conv.weight.mutable_value() = Array(net.conv.weight.shape());
  Sgd sgd(trainable_parameters(net), {.lr = 0.1});
  const std::string message = failure_of(net, sgd, {});
  EXPECT_NE(message.find("all weights of conv.weight are zero"), std::string::npos) << message;
}

TEST(Trainer, RefusesWeightsThatAreNotNumbers) {
  tiny::Net net;
  net.conv.weight.mutable_value()(3) = std::numeric_limits<Real>::quiet_NaN();
  Sgd sgd(trainable_parameters(net), {.lr = 0.1});
  const std::string message = failure_of(net, sgd, {});
  EXPECT_NE(message.find("conv.weight holds NaN"), std::string::npos) << message;
}

TEST(Trainer, WarnsOfConstantOutputsOnce) {
  tiny::Net net;  // a bias so low that no ReLU ever fires: every pixel gets the same scores
  net.conv.bias.mutable_value() = Array(net.conv.bias.shape(), Real(-100));
  Sgd sgd(trainable_parameters(net), {.lr = 1e-3});
  TrainerOptions options;
  options.lr = 1e-3;
  std::vector<std::string> warnings;
  options.on_warning = [&](const std::string& warning) { warnings.push_back(warning); };
  Trainer(net, sgd, tiny::batches(), options).run_until(250);
  const auto constant = std::count_if(warnings.begin(), warnings.end(), [](const std::string& w) {
    return w.find("outputs are constant") != std::string::npos;
  });
  EXPECT_EQ(constant, 1);
}

// The tiny images are bytes of 0 to 249: divided by 255 they lie around .5.
TEST(Trainer, WarnsOfInputsThatAreNotCentredOnce) {
  const auto warnings_with = [](const char* preset, std::int64_t done) {
    tiny::Net net;
    Sgd sgd(trainable_parameters(net), {.lr = 1e-9});
    TrainerOptions options;
    options.lr = 1e-9;
    std::vector<std::string> warnings;
    options.on_warning = [&](const std::string& warning) { warnings.push_back(warning); };
    Trainer trainer(net, sgd, tiny::batches(2, preset), options);
    trainer.set_iterations_done(done);
    trainer.run_until(done + 3);
    return warnings;
  };
  for (const char* preset : {"unit", "none"}) {
    const auto warnings = warnings_with(preset, 0);
    ASSERT_EQ(warnings.size(), 1U) << preset;
    EXPECT_NE(warnings[0].find("the channel means of the first batch are "), std::string::npos);
    EXPECT_NE(warnings[0].find(std::string("after preprocessing '") + preset + "', far from 0"),
              std::string::npos)
        << warnings[0];
    EXPECT_NE(warnings[0].find("Presets: caffe, torchvision, unit, none, shapes"),
              std::string::npos)
        << warnings[0];
  }
  EXPECT_TRUE(warnings_with("shapes", 0).empty());
  EXPECT_TRUE(warnings_with("none", 5).empty()) << "a resumed run has been told";
}

}  // namespace
}  // namespace pixelwise

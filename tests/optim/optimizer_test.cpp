// What all optimisers have in common: whom they touch, what they refuse, how they resume.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "autograd/ops.h"
#include "base/check.h"
#include "optim/adam.h"
#include "optim/sgd.h"
#include "tests/layers/support.h"

namespace pixelwise {
namespace {

using Parameters = std::vector<Tensor>;
using Maker = std::unique_ptr<Optimizer> (*)(const Parameters&);

std::unique_ptr<Optimizer> sgd(const Parameters& p) {
  return std::make_unique<Sgd>(p, SgdOptions{.lr = 0.01, .weight_decay = 0.1});
}
std::unique_ptr<Optimizer> momentum(const Parameters& p) {
  return std::make_unique<Sgd>(p, SgdOptions{.lr = 0.01, .momentum = 0.9, .nesterov = true});
}
std::unique_ptr<Optimizer> adam(const Parameters& p) {
  return std::make_unique<Adam>(p, AdamOptions{.lr = 0.01, .weight_decay = 0.1});
}
constexpr Maker kMakers[] = {sgd, momentum, adam};

Parameters fresh_parameters(std::int64_t size) {
  return {Tensor::parameter(random_array({size, 2}, 1)), Tensor::parameter(random_array({5}, 2))};
}

void train(const Parameters& parameters, Optimizer& optimizer, int from, int to) {
  for (int step = from; step < to; ++step) {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      Tensor p = parameters[i];
      p.set_grad(random_array(p.shape(), 100 * static_cast<std::uint64_t>(step) + i));
    }
    optimizer.step();
  }
}

bool same_values(const Parameters& a, const Parameters& b) {
  bool same = true;
  for (std::size_t i = 0; i < a.size(); ++i) {
    same = same && same_bits(a[i].value(), b[i].value());
  }
  return same;
}

TEST(Optimizer, LeavesParametersWithoutGradientAlone) {
  for (const Maker make : kMakers) {
    Parameters p = fresh_parameters(3);
    const Array first = p[0].value(), second = p[1].value();
    const auto optimizer = make(p);
    for (int step = 0; step < 3; ++step) {
      p[0].set_grad(Array(p[0].shape(), 1));
      optimizer->step();
    }
    EXPECT_GT(max_difference(p[0].value(), first), 0.01);
    EXPECT_TRUE(same_bits(p[1].value(), second));  // weight decay does not touch it either
  }
}

// Its moments are young when its gradient comes, and are corrected as such: the first step that
// Adam makes is lr long, whenever it is.
TEST(Optimizer, AdamDoesNotAgeAParameterThatSitsOut) {
  Parameters p = {Tensor::parameter(Array({1}, 1)), Tensor::parameter(Array({1}, 1))};
  Adam optimizer(p, {.lr = 0.01});
  p[0].set_grad(Array({1}, 2));
  for (int step = 0; step < 50; ++step) optimizer.step();
  p[1].set_grad(Array({1}, 2));
  optimizer.step();
  EXPECT_NEAR(p[1].value()(0), 0.99, 1e-6);
  EXPECT_EQ(optimizer.steps(), 51);
  EXPECT_EQ(optimizer.parameter_steps(), (std::vector<std::int64_t>{51, 1}));
  optimizer.set_steps(7);  // as files before parameter_steps say
  EXPECT_EQ(optimizer.parameter_steps(), (std::vector<std::int64_t>{7, 7}));
  optimizer.set_parameter_steps({7, 3});
  EXPECT_EQ(optimizer.parameter_steps(), (std::vector<std::int64_t>{7, 3}));
  EXPECT_THROW(optimizer.set_parameter_steps({7}), std::invalid_argument);
}

TEST(Optimizer, ZeroGradForgetsAllGradients) {
  Parameters p = fresh_parameters(3);
  const auto optimizer = sgd(p);
  for (Tensor& parameter : p) parameter.set_grad(Array(parameter.shape(), 1));
  optimizer->zero_grad();
  EXPECT_FALSE(p[0].has_grad() || p[1].has_grad());
}

TEST(Optimizer, ValuesThatAGraphHoldsStay) {
  Tensor p = Tensor::parameter(Array({3}, 2)), x = Tensor::parameter(Array({3}, 1));
  const Tensor loss = sum(p * x);  // d/dx = p = 2
  p.set_grad(Array({3}, 1));
  sgd({p})->step();
  loss.backward();
  EXPECT_EQ(max_difference(x.grad(), Array({3}, 2)), 0);
}

TEST(Optimizer, ALearningRateSetBetweenStepsCounts) {
  Tensor p = Tensor::parameter(Array({2}, 1));
  Sgd optimizer(Parameters{p}, {.lr = 0.5});
  EXPECT_EQ(optimizer.lr(), 0.5);
  optimizer.set_lr(0.25);
  p.set_grad(Array({2}, 1));
  optimizer.step();
  EXPECT_EQ(p.value()(0), 0.75F);
}

TEST(Optimizer, StateHasTheNamesOfItsParametersAndSlots) {
  const auto names = [](Optimizer& optimizer) {
    std::vector<std::string> found;
    optimizer.visit_state([&](const std::string& name, Array& value) {
      found.push_back(text(name, " ", value.shape()));
    });
    return found;
  };
  const Parameters p = fresh_parameters(3);
  EXPECT_EQ(names(*sgd(p)), std::vector<std::string>{});
  EXPECT_EQ(names(*momentum(p)), (std::vector<std::string>{"0.momentum [3, 2]", "1.momentum [5]"}));
  EXPECT_EQ(names(*adam(p)),
            (std::vector<std::string>{"0.first_moment [3, 2]", "0.second_moment [3, 2]",
                                      "1.first_moment [5]", "1.second_moment [5]"}));
}

TEST(Optimizer, ResumingGivesTheSameBitsAsNotStopping) {
  for (const Maker make : kMakers) {
    const Parameters straight = fresh_parameters(3);
    const auto whole = make(straight);
    train(straight, *whole, 0, 7);

    Parameters p = fresh_parameters(3);
    const auto before = make(p);
    train(p, *before, 0, 4);
    std::map<std::string, Array> saved;
    before->visit_state([&](const std::string& name, Array& value) { saved[name] = value; });
    Parameters resumed;
    for (const Tensor& parameter : p) resumed.push_back(Tensor::parameter(parameter.value()));

    const auto after = make(resumed);
    after->visit_state([&](const std::string& name, Array& value) { value = saved.at(name); });
    after->set_steps(before->steps());
    train(p, *before, 4, 5);  // what is saved must not change with the one it came from
    train(resumed, *after, 4, 7);
    EXPECT_TRUE(same_values(straight, resumed));
    EXPECT_EQ(after->steps(), 7);
  }
}

TEST(Optimizer, ResumingWithoutTheStateGivesOtherValues) {
  for (const Maker make : {momentum, adam}) {
    const Parameters straight = fresh_parameters(3), p = fresh_parameters(3);
    const auto whole = make(straight);
    train(straight, *whole, 0, 7);
    train(p, *make(p), 0, 4);
    train(p, *make(p), 4, 7);
    EXPECT_FALSE(same_values(straight, p));
  }
}

TEST(Optimizer, SameBitsForOneAndTwoThreads) {
  for (const Maker make : kMakers) {
    std::vector<Parameters> results;
    for (const int count : {1, 2}) {
      const ThreadCount scope(count);
      results.push_back(fresh_parameters(100'001));  // several pieces of an elementwise loop
      const auto optimizer = make(results.back());
      train(results.back(), *optimizer, 0, 3);
    }
    EXPECT_TRUE(same_values(results[0], results[1]));
    EXPECT_FALSE(same_values(results[0], fresh_parameters(100'001)));
  }
}

TEST(Optimizer, Errors) {
  const Tensor p = Tensor::parameter(Array({2, 3})), constant(Array({4}));
  const auto sgd_message = [](const Parameters& parameters, const SgdOptions& options) {
    return message_of([&] { Sgd optimizer(parameters, options); });
  };
  EXPECT_EQ(sgd_message({p, p}, {}),
            "optimizer: a parameter of shape [2, 3] stands in the groups twice");
  EXPECT_EQ(sgd_message({p, constant}, {}),
            "optimizer: a tensor of shape [4] is no trainable parameter (frozen, or computed)");
  EXPECT_EQ(sgd_message({sum(p)}, {}),
            "optimizer: a tensor of shape [] is no trainable parameter (frozen, or computed)");
  EXPECT_EQ(sgd_message({p}, {.lr = -1}),
            "optimizer: learning rate -1 and weight decay 0 cannot be negative");
  EXPECT_EQ(sgd_message({p}, {.momentum = 1}), "Sgd: momentum 1 is not in [0, 1)");
  EXPECT_EQ(sgd_message({p}, {.nesterov = true}), "Sgd: Nesterov's form needs a momentum");
  EXPECT_EQ(message_of([&] { Adam(Parameters{p}, {.beta1 = 1}); }),
            "Adam: beta1 1 and beta2 0.999 must be in [0, 1), epsilon 1e-08 positive");
}

TEST(Optimizer, RestoredStateOfAnotherShapeIsRefused) {
  for (const Maker make : {momentum, adam}) {
    const Parameters p = fresh_parameters(3);
    const Array before = p[0].value();
    const auto optimizer = make(p);
    optimizer->visit_state([](const std::string&, Array& value) { value = Array({2}); });
    EXPECT_EQ(message_of([&] { train(p, *optimizer, 0, 1); }),
              "optimizer: restored state of shape [2] for a parameter of shape [3, 2]");
    EXPECT_TRUE(same_bits(p[0].value(), before));
  }
}

}  // namespace
}  // namespace pixelwise

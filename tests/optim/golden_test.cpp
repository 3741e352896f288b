// Ten steps of every update rule against PyTorch (make_golden.py).
#include "tests/optim/golden.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "autograd/ops.h"
#include "optim/adam.h"
#include "optim/sgd.h"
#include "tests/layers/support.h"

namespace pixelwise {
namespace {

// The same start and gradients as in make_golden.py, exact in float.
Array start(const Shape& shape, int shift) {
  Array a(shape);
  for (int i = 0; i < a.size(); ++i) {
    a(i) = static_cast<Real>(8 + (5 * i + shift) % 17) / 8 * static_cast<Real>(i % 2 == 0 ? 1 : -1);
  }
  return a;
}

Array gradient(const Shape& shape, int shift, int step) {
  Array g(shape);
  for (int i = 0; i < g.size(); ++i) {
    g(i) = static_cast<Real>((7 * i + 5 * step + shift) % 19 - 6) / 16;
  }
  return g;
}

struct Parameters {
  Tensor a = Tensor::parameter(start({2, 3}, 0));
  Tensor b = Tensor::parameter(start({4}, 3));

  std::vector<Tensor> both() const { return {a, b}; }
  // b with twice the learning rate and half the decay.
  std::vector<ParameterGroup> groups() const {
    return {{.parameters = {a}}, {.parameters = {b}, .lr_scale = 2, .decay_scale = 0.5}};
  }
};

void expect_values(const Parameters& p, const double (&expected)[10], int step) {
  for (int i = 0; i < 10; ++i) {
    const double value = i < 6 ? p.a.value()(i) : p.b.value()(i - 6);
    EXPECT_NEAR(value, expected[i], 1e-6 * std::max(1.0, std::abs(expected[i])))
        << "step " << step << ", element " << i;
  }
}

// Gradients come from backward() of sum(a ga) + sum(b gb), which are exactly ga and gb.
// `falling`: the learning rate falls from step to step, as under a schedule.
void expect_golden(const Parameters& p, Optimizer& optimizer, const golden::Steps& expected,
                   bool falling = false) {
  const double lr = optimizer.lr();
  for (int step = 1; step <= 10; ++step) {
    if (falling) optimizer.set_lr(lr * (17 - step) / 16);
    optimizer.zero_grad();
    const Tensor ga(gradient({2, 3}, 0, step)), gb(gradient({4}, 3, step));
    (sum(p.a * ga) + sum(p.b * gb)).backward();
    optimizer.step();
    if (step == 1) expect_values(p, expected.first, step);
  }
  expect_values(p, expected.tenth, 10);
  EXPECT_EQ(optimizer.steps(), 10);
}

void expect_sgd(const SgdOptions& options, const golden::Steps& expected) {
  const Parameters p;
  Sgd optimizer(p.both(), options);
  expect_golden(p, optimizer, expected);
}

void expect_adam(const AdamOptions& options, const golden::Steps& expected) {
  const Parameters p;
  Adam optimizer(p.both(), options);
  expect_golden(p, optimizer, expected);
}

TEST(SgdGolden, Plain) { expect_sgd({.lr = 0.1}, golden::sgd); }

TEST(SgdGolden, Decay) { expect_sgd({.lr = 0.1, .weight_decay = 0.25}, golden::sgd_decay); }

TEST(SgdGolden, Momentum) { expect_sgd({.lr = 0.1, .momentum = 0.75}, golden::momentum); }

TEST(SgdGolden, Nesterov) {
  expect_sgd({.lr = 0.1, .momentum = 0.75, .nesterov = true}, golden::nesterov);
}

TEST(SgdGolden, NesterovAndDecay) {
  expect_sgd({.lr = 0.1, .momentum = 0.75, .weight_decay = 0.25, .nesterov = true},
             golden::nesterov_decay);
}

TEST(SgdGolden, GroupsUnderASchedule) {
  const Parameters p;
  Sgd optimizer(p.groups(), {.lr = 0.05, .momentum = 0.75, .weight_decay = 0.25});
  expect_golden(p, optimizer, golden::momentum_groups, true);
}

TEST(AdamGolden, Defaults) { expect_adam({.lr = 0.4}, golden::adam); }

TEST(AdamGolden, BetasAndEpsilon) {
  expect_adam({.lr = 0.4, .beta1 = 0.6, .beta2 = 0.9, .epsilon = 0.01}, golden::adam_betas);
}

TEST(AdamGolden, Decay) { expect_adam({.lr = 0.4, .weight_decay = 0.25}, golden::adam_decay); }

TEST(AdamGolden, DecoupledDecay) {
  expect_adam({.lr = 0.4, .weight_decay = 0.25, .decoupled = true}, golden::adamw);
}

TEST(AdamGolden, GroupsUnderASchedule) {
  const Parameters p;
  Adam optimizer(p.groups(), {.lr = 0.2, .weight_decay = 0.25});
  expect_golden(p, optimizer, golden::adam_groups, true);
}

TEST(AdamGolden, GroupsWithDecoupledDecayUnderASchedule) {
  const Parameters p;
  Adam optimizer(p.groups(), {.lr = 0.2, .weight_decay = 0.25, .decoupled = true});
  expect_golden(p, optimizer, golden::adamw_groups, true);
}

}  // namespace
}  // namespace pixelwise

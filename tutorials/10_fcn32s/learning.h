// Which layers of an FCN-32s learn: the gradients of its first steps, and trainings in which only
// some layers learn.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "autograd/ops/cross_entropy.h"
#include "layers/init.h"
#include "models/fcn.h"
#include "optim/adam.h"
#include "report/progress.h"
#include "training/evaluate.h"
#include "training/to_array.h"
#include "training/trainer.h"
#include "tutorials/10_fcn32s/plain_transplant.h"
#include "tutorials/support/lesson.h"

namespace pixelwise {

using Choose = std::function<void(Fcn32s&)>;  // says which layers learn

/// FCN-32s for the shapes with the classifier's weights.
struct StartedFcn {
  explicit StartedFcn(const Weights& classifier, const Choose& choose = {}) {
    transplant(classifier, net);
    if (choose) choose(net);
  }
  Rng rng{0};
  Fcn32s net{toy_config(), 6, rng};
};

/// For each of the first steps of Adam: the gradients of all layers that learn.
inline std::vector<Weights> first_gradients(Fcn32s& net, const Batch& batch, int steps) {
  std::vector<Weights> all;
  Adam optimizer(trainable_parameters(net), {.lr = 2e-3});
  for (int step = 0; step < steps; ++step) {
    optimizer.zero_grad();
    cross_entropy(net(Tensor(to_array(batch))), batch.labels).backward();
    Weights& gradients = all.emplace_back();
    for (const NamedParameter& p : named_parameters(net)) {
      if (p.tensor.has_grad()) gradients[p.name] = p.tensor.grad();
    }
    optimizer.step();
  }
  return all;
}

inline double largest(const Array& a) {
  double most = 0;
  for (std::int64_t i = 0; i < a.size(); ++i) {
    most = std::max(most, std::abs(static_cast<double>(a(i))));
  }
  return most;
}

/// A training in which only some layers learn, with the images in two orders.
struct PartRun {
  std::string name;
  std::int64_t trained = 0;            // parameters
  std::vector<double> losses = {};     // of the first order
  std::vector<double> mean_ious = {};  // of both
};

/// The ladder's recipe, spelled out: Adam, learning rate from 2e-3 to 0, flips.
inline PartRun train_part(Lesson& lesson, const Weights& classifier, const std::string& name,
                          const Choose& choose, std::int64_t iterations) {
  PartRun run{.name = name};
  for (const std::uint64_t seed : {0U, 1U}) {
    StartedFcn started(classifier, choose);
    Fcn32s& net = started.net;
    run.trained = count_parameters(net).trainable;
    Adam optimizer(trainable_parameters(net), {.lr = 2e-3});
    TrainerOptions options;
    options.lr = 2e-3;
    options.schedule = linear_schedule(200);
    Progress progress(text(name, ", seed ", seed), iterations);
    options.on_step = [&](const TrainingStep& step) {
      progress.update(step.iteration + 1, "");
      if (seed == 0) run.losses.push_back(step.loss);
    };
    const BatchOptions batches{
        .batch_size = 8, .seed = seed, .flip_left_right = true, .flip_up_down = true};
    const Preprocessing& how = preprocessing("shapes");
    Trainer(net, optimizer, BatchSource(lesson.data().train, how, batches), options)
        .run_until(iterations);
    progress.finish();
    run.mean_ious.push_back(evaluate(net, *lesson.data().val, how).mean_iou());
  }
  return run;
}

/// The trainings of the table.
inline std::vector<PartRun> part_runs(Lesson& lesson, const Weights& classifier) {
  const auto only = [](Fcn32s& net, Module& layer) {
    set_requires_grad(net, false);
    set_requires_grad(layer, true);
  };
  const Choose upscore = [=](Fcn32s& net) { only(net, net.upscore); };
  const Choose random_score = [=](Fcn32s& net) {
    only(net, net.upscore);
    Rng rng(1);
    net.score_fr.weight.mutable_value() = he_normal(net.score_fr.weight.shape(), 128, rng);
  };
  const Choose score = [=](Fcn32s& net) { only(net, net.score_fr); };
  const Choose all = [](Fcn32s& net) { set_requires_grad(net.upscore, true); };
  return {train_part(lesson, classifier, "upscore, score is zero", upscore, 20),
          train_part(lesson, classifier, "upscore, score random", random_score, 200),
          train_part(lesson, classifier, "score_fr", score, 200),
          train_part(lesson, classifier, "all but upscore: FCN-32s", {}, 200),
          train_part(lesson, classifier, "all layers, upscore too", all, 200)};
}

/// The mean of the last ten.
inline double last_loss(const std::vector<double>& losses) {
  double sum = 0;
  for (std::size_t i = losses.size() - 10; i < losses.size(); ++i) sum += losses[i];
  return sum / 10;
}

}  // namespace pixelwise

// The training loop.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "autograd/ops/cross_entropy.h"
#include "datasets/batch.h"
#include "layers/module.h"
#include "optim/optimizer.h"
#include "optim/schedule.h"

namespace pixelwise {

/// One iteration that has been done.
struct TrainingStep {
  std::int64_t iteration;  // 0, 1, ...
  double loss;             // before the update
  double lr;
};

struct TrainerOptions {
  Schedule schedule = constant_schedule();  // factor on `lr`
  double lr = 1e-3;
  CrossEntropyOptions loss;
  double dice_weight = 0;  // of soft_dice(softmax(scores)), added to the cross-entropy
  int accumulate = 1;      // batches whose gradients are averaged for one update
  double clip_norm = 0;    // largest norm of all gradients together; 0: no clipping
  std::uint64_t seed = 0;  // of dropout; batches have another one
  std::function<void(const TrainingStep&)> on_step;
  std::function<void(const std::string&)> on_warning;  // inputs or outputs look wrong
  std::function<bool()> should_stop;                   // asked after every iteration
};

/// Runs iterations: batch -> scores -> loss -> gradients -> update.
///
/// Everything random in iteration i (batches, augmentation, dropout) depends only on the seeds and
/// i. So training can stop after any iteration and resume with the same bits. It needs the weights,
/// the optimiser's state and the number of iterations done.
class Trainer {
 public:
  Trainer(Network& network, Optimizer& optimizer, BatchSource batches, TrainerOptions options);

  /// Does the iterations from iterations_done() up to `end`. Returns early if should_stop says so.
  /// Throws std::invalid_argument if all weights of a layer are zero at the start, or if the loss
  /// or a gradient is not finite. The message then names the first bad tensor, and the weights are
  /// those before the iteration.
  void run_until(std::int64_t end);

  std::int64_t iterations_done() const { return done_; }

  /// Continues from a saved state.
  void set_iterations_done(std::int64_t done) { done_ = done; }

 private:
  double one_iteration(class BatchLoader& loader);
  void warn_if_constant(const Array& scores);
  void warn(const std::string& warning) const;  // does nothing if it is empty

  Network& network_;
  Optimizer& optimizer_;
  BatchSource batches_;
  TrainerOptions options_;
  std::int64_t done_ = 0;
  std::int64_t constant_outputs_ = 0;  // iterations in a row
};

}  // namespace pixelwise

#include "training/trainer.h"

#include <cmath>
#include <utility>

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/soft_dice.h"
#include "autograd/ops/softmax.h"
#include "base/check.h"
#include "datasets/batch_loader.h"
#include "layers/parameters.h"
#include "models/segment.h"
#include "training/diagnose.h"
#include "training/to_array.h"

namespace pixelwise {
namespace {

constexpr std::int64_t kConstantForLong = 100;  // iterations

// Whether all pixels of the batch have the same scores. Stops at the first that differs.
bool is_constant(const Array& scores) {
  const std::int64_t classes = scores.shape()[1];
  for (std::int64_t i = 0; i < scores.size(); ++i) {
    if (std::abs(scores(i) - scores(i % classes)) >= Real(1e-6)) return false;
  }
  return scores.size() > classes;
}

}  // namespace

Trainer::Trainer(Network& network, Optimizer& optimizer, BatchSource batches,
                 TrainerOptions options)
    : network_(network),
      optimizer_(optimizer),
      batches_(std::move(batches)),
      options_(std::move(options)) {
  require(options_.accumulate >= 1, "Trainer: gradients of ", options_.accumulate,
          " batches cannot be accumulated; at least 1");
}

void Trainer::run_until(std::int64_t end) {
  if (done_ >= end) return;
  require_no_dead_layers(network_);
  const std::int64_t per_iteration = options_.accumulate;
  BatchLoader loader(batches_, done_ * per_iteration, end * per_iteration);
  network_.train();
  while (done_ < end) {
    const double lr = options_.lr * options_.schedule(done_);
    optimizer_.set_lr(lr);
    seed_generators(network_, Rng(options_.seed, static_cast<std::uint64_t>(done_)).next());
    const double loss = one_iteration(loader);
    if (options_.on_step) options_.on_step({done_, loss, lr});
    ++done_;
    if (options_.should_stop && options_.should_stop()) return;
  }
}

double Trainer::one_iteration(BatchLoader& loader) {
  const FailureContext context{done_, optimizer_.lr(), options_.loss.reduction};
  double loss_sum = 0;
  for (int part = 0; part < options_.accumulate; ++part) {
    const Batch batch = loader.next();
    if (done_ == 0 && part == 0) warn(uncentred_inputs(batch, batches_.preprocessing()));
    const Tensor image(to_array(batch));
    Tensor scores = segment(network_, image);
    Tensor loss = cross_entropy(scores, batch.labels, options_.loss);
    if (options_.dice_weight > 0) {
      loss =
          loss + soft_dice(softmax(scores), batch.labels) * static_cast<Real>(options_.dice_weight);
    }
    if (!std::isfinite(loss.item())) {
      explain_bad_loss(network_, image, loss.item(), context);
    }
    warn_if_constant(scores.value());
    scores = Tensor();                      // backward() then frees its memory
    if (part == 0) optimizer_.zero_grad();  // a failure above shows the last gradients
    loss_sum += static_cast<double>(loss.item());
    (options_.accumulate == 1 ? loss : loss / static_cast<Real>(options_.accumulate)).backward();
  }
  const std::vector<Tensor> parameters = trainable_parameters(network_);
  const double norm = options_.clip_norm > 0 ? clip_grad_norm(parameters, options_.clip_norm)
                                             : grad_norm(parameters);
  if (!std::isfinite(norm)) explain_bad_gradient(network_, context);
  optimizer_.step();
  return loss_sum / options_.accumulate;
}

void Trainer::warn_if_constant(const Array& scores) {
  if (constant_outputs_ < 0) return;  // the user was warned
  constant_outputs_ = is_constant(scores) ? constant_outputs_ + 1 : 0;
  if (constant_outputs_ < kConstantForLong) return;
  constant_outputs_ = -1;
  warn(text("the outputs are constant: for ", kConstantForLong,
            " iterations every pixel of every image got the same scores; the ",
            "network is dead (learning rate too high, or weights not loaded?)"));
}

void Trainer::warn(const std::string& warning) const {
  if (options_.on_warning && !warning.empty()) options_.on_warning(warning);
}

}  // namespace pixelwise

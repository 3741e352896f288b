#include "optim/loss_scale.h"

#include <cmath>

#include "base/check.h"

namespace pixelwise {
namespace {

void check(const StepScale& scale) {
  require(scale.batch >= 1, "loss scale: a batch of ", scale.batch, " images; it takes at least 1");
  require(scale.height >= 1 && scale.width >= 1, "loss scale: an image of ", scale.height, "x",
          scale.width, " pixels; it takes at least 1x1");
  require(scale.momentum >= 0 && scale.momentum < 1, "loss scale: momentum ", scale.momentum,
          " is not in [0, 1)");
}

// How many times larger the gradient is than that of the mean.
double gradient_scale(const StepScale& scale) {
  return scale.reduction == Reduction::sum ? static_cast<double>(pixels_of(scale)) : 1.0;
}

}  // namespace

std::int64_t pixels_of(const StepScale& scale) { return scale.batch * scale.height * scale.width; }

double effective_lr(double lr, double momentum) { return lr / (1 - momentum); }

double translate_lr(double lr, const StepScale& from, const StepScale& to, Keep keep) {
  require(std::isfinite(lr) && lr > 0, "loss scale: learning rate ", lr,
          "; it is a positive number");
  check(from);
  check(to);
  double factor = gradient_scale(from) / gradient_scale(to);
  if (from.momentum != to.momentum) factor *= (1 - to.momentum) / (1 - from.momentum);
  if (keep == Keep::epoch) {
    factor *= static_cast<double>(to.batch) / static_cast<double>(from.batch);
  }
  return lr * factor;
}

double translate_weight_decay(double decay, const StepScale& from, const StepScale& to) {
  require(std::isfinite(decay) && decay >= 0, "loss scale: weight decay ", decay,
          "; it is a number of at least 0");
  check(from);
  check(to);
  return decay * gradient_scale(to) / gradient_scale(from);
}

}  // namespace pixelwise

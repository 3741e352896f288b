// The learning rate of one recipe, translated for another: sum or mean, batch, image, momentum.
#pragma once

#include <cstdint>

#include "autograd/ops/cross_entropy.h"

namespace pixelwise {

/// What decides how far a step goes, beside the learning rate and the gradient itself.
struct StepScale {
  Reduction reduction = Reduction::mean;  // how the losses of all pixels become one number
  std::int64_t batch = 1;                 // images in a step
  std::int64_t height = 1, width = 1;     // of an image; 1 x 1: one label for each image
  double momentum = 0;                    // of SGD
};

/// What stays the same when the batch changes.
enum class Keep {
  step,  // how far one step goes
  epoch  // how far all steps go that together see the same images: twice the batch, steps twice as
         // far (the linear scaling rule of Goyal et al., 2017)
};

/// batch * height * width: the number of losses that are added up. Void pixels do not count, so
/// with void it is an upper limit.
std::int64_t pixels_of(const StepScale& scale);

/// lr / (1 - momentum): the learning rate that goes as far without momentum, on average.
double effective_lr(double lr, double momentum);

/// The learning rate under `to` that goes as far as `lr` does under `from`, for SGD:
///
///   d(sum)/dw = pixels d(mean)/dw              exact
///   sum of the steps = lr / (1 - momentum) g   after 1 / (1 - momentum) steps, if the gradient g
///                                              changes little meanwhile
///   the mean gradient of another batch or image size is about the same: true on average
///
/// Throws std::invalid_argument for a learning rate or size that is not positive, and for a
/// momentum outside of [0, 1).
double translate_lr(double lr, const StepScale& from, const StepScale& to, Keep keep = Keep::step);

/// The weight decay that belongs to it. The optimiser adds decay * value to the gradient, so the
/// decay grows and shrinks with the gradient: by the number of pixels between sum and mean.
double translate_weight_decay(double decay, const StepScale& from, const StepScale& to);

}  // namespace pixelwise

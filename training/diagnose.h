// What went wrong, in words: layers that cannot learn, losses and gradients that are not finite.
#pragma once

#include <cstdint>
#include <string>

#include "autograd/ops/cross_entropy.h"
#include "layers/module.h"

namespace pixelwise {

/// Throws std::invalid_argument, naming the layers, if convolutions or fully connected layers other
/// than score layers have only zero weights: no signal and no gradient passes them.
void require_no_dead_layers(Network& network);

/// The circumstances of a failure.
struct FailureContext {
  std::int64_t iteration;
  double lr;
  Reduction reduction;
};

/// Finds the first operation whose result is not finite, by running the network once more, and
/// throws std::invalid_argument that names it, with iteration, learning rate, the
/// largest gradient (of the iteration before, if they still stand) and a hint.
[[noreturn]] void explain_bad_loss(Network& network, const Tensor& image, Real loss,
                                   const FailureContext& context);

/// The same for a gradient that is not finite while the loss was.
[[noreturn]] void explain_bad_gradient(Network& network, const FailureContext& context);

}  // namespace pixelwise

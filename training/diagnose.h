// What is wrong, in words: inputs that are not centred, layers that cannot learn or are dead,
// losses and gradients that are not finite.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "autograd/ops/cross_entropy.h"
#include "datasets/batch.h"
#include "layers/module.h"

namespace pixelwise {

/// Throws std::invalid_argument, naming the layers, if convolutions or fully connected layers other
/// than score layers have only zero weights: no signal and no gradient passes them.
void require_no_dead_layers(Network& network);

/// What to say of a batch whose inputs are not centred: a channel's mean is further from 0 than the
/// channel's standard deviation. Names means, deviations and the presets there are; empty if all
/// is well.
std::string uncentred_inputs(const Batch& batch, const Preprocessing& how);

/// How much of a layer is alive.
struct LayerActivity {
  std::string layer;          // the weight's name without ".weight"
  std::int64_t channels = 0;  // of its output
  std::int64_t dead = 0;      // channels that ReLU made 0 at every pixel (after max-pooling, if
                              // that comes between) of every image
  bool zero_weights = false;  // all of them are 0: it passes no signal
};

/// Runs the network over images [N, 3, H, W] and looks at each layer with weights; those without a
/// ReLU behind them have no dead channels. The network runs in evaluation mode and keeps its own.
std::vector<LayerActivity> layer_activity(Network& network, const Tensor& images);

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

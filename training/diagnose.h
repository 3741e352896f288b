// Messages about what is wrong: inputs that are not centred, layers that are dead or cannot learn,
// losses and gradients that are not finite.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "autograd/ops/cross_entropy.h"
#include "datasets/batch.h"
#include "layers/module.h"

namespace pixelwise {

/// Whether all numbers are 0.
bool is_zero(const Array& values);

/// Throws std::invalid_argument if all weights of a convolution or fully connected layer are zero:
/// no signal and no gradient passes. The message names the layers. Score layers may be zero.
void require_no_dead_layers(Network& network);

/// A warning if the inputs of a batch are not centred: the mean of a channel is further from 0 than
/// its standard deviation. It has means, deviations and all presets. Empty if all is well.
std::string uncentred_inputs(const Batch& batch, const Preprocessing& how);

/// How many channels of a layer are dead.
struct LayerActivity {
  std::string layer;          // the weight's name without ".weight"
  std::int64_t channels = 0;  // of its output
  std::int64_t dead = 0;      // channels that ReLU made 0 at every pixel (after max-pooling, if
                              // that comes between) of every image
  bool zero_weights = false;  // all of them are 0: it passes no signal
};

/// Runs the network on images [N, 3, H, W] and looks at each layer with weights. A layer without a
/// ReLU after it has no dead channels. The network runs in evaluation mode and keeps its mode.
std::vector<LayerActivity> layer_activity(Network& network, const Tensor& images);

/// The circumstances of a failure.
struct FailureContext {
  std::int64_t iteration;
  double lr;
  Reduction reduction;
};

/// Runs the network once more to find the first operation whose result is not finite, and throws
/// std::invalid_argument. The message has this operation, the iteration, the learning rate, the
/// largest gradient (of the iteration before, if it is still there) and a hint.
[[noreturn]] void explain_bad_loss(Network& network, const Tensor& image, Real loss,
                                   const FailureContext& context);

/// Throws the same, without that operation, if the weights turned out useless in a validation.
[[noreturn]] void explain_bad_validation(Network& network, const FailureContext& context);

/// The same if a gradient is not finite, but the loss is.
[[noreturn]] void explain_bad_gradient(Network& network, const FailureContext& context);

}  // namespace pixelwise

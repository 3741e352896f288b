// How long a network takes.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "layers/module.h"

namespace pixelwise {

struct TimingOptions {
  bool training = false;      // forward, loss, backward and update; or forward alone
  bool adam = false;          // the update is Adam's; otherwise that of SGD with momentum
  std::int64_t classes = 21;  // of the made-up labels
  bool whole_image = false;   // one label for each image
  int runs = 0;               // after the warm-up; 0: as many as fit into `seconds`
  double seconds = 5;
  std::function<bool()> should_stop = {};  // asked before each run; stopping throws Interrupted
};

struct NetworkTimes {
  std::vector<double> milliseconds;  // of each run
  double median = 0, minimum = 0;    // of these
  std::int64_t peak_bytes = 0;       // of all arrays at once
};

/// Runs the network over a made-up image again and again.
NetworkTimes time_network(Network& network, const Tensor& image, const TimingOptions& options);

/// The median time of one operation of a forward pass.
struct OperationTime {
  std::string layer;  // whose parameters it uses; without any, the operation's name
  std::string op;
  double milliseconds = 0;
};

/// All operations of a forward pass, in order.
std::vector<OperationTime> time_operations(Network& network, const Tensor& image);

/// An image [N, C, H, W] of noise.
Tensor noise_image(const Shape& shape);

}  // namespace pixelwise

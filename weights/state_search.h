// Where in a pickle the weights are: in the dictionary that holds tensors, however deep.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "weights/pickle_view.h"

namespace pixelwise {

struct FoundState {
  const PickleValue* dict = nullptr;            // none: no dictionary holds tensors
  std::map<std::string, std::string> left_out;  // what stands beside it and around it: key -> why
};

/// The dictionary that holds the most tensors, up to eight levels deep in dictionaries, lists and
/// tuples. What an optimiser keeps does not count: its dictionaries stand under a key that begins
/// with "optim", or under the number of a parameter. Of two with equally many tensors (weights and
/// their running average), the one with a usual name (state_dict, model, ...) is taken, or else the
/// first. `is_tensor` tells what a tensor of ours is.
FoundState find_state(const PickleView& view,
                      const std::function<bool(const PickleValue&)>& is_tensor);

}  // namespace pixelwise

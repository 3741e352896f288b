// The graph of a computation as it was recorded: every tensor, how it was made, and its gradient.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "autograd/observer.h"
#include "autograd/tensor.h"
#include "layers/module.h"

namespace pixelwise {

/// One tensor of a computation.
struct RecordedStep {
  /// What name() said; otherwise the layer whose parameters the operation uses ("conv1_1"), or of a
  /// pool its number ("pool1"); otherwise empty.
  std::string name = {};
  std::string op = {};  // "conv2d"; of what was not computed here "parameter" or "constant"
  std::string options = {};
  Tensor tensor = {};
  Array gradient = {};                   // dL/dtensor; empty where none has arrived
  std::vector<std::size_t> inputs = {};  // steps before this one
};

/// In the order of the computation: inputs are before what is made from them.
using RecordedGraph = std::vector<RecordedStep>;

/// While it lives, it records every operation of this thread, and of every backward() the gradients
/// of all tensors, also of those whose gradient is freed on the way. It keeps all tensors, so each
/// operation is computed alone, as the textbook has it: no two are computed at once.
class GraphRecorder {
 public:
  GraphRecorder();

  /// What a tensor is called.
  void name(const Tensor& tensor, const std::string& name);

  /// Names all parameters of a module ("conv1_1.weight"), and with them its layers.
  void name_parameters(Module& module);

  /// What was recorded so far, with the gradients that have arrived so far.
  RecordedGraph graph() const;

 private:
  using Gradients = std::map<std::uint64_t, Array>;

  void record(const OpEvent& event);
  std::size_t place_of(const Tensor& input);

  RecordedGraph steps_;
  std::map<std::uint64_t, std::size_t> places_;  // by the id of the tensor
  std::map<std::uint64_t, std::string> names_;
  int pools_ = 0;
  std::shared_ptr<Gradients> gradients_;
  ObserverScope listening_;
};

/// The last step of that name; throws std::invalid_argument, with all names, if there is none.
const RecordedStep& recorded_step(const RecordedGraph& graph, const std::string& name);

/// The map that a layer hands on: its step's tensor, or where a ReLU or a dropout follows, theirs.
Tensor map_of_layer(const RecordedGraph& graph, const std::string& name);

}  // namespace pixelwise

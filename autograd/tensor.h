// Tensor: an Array with a history.
#pragma once

#include <vector>

#include "autograd/graph.h"
#include "autograd/observer.h"

namespace pixelwise {

struct Edge;
struct EdgeGroup;

/// A handle to a value that remembers how it was computed, if somebody will want to know. Copies
/// are the same tensor: a layer and its optimiser hold copies of one parameter.
class Tensor {
 public:
  /// No tensor; is_defined() is false.
  Tensor() = default;

  /// A constant: no gradient flows into it.
  explicit Tensor(Array value);

  /// A leaf that collects its gradient in backward().
  static Tensor parameter(Array value);

  /// The result of an operation, with the partial derivatives: for each input the function from
  /// dL/dy to dL/dx. Inputs that require no gradient, and everything inside a NoGrad scope, leave
  /// no trace. `describe` is only called if an Observer listens.
  static Tensor from_op(const char* op, Array value, std::vector<Edge> edges,
                        const Describe& describe = nullptr);

  /// The same where the gradients share work and one function computes all of them.
  static Tensor from_group(const char* op, Array value, EdgeGroup group,
                           const Describe& describe = nullptr);

  bool is_defined() const { return state_ != nullptr; }
  const Array& value() const;
  const Shape& shape() const { return value().shape(); }

  /// The single number of a loss; throws std::invalid_argument for any other shape.
  Real item() const { return value().item(); }

  bool requires_grad() const { return state_ && state_->node != nullptr; }

  /// Freezes a parameter (false), or makes a leaf trainable (true). Freezing drops its gradient.
  void set_requires_grad(bool required);

  /// True for constants and parameters, false for results of recorded operations.
  bool is_leaf() const { return !requires_grad() || state_->node->leaf; }

  /// dL/dthis after backward(); throws std::invalid_argument where there is none.
  const Array& grad() const;
  bool has_grad() const { return requires_grad() && !state_->node->gradient.is_empty(); }
  void zero_grad();

  /// Replaces the gradient of a parameter (gradient clipping); the shape must be its own.
  void set_grad(Array gradient);

  /// Sends dL/dthis = 1 back to all parameters, adding to their gradients. Only for a tensor with
  /// one element. Consumes the graph: a second call throws std::invalid_argument.
  void backward() const;

  /// The same from any shape, with dL/dthis given.
  void backward(const Array& dy) const;

  /// The same value as a constant.
  Tensor detach() const { return Tensor(value()); }

  /// The value of a leaf, to be changed in place by an optimiser or by loading weights. Values
  /// that a graph has captured stay as they were.
  Array& mutable_value();

  /// Identifies this tensor among all that are alive.
  const void* identity() const { return state_.get(); }

  /// The node in the graph, null for constants.
  NodePtr node() const { return state_ ? state_->node : nullptr; }

 private:
  struct State {
    Array value;
    NodePtr node;
  };
  std::shared_ptr<State> state_;
};

/// One partial derivative: an input, and how dL/dy becomes dL/dinput.
struct Edge {
  Tensor input;
  GradientFunction gradient;
};

/// Several partial derivatives that are computed together.
struct EdgeGroup {
  std::vector<Tensor> inputs;
  GroupFunction gradients;
};

}  // namespace pixelwise

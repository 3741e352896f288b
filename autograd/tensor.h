// Tensor: an Array with a history.
#pragma once

#include <vector>

#include "autograd/graph.h"
#include "autograd/lazy_array.h"
#include "autograd/observer.h"

namespace pixelwise {

struct Edge;
struct EdgeGroup;

/// A handle to a value. It remembers how the value was computed, if a gradient needs this. Copies
/// are the same tensor: a layer and its optimiser have copies of one parameter.
class Tensor {
 public:
  /// No tensor; is_defined() is false.
  Tensor() = default;

  /// A constant: no gradient flows into it.
  explicit Tensor(Array value);

  /// A leaf that collects its gradient in backward().
  static Tensor parameter(Array value);

  /// The result of an operation, with its partial derivatives: for each input the function from
  /// dL/dy to dL/dx. Inputs that require no gradient are not recorded. Inside a NoGrad scope
  /// nothing is recorded. `describe` is only called if an Observer listens.
  static Tensor from_op(const char* op, LazyArray value, std::vector<Edge> edges,
                        const Describe& describe = nullptr);

  /// The same for gradients that share work: one function computes all of them.
  static Tensor from_group(const char* op, LazyArray value, EdgeGroup group,
                           const Describe& describe = nullptr);

  bool is_defined() const { return state_ != nullptr; }

  /// The values, computed now if they were not needed before (see lazy_array.h).
  const Array& value() const;
  Shape shape() const;

  /// False while the values are still a recipe (see lazy_array.h).
  bool is_computed() const { return !is_defined() || state_->value.recipe() == nullptr; }

  /// The recipe of the value, if it is one of this Kind, and if no copy of this tensor exists. Null
  /// otherwise. For operations that take their input by value: if the caller kept a handle, there
  /// is a copy. If not, nobody else can ask for the value, and it may be computed with the next
  /// one.
  template <class Kind>
  std::shared_ptr<const Kind> recipe_if_unshared() const {
    if (!is_defined() || state_.use_count() != 1) return nullptr;
    return std::dynamic_pointer_cast<const Kind>(state_->value.recipe());
  }

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

  /// Replaces the gradient of a parameter (gradient clipping) by one of the same shape.
  void set_grad(Array gradient);

  /// Sends dL/dthis = 1 back to all parameters, and adds to their gradients. Only for a tensor with
  /// one element. Consumes the graph: a second call throws std::invalid_argument.
  void backward() const;

  /// The same for any shape, with dL/dthis given.
  void backward(const Array& dy) const;

  /// The same value as a constant.
  Tensor detach() const { return Tensor(value()); }

  /// The value of a leaf. An optimiser changes it in place, and so does loading weights. A graph
  /// that captured the old values keeps them.
  Array& mutable_value();

  /// A number that no other tensor ever has: ids count up in the order of creation. 0 for an
  /// undefined tensor.
  std::uint64_t id() const { return state_ ? state_->id : 0; }

  /// The node in the graph, null for constants.
  NodePtr node() const { return state_ ? state_->node : nullptr; }

 private:
  struct State {
    std::uint64_t id;
    LazyArray value;
    NodePtr node;
  };
  explicit Tensor(LazyArray value);

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
  /// The inputs to show to an Observer, where several operations were computed at once and the
  /// gradients flow to the inputs of the first. Empty: `inputs`.
  std::vector<Tensor> heard = {};
};

}  // namespace pixelwise

#include "autograd/tensor.h"

#include <atomic>
#include <utility>

#include "base/check.h"

namespace pixelwise {
namespace {

std::uint64_t next_id() {
  static std::atomic<std::uint64_t> counter{0};
  return ++counter;
}

void tell_observer(const char* op, const std::vector<Tensor>& inputs, const Tensor& output,
                   const Describe& describe) {
  const Observer* observer = current_observer();
  if (observer == nullptr) return;
  const OpDetails details = describe ? describe() : OpDetails{};
  (*observer)({op, inputs, output, details});
}

}  // namespace

Tensor::Tensor(LazyArray value)
    : state_(std::make_shared<State>(State{next_id(), std::move(value), nullptr})) {}

Tensor::Tensor(Array value) {
  require(!value.is_empty(), "tensor: made from an array without values");
  *this = Tensor(LazyArray(std::move(value)));
}

Tensor Tensor::parameter(Array value) {
  Tensor tensor(std::move(value));
  tensor.set_requires_grad(true);
  return tensor;
}

Tensor Tensor::from_op(const char* op, LazyArray value, std::vector<Edge> edges,
                       const Describe& describe) {
  Tensor result(std::move(value));
  if (grad_enabled()) {
    for (Edge& edge : edges) {
      if (!edge.input.requires_grad()) continue;
      if (!result.state_->node) {
        result.state_->node = std::make_shared<Node>(result.id(), op, result.shape());
      }
      result.state_->node->links.push_back({edge.input.node(), std::move(edge.gradient)});
    }
  }
  if (current_observer() != nullptr) {
    std::vector<Tensor> inputs;
    for (const Edge& edge : edges) inputs.push_back(edge.input);
    tell_observer(op, inputs, result, describe);
  }
  return result;
}

Tensor Tensor::from_group(const char* op, LazyArray value, EdgeGroup group,
                          const Describe& describe) {
  Tensor result(std::move(value));
  std::vector<NodePtr> inputs;
  bool any = false;
  for (const Tensor& input : group.inputs) {
    inputs.push_back(input.node());
    any = any || input.requires_grad();
  }
  if (any && grad_enabled()) {
    result.state_->node = std::make_shared<Node>(result.id(), op, result.shape());
    result.state_->node->groups.push_back({std::move(inputs), std::move(group.gradients)});
  }
  tell_observer(op, group.heard.empty() ? group.inputs : group.heard, result, describe);
  return result;
}

const Array& Tensor::value() const {
  require(is_defined(), "tensor: an undefined tensor has no value");
  return state_->value.get();
}

Shape Tensor::shape() const {
  require(is_defined(), "tensor: an undefined tensor has no value and no shape");
  return state_->value.shape();
}

void Tensor::set_requires_grad(bool required) {
  require(is_leaf(), "set_requires_grad: only leaves can be frozen or made trainable, not the ",
          "result of ", requires_grad() ? state_->node->op : "");
  require(is_defined(), "set_requires_grad: the tensor is undefined");
  if (required == requires_grad()) return;
  state_->node = required ? std::make_shared<Node>(id(), "parameter", shape()) : nullptr;
  if (required) state_->node->leaf = true;
}

const Array& Tensor::grad() const {
  require(requires_grad(),
          "grad: this tensor requires no gradient (a constant, frozen, or "
          "computed inside NoGrad)");
  require(state_->node->leaf, "grad: only parameters keep their gradient; that of an intermediate ",
          "result (", state_->node->op, " ", shape(), ") is freed during backward()");
  require(has_grad(), "grad: no gradient has arrived yet; call backward() on a loss first");
  return state_->node->gradient;
}

void Tensor::zero_grad() {
  if (requires_grad()) state_->node->gradient = Array();
}

void Tensor::set_grad(Array gradient) {
  require(requires_grad() && state_->node->leaf, "set_grad: not a parameter");
  require(gradient.shape() == shape(), "set_grad: gradient ", gradient.shape(),
          " for a parameter of shape ", shape());
  state_->node->gradient = std::move(gradient);
}

void Tensor::backward() const {
  require(value().size() == 1,
          "backward: starts from a single number (a loss), but this tensor has "
          "shape ",
          shape(), "; sum or average it first, or give dL/dy");
  backward(Array(shape(), Real{1}));
}

void Tensor::backward(const Array& dy) const {
  require(requires_grad(),
          "backward: this tensor depends on no parameter that requires a gradient");
  require(dy.shape() == shape(), "backward: dL/dy has shape ", dy.shape(), " but the tensor has ",
          shape());
  pixelwise::backward(state_->node, dy);
}

Array& Tensor::mutable_value() {
  require(is_defined(), "mutable_value: the tensor is undefined");
  require(is_leaf(),
          "mutable_value: only the value of a leaf may be changed; this is the result of ",
          is_leaf() ? "nothing" : state_->node->op);
  return state_->value.get();
}

}  // namespace pixelwise

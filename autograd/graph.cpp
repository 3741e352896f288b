#include "autograd/graph.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "autograd/array_math.h"
#include "base/check.h"

namespace pixelwise {
namespace {

thread_local bool grad_is_enabled = true;

// Moves the pointers to a node's inputs to `inputs` and frees what its edges captured.
void unlink(Node& node, std::vector<NodePtr>& inputs) {
  for (Node::Link& link : node.links) inputs.push_back(std::move(link.input));
  for (Node::Group& group : node.groups) {
    for (NodePtr& input : group.inputs) {
      if (input) inputs.push_back(std::move(input));
    }
  }
  node.links.clear();
  node.groups.clear();
}

// `root` and the nodes it depends on, the oldest first: backward() takes them from the back.
std::vector<NodePtr> nodes_behind(const NodePtr& root) {
  std::vector<NodePtr> nodes{root};
  std::unordered_set<const Node*> seen{root.get()};
  const auto visit = [&](const NodePtr& input) {
    if (input && seen.insert(input.get()).second) nodes.push_back(input);
  };
  for (std::size_t next = 0; next < nodes.size(); ++next) {
    const Node& node = *nodes[next];  // the node does not move when `nodes` grows
    for (const Node::Link& link : node.links) visit(link.input);
    for (const Node::Group& group : node.groups) {
      for (const NodePtr& input : group.inputs) visit(input);
    }
  }
  std::sort(nodes.begin(), nodes.end(),
            [](const NodePtr& a, const NodePtr& b) { return a->id < b->id; });
  return nodes;
}

void accumulate(const Node& from, const NodePtr& input, Array dx) {
  require(dx.shape() == input->shape, from.op, ": its gradient function returned shape ",
          dx.shape(), " for an input of shape ", input->shape, " (made by ", input->op, ")");
  if (input->gradient.is_empty()) {
    input->gradient = std::move(dx);
  } else {
    add_to(input->gradient, dx);
  }
}

// Calls every gradient function of the node. The last one gets dy itself and may write into it.
void send_back(const Node& node, Array dy) {
  std::size_t left = node.links.size() + node.groups.size();
  const auto give = [&]() -> Array { return --left == 0 ? std::move(dy) : dy; };
  for (const Node::Link& link : node.links) accumulate(node, link.input, link.gradient(give()));
  for (const Node::Group& group : node.groups) {
    std::vector<bool> wanted;
    for (const NodePtr& input : group.inputs) wanted.push_back(input != nullptr);
    std::vector<Array> dx = group.gradients(give(), wanted);
    require(dx.size() == wanted.size(), node.op, ": its gradient function returned ", dx.size(),
            " gradients for ", wanted.size(), " inputs");
    for (std::size_t i = 0; i < dx.size(); ++i) {
      if (wanted[i]) accumulate(node, group.inputs[i], std::move(dx[i]));
    }
  }
}

}  // namespace

Node::Node(std::uint64_t tensor_id, const char* op_name, const Shape& value_shape)
    : id(tensor_id), op(op_name), shape(value_shape) {}

Node::~Node() {
  std::vector<NodePtr> doomed;
  unlink(*this, doomed);
  while (!doomed.empty()) {
    const NodePtr node = std::move(doomed.back());
    doomed.pop_back();
    if (node.use_count() == 1) unlink(*node, doomed);  // the last owner: its inputs are freed here
  }
}

void backward(const NodePtr& root, const Array& dy) {
  std::vector<NodePtr> nodes = nodes_behind(root);
  for (const NodePtr& node : nodes) {
    require(!node->consumed, "backward: the graph behind ", root->op, " ", root->shape,
            " was already used and freed at node #", node->id, " (", node->op, " ", node->shape,
            "); backward() consumes the graph: compute the loss again for another one, or add "
            "several losses first and call backward() once");
  }
  accumulate(*root, root, dy);
  std::vector<NodePtr> unlinked;
  while (!nodes.empty()) {
    const NodePtr node = std::move(nodes.back());
    nodes.pop_back();
    if (node->leaf) continue;  // keeps its gradient
    Array gradient = std::exchange(node->gradient, Array());
    if (!gradient.is_empty()) send_back(*node, std::move(gradient));
    node->consumed = true;
    unlink(*node, unlinked);  // `nodes` still holds the inputs: none is destroyed here
    unlinked.clear();
  }
}

bool grad_enabled() { return grad_is_enabled; }

NoGrad::NoGrad() : before_(std::exchange(grad_is_enabled, false)) {}

NoGrad::~NoGrad() { grad_is_enabled = before_; }

}  // namespace pixelwise

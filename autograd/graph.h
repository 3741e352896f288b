// The graph that backward() walks: nodes, and the gradient functions on their edges.
//
// The rules:
// - A gradient function gets dy = dL/dy and returns dx = dL/dx. It never sees the graph, never
//   accumulates, and captures values (Array, LazyArray), never the Tensor of its result: so it can
//   form no cycle and cannot forget a `+=`.
// - The engine accumulates, and checks every dx against its input's shape, naming the operation.
// - An edge exists only if its input requires a gradient: for constants nothing is recorded and
// nothing is kept.
// - Nodes are visited in the order of their creation, last first. A node is created after its
//   inputs, so every gradient has arrived before the node is visited: a topological order.
// - backward() consumes the graph as it goes: what an edge captured is freed once it was used.
// - Nodes are unlinked by a loop, not by recursion: a chain of a million nodes would overflow the
//   stack otherwise.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "autograd/array.h"

namespace pixelwise {

/// dL/dy -> dL/dx for one input. It may take dy by value and write into it: the engine moves dy
/// into the last function that needs it, and then an Array that is not shared is changed in place.
using GradientFunction = std::function<Array(Array dy)>;

/// dL/dy -> dL/dx for several inputs at once, if they share work. wanted[i] says whether input i
/// requires a gradient. If not, an empty Array is returned for it.
using GroupFunction = std::function<std::vector<Array>(Array dy, const std::vector<bool>& wanted)>;

struct Node;
using NodePtr = std::shared_ptr<Node>;

/// One step of the computation: which nodes its gradient flows to, and how.
struct Node {
  struct Link {
    NodePtr input;
    GradientFunction gradient;
  };
  struct Group {
    std::vector<NodePtr> inputs;  // null where no gradient is wanted
    GroupFunction gradients;
  };

  /// A leaf (a parameter) has op "parameter" and no links.
  Node(std::uint64_t id, const char* op, const Shape& shape);
  ~Node();
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  bool is_leaf() const { return leaf; }

  const std::uint64_t id;  // of its tensor: larger than the ids of its inputs
  const char* const op;
  const Shape shape;
  bool leaf = false;
  bool consumed = false;  // a backward() has used this node and freed its links
  Array gradient;         // dL/dy so far; empty before the first contribution
  std::vector<Link> links;
  std::vector<Group> groups;
};

/// Sends dy from `root` back to all leaves that it depends on, and adds to their gradients. Throws
/// std::invalid_argument if a part of the graph was consumed before (then nothing is changed), and
/// std::logic_error if a gradient function returns a wrong shape.
void backward(const NodePtr& root, const Array& dy);

/// False inside a NoGrad scope of this thread: operations then record nothing.
bool grad_enabled();

/// While it lives, operations of this thread record no graph: evaluation needs half the memory.
class NoGrad {
 public:
  NoGrad();
  ~NoGrad();
  NoGrad(const NoGrad&) = delete;
  NoGrad& operator=(const NoGrad&) = delete;

 private:
  bool before_;
};

}  // namespace pixelwise

// The usual mistakes in the order of backward, and what to say of each.
#include <algorithm>
#include <numeric>

#include "tutorials/02_autograd/exercises/1_order/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Order = decltype(&yours::backward_order);

namespace {

using Graph = std::vector<std::vector<int>>;

enum class When { before_inputs, after_inputs };

void visit(const Graph& inputs, int node, When when, std::vector<bool>& seen,
           std::vector<int>& order) {
  const auto index = static_cast<std::size_t>(node);
  if (seen[index]) return;
  seen[index] = true;
  if (when == When::before_inputs) order.push_back(node);
  for (const int input : inputs[index]) visit(inputs, input, when, seen, order);
  if (when == When::after_inputs) order.push_back(node);
}

template <When when>
std::vector<int> depth_first(const Graph& inputs, int last) {
  std::vector<bool> seen(inputs.size());
  std::vector<int> order;
  visit(inputs, last, when, seen, order);
  return order;
}

std::vector<int> breadth_first(const Graph& inputs, int last) {
  std::vector<bool> seen(inputs.size());
  std::vector<int> order{last};
  seen[static_cast<std::size_t>(last)] = true;
  for (std::size_t next = 0; next < order.size(); ++next) {
    const std::vector<int> from = inputs[static_cast<std::size_t>(order[next])];
    for (const int input : from) {
      if (seen[static_cast<std::size_t>(input)]) continue;
      seen[static_cast<std::size_t>(input)] = true;
      order.push_back(input);
    }
  }
  return order;
}

std::vector<int> by_number(const Graph& inputs, int) {
  std::vector<int> order(inputs.size());
  std::iota(order.rbegin(), order.rend(), 0);
  return order;
}

std::vector<int> counting_down(const Graph&, int last) {
  std::vector<int> order(static_cast<std::size_t>(last) + 1);
  std::iota(order.rbegin(), order.rend(), 0);
  return order;
}

std::vector<int> only_last(const Graph&, int last) { return {last}; }

void visit_again(const Graph& inputs, int node, std::vector<int>& order) {
  order.push_back(node);
  for (const int input : inputs[static_cast<std::size_t>(node)]) visit_again(inputs, input, order);
}

std::vector<int> not_marked(const Graph& inputs, int last) {
  std::vector<int> order;
  visit_again(inputs, last, order);
  return order;
}

// A node is named when all its users are. Among the users may be nodes that `last` does not depend
// on: they are counted, and never named.
std::vector<int> counts_all_users(const Graph& inputs, int last) {
  std::vector<int> users(inputs.size()), order{last};
  for (const std::vector<int>& from : inputs) {
    for (const int input : from) ++users[static_cast<std::size_t>(input)];
  }
  for (std::size_t next = 0; next < order.size(); ++next) {
    const std::vector<int> from = inputs[static_cast<std::size_t>(order[next])];
    for (const int input : from) {
      if (--users[static_cast<std::size_t>(input)] == 0) order.push_back(input);
    }
  }
  return order;
}

// A right order, of all nodes of the graph.
std::vector<int> all_nodes(const Graph& inputs, int last) {
  std::vector<bool> seen(inputs.size());
  std::vector<int> order;
  for (int node = 0; node < static_cast<int>(inputs.size()); ++node) {
    if (node != last) visit(inputs, node, When::after_inputs, seen, order);
  }
  visit(inputs, last, When::after_inputs, seen, order);
  std::reverse(order.begin(), order.end());
  return order;
}

}  // namespace

std::vector<Mutant<Order>> mutants() {
  return {
      {"depth first, written down before the inputs",
       "This comes out of the order in which a depth-first search reaches the nodes. A node that "
       "is used twice is reached through its first user, and sends before its second user has "
       "sent to it.",
       depth_first<When::before_inputs>},
      {"not turned round",
       "Only the last node and its direct inputs received a gradient: in your order nodes stand "
       "before those that send to them, in the order of computing. Turned round it may be right.",
       depth_first<When::after_inputs>},
      {"breadth first",
       "This comes out of the order in which a breadth-first search reaches the nodes. It goes "
       "wrong where a node is used by one that is near the end and by one that is far from it: "
       "it sends before the far one has sent to it.",
       breadth_first},
      {"by number",
       "This comes out of the order of the numbers, the largest first. The numbers say nothing: an "
       "input may have a larger number than the node that uses it.",
       by_number},
      {"counting down from the last node",
       "This is what comes out of the order last, last - 1, ... 0. The numbers say nothing: an "
       "input may have a larger number than the node that uses it.",
       counting_down},
      {"only the last node",
       "Your order holds the last node only. All nodes that it depends on have to follow, the "
       "leaves as well: it is through the order that they get their gradients.",
       only_last},
      {"visited nodes not remembered",
       "Your search visits a node once for each way that leads to it. Remember which nodes were "
       "visited.",
       not_marked},
      {"users outside of the formula counted",
       "This is what comes out when a node waits for all its users, also for users that the last "
       "node does not depend on. These never send. Count only users that the last node depends "
       "on.",
       counts_all_users},
      {"all nodes named",
       "The gradients are right, but the order holds nodes that the last node does not depend on. "
       "Leave them out.",
       all_nodes},
  };
}

}  // namespace pixelwise

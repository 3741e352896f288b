// Exercise 02.1, solved: depth first; a node is written down after its inputs; then turned round.
#include <algorithm>

#include "tutorials/02_autograd/exercises/1_order/exercise.h"

namespace pixelwise::yours {
namespace {

void visit(const std::vector<std::vector<int>>& inputs, int node, std::vector<bool>& seen,
           std::vector<int>& order) {
  if (seen[static_cast<std::size_t>(node)]) return;
  seen[static_cast<std::size_t>(node)] = true;
  for (const int input : inputs[static_cast<std::size_t>(node)]) visit(inputs, input, seen, order);
  order.push_back(node);  // after everything that it was computed from
}

}  // namespace

std::vector<int> backward_order(const std::vector<std::vector<int>>& inputs, int last) {
  std::vector<bool> seen(inputs.size());
  std::vector<int> order;
  visit(inputs, last, seen, order);
  std::reverse(order.begin(), order.end());
  return order;
}

}  // namespace pixelwise::yours

// Exercise 02.1: the order in which gradients are sent back.
#pragma once

#include <vector>

namespace pixelwise::yours {

/// inputs[k] holds the numbers of the nodes that node k was computed from; leaves have none. The
/// numbers of the nodes are in no particular order: an input may have a larger number than the node
/// that uses it. There are no cycles.
///
/// Returns every node that `last` depends on (directly or through others), and `last` itself, each
/// once, such that a node comes after *all* nodes of the list that use it. So `last` is the first.
std::vector<int> backward_order(const std::vector<std::vector<int>>& inputs, int last);

}  // namespace pixelwise::yours

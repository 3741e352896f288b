// Exercise 02.1: the order in which gradients are sent back.
#pragma once

#include <vector>

namespace pixelwise::yours {

/// inputs[n] holds the numbers of the nodes that node n was computed from. It is empty for a leaf:
/// a node that was not computed, such as a and b on the page. A node may stand twice in inputs[n],
/// as x does in x * x. The numbers of the nodes are in no particular order: an input may have a
/// larger number than the node that uses it. There are no cycles: no node depends on itself.
///
/// Returns every node that `last` depends on (directly or through others), and `last` itself, each
/// once, such that a node comes after *all* nodes of the list that use it. So `last` is the first.
std::vector<int> backward_order(const std::vector<std::vector<int>>& inputs, int last);

}  // namespace pixelwise::yours

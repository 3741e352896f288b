// Exercise 02b.2: a product whose nodes are freed.
#pragma once

#include "tutorials/02b_ownership/owned_graph.h"

namespace pixelwise::yours {

/// A new node with the value a * b. It owns a and b (y->inputs). y->back() adds to the gradients of
/// a and b what y's gradient brings. When the last owner of y goes, y is freed. When back() runs,
/// the variables a and b of the caller may be gone, or hold other nodes.
Owned product(const Owned& a, const Owned& b);

}  // namespace pixelwise::yours

// Exercise 02b.2: a product whose nodes are freed.
#pragma once

#include "tutorials/02b_ownership/owned_graph.h"

namespace pixelwise::yours {

/// A new node with the value a b. It owns a and b (y->inputs). y->back() adds to the gradients of a
/// and b what y's gradient brings. When the last handle to y goes, y is freed.
Owned product(const Owned& a, const Owned& b);

}  // namespace pixelwise::yours

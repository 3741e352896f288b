// Lesson 02b: the product without a leak, and a chain that is freed in a loop.
#pragma once

#include "tutorials/02b_ownership/owned_graph.h"

namespace pixelwise {

// [tidy_product]
inline Owned tidy_product(const Owned& a, const Owned& b) {
  Owned y = std::make_shared<OwnedNode>(a->value * b->value);
  y->inputs = {a, b};
  y->back = [a, b, self = y.get()] {  // a plain pointer owns nothing
    a->gradient += self->gradient * b->value;
    b->gradient += self->gradient * a->value;
  };
  return y;
}
// [/tidy_product]

// [chain_link]
struct ChainLink {
  std::shared_ptr<ChainLink> next;
  ~ChainLink();  // and then the compiler destroys `next`, which may destroy a link, and so on
};
// [/chain_link]

// [free_in_a_loop]
inline void free_in_a_loop(std::shared_ptr<ChainLink> head) {
  while (head) head = head->next;  // hold the next one, then let go of this one
}
// [/free_in_a_loop]

}  // namespace pixelwise

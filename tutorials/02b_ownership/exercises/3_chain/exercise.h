// Exercise 02b.3: a long chain, freed without recursion.
#pragma once

#include <algorithm>
#include <memory>

namespace pixelwise::yours {

/// A link owns the one before it.
struct Link {
  std::unique_ptr<Link> before;

  static inline int alive = 0;         // links that there are
  static inline int at_once = 0;       // destructors that run at this moment
  static inline int most_at_once = 0;  // the most that have run at one moment

  Link() { ++alive; }
  Link(const Link&) = delete;
  ~Link() {
    most_at_once = std::max(most_at_once, ++at_once);
    before.reset();
    --at_once;
    --alive;
  }
};

/// Frees the whole chain that ends with `last`. Never more than one destructor runs at a time.
void free_chain(std::unique_ptr<Link> last);

}  // namespace pixelwise::yours

// Exercise 02b.3: free a long chain in a loop.
#pragma once

#include <algorithm>
#include <memory>

namespace pixelwise::yours {

/// A link owns the next one. All you need is `next`. The rest is for the grader: it counts how many
/// links there are, and how deep destructors run inside each other.
struct Link {
  struct Depth {
    ~Depth() { --depth; }
  };
  Depth depth_of_this;         // first, so destroyed last: after `next` and all that `next` frees
  std::shared_ptr<Link> next;  // the link behind this one; empty in the last link

  inline static int alive = 0, depth = 0, deepest = 0;
  explicit Link(std::shared_ptr<Link> following) : next(std::move(following)) { ++alive; }
  ~Link() {
    --alive;
    deepest = std::max(deepest, ++depth);
  }
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
};

/// Lets go of the chain: afterwards head is empty. Links that nobody else holds are freed, one
/// after the other and not inside of each other. A link that somebody else holds stays, and keeps
/// all links behind it.
void release(std::shared_ptr<Link>& head);

}  // namespace pixelwise::yours

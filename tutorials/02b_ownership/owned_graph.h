// Lesson 02b: a graph whose nodes own their inputs, and what goes wrong with it.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace pixelwise {

// [owned_node]
struct OwnedNode {
  double value = 0, gradient = 0;
  std::vector<std::shared_ptr<OwnedNode>> inputs = {};  // a node owns its inputs
  std::function<void()> back = {};                      // sends this gradient to the inputs

  inline static int alive = 0;  // how many nodes there are now
  explicit OwnedNode(double v) : value(v) { ++alive; }
  ~OwnedNode() { --alive; }
  OwnedNode(const OwnedNode&) = delete;
  OwnedNode& operator=(const OwnedNode&) = delete;
};
using Owned = std::shared_ptr<OwnedNode>;
// [/owned_node]

// [leaky_product]
inline Owned leaky_product(const Owned& a, const Owned& b) {
  Owned y = std::make_shared<OwnedNode>(a->value * b->value);
  y->inputs = {a, b};
  y->back = [a, b, y] {  // y owns the function, and the function owns y
    a->gradient += y->gradient * b->value;
    b->gradient += y->gradient * a->value;
  };
  return y;
}
// [/leaky_product]

}  // namespace pixelwise

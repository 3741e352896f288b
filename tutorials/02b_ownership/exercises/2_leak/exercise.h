// Exercise 02b.2: a product that owns its inputs, and does not own itself.
#pragma once

#include <functional>
#include <memory>

namespace pixelwise::yours {

/// One number of a graph.
struct Number {
  double value = 0, gradient = 0;
  std::function<void()> send = [] {};  // adds to the gradients of the inputs

  static inline int alive = 0;  // how many there are

  explicit Number(double v) : value(v) { ++alive; }
  Number(const Number&) = delete;
  ~Number() { --alive; }
};
using NumberPtr = std::shared_ptr<Number>;

/// A new number a * b. When its `send` is called, it adds its gradient times b to the gradient of
/// a, and its gradient times a to the gradient of b. a and b live as long as the result does. When
/// the last NumberPtr to the result goes away, the result goes away.
NumberPtr product(const NumberPtr& a, const NumberPtr& b);

}  // namespace pixelwise::yours

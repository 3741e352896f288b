// The usual mistakes in who owns whom, and what to say of each.
#include "tutorials/02b_ownership/exercises/2_leak/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Product = decltype(&yours::product);

namespace {

using yours::Number, yours::NumberPtr;

NumberPtr owns_itself(const NumberPtr& a, const NumberPtr& b) {
  auto y = std::make_shared<Number>(a->value * b->value);
  y->send = [a, b, y] {
    a->gradient += y->gradient * b->value;
    b->gradient += y->gradient * a->value;
  };
  return y;
}

NumberPtr assigns(const NumberPtr& a, const NumberPtr& b) {
  auto y = std::make_shared<Number>(a->value * b->value);
  y->send = [a, b, self = y.get()] {
    a->gradient = self->gradient * b->value;
    b->gradient = self->gradient * a->value;
  };
  return y;
}

NumberPtr own_factor(const NumberPtr& a, const NumberPtr& b) {
  auto y = std::make_shared<Number>(a->value * b->value);
  y->send = [a, b, self = y.get()] {
    a->gradient += self->gradient * a->value;
    b->gradient += self->gradient * b->value;
  };
  return y;
}

NumberPtr without_gradient(const NumberPtr& a, const NumberPtr& b) {
  auto y = std::make_shared<Number>(a->value * b->value);
  y->send = [a, b] {
    a->gradient += b->value;
    b->gradient += a->value;
  };
  return y;
}

NumberPtr sends_nothing(const NumberPtr& a, const NumberPtr& b) {
  return std::make_shared<Number>(a->value * b->value);
}

NumberPtr sends_at_once(const NumberPtr& a, const NumberPtr& b) {
  auto y = std::make_shared<Number>(a->value * b->value);
  a->gradient += b->value;
  b->gradient += a->value;
  return y;
}

NumberPtr looks_at_inputs(const NumberPtr& a, const NumberPtr& b) {
  auto y = std::make_shared<Number>(a->value * b->value);
  const std::weak_ptr<Number> x1 = a, x2 = b;  // does not own
  y->send = [x1, x2, self = y.get(), va = a->value, vb = b->value] {
    if (const NumberPtr one = x1.lock()) one->gradient += self->gradient * vb;
    if (const NumberPtr two = x2.lock()) two->gradient += self->gradient * va;
  };
  return y;
}

}  // namespace

std::vector<Mutant<Product>> mutants() {
  return {
      {"the result owns itself",
       "Your product leaks: the function has captured the result, and the result owns the "
       "function. Capture a plain pointer, self = y.get(): it looks without owning.",
       owns_itself},
      {"= in place of +=",
       "This is what comes out when `send` overwrites a gradient (=). A number that is used twice "
       "gets gradients from both: add (+=).",
       assigns},
      {"the wrong factor",
       "This is what comes out when a's gradient is multiplied with a, and b's with b. The slope "
       "of a * b for a is b.",
       own_factor},
      {"the result's gradient forgotten",
       "This is what comes out when the result's gradient is left out, as if it were 1. The slopes "
       "b and a are multiplied with it.",
       without_gradient},
      {"no function",
       "The value is right, but no gradient arrives: give the result a function `send`.",
       sends_nothing},
      {"sent at once",
       "This is what comes out when gradients are added while the product is made. At that time "
       "the gradient of the result is not known; put the two lines into `send`.",
       sends_at_once},
      {"inputs not owned",
       "A temporary input is gone before `send` is called: your product does not keep it alive. "
       "Let its function capture the two NumberPtr by value: [a, b].",
       looks_at_inputs},
  };
}

}  // namespace pixelwise

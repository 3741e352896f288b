// Grades exercise 02b.2: gradients, and the nodes that are left.
#include "tutorials/02b_ownership/exercises/2_leak/answer.h"

using namespace pixelwise;

namespace {

Owned number(double value) { return std::make_shared<OwnedNode>(value); }

// Sends back from y; inputs that are results are visited after it (a chain, so this order is
// right).
void backward(const Owned& y) {
  y->gradient = 1;
  for (Owned node = y; node && node->back;
       node = node->inputs.empty() ? nullptr : node->inputs[0]) {
    node->back();
  }
}

Array slopes_of_product(const Product& product) {
  const Owned a = number(2), b = number(3);
  backward(product(a, b));
  return Array({2}, {static_cast<Real>(a->gradient), static_cast<Real>(b->gradient)});
}

Array slope_of_square(const Product& product) {
  const Owned a = number(5);
  backward(product(a, a));
  return Array({1}, {static_cast<Real>(a->gradient)});
}

Array slopes_with_temporary(const Product& product) {
  const Owned a = number(2), b = number(3), c = number(7);
  backward(product(product(a, b), c));
  return Array({3}, {static_cast<Real>(a->gradient), static_cast<Real>(b->gradient),
                     static_cast<Real>(c->gradient)});
}

Array nodes_left(const Product& product) {
  const int before = OwnedNode::alive;
  for (int i = 0; i < 10; ++i) product(number(2), number(3));
  return Array({1}, {static_cast<Real>(OwnedNode::alive - before)});
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Product> sheet{.yours = yours::product, .mutants = mutants()};
  sheet.forbidden = {"leaky_product", "tidy_product"};
  sheet.questions = {
      {.title = "the gradients of a = 2 and b = 3 after back() of a b",
       .given = {},
       .result = "gradients",
       .ask = slopes_of_product,
       .expected = Array({2}, {3, 2})},
      {.title = "the gradient of a = 5 after back() of a a",
       .given = {},
       .result = "gradient",
       .ask = slope_of_square,
       .expected = Array({1}, {10})},
      {.title = "the gradients of a = 2, b = 3, c = 7 in (a b) c: no variable holds a b",
       .given = {},
       .result = "gradients",
       .ask = slopes_with_temporary,
       .expected = Array({3}, {21, 14, 6})},
      {.title = "nodes left after ten products that nobody keeps",
       .given = {},
       .result = "nodes left",
       .ask = nodes_left,
       .expected = Array({1}, {0})},
  };
  return grade(argc, argv, sheet);
}

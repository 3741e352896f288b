// Grades exercise 02b.2: gradients, also when all variables are gone, and the nodes that are left.
#include <utility>

#include "tutorials/02b_ownership/exercises/2_leak/answer.h"
#include "tutorials/02b_ownership/used_stack.h"

using namespace pixelwise;

namespace {

Owned number(double value) { return std::make_shared<OwnedNode>(value); }

// A node that belongs to no product. A function that finds it has looked into a variable that is
// gone, or that holds something else by now.
const Owned& stranger() {
  static const Owned node = number(1);
  node->gradient = 100;
  return node;
}

// A product `y`. The variable in which it came holds the stranger, and so does the stack: a
// reference to a variable of the product finds the stranger, always.
struct Kept {
  Owned came_in, y;
  Kept(const Product& product, const Owned& a, const Owned& b)
      : came_in(call_deep([&] { return product(a, b); })), y(std::exchange(came_in, stranger())) {
    fill_stack(reinterpret_cast<std::uintptr_t>(stranger().get()));
  }
};

// Sends back from y; inputs that are results are visited after it (a chain, so this order is
// right).
void backward(const Owned& y) {
  y->gradient = 1;
  for (Owned node = y; node && node->back;
       node = node->inputs.empty() ? nullptr : node->inputs[0]) {
    node->back();
  }
}

Array gradients(const std::vector<Owned>& nodes) {
  Array all({static_cast<std::int64_t>(nodes.size())});
  for (std::int64_t i = 0; i < all.size(); ++i) {
    all(i) = static_cast<Real>(nodes[static_cast<std::size_t>(i)]->gradient);
  }
  return all;
}

Array slopes_of_product(const Product& product) {
  const Owned a = number(2), b = number(3);
  const Kept ab(product, a, b);
  backward(ab.y);
  return gradients({a, b});
}

Array slope_of_square(const Product& product) {
  const Owned a = number(5);
  const Kept aa(product, a, a);
  backward(aa.y);
  return gradients({a});
}

// The variables are given other nodes before back() runs: it has to know the nodes, not them.
Array slopes_of_the_old_nodes(const Product& product) {
  Owned a = number(2), b = number(3);
  const Owned old_a = a, old_b = b;
  const Kept ab(product, a, b);
  a = b = stranger();
  backward(ab.y);
  return gradients({old_a, old_b});
}

Array slopes_with_temporary(const Product& product) {
  const Owned a = number(2), b = number(3), c = number(7);
  Kept ab(product, a, b);
  const Kept abc(product, ab.y, c);
  const std::weak_ptr<OwnedNode> node = ab.y;
  ab.y = stranger();
  if (node.expired()) {
    throw WrongAnswer("The node of a b is freed before back() needs it: nobody owns it.");
  }
  backward(abc.y);
  return gradients({a, b, c});
}

Array nodes_left(const Product& product) {
  const int before = OwnedNode::alive;
  for (int i = 0; i < 10; ++i) product(number(2), number(3));
  return Array({1}, static_cast<Real>(OwnedNode::alive - before));
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Product> sheet{.yours = yours::product, .mutants = mutants()};
  sheet.forbidden = {"leaky_product", "tidy_product"};
  sheet.questions = {
      {.title = "the gradients of a = 2 and b = 3 after back() of a b. (Before back(), the result "
                "is moved into another variable.)",
       .given = {},
       .result = "gradients",
       .ask = slopes_of_product,
       .expected = Array({2}, {3, 2})},
      {.title = "the gradient of a = 5 after back() of a a",
       .given = {},
       .result = "gradient",
       .ask = slope_of_square,
       .expected = Array({1}, 10)},
      {.title = "the same. (Before back(), the variables a and b are given other nodes. The "
                "gradients have to go to the nodes that were multiplied.)",
       .given = {},
       .result = "gradients",
       .ask = slopes_of_the_old_nodes,
       .expected = Array({2}, {3, 2})},
      {.title = "the gradients of a = 2, b = 3, c = 7 in (a b) c: no variable holds a b",
       .given = {},
       .result = "gradients",
       .ask = slopes_with_temporary,
       .expected = Array({3}, {21, 14, 6})},
      {.title = "nodes left after ten products that nobody keeps",
       .given = {},
       .result = "nodes left",
       .ask = nodes_left,
       .expected = Array({1}, 0)},
  };
  return grade(argc, argv, sheet);
}

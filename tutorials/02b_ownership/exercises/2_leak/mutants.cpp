// The usual mistakes in a product that owns its inputs, and what to say of each.
#include "tutorials/02b_ownership/exercises/2_leak/answer.h"

namespace pixelwise {
namespace {

enum class Slip { assigned, own_slope, weak_inputs, no_list, no_dy };

template <Slip slip>
Owned wrong(const Owned& a, const Owned& b) {
  Owned y = std::make_shared<OwnedNode>(a->value * b->value);
  if (slip != Slip::weak_inputs && slip != Slip::no_list) y->inputs = {a, b};
  const std::weak_ptr<OwnedNode> first = a, second = b;
  const std::vector<Owned> owned =
      slip == Slip::no_list ? std::vector<Owned>{a, b} : std::vector<Owned>{};
  y->back = [first, second, owned, self = y.get()] {
    const Owned p = first.lock(), q = second.lock();
    if (!p || !q) return;
    const double dy = slip == Slip::no_dy ? 1 : self->gradient;
    const double keep = slip == Slip::assigned ? 0 : 1;
    const double to_p = slip == Slip::own_slope ? p->value : q->value;
    const double to_q = slip == Slip::own_slope ? q->value : p->value;
    p->gradient = keep * p->gradient + dy * to_p;
    q->gradient = keep * q->gradient + dy * to_q;
  };
  return y;
}

void send(const Owned& y, const Owned& a, const Owned& b) {
  a->gradient += y->gradient * b->value;
  b->gradient += y->gradient * a->value;
}

Owned refers_to_itself(const Owned& a, const Owned& b) {
  Owned y = std::make_shared<OwnedNode>(a->value * b->value);
  y->inputs = {a, b};
  y->back = [a, b, &y] { send(y, a, b); };
  return y;
}

Owned without_back(const Owned& a, const Owned& b) {
  Owned y = std::make_shared<OwnedNode>(a->value * b->value);
  y->inputs = {a, b};
  return y;
}

Owned refers_to_inputs(const Owned& a, const Owned& b) {
  Owned y = std::make_shared<OwnedNode>(a->value * b->value);
  y->inputs = {a, b};
  y->back = [&a, &b, self = y.get()] {
    a->gradient += self->gradient * b->value;
    b->gradient += self->gradient * a->value;
  };
  return y;
}

Owned refers_to_all(const Owned& a, const Owned& b) {
  Owned y = std::make_shared<OwnedNode>(a->value * b->value);
  y->inputs = {a, b};
  y->back = [&] { send(y, a, b); };
  return y;
}

}  // namespace

std::vector<Mutant<Product>> mutants() {
  return {
      {"captures its result",
       "All gradients are those of the right answer, and nodes are left: this is what comes out "
       "when back captures a shared_ptr to its own node. The ring is never freed.",
       leaky_product},
      {"= for +=",
       "This is what comes out with = in place of +=: a number that is used twice keeps one of "
       "its two gradients.",
       wrong<Slip::assigned>},
      {"own value as slope",
       "This is what comes out when the slope for a is a. It is b: the other number.",
       wrong<Slip::own_slope>},
      {"inputs not owned",
       "This is what comes out when nothing owns the inputs (a weak_ptr and a plain pointer do "
       "not): the node of a b is freed while back still needs it.",
       wrong<Slip::weak_inputs>},
      {"the list of inputs is empty",
       "This is what comes out when y->inputs stays empty: backward() goes from a node to its "
       "inputs by this list, so it ends at the first node.",
       wrong<Slip::no_list>},
      {"without y's gradient",
       "This is what comes out when back adds the slope alone. The chain rule multiplies it by "
       "y's gradient.",
       wrong<Slip::no_dy>},
      {"back is empty",
       "This is what comes out when y->back stays empty, or adds nothing: no gradient arrives at a "
       "and b.",
       without_back},
      {"a reference to a variable of product",
       "This is what comes out when back captures by reference (&) a variable of product, such as "
       "y or a pointer to its node. That variable is gone when back runs. Capture y.get() by "
       "value.",
       refers_to_itself},
      {"references to a and b",
       "This is what comes out when back captures a and b by reference (&): it then looks into the "
       "variables of the caller, which are gone or hold other nodes when back runs. Capture a and "
       "b by value.",
       refers_to_inputs},
      {"everything by reference",
       "This is what comes out when back captures everything by reference, [&]. The variables are "
       "gone or hold other nodes when back runs. Capture a and b by value; and y? By value it "
       "would close a ring.",
       refers_to_all},
  };
}

}  // namespace pixelwise

// The usual mistakes in a product that owns its inputs, and what to say of each.
#include "tutorials/02b_ownership/exercises/2_leak/answer.h"

namespace pixelwise {
namespace {

enum class Slip { assigned, own_slope, weak_inputs };

template <Slip slip>
Owned wrong(const Owned& a, const Owned& b) {
  Owned y = std::make_shared<OwnedNode>(a->value * b->value);
  if (slip != Slip::weak_inputs) y->inputs = {a, b};
  const std::weak_ptr<OwnedNode> first = a, second = b;
  y->back = [first, second, self = y.get()] {
    const Owned p = first.lock(), q = second.lock();
    if (!p || !q) return;
    const double keep = slip == Slip::assigned ? 0 : 1;
    const double to_p = slip == Slip::own_slope ? p->value : q->value;
    const double to_q = slip == Slip::own_slope ? q->value : p->value;
    p->gradient = keep * p->gradient + self->gradient * to_p;
    q->gradient = keep * q->gradient + self->gradient * to_q;
  };
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
       "This is what comes out when nothing owns the inputs (a weak_ptr does not): the temporary "
       "a b is freed before back runs, and gradients get lost.",
       wrong<Slip::weak_inputs>},
  };
}

}  // namespace pixelwise

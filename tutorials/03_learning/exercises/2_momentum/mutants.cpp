// The usual mistakes in a step with momentum, and what to say of each.
#include "tutorials/03_learning/exercises/2_momentum/answer.h"

namespace pixelwise {
namespace {

enum class Slip { old_velocity, averaged, uphill, without, not_kept, lr_twice, nesterov };

template <Slip slip>
void step(CheckedArray& value, CheckedArray& velocity, const CheckedArray& gradient, Real lr,
          Real momentum) {
  for (std::int64_t i = 0; i < value.size(); ++i) {
    const Real g = gradient.element(i), old = velocity.element(i);
    const Real share = slip == Slip::averaged ? 1 - momentum : slip == Slip::lr_twice ? lr : 1;
    const Real v = slip == Slip::without ? g : momentum * old + share * g;
    if (slip != Slip::not_kept) velocity.element(i) = v;
    const Real used = slip == Slip::old_velocity ? old
                      : slip == Slip::nesterov   ? g + momentum * v
                                                 : v;
    value.element(i) += (slip == Slip::uphill ? lr : -lr) * used;
  }
}

}  // namespace

std::vector<Mutant<MomentumStep>> mutants() {
  return {
      {"the old velocity",
       "This is what comes out when the value moves with the velocity of the step before. Compute "
       "the new velocity first, then move with it.",
       step<Slip::old_velocity>},
      {"averaged",
       "This is what comes out with velocity = momentum * velocity + (1 - momentum) * gradient. "
       "That "
       "is an average, as in Adam; here the gradient is added whole.",
       step<Slip::averaged>},
      {"uphill",
       "This is what comes out when lr * velocity is added to the value: the loss would grow. "
       "Subtract it.",
       step<Slip::uphill>},
      {"without momentum", "This is what comes out without momentum: velocity = gradient.",
       step<Slip::without>},
      {"velocity not kept",
       "This is what comes out when the new velocity is not written back into `velocity`: the next "
       "step begins from rest.",
       step<Slip::not_kept>},
      {"lr twice",
       "This is what comes out when lr is in both lines. It belongs into the second alone.",
       step<Slip::lr_twice>},
      {"Nesterov",
       "This is Nesterov's momentum, value -= lr * (gradient + momentum * velocity): a good "
       "method, "
       "and not the one that is asked for.",
       step<Slip::nesterov>},
  };
}

}  // namespace pixelwise

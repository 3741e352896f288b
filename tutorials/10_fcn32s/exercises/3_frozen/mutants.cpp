// The usual mistakes in a step with frozen layers, and what to say of each.
#include <vector>

#include "tutorials/10_fcn32s/exercises/3_frozen/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Step = decltype(&yours::training_step);

namespace {

enum class Slip {
  stops,
  skipped,
  flags_ignored,
  flags_reversed,
  new_weight,
  uphill,
  output_for_input,
  not_handed_on,
  network_input,
  from_the_front,
  frozen_forgotten,
  no_rate,
  gradients,
  frozen_is_one,
  divided,
};

// The input of every layer, and the output of the last one.
template <Slip slip>
std::vector<Real> values(const CheckedArray& w, const CheckedArray& learns, Real x) {
  std::vector<Real> all{x};
  for (std::int64_t l = 0; l < w.size(); ++l) {
    const bool left_out = slip == Slip::frozen_is_one && learns(l) == 0;
    all.push_back(left_out ? all.back() : all.back() * w(l));
  }
  return all;
}

template <Slip slip>
CheckedArray step(const CheckedArray& w, const CheckedArray& learns, Real x, Real dy, Real lr) {
  const std::vector<Real> value = values<slip>(w, learns, x);
  const std::int64_t layers = w.size();
  CheckedArray after = w;
  Real g = dy;
  for (std::int64_t i = 0; i < layers; ++i) {
    const std::int64_t l = slip == Slip::from_the_front ? i : layers - 1 - i;
    const bool frozen = learns(l) == 0;
    const std::size_t at = static_cast<std::size_t>(l) + (slip == Slip::output_for_input ? 1 : 0);
    Real slope = g * (slip == Slip::network_input ? x : value[at]);
    if (slip == Slip::uphill) slope = -slope;
    const Real rate = slip == Slip::no_rate ? 1 : lr;
    const bool learn = slip == Slip::flags_ignored || frozen == (slip == Slip::flags_reversed);
    if (learn) after(l) = slip == Slip::gradients ? slope : w(l) - rate * slope;
    if (!learn && (slip == Slip::frozen_forgotten || slip == Slip::gradients)) after(l) = 0;
    if (frozen && slip == Slip::stops) break;
    const bool passes = frozen && (slip == Slip::skipped || slip == Slip::frozen_is_one);
    if (passes || slip == Slip::not_handed_on) continue;
    if (slip == Slip::divided) {
      g = w(l) == 0 ? 0 : g / w(l);
    } else {
      g *= slip == Slip::new_weight ? after(l) : w(l);
    }
  }
  return after;
}

}  // namespace

std::vector<Mutant<Step>> mutants() {
  return {
      {"a frozen layer stops the gradient",
       "This is what comes out when the way back ends at the first frozen layer. Frozen means that "
       "this weight is not changed. The layers before it still learn, so it has to hand the "
       "gradient on.",
       step<Slip::stops>},
      {"a frozen layer hands the gradient on unchanged",
       "This is what comes out when a frozen layer is jumped over on the way back. It multiplied "
       "on "
       "the way forward, so it multiplies the gradient, too: g * w(l).",
       step<Slip::skipped>},
      {"frozen layers learn, too",
       "This is what comes out when all layers learn. Where learns(l) is 0, the weight stays as it "
       "was.",
       step<Slip::flags_ignored>},
      {"the flags the other way round",
       "This is what comes out when the layers with a 0 learn and those with a 1 are frozen. 1 "
       "means: this weight is trained.",
       step<Slip::flags_reversed>},
      {"the gradient goes through the new weight",
       "This is what comes out when a weight is changed first, and the gradient is then multiplied "
       "by the new one. All gradients belong to the weights before the step.",
       step<Slip::new_weight>},
      {"uphill",
       "This is a step in the other direction: w(l) + lr * gradient. The loss falls against its "
       "gradient.",
       step<Slip::uphill>},
      {"output in place of input",
       "This is what comes out when dL/dw(l) is g times the *output* of the layer. It is g times "
       "what w(l) was multiplied by: the input. (The same number comes out when g is multiplied by "
       "w(l) before it is used: use it first, then hand it on.)",
       step<Slip::output_for_input>},
      {"dy for every layer",
       "This is what comes out when every layer gets dy. On its way back the gradient is "
       "multiplied by the weight of every layer that it passes.",
       step<Slip::not_handed_on>},
      {"x for every layer",
       "This is what comes out when x is taken as the input of every layer. The input of layer l "
       "is the output of the layer before.",
       step<Slip::network_input>},
      {"from the first layer to the last",
       "This is what comes out when the way back begins at layer 0. dy is the gradient of the "
       "output, so it begins at the last layer.",
       step<Slip::from_the_front>},
      {"frozen weights are 0",
       "The weights that learn are right, the frozen ones are 0 in your result. They keep their "
       "value.",
       step<Slip::frozen_forgotten>},
      {"without the learning rate",
       "This is a step with learning rate 1: the gradient has to be multiplied by lr.",
       step<Slip::no_rate>},
      {"gradients in place of weights",
       "These are the gradients, with 0 for frozen layers. You are asked for the weights after "
       "the step: w(l) - lr * gradient.",
       step<Slip::gradients>},
      {"a frozen layer does nothing at all",
       "This is what comes out when frozen layers are left out of both passes. A frozen layer "
       "multiplies as every other; only its weight does not change.",
       step<Slip::frozen_is_one>},
      {"divided by the weight",
       "This is what comes out when the gradient is divided by w(l) on its way back. The way back "
       "is no inverse: dL/din = g * w(l).",
       step<Slip::divided>},
  };
}

}  // namespace pixelwise

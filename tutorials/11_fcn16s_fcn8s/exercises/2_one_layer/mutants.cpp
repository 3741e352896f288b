// The usual mistakes when two layers become one, and what to say of each.
#include <algorithm>

#include "tutorials/11_fcn16s_fcn8s/exercises/2_one_layer/answer.h"

namespace pixelwise {
namespace {

enum class Slip {
  scale_ignored,
  scale_on_first,
  scale_on_both,
  scale_divides,
  scale_on_bias,
  second_first,
  overwritten,
  alternating,
  first_bias,
  second_bias,
  no_bias,
  mean_bias,
  half_weights,
};

template <Slip slip>
yours::ScoreLayer join(const yours::ScoreLayer& first, const yours::ScoreLayer& second,
                       Real scale) {
  const std::int64_t classes = first.weight.shape()[0];
  const std::int64_t c1 = first.weight.shape()[1], c2 = second.weight.shape()[1];
  CheckedArray weight({classes, c1 + c2, 1, 1}), bias({classes});
  Real on_first = slip == Slip::scale_on_first || slip == Slip::scale_on_both ? scale : 1;
  Real on_second = slip == Slip::scale_ignored || slip == Slip::scale_on_first ? 1 : scale;
  if (slip == Slip::scale_divides) on_second = 1 / scale;
  if (slip == Slip::half_weights) on_first /= 2, on_second /= 2;
  // Where channel c of the first and of the second map goes.
  const auto place = [&](std::int64_t c, bool of_second) {
    if (slip == Slip::second_first) return of_second ? c : c2 + c;
    if (slip == Slip::overwritten) return c;
    const std::int64_t pairs = std::min(c1, c2);
    if (slip == Slip::alternating) return c < pairs ? 2 * c + (of_second ? 1 : 0) : pairs + c;
    return of_second ? c1 + c : c;
  };
  for (std::int64_t o = 0; o < classes; ++o) {
    for (std::int64_t c = 0; c < c1; ++c) {
      weight(o, place(c, false), 0, 0) = on_first * first.weight(o, c, 0, 0);
    }
    for (std::int64_t c = 0; c < c2; ++c) {
      weight(o, place(c, true), 0, 0) = on_second * second.weight(o, c, 0, 0);
    }
    const Real b1 = first.bias(o), b2 = second.bias(o);
    bias(o) = slip == Slip::first_bias      ? b1
              : slip == Slip::second_bias   ? b2
              : slip == Slip::no_bias       ? 0
              : slip == Slip::mean_bias     ? (b1 + b2) / 2
              : slip == Slip::scale_on_bias ? b1 + scale * b2
                                            : b1 + b2;
  }
  return {weight, bias};
}

}  // namespace

std::vector<Mutant<OneLayer>> mutants() {
  return {
      {"scale ignored",
       "This is what comes out without the scale: the weights of the second map have to be "
       "multiplied by it.",
       join<Slip::scale_ignored>},
      {"scale on the first map",
       "This is what comes out when the scale multiplies the weights of the first map. It belongs "
       "to the second.",
       join<Slip::scale_on_first>},
      {"scale on both maps",
       "This is what comes out when the scale multiplies all weights. The first map is not scaled.",
       join<Slip::scale_on_both>},
      {"divided by the scale",
       "This is what comes out when the weights are divided by the scale. w * (scale * x) is "
       "(w * scale) * x.",
       join<Slip::scale_divides>},
      {"bias scaled",
       "This is what comes out when the scale multiplies the second bias as well. Only x2 is "
       "scaled; a bias is added afterwards.",
       join<Slip::scale_on_bias>},
      {"second map first",
       "This is what comes out when the channels of the second map come first. The concatenation "
       "has the channels of x1, then those of x2.",
       join<Slip::second_first>},
      {"both from channel 0 on",
       "This is what comes out when both weights begin at channel 0: the second overwrites the "
       "first. Channel c of x2 is channel C1 + c.",
       join<Slip::overwritten>},
      {"channels alternating",
       "This is what comes out when the channels of both maps alternate. A concatenation puts all "
       "channels of x2 behind all of x1.",
       join<Slip::alternating>},
      {"only the first bias",
       "This is what comes out with the first bias alone. Both are added to the score.",
       join<Slip::first_bias>},
      {"only the second bias",
       "This is what comes out with the second bias alone. Both are added to the score.",
       join<Slip::second_bias>},
      {"no bias",
       "This is what comes out when the bias stays zero. Both biases are added to the score.",
       join<Slip::no_bias>},
      {"mean of the biases",
       "This is what comes out with the mean of both biases. Their sum is added to the score.",
       join<Slip::mean_bias>},
      {"half of all weights",
       "All of your weights are half of what they should be. The scores are added, not averaged.",
       join<Slip::half_weights>},
  };
}

}  // namespace pixelwise

// The usual mistakes on the way back through skips, and what to say of each.
#include <algorithm>

#include "tutorials/11_fcn16s_fcn8s/exercises/3_gradient/answer.h"

namespace pixelwise {
namespace {

enum class Slip {
  reversed,
  shared,
  halved_at_skips,
  stopped,
  mean_of_four,
  sum_of_four,
  one_of_four,
  kernel_of_sum_one,
  squared,
  nothing_for_coarse,
  enlarged_again,
  always_from_dy,
  coarse_last,
};

// The gradient of a map that was enlarged by writing every number four times, times `factor`; or
// the upper left of the four.
CheckedArray of_four(const CheckedArray& dy, Real factor, bool only_first) {
  const Shape s = dy.shape();
  CheckedArray dx({s[0], s[1], s[2] / 2, s[3] / 2});
  for (std::int64_t n = 0; n < s[0]; ++n) {
    for (std::int64_t c = 0; c < s[1]; ++c) {
      for (std::int64_t i = 0; i < s[2]; ++i) {
        for (std::int64_t j = 0; j < s[3]; ++j) {
          if (only_first && (i % 2 > 0 || j % 2 > 0)) continue;
          dx(n, c, i / 2, j / 2) += factor * dy(n, c, i, j);
        }
      }
    }
  }
  return dx;
}

CheckedArray times(CheckedArray x, Real factor) {
  for (std::int64_t i = 0; i < x.size(); ++i) x.element(i) *= factor;
  return x;
}

template <Slip slip>
CheckedArray back(const CheckedArray& dy) {
  if (slip == Slip::mean_of_four) return of_four(dy, 0.25, false);
  if (slip == Slip::sum_of_four) return of_four(dy, 1, false);
  if (slip == Slip::one_of_four) return of_four(dy, 1, true);
  CheckedArray dx = back_through_twice_as_large(dy);
  if (slip == Slip::kernel_of_sum_one) return times(dx, 0.25);
  if (slip == Slip::halved_at_skips) return times(dx, 0.5);
  if (slip == Slip::stopped) return times(dx, 0);
  return dx;
}

template <Slip slip>
std::vector<CheckedArray> send(const CheckedArray& dy, std::int64_t skips) {
  CheckedArray gradient = dy;
  std::vector<CheckedArray> gradients{gradient};
  for (std::int64_t k = 0; k < skips; ++k) {
    gradient = back<slip>(slip == Slip::always_from_dy ? dy : gradient);
    gradients.insert(gradients.begin(), gradient);
  }
  if (slip == Slip::reversed) std::reverse(gradients.begin(), gradients.end());
  if (slip == Slip::coarse_last) {
    std::rotate(gradients.begin(), gradients.begin() + 1, gradients.end());
  }
  for (CheckedArray& one : gradients) {
    if (slip == Slip::shared) one = times(one, Real{1} / static_cast<Real>(skips + 1));
    if (slip == Slip::enlarged_again) one = twice_as_large(one);
  }
  if (slip == Slip::nothing_for_coarse && skips > 0) gradients[0] = times(gradients[0], 0);
  if (slip == Slip::squared && skips > 0) gradients[0] = back_through_twice_as_large(gradients[0]);
  return gradients;
}

}  // namespace

std::vector<Mutant<GradientsOfSkips>> mutants() {
  return {
      {"the finest first",
       "These are the right gradients in the opposite order: the first one belongs to the coarse "
       "scores, the last one to the finest skip.",
       send<Slip::reversed>},
      {"shared equally",
       "This is what comes out when the gradient is divided by the number of maps. An addition "
       "sends all of it to each of them.",
       send<Slip::shared>},
      {"halved at every skip",
       "This is what comes out when half of the gradient goes to the skip and half goes on. An "
       "addition sends all of it both ways.",
       send<Slip::halved_at_skips>},
      {"stopped at the first skip",
       "This is what comes out when the gradient ends at the finest skip. It goes on to what was "
       "enlarged, too.",
       send<Slip::stopped>},
      {"mean of four pixels",
       "This is what comes out with the mean of 2x2 pixels in place of "
       "back_through_twice_as_large(). Each coarse number had acted on 4x4 pixels.",
       send<Slip::mean_of_four>},
      {"sum of four pixels",
       "This is what comes out with the sum of 2x2 pixels in place of "
       "back_through_twice_as_large(). Each coarse number had acted on 4x4 pixels.",
       send<Slip::sum_of_four>},
      {"one of four pixels",
       "This is what comes out when every second row and column of the gradient is taken. The "
       "others count, too: use back_through_twice_as_large().",
       send<Slip::one_of_four>},
      {"a quarter at each step",
       "This is what comes out when the gradient is divided by 4 at each step. The kernel of the "
       "enlarging has the sum 4, and so has the way back.",
       send<Slip::kernel_of_sum_one>},
      {"nothing for the coarse scores",
       "This is what comes out when the coarse scores get no gradient. They were enlarged and "
       "added like the rest.",
       send<Slip::nothing_for_coarse>},
      {"coarse scores one step too far",
       "This is what comes out when the gradient of the coarse scores takes one step too many: "
       "there is one enlarging for each skip.",
       send<Slip::squared>},
      {"made twice as large again",
       "All of your gradients are twice as large as the maps that they belong to. The finest skip "
       "gets dy as it is.",
       send<Slip::enlarged_again>},
      {"always from dy",
       "This is what comes out when each step begins with dy. It has to begin with what the step "
       "before has left.",
       send<Slip::always_from_dy>},
      {"coarse scores last",
       "These are the right gradients, but that of the coarse scores is the last one. It comes "
       "first, then skips[0].",
       send<Slip::coarse_last>},
  };
}

}  // namespace pixelwise

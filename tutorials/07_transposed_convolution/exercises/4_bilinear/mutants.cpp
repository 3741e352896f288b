// The usual mistakes in the bilinear kernel, and what to say of each.
#include <cmath>

#include "tutorials/07_transposed_convolution/exercises/4_bilinear/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Kernel = decltype(&yours::bilinear);

namespace {

enum class Slip {
  sum_of_one,
  middle_at_factor,
  middle_below,
  added,
  minimum,
  too_wide,
  twice_too_wide,
  whole_all_one,
  whole_first_zero,
  whole_last_zero,
  rows_only,
  nearest,
};

template <Slip slip>
CheckedArray tents(std::int64_t factor) {
  const auto f = static_cast<Real>(factor);
  const Real middle = slip == Slip::middle_at_factor ? f
                      : slip == Slip::middle_below   ? f - 1
                                                     : f - Real(0.5);
  const Real reach = slip == Slip::too_wide         ? f + Real(0.5)
                     : slip == Slip::twice_too_wide ? 2 * f
                                                    : f;
  // A division of whole numbers makes of each share 1, or 0 at one end: where the middle was
  // rounded, too, one number is `factor` away from it.
  const auto t = [&](std::int64_t u) {
    if (slip == Slip::whole_all_one) return Real(1);
    if (slip == Slip::whole_first_zero) return u == 0 ? Real(0) : Real(1);
    if (slip == Slip::whole_last_zero) return u == 2 * factor - 1 ? Real(0) : Real(1);
    return 1 - std::abs(static_cast<Real>(u) - middle) / reach;
  };
  CheckedArray w({2 * factor, 2 * factor});
  for (std::int64_t u = 0; u < 2 * factor; ++u) {
    for (std::int64_t v = 0; v < 2 * factor; ++v) {
      Real number = t(u) * t(v);
      if (slip == Slip::sum_of_one) number /= f * f;
      if (slip == Slip::added) number = (t(u) + t(v)) / 2;
      if (slip == Slip::minimum) number = std::min(t(u), t(v));
      if (slip == Slip::rows_only) number = t(u);
      if (slip == Slip::nearest) {
        const auto near = [&](std::int64_t i) { return 2 * i >= factor && 2 * i < 3 * factor; };
        number = near(u) && near(v) ? Real(1) : Real(0);
      }
      w(u, v) = number;
    }
  }
  return w;
}

}  // namespace

std::vector<Mutant<Kernel>> mutants() {
  return {
      {"scaled to the sum 1",
       "Your kernel sums to 1. It has to sum to factor * factor: each new pixel meets only one in "
       "factor * factor of its numbers, and those sum to 1. With your kernel the enlarged map is "
       "too weak.",
       tents<Slip::sum_of_one>},
      {"the middle half a pixel too far",
       "This is what comes out when the share is largest at `factor`. The middle"
       " of the kernel lies between two "
       "numbers: 0, ..., 2 factor - 1 have their middle at factor - 0.5. Your map would move by "
       "half a pixel.",
       tents<Slip::middle_at_factor>},
      {"the middle half a pixel too near",
       "This is what comes out when the share is largest at factor - 1. The middle"
       " of the kernel lies between two "
       "numbers: 0, ..., 2 factor - 1 have their middle at factor - 0.5. (That middle belongs to a "
       "kernel with one number less.)",
       tents<Slip::middle_below>},
      {"added, not multiplied",
       "This is what comes out when the shares of row and column are averaged. Between four "
       "old pixels each counts by the *product* of its shares.",
       tents<Slip::added>},
      {"the smaller of the two",
       "This is a pyramid: the smaller one of the shares of row and column. Bilinear is their "
       "product.",
       tents<Slip::minimum>},
      {"half a pixel too wide",
       "This is what comes out when the share reaches 0 half a pixel too far away. It has to reach "
       "0 at the distance `factor`; otherwise the shares of two neighbours sum to more than 1.",
       tents<Slip::too_wide>},
      {"divided by 2 * factor",
       "This is what comes out when the distance is divided by 2 * factor. The next old pixel is "
       "`factor` new pixels away: there the share has to be 0.",
       tents<Slip::twice_too_wide>},
      {"whole numbers: all shares 1",
       "All your numbers are 1. That is what comes out of a division of whole numbers: a distance "
       "below `factor`, divided by `factor`, gives 0. Divide numbers of type Real.",
       tents<Slip::whole_all_one>},
      {"whole numbers: the first share 0",
       "Your numbers are 0 in the first row and column, and 1 elsewhere. That is what comes out of "
       "a division of whole numbers, which drops everything behind the point. Use the type Real.",
       tents<Slip::whole_first_zero>},
      {"whole numbers: the last share 0",
       "Your numbers are 0 in the last row and column, and 1 elsewhere. That is what comes out of "
       "a division of whole numbers, which drops everything behind the point. Use the type Real.",
       tents<Slip::whole_last_zero>},
      {"along rows only",
       "Your numbers change from row to row, but not from column to column: multiply by the share "
       "of the column as well.",
       tents<Slip::rows_only>},
      {"nearest neighbour",
       "This kernel repeats each old pixel: nearest-neighbour enlargement, with blocks. Bilinear "
       "mixes neighbours.",
       tents<Slip::nearest>},
  };
}

}  // namespace pixelwise

// The usual mistakes in a sum of skips, and what to say of each.
#include <algorithm>

#include "tutorials/11_fcn16s_fcn8s/exercises/1_fcn4s/answer.h"

namespace pixelwise {
namespace {

enum class Slip {
  assigned,
  subtracted,
  averaged,
  larger_one,
  multiplied,
  nearest,
  first_left_out,
  last_left_out,
  coarse_left_out,
  enlarged_once_more,
  added_first,
  begun_anew,
  first_image,
  first_class,
  background_left_out,
};

// Every number four times.
CheckedArray four_times(const CheckedArray& x) {
  const Shape s = x.shape();
  CheckedArray y({s[0], s[1], 2 * s[2], 2 * s[3]});
  for (std::int64_t n = 0; n < s[0]; ++n) {
    for (std::int64_t c = 0; c < s[1]; ++c) {
      for (std::int64_t i = 0; i < 2 * s[2]; ++i) {
        for (std::int64_t j = 0; j < 2 * s[3]; ++j) y(n, c, i, j) = x(n, c, i / 2, j / 2);
      }
    }
  }
  return y;
}

template <Slip slip>
Real joined(Real have, Real skip) {
  if (slip == Slip::assigned) return skip;
  if (slip == Slip::subtracted) return have - skip;
  if (slip == Slip::averaged) return (have + skip) / 2;
  if (slip == Slip::larger_one) return std::max(have, skip);
  if (slip == Slip::multiplied) return have * skip;
  return have + skip;
}

template <Slip slip>
CheckedArray fuse(const CheckedArray& coarse, const std::vector<CheckedArray>& skips) {
  CheckedArray y = slip == Slip::coarse_left_out ? CheckedArray(coarse.shape()) : coarse;
  for (std::size_t k = 0; k < skips.size(); ++k) {
    if (slip == Slip::begun_anew) y = coarse;
    if (slip == Slip::nearest) {
      y = four_times(y);
    } else if (slip != Slip::added_first) {
      y = twice_as_large(y);
    }
    if (slip == Slip::first_left_out && k == 0) continue;
    if (slip == Slip::last_left_out && k + 1 == skips.size()) continue;
    const Shape s = y.shape();
    const std::int64_t images = slip == Slip::first_image ? 1 : s[0];
    const std::int64_t classes = slip == Slip::first_class ? 1 : s[1];
    for (std::int64_t n = 0; n < images; ++n) {
      for (std::int64_t c = slip == Slip::background_left_out ? 1 : 0; c < classes; ++c) {
        for (std::int64_t i = 0; i < s[2]; ++i) {
          for (std::int64_t j = 0; j < s[3]; ++j) {
            y(n, c, i, j) = joined<slip>(y(n, c, i, j), skips[k](n, c, i, j));
          }
        }
      }
    }
    if (slip == Slip::added_first) y = twice_as_large(y);
  }
  return slip == Slip::enlarged_once_more ? CheckedArray(twice_as_large(y)) : y;
}

}  // namespace

std::vector<Mutant<FusedScores>> mutants() {
  return {
      {"= in place of +=",
       "This is what comes out when only the last skip is left: it overwrites (=) what was there. "
       "A skip is added (+=).",
       fuse<Slip::assigned>},
      {"subtracted", "This is what comes out when the skips are subtracted. They are added.",
       fuse<Slip::subtracted>},
      {"mean in place of sum",
       "This is what comes out when each step takes the mean of both maps. A skip is a plain sum, "
       "with no division.",
       fuse<Slip::averaged>},
      {"the larger one of two",
       "This is what comes out when each step keeps the larger one of two scores. Scores are "
       "added, "
       "so that one layer can correct the other.",
       fuse<Slip::larger_one>},
      {"multiplied", "This is what comes out when scores are multiplied. They are added.",
       fuse<Slip::multiplied>},
      {"every number four times",
       "This is what comes out when a map grows by writing every number four times. An FCN "
       "interpolates: use twice_as_large().",
       fuse<Slip::nearest>},
      {"first skip left out",
       "This is what comes out when the first skip is not added. There is one addition for each "
       "skip: count from 0.",
       fuse<Slip::first_left_out>},
      {"last skip left out",
       "This is what comes out when the last skip is not added. There is one addition for each "
       "skip.",
       fuse<Slip::last_left_out>},
      {"coarse scores left out",
       "This is what comes out when the sum begins with zeros. It begins with the coarse scores.",
       fuse<Slip::coarse_left_out>},
      {"enlarged once more",
       "Your scores are the right ones, made twice as large once more. Enlarge before each "
       "addition, and not after the last one.",
       fuse<Slip::enlarged_once_more>},
      {"added before enlarging",
       "This is what comes out when a skip is added first, and the sum is enlarged then: only the "
       "upper left part of each skip is read. First enlarge, then both have the same size.",
       fuse<Slip::added_first>},
      {"begun anew for each skip",
       "This is what comes out when every step enlarges the coarse scores. It has to enlarge what "
       "the step before has left.",
       fuse<Slip::begun_anew>},
      {"only the first image",
       "This is what comes out when the skips are added to the first image of the batch only: "
       "there has to be a loop over n.",
       fuse<Slip::first_image>},
      {"only the first class",
       "This is what comes out when the skips are added to class 0 only: there has to be a loop "
       "over c.",
       fuse<Slip::first_class>},
      {"class 0 left out",
       "This is what comes out when class 0 gets no skip. The background is a class like the "
       "others: the loop over c begins at 0.",
       fuse<Slip::background_left_out>},
  };
}

}  // namespace pixelwise

// The usual mistakes on the way from coarse scores to a mask, and what to say of each.
#include <algorithm>
#include <cmath>
#include <limits>

#include "tutorials/10_fcn32s/exercises/4_mask/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using MaskOf = decltype(&yours::mask_of);

namespace {

enum class Slip {
  none,
  nearest,
  no_half_pixel,
  half_pixel_once,
  corners_meet,
  shares_exchanged,
  extrapolated,
  limited_late,
  rows_only,
  columns_only,
  begins_with_zero,
  smallest,
  counts_from_one,
  score_for_class,
};

struct Between {
  std::int64_t a, b;
  Real t;
};

template <Slip slip>
Between place(std::int64_t pixel, std::int64_t factor, std::int64_t cells) {
  const auto i = static_cast<Real>(pixel), f = static_cast<Real>(factor),
             last = static_cast<Real>(cells - 1);
  Real at = (i + Real(0.5)) / f - Real(0.5);
  if (slip == Slip::no_half_pixel) at = i / f;
  if (slip == Slip::half_pixel_once) at = (i + Real(0.5)) / f;
  if (slip == Slip::corners_meet) at = i * last / (f * static_cast<Real>(cells) - 1);
  const std::int64_t cell = pixel / factor;
  if (slip == Slip::nearest) at = static_cast<Real>(cell);
  const Real inside = std::clamp(at, Real(0), last);
  const auto a = static_cast<std::int64_t>(std::floor(inside));
  Real t = (slip == Slip::extrapolated ? at : inside) - static_cast<Real>(a);
  if (slip == Slip::limited_late) t = at - std::floor(at);
  if (slip == Slip::shares_exchanged) t = 1 - t;
  return {a, std::min(a + 1, cells - 1), t};
}

template <Slip rows, Slip columns>
Real enlarged(const CheckedArray& x, std::int64_t c, std::int64_t i, std::int64_t j,
              std::int64_t factor) {
  const Between row = place<rows>(i, factor, x.shape()[2]),
                column = place<columns>(j, factor, x.shape()[3]);
  const auto along = [&](std::int64_t r) {
    return (1 - column.t) * x(0, c, r, column.a) + column.t * x(0, c, r, column.b);
  };
  return (1 - row.t) * along(row.a) + row.t * along(row.b);
}

template <Slip slip>
CheckedArray best_classes(const CheckedArray& scores, std::int64_t factor) {
  constexpr Slip kRows = slip == Slip::columns_only ? Slip::nearest : slip;
  constexpr Slip kColumns = slip == Slip::rows_only ? Slip::nearest : slip;
  const Shape s = scores.shape();
  CheckedArray mask({s[2] * factor, s[3] * factor});
  for (std::int64_t i = 0; i < s[2] * factor; ++i) {
    for (std::int64_t j = 0; j < s[3] * factor; ++j) {
      Real best = slip == Slip::begins_with_zero ? 0 : -std::numeric_limits<Real>::infinity();
      for (std::int64_t c = 0; c < s[1]; ++c) {
        Real score = enlarged<kRows, kColumns>(scores, c, i, j, factor);
        if (slip == Slip::smallest) score = -score;
        if (score <= best) continue;
        best = score;
        mask(i, j) = static_cast<Real>(slip == Slip::counts_from_one ? c + 1 : c);
      }
      if (slip == Slip::score_for_class) mask(i, j) = best;
    }
  }
  return mask;
}

// First the class of every cell, then the class numbers are enlarged.
CheckedArray numbers_enlarged(const CheckedArray& scores, std::int64_t factor) {
  const Shape s = scores.shape();
  CheckedArray classes = best_classes<Slip::none>(scores, 1), as_map({1, 1, s[2], s[3]});
  for (std::int64_t i = 0; i < s[2]; ++i) {
    for (std::int64_t j = 0; j < s[3]; ++j) as_map(0, 0, i, j) = classes(i, j);
  }
  CheckedArray mask({s[2] * factor, s[3] * factor});
  for (std::int64_t i = 0; i < s[2] * factor; ++i) {
    for (std::int64_t j = 0; j < s[3] * factor; ++j) {
      mask(i, j) = enlarged<Slip::none, Slip::none>(as_map, 0, i, j, factor);
    }
  }
  return mask;
}

CheckedArray numbers_rounded(const CheckedArray& scores, std::int64_t factor) {
  CheckedArray mask = numbers_enlarged(scores, factor);
  for (std::int64_t i = 0; i < mask.size(); ++i) mask.element(i) = std::round(mask.element(i));
  return mask;
}

// Probabilities are enlarged in the place of scores.
CheckedArray softmax_first(const CheckedArray& scores, std::int64_t factor) {
  const Shape s = scores.shape();
  CheckedArray p(s);
  for (std::int64_t i = 0; i < s[2]; ++i) {
    for (std::int64_t j = 0; j < s[3]; ++j) {
      Real sum = 0;
      for (std::int64_t c = 0; c < s[1]; ++c) sum += std::exp(scores(0, c, i, j));
      for (std::int64_t c = 0; c < s[1]; ++c) p(0, c, i, j) = std::exp(scores(0, c, i, j)) / sum;
    }
  }
  return best_classes<Slip::none>(p, factor);
}

}  // namespace

std::vector<Mutant<MaskOf>> mutants() {
  return {
      {"first decided, then enlarged",
       "This is the \"high-pixeled\" mask: the best class of every cell, repeated over factor x "
       "factor pixels. Enlarge the scores bilinearly first, and decide at every pixel. (A division "
       "of whole numbers, i / factor, gives the same.)",
       best_classes<Slip::nearest>},
      {"class numbers interpolated",
       "This is what comes out when the class numbers are interpolated. Between class 0 and class "
       "1 "
       "there is no class 0.5. Enlarge the scores, then decide.",
       numbers_enlarged},
      {"class numbers interpolated and rounded",
       "This is what comes out when class numbers are interpolated and rounded. Between class 0 "
       "and class 2 that gives class 1, which is nowhere. Enlarge the scores, then decide.",
       numbers_rounded},
      {"no half pixels",
       "This is what comes out with at = i / factor. It puts the first *edge* of a pixel on the "
       "*middle* of a cell, and the mask moves down and to the right. The middle of pixel i lies "
       "at (i + 0.5) / factor - 0.5.",
       best_classes<Slip::no_half_pixel>},
      {"half a pixel once",
       "This is what comes out with at = (i + 0.5) / factor. Cell 0 has its middle at 0, not at "
       "0.5: subtract 0.5.",
       best_classes<Slip::half_pixel_once>},
      {"the corners meet",
       "This is what comes out when the first and last pixels lie on the middles of the first and "
       "last cells (elsewhere called align_corners). That stretches the mask by a little.",
       best_classes<Slip::corners_meet>},
      {"shares exchanged",
       "This is what comes out when the nearer cell gets the smaller share. If t is how far `at` "
       "lies behind cell a, then a counts 1 - t, and the next cell counts t.",
       best_classes<Slip::shares_exchanged>},
      {"beyond the border",
       "Inside all is right. At the border your scores go on growing or falling along a straight "
       "line, because t is below 0. Limit `at` to 0 ... H - 1 before you compute t.",
       best_classes<Slip::extrapolated>},
      {"t computed before the border is looked at",
       "Inside all is right. At the upper and left border this is what comes out when t belongs to "
       "a cell -1, and cells 0 and 1 are read. Limit `at` to 0 ... H - 1 first, then compute a and "
       "t.",
       best_classes<Slip::limited_late>},
      {"only rows interpolated",
       "Your scores are interpolated from row to row, but not from column to column: there every "
       "cell is repeated.",
       best_classes<Slip::rows_only>},
      {"only columns interpolated",
       "Your scores are interpolated from column to column, but not from row to row: there every "
       "cell is repeated.",
       best_classes<Slip::columns_only>},
      {"the best score begins with 0",
       "This is what comes out when the search for the largest score begins with 0. Scores may all "
       "be negative: begin with the score of class 0.",
       best_classes<Slip::begins_with_zero>},
      {"the smallest score", "This is the class with the *smallest* score of every pixel.",
       best_classes<Slip::smallest>},
      {"classes counted from 1",
       "These are the right classes, counted from 1. The first class is 0.",
       best_classes<Slip::counts_from_one>},
      {"scores in place of classes",
       "These are the right enlarged scores of the best classes. You are asked for the number of "
       "the class.",
       best_classes<Slip::score_for_class>},
      {"probabilities enlarged",
       "This is what comes out when softmax comes first, and probabilities are enlarged. "
       "Interpolation and softmax may not be exchanged: enlarge the scores.",
       softmax_first},
  };
}

}  // namespace pixelwise

// The usual mistakes on the way from scores to classes, and what to say of each.
#include "tutorials/00_first_program/exercises/1_argmax/answer.h"

namespace pixelwise {
namespace {

enum class Slip {
  last_of_equal,
  begins_with_0,
  lowest,
  the_score,
  from_one,
  without_class_0,
  without_last_class,
  against_class_0,
  above_0,
  exchanged,
  not_begun_anew,
};

template <Slip slip>
CheckedArray classes_of(const CheckedArray& scores) {
  const std::int64_t rows = scores.shape()[2], columns = scores.shape()[3];
  const std::int64_t classes = scores.shape()[1] - (slip == Slip::without_last_class ? 1 : 0);
  CheckedArray result({rows, columns});
  std::int64_t kept_best = 0;  // from pixel to pixel: a mistake
  Real kept_score = scores(0, 0, 0, 0);
  for (std::int64_t row = 0; row < rows; ++row) {
    for (std::int64_t column = 0; column < columns; ++column) {
      const auto score = [&](std::int64_t c) {
        return slip == Slip::exchanged ? scores(0, c, column, row) : scores(0, c, row, column);
      };
      std::int64_t best = slip == Slip::without_class_0 ? 1 : 0;
      Real so_far = slip == Slip::begins_with_0 || slip == Slip::above_0 ? 0 : score(best);
      const std::int64_t first =
          slip == Slip::begins_with_0 || slip == Slip::not_begun_anew ? 0 : 1;
      if (slip == Slip::not_begun_anew) best = kept_best, so_far = kept_score;
      for (std::int64_t c = first; c < classes; ++c) {
        const bool wins = slip == Slip::last_of_equal ? score(c) >= so_far
                          : slip == Slip::lowest      ? score(c) < so_far
                                                      : score(c) > so_far;
        if (!wins) continue;
        best = c;
        if (slip != Slip::against_class_0 && slip != Slip::above_0) so_far = score(c);
      }
      kept_best = best, kept_score = so_far;
      result(row, column) = slip == Slip::the_score  ? so_far
                            : slip == Slip::from_one ? static_cast<Real>(best + 1)
                                                     : static_cast<Real>(best);
    }
  }
  return result;
}

}  // namespace

std::vector<Mutant<ClassOfEachPixel>> mutants() {
  return {
      {"last of equal scores",
       "Only pixels with equal highest scores differ: there the last class comes out. Replace the "
       "best so far only by a larger score (>), not by an equal one (>=).",
       classes_of<Slip::last_of_equal>},
      {"begins with the score 0",
       "This is what comes out when 0 is the highest score so far at the beginning: where all "
       "scores are negative, no class wins against it, and class 0 comes out. Begin with the score "
       "of class 0.",
       classes_of<Slip::begins_with_0>},
      {"lowest score",
       "This is the class with the lowest score of each pixel. Look for the highest.",
       classes_of<Slip::lowest>},
      {"the score itself",
       "These are the highest scores themselves. The number of the class is asked for: remember c "
       "beside its score.",
       classes_of<Slip::the_score>},
      {"counted from 1",
       "Every class is one too large: this is what comes out when classes are counted from 1. The "
       "first class has the number 0.",
       classes_of<Slip::from_one>},
      {"class 0 left out",
       "This is what comes out when class 0 never wins, because the search begins with class 1.",
       classes_of<Slip::without_class_0>},
      {"last class left out",
       "This is what comes out when the last class never wins: the loop over the classes ends one "
       "too early. It goes on while c < C.",
       classes_of<Slip::without_last_class>},
      {"all compared with class 0",
       "This is what comes out when every class is compared with class 0, and the last one that is "
       "better stays. Compare with the best class so far.",
       classes_of<Slip::against_class_0>},
      {"scores above 0",
       "This is what comes out when every score (from class 1 on) is compared with 0, and the last "
       "one above 0 stays. Compare with the best score so far.",
       classes_of<Slip::above_0>},
      {"not begun anew",
       "This is what comes out when the best class so far is kept from one pixel to the next. "
       "Every "
       "pixel begins anew: declare the variable inside of the loops over the pixels.",
       classes_of<Slip::not_begun_anew>},
      {"row and column exchanged",
       "This is what comes out when scores(0, c, column, row) is read in the place of scores(0, c, "
       "row, column).",
       classes_of<Slip::exchanged>},
  };
}

}  // namespace pixelwise

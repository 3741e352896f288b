// Grades exercise 00.1: from scores to classes.
#include <algorithm>

#include "base/counted.h"
#include "tutorials/00_first_program/exercises/1_argmax/answer.h"

using namespace pixelwise;

namespace {

void ask(Sheet<ClassOfEachPixel>& sheet, const Array& scores, const std::string& why = "") {
  const Shape s = scores.shape();
  Array expected({s[2], s[3]});
  for (std::int64_t row = 0; row < s[2]; ++row) {
    for (std::int64_t column = 0; column < s[3]; ++column) {
      std::vector<Real> of_pixel;
      for (std::int64_t c = 0; c < s[1]; ++c) of_pixel.push_back(scores(0, c, row, column));
      expected(row, column) =
          static_cast<Real>(std::max_element(of_pixel.begin(), of_pixel.end()) - of_pixel.begin());
    }
  }
  std::vector<Given> given;
  for (std::int64_t c = 0; c < std::min<std::int64_t>(s[1], 4); ++c) {
    Array plane({s[2], s[3]});
    for (std::int64_t i = 0; i < plane.size(); ++i) {
      plane(i) = scores(0, c, i / s[3], i % s[3]);
    }
    given.push_back({text("scores of class ", c), plane});
  }
  sheet.questions.push_back(
      {.title = text(s[1], " classes, ", counted(s[2], "row"), ", ", counted(s[3], "column"), why),
       .given = given,
       .result = "your classes",
       .ask = [=](const ClassOfEachPixel& answer) -> Array { return answer(scores); },
       .expected = expected,
       .names = true});
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<ClassOfEachPixel> sheet{.yours = yours::class_of_each_pixel, .mutants = mutants()};
  sheet.forbidden = {"best_classes"};
  ask(sheet, Array({1, 3, 1, 1}, {-1, 4, 2}), " (one pixel)");
  ask(sheet, Array({1, 2, 2, 2}, {1, 5, 0, 2, 3, 4, 1, 0}));
  ask(sheet, Array({1, 3, 2, 2}, {-5, -1, -3, -2, -4, -2, -1, -9, -6, -3, -2, -1}),
      " (all scores are negative)");
  ask(sheet, Array({1, 3, 1, 3}, {2, 0, 1, 2, 3, 1, 0, 3, 1}), " (with equal scores)");
  ask(sheet, whole_numbers({1, 5, 3, 4}, 1));
  Rng rng(2);
  for (std::uint64_t seed = 10; seed < 13; ++seed) {
    ask(sheet, decimals({1, between(rng, 2, 7), between(rng, 2, 6), between(rng, 2, 6)}, seed),
        " (drawn at random)");
  }
  return grade(argc, argv, sheet);
}

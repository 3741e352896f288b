// Grades exercise 00.2: the box around an object.
#include <algorithm>

#include "tutorials/00_first_program/exercises/2_box/answer.h"

using namespace pixelwise;

namespace {

Array as_array(const yours::Box& box) {
  return {{4},
          {static_cast<Real>(box.top), static_cast<Real>(box.bottom), static_cast<Real>(box.left),
           static_cast<Real>(box.right)}};
}

std::string in_words(const yours::Box& box) {
  return text("top ", box.top, ", bottom ", box.bottom, ", left ", box.left, ", right ", box.right);
}

yours::Box right_box(const Array& mask, Real class_number) {
  std::vector<std::int64_t> rows, columns;
  for (std::int64_t i = 0; i < mask.size(); ++i) {
    if (mask(i) != class_number) continue;
    rows.push_back(i / mask.shape()[1]);
    columns.push_back(i % mask.shape()[1]);
  }
  if (rows.empty()) return {};
  const auto [left, right] = std::minmax_element(columns.begin(), columns.end());
  return {rows.front(), rows.back(), *left, *right};
}

void ask(Sheet<BoxAround>& sheet, const Array& mask, Real class_number,
         const std::string& why = "") {
  sheet.questions.push_back(
      {.title = text("the box around class ", class_number, why, ": top, bottom, left, right"),
       .given = {{"mask", mask}},
       .result = "the box",
       .ask = [=](const BoxAround& answer) { return as_array(answer(mask, class_number)); },
       .expected = as_array(right_box(mask, class_number)),
       .words =
           [=](const BoxAround& answer) {
             return text("yours: ", in_words(answer(mask, class_number)),
                         "\nexpected: ", in_words(right_box(mask, class_number)));
           }});
}

Array random_mask(std::int64_t height, std::int64_t width, std::uint64_t seed) {
  Rng rng(seed);
  Array mask({height, width});
  for (int k = 0; k < 4; ++k) {  // a few pixels each of classes 1 and 2, and void
    for (const Real id : {Real{1}, Real{2}, Real{255}}) {
      mask(between(rng, 0, height - 1), between(rng, 0, width - 1)) = id;
    }
  }
  return mask;
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<BoxAround> sheet{.yours = yours::box_around, .mutants = mutants()};
  ask(sheet, Array({4, 5}, {0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0}), 1);
  ask(sheet, Array({4, 4}, {2, 2, 0, 0, 2, 2, 1, 0, 0, 0, 1, 1, 255, 0, 1, 255}), 1,
      " (other classes are there, too)");
  ask(sheet, Array({3, 4}, {0, 0, 2, 0, 2, 0, 0, 0, 0, 2, 0, 2}), 2, " (up to the border)");
  ask(sheet, Array({2, 3}, {0, 1, 1, 0, 0, 255}), 2, " (which is not there)");
  ask(sheet, Array({3, 3}, {1, 1, 1, 1, 0, 1, 1, 1, 1}), 0, " (a single pixel)");
  Rng rng(3);
  for (std::uint64_t seed = 10; seed < 14; ++seed) {
    const Array mask = random_mask(between(rng, 5, 8), between(rng, 5, 8), seed);
    ask(sheet, mask, static_cast<Real>(1 + seed % 2), " (drawn at random)");
  }
  return grade(argc, argv, sheet);
}

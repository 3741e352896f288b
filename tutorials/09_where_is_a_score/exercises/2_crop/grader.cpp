// Grades exercise 09.2: the offset of a crop. The expected line goes through the places of two
// cells.
#include "tutorials/grader/grader.h"

#include "tutorials/09_where_is_a_score/exercises/2_crop/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using Crop = decltype(&yours::crop_offset);
std::vector<Mutant<Crop>> mutants();
}  // namespace pixelwise

namespace {

Question<Crop> question(const std::string& title, const Array& frame, const Array& larger) {
  const auto cell_under = [&](Real cell) {
    return larger(0) * ((cell - frame(1)) / frame(0)) + larger(1);
  };
  return {.title = title,
          .given = {{"frame", frame}, {"larger", larger}},
          .result = "slope, offset",
          .ask = [=](const Crop& answer) -> Array { return answer(frame, larger); },
          .expected = Array({2}, {cell_under(1) - cell_under(0), cell_under(0)})};
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Crop> sheet{.yours = yours::crop_offset, .mutants = mutants()};
  sheet.forbidden = {"inverse", "compose"};
  auto& questions = sheet.questions;
  const auto map = [](Real a, Real b) { return Array({2}, {a, b}); };
  questions.push_back(
      question("a map, and the same with a border of 3 cells", map(1, 0), map(1, 3)));
  questions.push_back(
      question("FCN-16s: upscore2 and score_pool4", map(0.0625, 0.71875), map(0.0625, 5.71875)));
  questions.push_back(question("FCN-8s: the image and upscore8", map(1, 0), map(1, 31)));
  questions.push_back(
      question("FCN-8s: upscore_pool4 and score_pool3", map(0.125, 2.9375), map(0.125, 11.9375)));
  questions.push_back(
      question("maps with unequal steps: the slope is not 1", map(0.25, 1), map(0.5, 7)));
  Rng rng(5);
  for (int i = 0; i < 3; ++i) {
    const auto step = [&] { return Real(1) / static_cast<Real>(between(rng, 1, 8)); };
    const auto shift = [&] { return static_cast<Real>(between(rng, -20, 40)) / 4; };
    const Array frame = map(step(), shift());
    questions.push_back(question("two maps (drawn at random)", frame, map(step(), shift())));
  }
  return grade(argc, argv, sheet);
}

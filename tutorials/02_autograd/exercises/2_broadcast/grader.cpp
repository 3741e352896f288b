// Grades exercise 02.2: the gradient of a broadcast, against the library and finite differences.
#include "tutorials/grader/grader.h"

#include "autograd/array_math.h"
#include "tutorials/02_autograd/exercises/2_broadcast/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using Undo = decltype(&yours::undo_broadcast);
std::vector<Mutant<Undo>> mutants();
}  // namespace pixelwise

namespace {

Question<Undo> question(const Array& dy, const Shape& small, bool measured = false) {
  Array expected = sum_to(dy, small);
  if (measured) {
    const Array x = decimals(dy.shape(), 5);
    expected = finite_differences([&](const Array& b) { return dot(x + b, dy); }, Array(small));
  }
  return {.title = text("b ", small, " was stretched to ", dy.shape(),
                        measured ? " (expected: measured by finite differences)" : ""),
          .given = {{"dy", dy}},
          .result = "db",
          .ask = [=](const Undo& answer) -> Array { return answer(dy, small); },
          .expected = expected,
          .tolerance = measured ? 1e-6 : 1e-9};
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Undo> sheet{.yours = yours::undo_broadcast, .mutants = mutants()};
  sheet.forbidden = {"sum_to", "sum_all", "backward"};
  const Array page({2, 3}, {1, 2, 3, 10, 20, 30});
  for (const Shape& small : {Shape{1, 3}, Shape{2, 1}, Shape{1, 1}, Shape{2, 3}}) {
    sheet.questions.push_back(question(page, small));
  }
  Rng rng(3);
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const std::int64_t rows = between(rng, 2, 6), columns = between(rng, 2, 6);
    const Shape small{rng.chance(0.5) ? 1 : rows, rng.chance(0.5) ? 1 : columns};
    sheet.questions.push_back(question(decimals({rows, columns}, seed), small, seed % 2 == 0));
  }
  return grade(argc, argv, sheet);
}

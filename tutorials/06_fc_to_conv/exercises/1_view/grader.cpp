// Grades exercise 06.1: the matrix as filters are its numbers in the same order.
#include "tutorials/grader/grader.h"

#include "tutorials/06_fc_to_conv/exercises/1_view/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using AsFilters = decltype(&yours::as_filters);
std::vector<Mutant<AsFilters>> mutants();
}  // namespace pixelwise

namespace {

Question<AsFilters> question(const Array& matrix, std::int64_t channels, std::int64_t k,
                             const std::string& why = "") {
  const std::int64_t outputs = matrix.shape()[0];
  return {.title = text("matrix ", matrix.shape(), ": ", channels,
                        channels == 1 ? " channel" : " channels", " of ", k, "x", k, why),
          .given = {{"matrix", matrix}},
          .result = "filters",
          .ask = [=](const AsFilters& answer) -> Array { return answer(matrix, channels, k); },
          .expected = matrix.reshaped({outputs, channels, k, k})};
}

Array counted(const Shape& shape) {
  Array numbers(shape);
  for (std::int64_t i = 0; i < numbers.size(); ++i) numbers(i) = static_cast<Real>(i);
  return numbers;
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<AsFilters> sheet{.yours = yours::as_filters, .mutants = mutants()};
  sheet.forbidden = {"reshaped", "linear_as_conv"};
  auto& questions = sheet.questions;
  questions.push_back(question(counted({1, 4}), 1, 2, " (the row of the page)"));
  questions.push_back(question(counted({4, 4}), 1, 2, ": as many outputs as columns"));
  questions.push_back(question(counted({2, 8}), 2, 2));
  questions.push_back(question(counted({2, 27}), 3, 3));
  questions.push_back(question(decimals({12, 12}, 1), 3, 2));
  Rng rng(2);
  for (std::uint64_t seed = 3; seed < 6; ++seed) {
    const std::int64_t channels = between(rng, 2, 5), k = between(rng, 2, 4);
    questions.push_back(question(decimals({between(rng, 2, 4), channels * k * k}, seed), channels,
                                 k, " (drawn at random)"));
  }
  return grade(argc, argv, sheet);
}

// Grades exercise 06.2: a fully connected layer at every place, against conv2d.
#include "tutorials/grader/grader.h"

#include "autograd/ops/conv2d.h"
#include "tutorials/06_fc_to_conv/exercises/2_slide/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using HeatMapOf = decltype(&yours::heat_map);
std::vector<Mutant<HeatMapOf>> mutants();
}  // namespace pixelwise

namespace {

Question<HeatMapOf> question(const Array& map, const Array& matrix, const Array& bias,
                             std::int64_t k, const std::string& why = "") {
  const Array filters = matrix.reshaped({matrix.shape()[0], map.shape()[1], k, k});
  return {.title = text("map ", map.shape(), ", matrix ", matrix.shape(), ", k = ", k, why),
          .given = {{"map", map}, {"matrix", matrix}, {"bias", bias}},
          .result = "heat map",
          .ask = [=](const HeatMapOf& answer) -> Array { return answer(map, matrix, bias, k); },
          .expected = conv2d(Tensor(map), Tensor(filters), Tensor(bias)).value()};
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<HeatMapOf> sheet{.yours = yours::heat_map, .mutants = mutants()};
  sheet.forbidden = {"conv2d", "matmul"};
  auto& questions = sheet.questions;
  questions.push_back(question(Array({1, 1, 3, 3}, {1, 2, 5, 3, 4, 6, 7, 8, 9}),
                               Array({1, 4}, {2, 0, 1, 3}), Array({1}), 2,
                               " (the numbers of the page)"));
  questions.push_back(
      question(whole_numbers({1, 1, 3, 5}, 1), whole_numbers({1, 4}, 2), Array({1}, 10), 2));
  questions.push_back(question(whole_numbers({1, 2, 4, 3}, 3), whole_numbers({1, 8}, 4),
                               Array({1}, 1), 2, ": 2 channels"));
  questions.push_back(question(whole_numbers({2, 3, 5, 6}, 5), whole_numbers({4, 27}, 6),
                               whole_numbers({4}, 7), 3));
  Rng rng(8);
  for (std::uint64_t seed = 9; seed < 12; ++seed) {
    const std::int64_t channels = between(rng, 1, 3), k = between(rng, 1, 4),
                       outputs = between(rng, 1, 3);
    const Shape map{between(rng, 1, 2), channels, between(rng, 4, 8), between(rng, 4, 8)};
    questions.push_back(question(decimals(map, seed),
                                 decimals({outputs, channels * k * k}, seed + 50),
                                 decimals({outputs}, seed + 99), k, " (drawn at random)"));
  }
  return grade(argc, argv, sheet);
}

// Grades exercise 06.4. The expected order comes from the library, not from a formula: its arrays
// keep channels last in memory, which is Keras's order, and count them first in their shape.
#include "tutorials/grader/grader.h"

#include "tutorials/06_fc_to_conv/exercises/4_keras/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using FromKeras = decltype(&yours::from_keras);
std::vector<Mutant<FromKeras>> mutants();
}  // namespace pixelwise

namespace {

Array reordered(const Array& theirs, std::int64_t channels, std::int64_t k) {
  const std::int64_t inputs = theirs.shape()[0], outputs = theirs.shape()[1];
  Array maps({outputs, channels, k, k});
  for (std::int64_t o = 0; o < outputs; ++o) {
    for (std::int64_t i = 0; i < inputs; ++i) maps(o * inputs + i) = theirs(i, o);  // in memory
  }
  return maps.reshaped({outputs, inputs});
}

Question<FromKeras> question(const Array& theirs, std::int64_t channels, std::int64_t k,
                             const std::string& why = "") {
  return {.title = text("theirs ", theirs.shape(), ": ", channels,
                        channels == 1 ? " channel" : " channels", " of ", k, "x", k, why),
          .given = {{"theirs", theirs}},
          .result = "ours",
          .ask = [=](const FromKeras& answer) -> Array { return answer(theirs, channels, k); },
          .expected = reordered(theirs, channels, k)};
}

Array counted(const Shape& shape) {
  Array numbers(shape);
  for (std::int64_t i = 0; i < numbers.size(); ++i) numbers(i) = static_cast<Real>(i);
  return numbers;
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<FromKeras> sheet{.yours = yours::from_keras, .mutants = mutants()};
  sheet.forbidden = {"reshaped", "transpose"};
  auto& questions = sheet.questions;
  questions.push_back(question(counted({8, 1}), 2, 2, ", one output"));
  questions.push_back(question(counted({8, 8}), 2, 2, ": as many outputs as inputs"));
  questions.push_back(question(whole_numbers({27, 2}, 1), 3, 3));
  questions.push_back(question(whole_numbers({12, 3}, 2), 3, 2));
  Rng rng(3);
  for (std::uint64_t seed = 4; seed < 7; ++seed) {
    const std::int64_t channels = between(rng, 2, 5), k = between(rng, 2, 4);
    questions.push_back(question(decimals({channels * k * k, between(rng, 2, 4)}, seed), channels,
                                 k, " (drawn at random)"));
  }
  return grade(argc, argv, sheet);
}

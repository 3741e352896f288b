// Grades exercise 03.2: some steps with momentum, against the sum that they amount to.
#include <cmath>

#include "tutorials/03_learning/exercises/2_momentum/answer.h"

using namespace pixelwise;

namespace {

void ask(Sheet<MomentumStep>& sheet, const Shape& shape, int steps, Real lr, Real momentum,
         std::uint64_t seed) {
  const Array start = whole_numbers(shape, seed);
  std::vector<Array> gradients;
  for (int t = 0; t < steps; ++t) {
    gradients.push_back(decimals(shape, seed + 1 + static_cast<std::uint64_t>(t)));
  }
  // After step t the velocity is g_t + momentum g_(t-1) + momentum^2 g_(t-2) + ...
  Array value = start, velocity(shape);
  for (int t = 0; t < steps; ++t) {
    for (std::int64_t i = 0; i < value.size(); ++i) {
      Real sum = 0;
      for (int k = 0; k <= t; ++k) {
        sum += std::pow(momentum, static_cast<Real>(t - k)) *
               gradients[static_cast<std::size_t>(k)](i);
      }
      velocity(i) = sum;
      value(i) -= lr * sum;
    }
  }
  const auto run = [=](const MomentumStep& step, bool of_velocity) -> Array {
    CheckedArray v(start), u{Array(shape)};
    for (const Array& g : gradients) step(v, u, g, lr, momentum);
    return of_velocity ? u : v;
  };
  const std::string title =
      text(" after ", steps, steps == 1 ? " step" : " steps", ", lr ", lr, ", momentum ", momentum);
  std::vector<Given> given = {{"value before", start}};
  for (std::size_t t = 0; t < gradients.size(); ++t) {
    given.push_back({text("gradient ", t + 1), gradients[t]});
  }
  sheet.questions.push_back({.title = "the value" + title,
                             .given = given,
                             .result = "the value",
                             .ask = [=](const MomentumStep& s) { return run(s, false); },
                             .expected = value});
  sheet.questions.push_back({.title = "the velocity" + title,
                             .given = given,
                             .result = "the velocity",
                             .ask = [=](const MomentumStep& s) { return run(s, true); },
                             .expected = velocity});
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<MomentumStep> sheet{.yours = yours::momentum_step, .mutants = mutants()};
  sheet.forbidden = {"Sgd"};
  ask(sheet, {1, 3}, 1, 0.5, 0.5, 1);
  ask(sheet, {1, 3}, 2, 0.5, 0.5, 10);
  ask(sheet, {2, 3}, 4, 0.1, 0.9, 20);
  ask(sheet, {2, 2, 3, 2}, 3, 0.01, 0, 30);
  return grade(argc, argv, sheet);
}

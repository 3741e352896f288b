// Grades exercise 03.3: some steps of Adam, against the sums that they amount to.
#include <cmath>

#include "tutorials/03_learning/exercises/3_adam/answer.h"

using namespace pixelwise;

namespace {

enum class Part { value, m, v };

void ask(Sheet<AdamStep>& sheet, const Shape& shape, int steps, Real lr, Real scale,
         std::uint64_t seed) {
  const Array start = whole_numbers(shape, seed);
  std::vector<Array> gradients;
  for (int t = 0; t < steps; ++t) {
    Array g = decimals(shape, seed + 1 + static_cast<std::uint64_t>(t));
    for (std::int64_t i = 0; i < g.size(); ++i) g(i) *= scale;
    gradients.push_back(g);
  }
  // After step t, m = 0.1 (g_t + 0.9 g_(t-1) + ...) and v likewise.
  Array value = start, m(shape), v(shape);
  for (int t = 1; t <= steps; ++t) {
    for (std::int64_t i = 0; i < value.size(); ++i) {
      Real sum = 0, squares = 0, weight1 = 0, weight2 = 0;
      for (int k = 1; k <= t; ++k) {
        const Real g = gradients[static_cast<std::size_t>(k - 1)](i);
        const Real w1 = std::pow(Real(0.9), static_cast<Real>(t - k));
        const Real w2 = std::pow(Real(0.999), static_cast<Real>(t - k));
        sum += w1 * g, squares += w2 * g * g, weight1 += w1, weight2 += w2;
      }
      m(i) = Real(0.1) * sum;
      v(i) = Real(0.001) * squares;
      value(i) -= lr * (sum / weight1) / (std::sqrt(squares / weight2) + Real(1e-8));
    }
  }
  const auto run = [=](const AdamStep& step, Part part) -> Array {
    CheckedArray x(start), a{Array(shape)}, b{Array(shape)};
    for (int t = 1; t <= steps; ++t)
      step(x, a, b, gradients[static_cast<std::size_t>(t - 1)], lr, t);
    return part == Part::value ? x : part == Part::m ? a : b;
  };
  const std::string title = text(" after ", steps, steps == 1 ? " step" : " steps", ", lr ", lr);
  std::vector<Given> given = {{"value before", start}};
  for (std::size_t t = 0; t < gradients.size(); ++t) {
    given.push_back({text("gradient ", t + 1), gradients[t]});
  }
  const auto add = [&](const std::string& name, Part part, const Array& expected) {
    sheet.questions.push_back({.title = name + title,
                               .given = given,
                               .result = name,
                               .ask = [=](const AdamStep& s) { return run(s, part); },
                               .expected = expected});
  };
  add("the value", Part::value, value);
  add("m", Part::m, m);
  add("v", Part::v, v);
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<AdamStep> sheet{.yours = yours::adam_step, .mutants = mutants()};
  sheet.forbidden = {"Adam"};
  ask(sheet, {1, 3}, 1, 0.5, 1, 1);
  ask(sheet, {1, 3}, 3, 0.1, 1, 10);
  ask(sheet, {2, 3}, 5, 0.01, 10, 20);
  ask(sheet, {2, 2, 3, 2}, 2, 0.1, 1e-8, 30);  // so small that eps counts
  return grade(argc, argv, sheet);
}

// Grades exercise 02b.1: swish, against its definition and finite differences.
#include <cmath>

#include "tutorials/02b_ownership/exercises/1_swish/swish_pair.h"

using namespace pixelwise;

namespace {

Array by_definition(const Array& x) {
  Array y(x.shape());
  for (std::int64_t i = 0; i < x.size(); ++i) y(i) = x(i) / (1 + std::exp(-x(i)));
  return y;
}

void ask(Sheet<SwishPair>& sheet, const Array& x, const Array& dy) {
  sheet.questions.push_back({.title = text("y = swish(x) of x ", x.shape()),
                             .given = {{"x", x}},
                             .result = "y",
                             .ask = [=](const SwishPair& a) -> Array { return a.forward(x); },
                             .expected = by_definition(x)});
  const auto loss = [=](const Array& at) { return dot(by_definition(at), dy); };
  sheet.questions.push_back(
      {.title = text("dx of x ", x.shape(), " (expected: measured by finite differences)"),
       .given = {{"x", x}, {"dy", dy}},
       .result = "dx",
       .ask = [=](const SwishPair& a) -> Array { return a.gradient(dy, x); },
       .expected = finite_differences(loss, x),
       .tolerance = 1e-6});
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<SwishPair> sheet{.yours = {yours::swish, yours::swish_dx}, .mutants = mutants()};
  sheet.forbidden = {"backward", "finite_differences"};
  ask(sheet, Array({1, 5}, {-2, -1, 0, 1, 2}), Array({1, 5}, {3, -4, 5, -6, 7}));
  ask(sheet, decimals({2, 3, 2, 2}, 2), decimals({2, 3, 2, 2}, 3));
  return grade(argc, argv, sheet);
}

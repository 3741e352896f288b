// Grades exercise 02.3: ReLU and its gradient, against the library and finite differences.
#include "tutorials/grader/grader.h"

#include "autograd/ops/activations.h"
#include "tutorials/02_autograd/exercises/3_relu/exercise.h"
#include "tutorials/02_autograd/exercises/3_relu/relu_answer.h"

using namespace pixelwise;

namespace {

Array library(const Array& x, const Array& dy) {
  const Tensor parameter = Tensor::parameter(x);
  relu(parameter).backward(dy);
  return parameter.grad();
}

void ask(Sheet<ReluAnswer>& sheet, const Array& x, const Array& dy, bool measured = false) {
  sheet.questions.push_back({.title = text("y = relu(x) of x ", x.shape()),
                             .given = {{"x", x}},
                             .result = "y",
                             .ask = [=](const ReluAnswer& a) -> Array { return a.forward(x); },
                             .expected = relu(Tensor(x)).value()});
  const auto loss = [=](const Array& at) { return dot(relu(Tensor(at)).value(), dy); };
  sheet.questions.push_back(
      {.title = text("dx of x ", x.shape(),
                     measured ? " (expected: measured by finite differences)" : ""),
       .given = {{"x", x}, {"dy", dy}},
       .result = "dx",
       .ask = [=](const ReluAnswer& a) -> Array { return a.gradient(dy, x); },
       .expected = measured ? finite_differences(loss, x) : library(x, dy),
       .tolerance = measured ? 1e-6 : 1e-9});
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<ReluAnswer> sheet{.yours = {yours::relu, yours::relu_dx}, .mutants = mutants()};
  sheet.forbidden = {"relu_known", "leaky_relu", "conv2d_relu", "backward"};
  ask(sheet, Array({1, 5}, {-2, -1, 0, 1, 2}), Array({1, 5}, {3, -4, 5, -6, 7}));
  ask(sheet, Array({2, 3}, {0.5, -0.5, 0.1, -3, 2, -0.01}), whole_numbers({2, 3}, 1), true);
  ask(sheet, decimals({2, 3, 4, 5}, 2), decimals({2, 3, 4, 5}, 3));
  return grade(argc, argv, sheet);
}

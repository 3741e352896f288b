// Grades exercise 07.1: the forward pass of a transposed convolution, against conv_transpose2d.
#include "tutorials/grader/grader.h"

#include "autograd/ops/conv_transpose2d.h"
#include "tutorials/07_transposed_convolution/exercises/1_forward/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using Forward = decltype(&yours::conv_transpose2d_forward);
std::vector<Mutant<Forward>> mutants();
}  // namespace pixelwise

namespace {

Question<Forward> question(const Array& x, const Array& w, std::int64_t stride,
                           std::int64_t padding, const std::string& why = "") {
  return {.title = text("x ", x.shape(), ", kernel ", w.shape()[2], "x", w.shape()[3], ", stride ",
                        stride, ", padding ", padding, why),
          .given = {{"x", x}, {"w", w}},
          .result = "y",
          .ask = [=](const Forward& answer) -> Array { return answer(x, w, stride, padding); },
          .expected = conv_transpose2d(Tensor(x), Tensor(w), Tensor(),
                                       {.stride = stride, .padding = padding})
                          .value()};
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Forward> sheet{.yours = yours::conv_transpose2d_forward, .mutants = mutants()};
  sheet.forbidden = {"conv2d", "conv2d_dx", "conv_transpose2d", "matmul", "backward"};
  const Array x({1, 1, 2, 2}, {1, 2, 3, 4}), w({1, 1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9});
  sheet.questions.push_back(question(x, w, 2, 0, " (the example of the page)"));
  sheet.questions.push_back(question(x, w, 2, 1));
  sheet.questions.push_back(
      question(whole_numbers({1, 1, 3, 4}, 2), whole_numbers({1, 1, 2, 2}, 3), 1, 0));
  sheet.questions.push_back(
      question(whole_numbers({1, 2, 2, 3}, 4), whole_numbers({2, 3, 2, 2}, 5), 2, 0));
  sheet.questions.push_back(
      question(whole_numbers({2, 3, 3, 2}, 6), whole_numbers({3, 2, 4, 4}, 7), 2, 1));
  sheet.questions.push_back(
      question(whole_numbers({1, 2, 2, 2}, 8), whole_numbers({2, 2, 2, 2}, 9), 2, 0));
  Rng rng(11);
  for (std::uint64_t seed = 20; seed < 24; ++seed) {
    const std::int64_t channels = between(rng, 1, 3), k = between(rng, 2, 4);
    sheet.questions.push_back(question(
        decimals({between(rng, 1, 2), channels, between(rng, 2, 5), between(rng, 2, 5)}, seed),
        decimals({channels, between(rng, 1, 3), k, k}, seed + 100), between(rng, 1, 3),
        between(rng, 0, 1), " (drawn at random)"));
  }
  return grade(argc, argv, sheet);
}

// Grades exercise 14.3 by conv2d: with a kernel that is 1 at one tap and 0 elsewhere, a convolution
// gives a column of the matrix.
#include "tutorials/grader/grader.h"

#include "autograd/ops/conv2d.h"
#include "tutorials/14_fast/exercises/3_im2col/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using Im2col = decltype(&yours::im2col);
std::vector<Mutant<Im2col>> mutants();
}  // namespace pixelwise

namespace {

Array by_convolution(const Array& x, std::int64_t k, std::int64_t stride, std::int64_t padding) {
  const std::int64_t channels = x.shape()[1], columns = k * k * channels;
  Array one_each({columns, channels, k, k});
  for (std::int64_t column = 0; column < columns; ++column) {
    const std::int64_t tap = column / channels;
    one_each(column, column % channels, tap / k, tap % k) = 1;
  }
  const Array y =
      conv2d(Tensor(x), Tensor(one_each), Tensor(), {.stride = stride, .padding = padding}).value();
  const std::int64_t oh = y.shape()[2], ow = y.shape()[3];
  Array matrix({y.shape()[0] * oh * ow, columns});
  for (std::int64_t row = 0; row < matrix.shape()[0]; ++row) {
    for (std::int64_t column = 0; column < columns; ++column) {
      matrix(row, column) = y(row / (oh * ow), column, row / ow % oh, row % ow);
    }
  }
  return matrix;
}

Question<Im2col> question(const Array& x, std::int64_t k, std::int64_t stride,
                          std::int64_t padding) {
  return {.title = text("x ", x.shape(), ", kernel ", k, "x", k, ", stride ", stride, ", padding ",
                        padding),
          .given = {{"x", x}},
          .result = "the matrix",
          .ask = [=](const Im2col& answer) -> Array { return answer(x, k, stride, padding); },
          .expected = by_convolution(x, k, stride, padding)};
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Im2col> sheet{.yours = yours::im2col, .mutants = mutants()};
  sheet.forbidden = {"im2col_matrix", "conv2d", "conv2d_y", "matmul"};
  auto& questions = sheet.questions;
  questions.push_back(question(Array({1, 1, 2, 2}, {1, 2, 3, 4}), 3, 1, 1));
  questions.push_back(
      question(Array({1, 1, 3, 4}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}), 2, 1, 0));
  questions.push_back(question(whole_numbers({1, 2, 3, 4}, 1), 2, 1, 0));
  questions.push_back(question(whole_numbers({1, 1, 5, 6}, 2), 3, 2, 0));
  questions.push_back(question(whole_numbers({2, 3, 4, 5}, 3), 3, 2, 1));
  Rng rng(4);
  for (std::uint64_t seed = 10; seed < 14; ++seed) {
    questions.push_back(question(
        decimals({between(rng, 1, 2), between(rng, 1, 3), between(rng, 4, 7), between(rng, 4, 7)},
                 seed),
        between(rng, 1, 3), between(rng, 1, 3), between(rng, 0, 2)));
  }
  return grade(argc, argv, sheet);
}

// Grades exercise 08.1: the overlap map, against a transposed convolution of ones with ones.
#include "tutorials/grader/grader.h"

#include "autograd/ops/conv_transpose2d.h"
#include "tutorials/08_checkerboards/exercises/1_overlap/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using Overlap = decltype(&yours::overlap_map);
std::vector<Mutant<Overlap>> mutants();
}  // namespace pixelwise

namespace {

Tensor ones(std::int64_t rows, std::int64_t columns) {
  Array all({1, 1, rows, columns});
  for (std::int64_t i = 0; i < all.size(); ++i) all(i) = 1;
  return Tensor(all);
}

Question<Overlap> question(std::int64_t rows, std::int64_t columns, std::int64_t k,
                           std::int64_t stride, std::int64_t padding) {
  const Array y = conv_transpose2d(ones(rows, columns), ones(k, k), Tensor(),
                                   {.stride = stride, .padding = padding})
                      .value();
  return {.title = text(rows, "x", columns, " numbers, kernel ", k, "x", k, ", stride ", stride,
                        ", padding ", padding),
          .given = {},
          .result = "copies",
          .ask = [=](const Overlap& answer) -> Array {
            return answer(rows, columns, k, stride, padding);
          },
          .expected = y.reshaped({y.shape()[2], y.shape()[3]})};
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Overlap> sheet{.yours = yours::overlap_map, .mutants = mutants()};
  sheet.forbidden = {"conv_transpose2d", "conv2d_dx", "backward"};
  sheet.questions = {question(3, 3, 3, 2, 0), question(3, 4, 4, 2, 0), question(3, 3, 4, 2, 1),
                     question(2, 5, 5, 3, 1), question(4, 2, 2, 2, 0), question(3, 2, 3, 1, 1)};
  return grade(argc, argv, sheet);
}

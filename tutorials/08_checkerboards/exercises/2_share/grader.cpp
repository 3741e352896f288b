// Grades exercise 08.2 by another way than the hints: it makes the large map and looks at its
// middle.
#include "tutorials/grader/grader.h"

#include "autograd/ops/conv_transpose2d.h"
#include "tutorials/08_checkerboards/exercises/2_share/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using Share = decltype(&yours::pattern_share);
std::vector<Mutant<Share>> mutants();
}  // namespace pixelwise

namespace {

// Two whole periods in the middle of the result of 10x10 ones: kernels here are at most 6 wide.
Array measured(const Array& kernel, std::int64_t stride) {
  const std::int64_t k = kernel.shape()[0], first = 4 * stride + 2, end = first + 2 * stride;
  const Tensor ones(Array({1, 1, 10, 10}, std::vector<Real>(100, 1)));
  const Tensor w(kernel.reshaped({1, 1, k, k}));
  const Array y = conv_transpose2d(ones, w, Tensor(), {.stride = stride}).value();
  Real mean = 0, distances = 0, squares = 0;
  for (std::int64_t i = first; i < end; ++i) {
    for (std::int64_t j = first; j < end; ++j) mean += y(0, 0, i, j);
  }
  mean /= static_cast<Real>(4 * stride * stride);
  for (std::int64_t i = first; i < end; ++i) {
    for (std::int64_t j = first; j < end; ++j) {
      distances += (y(0, 0, i, j) - mean) * (y(0, 0, i, j) - mean);
      squares += y(0, 0, i, j) * y(0, 0, i, j);
    }
  }
  return Array({1}, std::vector<Real>{distances / squares});
}

Question<Share> question(const std::string& title, const Array& kernel, std::int64_t stride) {
  return {.title = text(title, ", stride ", stride),
          .given = {{"kernel", kernel}},
          .result = "share",
          .ask = [=](const Share& answer) -> Array { return answer(kernel, stride); },
          .expected = measured(kernel, stride)};
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Share> sheet{.yours = yours::pattern_share, .mutants = mutants()};
  sheet.forbidden = {"conv_transpose2d", "pattern_of", "backward"};
  const auto ones = [](std::int64_t k) {
    return Array({k, k}, std::vector<Real>(static_cast<std::size_t>(k * k), 1));
  };
  auto& questions = sheet.questions;
  questions.push_back(question("3x3 of ones", ones(3), 2));
  questions.push_back(question("4x4 of ones: even", ones(4), 2));
  const Real h = 0.5, q = 0.25;
  questions.push_back(
      question("3x3 bilinear: even", Array({3, 3}, {q, h, q, h, 1, h, q, h, q}), 2));
  questions.push_back(question("four numbers", Array({2, 2}, {1, 2, 3, 4}), 2));
  std::uint64_t seed = 4;
  for (const auto& [k, stride] : {std::pair{3, 2}, {4, 2}, {5, 3}, {2, 3}, {6, 3}}) {
    questions.push_back(
        question(text(k, "x", k, " drawn at random"), decimals({k, k}, ++seed), stride));
  }
  return grade(argc, argv, sheet);
}

// Grades exercise 04.1: the forward pass of a convolution, against conv2d.
#include "tutorials/grader/grader.h"

#include "autograd/ops/conv2d.h"
#include "tutorials/04_convolution/exercises/1_forward/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using Forward = decltype(&yours::conv2d_forward);
std::vector<Mutant<Forward>> mutants();
}  // namespace pixelwise

namespace {

Question<Forward> question(const Array& x, const Array& w, const Array& bias, std::int64_t stride,
                           std::int64_t padding, const std::string& why = "") {
  return {
      .title = text("x ", x.shape(), ", kernel ", w.shape()[2], "x", w.shape()[3], ", stride ",
                    stride, ", padding ", padding, why),
      .given = {{.name = "x",
                 .value = x,
                 .slices =
                     [](std::int64_t n, std::int64_t) {
                       return Slice{n, kEvery};
                     }},
                {.name = "w",
                 .value = w,
                 .slices =
                     [](std::int64_t, std::int64_t o) {
                       return Slice{o, kEvery};
                     }},
                {"bias", bias}},
      .result = "y",
      .ask = [=](const Forward& answer) -> Array { return answer(x, w, bias, stride, padding); },
      .expected = conv2d(Tensor(x), Tensor(w), Tensor(bias), {.stride = stride, .padding = padding})
                      .value()};
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Forward> sheet{.yours = yours::conv2d_forward, .mutants = mutants()};
  sheet.forbidden = {"conv2d", "conv2d_y", "conv_transpose2d", "matmul"};
  const Array step({1, 1, 4, 4}, {0, 0, 5, 5, 0, 0, 5, 5, 0, 0, 5, 5, 0, 0, 5, 5});
  const Array edge({1, 1, 2, 2}, {-1, 1, -1, 1});
  sheet.questions.push_back(question(step, edge, Array({1}), 1, 0, " (the edge of the page)"));
  sheet.questions.push_back(question(whole_numbers({1, 1, 3, 4}, 2), whole_numbers({1, 1, 2, 2}, 3),
                                     Array({1}, {1}), 1, 0));
  sheet.questions.push_back(
      question(whole_numbers({1, 1, 5, 5}, 4), whole_numbers({1, 1, 3, 3}, 5), Array({1}), 2, 0));
  sheet.questions.push_back(
      question(whole_numbers({1, 1, 4, 4}, 6), whole_numbers({1, 1, 2, 2}, 7), Array({1}), 1, 1));
  sheet.questions.push_back(question(whole_numbers({2, 3, 6, 7}, 8), whole_numbers({4, 3, 3, 3}, 9),
                                     whole_numbers({4}, 10), 2, 1));
  Rng rng(11);
  for (std::uint64_t seed = 20; seed < 24; ++seed) {
    const std::int64_t channels = between(rng, 1, 3), outputs = between(rng, 1, 3),
                       k = between(rng, 1, 4);
    sheet.questions.push_back(question(
        decimals({between(rng, 1, 2), channels, between(rng, 4, 9), between(rng, 4, 9)}, seed),
        decimals({outputs, channels, k, k}, seed + 100), decimals({outputs}, seed + 200),
        between(rng, 1, 3), between(rng, 0, 2), " (drawn at random)"));
  }
  return grade(argc, argv, sheet);
}

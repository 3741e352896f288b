// Grades exercise 04.3: dw of a convolution, against the library and against finite differences.
#include "tutorials/grader/grader.h"

#include "autograd/ops/conv2d.h"
#include "tutorials/04_convolution/exercises/3_dw/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using Dw = decltype(&yours::conv2d_dw);
std::vector<Mutant<Dw>> mutants();
}  // namespace pixelwise

namespace {

// dL/dw by the library: backward(dy) sends dy to the parameter w.
Array library_dw(const Array& x, const Array& w, const Array& dy, const Conv2dOptions& options) {
  const Tensor parameter = Tensor::parameter(w);
  conv2d(Tensor(x), parameter, Tensor(), options).backward(dy);
  return parameter.grad();
}

Question<Dw> question(const Array& x, const Shape& w, std::int64_t stride, std::int64_t padding,
                      std::uint64_t seed, bool measured = false) {
  const Conv2dOptions options{.stride = stride, .padding = padding};
  const auto forward = [=](const Array& at) {
    return conv2d(Tensor(x), Tensor(at), Tensor(), options).value();
  };
  const Array at = decimals(w, seed), dy = whole_numbers(forward(at).shape(), seed + 1);
  const Array expected =
      measured ? finite_differences([&](const Array& moved) { return dot(forward(moved), dy); }, at)
               : library_dw(x, at, dy, options);
  return {.title =
              text("x ", x.shape(), ", kernel ", w[2], "x", w[3], ", stride ", stride, ", padding ",
                   padding, measured ? " (expected: measured by finite differences)" : ""),
          .given = {{.name = "dy",
                     .value = dy,
                     .slices =
                         [](std::int64_t o, std::int64_t) {
                           return Slice{kEvery, o};
                         }},
                    {.name = "x",
                     .value = x,
                     .slices =
                         [](std::int64_t, std::int64_t c) {
                           return Slice{kEvery, c};
                         }}},
          .result = "dw",
          .ask = [=](const Dw& answer) -> Array { return answer(dy, x, w, stride, padding); },
          .expected = expected,
          .tolerance = measured ? 1e-6 : 1e-9};
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Dw> sheet{.yours = yours::conv2d_dw, .mutants = mutants()};
  sheet.forbidden = {"conv2d", "conv2d_y", "conv_geometry", "backward"};
  auto& questions = sheet.questions;
  questions.push_back(question(whole_numbers({1, 1, 3, 3}, 1), {1, 1, 2, 2}, 1, 0, 2));
  questions.push_back(question(whole_numbers({1, 1, 5, 5}, 3), {1, 1, 3, 3}, 2, 0, 4));
  questions.push_back(question(whole_numbers({1, 1, 4, 4}, 5), {1, 1, 2, 2}, 1, 1, 6, true));
  questions.push_back(question(whole_numbers({2, 3, 6, 7}, 7), {4, 3, 3, 3}, 2, 1, 8));
  Rng rng(9);
  for (std::uint64_t seed = 20; seed < 24; ++seed) {
    const std::int64_t channels = between(rng, 1, 3), k = between(rng, 2, 4);
    const Shape x{between(rng, 1, 2), channels, between(rng, 4, 7), between(rng, 4, 7)};
    questions.push_back(question(decimals(x, seed), {between(rng, 1, 3), channels, k, k},
                                 between(rng, 1, 3), between(rng, 0, 2), seed, seed % 2 == 0));
  }
  return grade(argc, argv, sheet);
}

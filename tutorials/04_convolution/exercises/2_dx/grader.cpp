// Grades exercise 04.2: dx of a convolution, against the library and against finite differences.
#include "tutorials/grader/grader.h"

#include "autograd/ops/conv2d.h"
#include "tutorials/04_convolution/exercises/2_dx/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using Dx = decltype(&yours::conv2d_dx);
std::vector<Mutant<Dx>> mutants();
}  // namespace pixelwise

namespace {

// dL/dx by the library: backward(dy) sends dy to the parameter x.
Array library_dx(const Array& x, const Array& w, const Array& dy, const Conv2dOptions& options) {
  const Tensor parameter = Tensor::parameter(x);
  conv2d(parameter, Tensor(w), Tensor(), options).backward(dy);
  return parameter.grad();
}

Question<Dx> question(const Shape& x, const Array& w, std::int64_t stride, std::int64_t padding,
                      std::uint64_t seed, bool measured = false) {
  const Conv2dOptions options{.stride = stride, .padding = padding};
  const auto forward = [=](const Array& at) {
    return conv2d(Tensor(at), Tensor(w), Tensor(), options).value();
  };
  const Array at = decimals(x, seed), dy = whole_numbers(forward(at).shape(), seed + 1);
  const Array expected =
      measured ? finite_differences([&](const Array& moved) { return dot(forward(moved), dy); }, at)
               : library_dx(at, w, dy, options);
  return {.title = text("x ", x, ", kernel ", w.shape()[2], "x", w.shape()[3], ", stride ", stride,
                        ", padding ", padding,
                        measured ? " (expected: measured by finite differences)" : ""),
          .given = {{.name = "dy",
                     .value = dy,
                     .slices =
                         [](std::int64_t n, std::int64_t) {
                           return Slice{n, kEvery};
                         }},
                    {.name = "w",
                     .value = w,
                     .slices =
                         [](std::int64_t, std::int64_t c) {
                           return Slice{kEvery, c};
                         }}},
          .result = "dx",
          .ask = [=](const Dx& answer) -> Array { return answer(dy, w, x, stride, padding); },
          .expected = expected,
          .tolerance = measured ? 1e-6 : 1e-9};
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Dx> sheet{.yours = yours::conv2d_dx, .mutants = mutants()};
  sheet.forbidden = {"conv2d", "conv2d_y", "conv_geometry", "conv_transpose2d", "backward"};
  auto& questions = sheet.questions;
  questions.push_back(question({1, 1, 3, 3}, Array({1, 1, 2, 2}, {1, 2, 3, 4}), 1, 0, 1));
  questions.push_back(question({1, 1, 5, 5}, whole_numbers({1, 1, 3, 3}, 2), 2, 0, 3));
  questions.push_back(question({1, 1, 4, 4}, whole_numbers({1, 1, 2, 2}, 4), 1, 1, 5, true));
  questions.push_back(question({2, 3, 6, 7}, whole_numbers({4, 3, 3, 3}, 6), 2, 1, 7));
  Rng rng(8);
  for (std::uint64_t seed = 20; seed < 24; ++seed) {
    const std::int64_t channels = between(rng, 1, 3), k = between(rng, 2, 4);
    const Shape x{between(rng, 1, 2), channels, between(rng, 4, 7), between(rng, 4, 7)};
    questions.push_back(question(x, decimals({between(rng, 1, 3), channels, k, k}, seed),
                                 between(rng, 1, 3), between(rng, 0, 2), seed, seed % 2 == 0));
  }
  return grade(argc, argv, sheet);
}

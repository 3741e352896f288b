// Grades exercise 07.2: dx of a transposed convolution, against the library and against finite
// differences.
#include "tutorials/grader/grader.h"

#include "autograd/ops/conv_transpose2d.h"
#include "tutorials/07_transposed_convolution/exercises/2_dx/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using Dx = decltype(&yours::conv_transpose2d_dx);
std::vector<Mutant<Dx>> mutants();
}  // namespace pixelwise

namespace {

Array forward(const Array& x, const Array& w, const ConvTranspose2dOptions& options) {
  return conv_transpose2d(Tensor(x), Tensor(w), Tensor(), options).value();
}

Array library_dx(const Array& x, const Array& w, const Array& dy,
                 const ConvTranspose2dOptions& options) {
  const Tensor parameter = Tensor::parameter(x);
  conv_transpose2d(parameter, Tensor(w), Tensor(), options).backward(dy);
  return parameter.grad();
}

Question<Dx> question(const Shape& x, const Array& w, std::int64_t stride, std::int64_t padding,
                      std::uint64_t seed, bool measured = false) {
  const ConvTranspose2dOptions options{.stride = stride, .padding = padding};
  const Array at = decimals(x, seed), dy = whole_numbers(forward(at, w, options).shape(), seed + 1);
  const auto loss = [&](const Array& moved) { return dot(forward(moved, w, options), dy); };
  return {.title = text("x ", x, ", kernel ", w.shape()[2], "x", w.shape()[3], ", stride ", stride,
                        ", padding ", padding,
                        measured ? " (expected: measured by finite differences)" : ""),
          .given = {{"dy", dy}, {"w", w}},
          .result = "dx",
          .ask = [=](const Dx& answer) -> Array { return answer(dy, w, x, stride, padding); },
          .expected = measured ? finite_differences(loss, at) : library_dx(at, w, dy, options),
          .tolerance = measured ? 1e-6 : 1e-9};
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Dx> sheet{.yours = yours::conv_transpose2d_dx, .mutants = mutants()};
  sheet.forbidden = {"conv2d", "conv2d_y", "conv_geometry", "conv_transpose2d", "backward"};
  auto& questions = sheet.questions;
  questions.push_back(question({1, 1, 2, 2}, Array({1, 1, 2, 2}, {1, 2, 3, 4}), 2, 0, 1));
  questions.push_back(question({1, 1, 2, 3}, whole_numbers({1, 1, 3, 3}, 2), 2, 1, 3));
  questions.push_back(question({1, 1, 3, 3}, whole_numbers({1, 1, 3, 3}, 4), 1, 1, 5, true));
  questions.push_back(question({2, 3, 3, 2}, whole_numbers({3, 2, 4, 4}, 6), 2, 1, 7));
  questions.push_back(question({1, 2, 2, 2}, whole_numbers({2, 2, 2, 2}, 8), 2, 0, 9));
  Rng rng(8);
  for (std::uint64_t seed = 20; seed < 24; ++seed) {
    const std::int64_t channels = between(rng, 1, 3), k = between(rng, 2, 4);
    const Shape x{between(rng, 1, 2), channels, between(rng, 2, 4), between(rng, 2, 4)};
    questions.push_back(question(x, decimals({channels, between(rng, 1, 3), k, k}, seed),
                                 between(rng, 1, 3), between(rng, 0, 1), seed, seed % 2 == 0));
  }
  return grade(argc, argv, sheet);
}

// Grades exercise 07.3: dw of a transposed convolution, against the library and against finite
// differences.
#include "tutorials/grader/grader.h"

#include "autograd/ops/conv_transpose2d.h"
#include "tutorials/07_transposed_convolution/exercises/3_dw/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using Dw = decltype(&yours::conv_transpose2d_dw);
std::vector<Mutant<Dw>> mutants();
}  // namespace pixelwise

namespace {

Array forward(const Array& x, const Array& w, const ConvTranspose2dOptions& options) {
  return conv_transpose2d(Tensor(x), Tensor(w), Tensor(), options).value();
}

Array library_dw(const Array& x, const Array& w, const Array& dy,
                 const ConvTranspose2dOptions& options) {
  const Tensor parameter = Tensor::parameter(w);
  conv_transpose2d(Tensor(x), parameter, Tensor(), options).backward(dy);
  return parameter.grad();
}

Question<Dw> question(const Array& x, const Shape& w, std::int64_t stride, std::int64_t padding,
                      std::uint64_t seed, bool measured = false) {
  const ConvTranspose2dOptions options{.stride = stride, .padding = padding};
  const Array at = decimals(w, seed), dy = whole_numbers(forward(x, at, options).shape(), seed + 1);
  const auto loss = [&](const Array& moved) { return dot(forward(x, moved, options), dy); };
  return {.title =
              text("x ", x.shape(), ", kernel ", w[2], "x", w[3], ", stride ", stride, ", padding ",
                   padding, measured ? " (expected: measured by finite differences)" : ""),
          .given = {{"dy", dy}, {"x", x}},
          .result = "dw",
          .ask = [=](const Dw& answer) -> Array { return answer(dy, x, w, stride, padding); },
          .expected = measured ? finite_differences(loss, at) : library_dw(x, at, dy, options),
          .tolerance = measured ? 1e-6 : 1e-9};
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Dw> sheet{.yours = yours::conv_transpose2d_dw, .mutants = mutants()};
  sheet.forbidden = {"conv2d", "conv2d_dw", "conv_geometry", "conv_transpose2d", "backward"};
  auto& questions = sheet.questions;
  questions.push_back(question(Array({1, 1, 2, 2}, {1, 2, 3, 4}), {1, 1, 2, 2}, 2, 0, 1));
  questions.push_back(question(whole_numbers({1, 1, 2, 3}, 2), {1, 1, 3, 3}, 2, 1, 3));
  questions.push_back(question(whole_numbers({1, 1, 3, 3}, 4), {1, 1, 3, 3}, 1, 1, 5, true));
  questions.push_back(question(whole_numbers({2, 3, 3, 2}, 6), {3, 2, 4, 4}, 2, 1, 7));
  Rng rng(8);
  for (std::uint64_t seed = 20; seed < 24; ++seed) {
    const std::int64_t channels = between(rng, 1, 3), k = between(rng, 2, 4);
    const Array x =
        decimals({between(rng, 1, 2), channels, between(rng, 2, 4), between(rng, 2, 4)}, seed);
    questions.push_back(question(x, {channels, between(rng, 1, 3), k, k}, between(rng, 1, 3),
                                 between(rng, 0, 1), seed, seed % 2 == 0));
  }
  return grade(argc, argv, sheet);
}

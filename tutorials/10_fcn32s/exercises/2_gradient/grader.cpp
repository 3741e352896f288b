// Grades exercise 10.2: the gradient of crop and add, against the library and against finite
// differences.
#include "tutorials/grader/grader.h"

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/crop.h"
#include "tutorials/10_fcn32s/exercises/2_gradient/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using Dlarger = decltype(&yours::crop_and_fuse_dlarger);
std::vector<Mutant<Dlarger>> mutants();
}  // namespace pixelwise

namespace {

Question<Dlarger> question(const Array& dy, const Shape& larger, std::int64_t top,
                           std::int64_t left, bool measured = false) {
  const Shape s = dy.shape();
  const Array frame = decimals(s, 90), at = decimals(larger, 91);
  const auto sum = [=](const Tensor& x) { return Tensor(frame) + crop(x, top, left, s[2], s[3]); };
  const auto loss = [&](const Array& moved) { return dot(sum(Tensor(moved)).value(), dy); };
  const Tensor x = Tensor::parameter(at);
  sum(x).backward(dy);
  return {.title = text("dy ", s, ", larger ", larger, ", top ", top, ", left ", left,
                        measured ? " (expected: measured by finite differences)" : ""),
          .given = {{"dy", dy}},
          .result = "dlarger",
          .ask = [=](const Dlarger& answer) -> Array { return answer(dy, larger, top, left); },
          .expected = measured ? finite_differences(loss, at) : x.grad(),
          .tolerance = measured ? 1e-6 : 1e-9};
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Dlarger> sheet{.yours = yours::crop_and_fuse_dlarger, .mutants = mutants()};
  sheet.forbidden = {"pixelwise::pad", "Tensor", "backward"};
  auto& questions = sheet.questions;
  questions.push_back(question(Array({1, 1, 2, 2}, {1, 2, 3, 4}), {1, 1, 4, 4}, 1, 1));
  questions.push_back(question(Array({1, 1, 2, 2}, {1, 2, 3, 4}), {1, 1, 5, 4}, 0, 2));
  questions.push_back(question(whole_numbers({1, 1, 2, 3}, 1), {1, 1, 6, 7}, 1, 3, true));
  questions.push_back(question(whole_numbers({1, 2, 3, 2}, 3), {1, 2, 3, 2}, 0, 0));
  questions.push_back(question(whole_numbers({2, 3, 2, 2}, 5), {2, 3, 5, 4}, 2, 1));
  Rng rng(7);
  for (std::uint64_t seed = 20; seed < 24; ++seed) {
    const std::int64_t n = between(rng, 1, 2), c = between(rng, 1, 3), h = between(rng, 2, 4),
                       w = between(rng, 2, 4), top = between(rng, 1, 3), left = between(rng, 0, 3);
    const Shape larger{n, c, h + top + between(rng, 0, 2), w + left + between(rng, 0, 2)};
    questions.push_back(question(decimals({n, c, h, w}, seed), larger, top, left, seed % 2 == 0));
  }
  return grade(argc, argv, sheet);
}

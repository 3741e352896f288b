// Grades exercise 10.1: crop and add, against the library's crop and +.
#include "tutorials/grader/grader.h"

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/crop.h"
#include "tutorials/10_fcn32s/exercises/1_crop_and_fuse/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using Fuse = decltype(&yours::crop_and_fuse);
std::vector<Mutant<Fuse>> mutants();
}  // namespace pixelwise

namespace {

Question<Fuse> question(const Array& frame, const Array& larger, std::int64_t top,
                        std::int64_t left, const std::string& why = "") {
  const Shape s = frame.shape();
  const Tensor part = crop(Tensor(larger), top, left, s[2], s[3]);
  return {
      .title = text("frame ", s, ", larger ", larger.shape(), ", top ", top, ", left ", left, why),
      .given = {{"frame", frame}, {"larger", larger}},
      .result = "the sum",
      .ask = [=](const Fuse& answer) -> Array { return answer(frame, larger, top, left); },
      .expected = (Tensor(frame) + part).value()};
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Fuse> sheet{.yours = yours::crop_and_fuse, .mutants = mutants()};
  sheet.forbidden = {"pixelwise::crop", "Tensor"};
  const Array frame({1, 1, 2, 2}, {100, 200, 300, 400});
  Array counted({1, 1, 4, 4});
  for (std::int64_t i = 0; i < 16; ++i) counted(0, 0, i / 4, i % 4) = static_cast<Real>(i);
  auto& questions = sheet.questions;
  questions.push_back(question(frame, counted, 1, 1));
  questions.push_back(question(frame, counted, 0, 2));
  questions.push_back(question(whole_numbers({1, 1, 2, 3}, 1), whole_numbers({1, 1, 6, 7}, 2), 1, 3,
                               " (not the middle)"));
  questions.push_back(question(whole_numbers({1, 2, 3, 2}, 3), whole_numbers({1, 2, 3, 2}, 4), 0, 0,
                               " (nothing to cut)"));
  questions.push_back(
      question(whole_numbers({2, 3, 2, 2}, 5), whole_numbers({2, 3, 5, 4}, 6), 2, 1));
  Rng rng(7);
  for (std::uint64_t seed = 20; seed < 24; ++seed) {
    const std::int64_t n = between(rng, 1, 2), c = between(rng, 1, 3), h = between(rng, 2, 4),
                       w = between(rng, 2, 4), top = between(rng, 1, 3), left = between(rng, 0, 3);
    const Shape larger{n, c, h + top + between(rng, 0, 2), w + left + between(rng, 0, 2)};
    questions.push_back(question(decimals({n, c, h, w}, seed), decimals(larger, seed + 100), top,
                                 left, " (drawn at random)"));
  }
  return grade(argc, argv, sheet);
}

// Grades exercise 10.4: masks from coarse scores, against the library's bilinear resizing.
#include "tutorials/grader/grader.h"

#include "autograd/ops/upsample.h"
#include "tutorials/10_fcn32s/exercises/4_mask/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using MaskOf = decltype(&yours::mask_of);
std::vector<Mutant<MaskOf>> mutants();
}  // namespace pixelwise

namespace {

Array expected(const Array& scores, std::int64_t factor) {
  const Shape s = scores.shape();
  const Array large = upsample_bilinear(Tensor(scores), {s[2] * factor, s[3] * factor}).value();
  Array mask({s[2] * factor, s[3] * factor});
  for (std::int64_t i = 0; i < s[2] * factor; ++i) {
    for (std::int64_t j = 0; j < s[3] * factor; ++j) {
      std::int64_t best = 0;
      for (std::int64_t c = 1; c < s[1]; ++c) {
        if (large(0, c, i, j) > large(0, best, i, j)) best = c;
      }
      for (std::int64_t c = 0; c < s[1]; ++c) {
        require(c == best || large(0, best, i, j) - large(0, c, i, j) > 1e-6,
                "grader: two best scores at ", i, ", ", j);
      }
      mask(i, j) = static_cast<Real>(best);
    }
  }
  return mask;
}

Question<MaskOf> question(const Array& scores, std::int64_t factor, const std::string& why) {
  return {.title = text("scores ", scores.shape(), ", factor ", factor, why),
          .given = {{"scores", scores}},
          .result = "the mask",
          .ask = [=](const MaskOf& answer) -> Array { return answer(scores, factor); },
          .expected = expected(scores, factor)};
}

// [1, C, H, W] from numbers in the order of the indices.
Array map_of(const Shape& shape, const std::vector<Real>& numbers) {
  Array map(shape);
  std::size_t at = 0;
  for (std::int64_t c = 0; c < shape[1]; ++c) {
    for (std::int64_t h = 0; h < shape[2]; ++h) {
      for (std::int64_t w = 0; w < shape[3]; ++w) map(0, c, h, w) = numbers[at++];
    }
  }
  return map;
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<MaskOf> sheet{.yours = yours::mask_of, .mutants = mutants()};
  sheet.forbidden = {"upsample_bilinear", "upsample_nearest", "argmax", "conv_transpose2d"};
  auto& questions = sheet.questions;
  questions.push_back(
      question(map_of({1, 2, 2, 2}, {2, 2, 2, 2, 6, 0, 0, 0}), 4, " (the example of the page)"));
  questions.push_back(question(map_of({1, 2, 1, 3}, {2, 2, 2, 0, 9, 1.5}), 4, ", a single row"));
  questions.push_back(
      question(map_of({1, 2, 2, 2}, {-9, -2, -2, -1, -3, -3, -3, -5}), 2, ", all scores below 0"));
  questions.push_back(
      question(map_of({1, 3, 2, 3}, {5, 1, 0, 0, 1, 1, 0, 3, 1, 1, 0, 0, 1, 1, 7, 4, 2, 0.5}), 4,
               ", three classes"));
  Rng rng(5);
  for (std::uint64_t seed = 40; seed < 44; ++seed) {
    const Shape shape{1, between(rng, 2, 4), between(rng, 2, 4), between(rng, 2, 4)};
    questions.push_back(
        question(decimals(shape, seed), 2 * between(rng, 1, 3), " (drawn at random)"));
  }
  return grade(argc, argv, sheet);
}

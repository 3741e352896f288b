// Grades exercise 11.1: a sum of skips, against the layers of the library.
#include "autograd/ops.h"
#include "tutorials/11_fcn16s_fcn8s/exercises/1_fcn4s/answer.h"

using namespace pixelwise;

namespace {

// The library's bilinear kernel for stride 2.
Tensor enlarged(const Tensor& x) {
  const std::int64_t classes = x.shape()[1];
  Array kernel({classes, classes, 4, 4});
  const Real tent[4] = {0.25, 0.75, 0.75, 0.25};
  for (std::int64_t c = 0; c < classes; ++c) {
    for (std::int64_t u = 0; u < 4; ++u) {
      for (std::int64_t v = 0; v < 4; ++v) kernel(c, c, u, v) = tent[u] * tent[v];
    }
  }
  return conv_transpose2d(x, Tensor(kernel), Tensor(), {.stride = 2, .padding = 1});
}

Question<FusedScores> question(const Array& coarse, const std::vector<Array>& skips,
                               const std::string& why = "") {
  Tensor y(coarse);
  std::vector<Given> given{{"coarse", coarse}};
  for (std::size_t k = 0; k < skips.size(); ++k) {
    y = enlarged(y) + Tensor(skips[k]);
    given.push_back({text("skips[", k, "]"), skips[k]});
  }
  const std::vector<CheckedArray> checked(skips.begin(), skips.end());
  return {.title = text("coarse ", coarse.shape(), ", ", skips.size(),
                        skips.size() == 1 ? " skip" : " skips", why),
          .given = given,
          .result = "scores",
          .ask = [=](const FusedScores& answer) -> Array { return answer(coarse, checked); },
          .expected = y.value()};
}

Question<FusedScores> drawn(const Shape& s, std::int64_t skips, std::uint64_t seed) {
  std::vector<Array> maps;
  for (std::int64_t k = 1; k <= skips; ++k) {
    maps.push_back(
        decimals({s[0], s[1], s[2] << k, s[3] << k}, seed + static_cast<std::uint64_t>(100 * k)));
  }
  return question(decimals(s, seed), maps, " (drawn at random)");
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<FusedScores> sheet{.yours = yours::fused_scores, .mutants = mutants()};
  sheet.forbidden = {"conv_transpose2d", "upsample_bilinear", "fused"};
  const Array ring({1, 1, 4, 4}, {-3, 2, 1, -3, 2, -20, -18, 2, 1, -19, -20, 1, 2, -5, 2, -2});
  sheet.questions.push_back(
      question(Array({1, 1, 2, 2}, {16, 16, 16, 16}), {ring}, " (the ring of the page)"));
  sheet.questions.push_back(
      question(whole_numbers({1, 2, 1, 2}, 1),
               {whole_numbers({1, 2, 2, 4}, 2), whole_numbers({1, 2, 4, 8}, 3)}, ": FCN-8s"));
  sheet.questions.push_back(question(whole_numbers({2, 2, 1, 1}, 4), {}, ": FCN-32s"));
  Rng rng(5);
  for (std::uint64_t seed = 20; seed < 24; ++seed) {
    const Shape s({between(rng, 1, 2), between(rng, 2, 3), between(rng, 1, 3), between(rng, 1, 3)});
    sheet.questions.push_back(drawn(s, static_cast<std::int64_t>(seed - 20), seed));
  }
  sheet.questions.push_back(drawn({2, 3, 2, 1}, 3, 30));
  return grade(argc, argv, sheet);
}

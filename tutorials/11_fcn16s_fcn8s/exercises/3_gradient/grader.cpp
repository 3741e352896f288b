// Grades exercise 11.3: the gradients of skips, against backward() of the library and finite
// differences.
#include "autograd/ops.h"
#include "tutorials/11_fcn16s_fcn8s/exercises/3_gradient/answer.h"

using namespace pixelwise;

namespace {

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

Tensor sum_of(const std::vector<Tensor>& maps) {
  Tensor y = maps[0];
  for (std::size_t k = 1; k < maps.size(); ++k) y = enlarged(y) + maps[k];
  return y;
}

// One question for each gradient.
void ask(std::vector<Question<GradientsOfSkips>>& questions, const Shape& coarse,
         std::int64_t skips, std::uint64_t seed, bool measured = false) {
  std::vector<Tensor> maps;
  for (std::int64_t k = 0; k <= skips; ++k) {
    const Shape s({coarse[0], coarse[1], coarse[2] << k, coarse[3] << k});
    maps.push_back(Tensor::parameter(decimals(s, seed + static_cast<std::uint64_t>(k))));
  }
  const Tensor y = sum_of(maps);
  const Array dy = whole_numbers(y.shape(), seed + 50);
  (y + Tensor(Array(y.shape()))).backward(dy);
  for (std::int64_t k = skips; k >= 0; --k) {
    const auto at = static_cast<std::size_t>(k);
    const auto loss = [&](const Array& map) {
      std::vector<Tensor> changed = maps;
      changed[at] = Tensor(map);
      return dot(sum_of(changed).value(), dy);
    };
    const std::string name = k == 0 ? "coarse scores" : text("skips[", k - 1, "]");
    questions.push_back(
        {.title = text("the gradient of the ", name, ", ", skips, skips == 1 ? " skip" : " skips",
                       ", dy ", dy.shape(), measured ? " (measured by finite differences)" : ""),
         .given = {{"dy", dy}},
         .result = "gradient",
         .ask = [=](const GradientsOfSkips& answer) -> Array {
           const std::vector<CheckedArray> all = answer(dy, skips);
           if (static_cast<std::int64_t>(all.size()) != skips + 1) {
             throw WrongAnswer(text("You return ", all.size(), " gradients. With ", skips,
                                    skips == 1 ? " skip" : " skips", " there are ", skips + 1,
                                    "."));
           }
           return all[at];
         },
         .expected = measured ? finite_differences(loss, maps[at].value()) : maps[at].grad(),
         .tolerance = measured ? 1e-6 : 1e-9});
  }
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<GradientsOfSkips> sheet{.yours = yours::gradients_of_skips, .mutants = mutants()};
  sheet.forbidden = {"conv2d", "conv_transpose2d", "backward"};
  ask(sheet.questions, {1, 1, 2, 2}, 1, 1);
  ask(sheet.questions, {1, 2, 1, 2}, 2, 100);
  ask(sheet.questions, {2, 1, 2, 1}, 2, 200, true);
  ask(sheet.questions, {2, 2, 1, 3}, 0, 300);
  ask(sheet.questions, {1, 2, 2, 1}, 3, 400);
  return grade(argc, argv, sheet);
}

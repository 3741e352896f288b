// Grades exercise 10.3: a step with frozen layers, against backward() of the library.
#include "tutorials/grader/grader.h"

#include "autograd/ops/arithmetic.h"
#include "tutorials/10_fcn32s/exercises/3_frozen/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using Step = decltype(&yours::training_step);
std::vector<Mutant<Step>> mutants();
}  // namespace pixelwise

namespace {

Array library_step(const Array& w, const Array& learns, Real x, Real dy, Real lr) {
  std::vector<Tensor> layers;
  Tensor y = Tensor(Array({1}, x));
  for (std::int64_t l = 0; l < w.size(); ++l) {
    layers.push_back(Tensor::parameter(Array({1}, w(l))));
    if (learns(l) == 0) layers.back().set_requires_grad(false);
    y = y * layers.back();
  }
  if (y.requires_grad()) y.backward(Array({1}, dy));
  Array after = w;
  for (std::int64_t l = 0; l < w.size(); ++l) {
    const Tensor& layer = layers[static_cast<std::size_t>(l)];
    if (layer.has_grad()) after(l) -= lr * layer.grad()(0);
  }
  return after;
}

Question<Step> question(const std::string& title, const Array& w, const Array& learns, Real x,
                        Real dy, Real lr) {
  return {.title = text(title, ": x = ", x, ", dy = ", dy, ", lr = ", lr),
          .given = {{"w", w}, {"learns", learns}},
          .result = "the weights",
          .ask = [=](const Step& answer) -> Array { return answer(w, learns, x, dy, lr); },
          .expected = library_step(w, learns, x, dy, lr)};
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Step> sheet{.yours = yours::training_step, .mutants = mutants()};
  sheet.forbidden = {"Tensor", "backward"};
  auto& questions = sheet.questions;
  const Array w({3}, {2, 3, 5}), zero_score({3}, {2, 0, 5});
  const Array all({3}, {1, 1, 1}), fcn32s({3}, {1, 1, 0}), upscore({3}, {0, 0, 1}),
      score({3}, {0, 1, 0}), outer({3}, {1, 0, 1});
  questions.push_back(question("all layers learn", w, all, 7, 1, 0.5));
  questions.push_back(question("FCN-32s: upscore is frozen", w, fcn32s, 7, 1, 0.5));
  questions.push_back(question("only upscore learns", w, upscore, 7, 1, 0.5));
  questions.push_back(question("only the score layer learns", w, score, 7, -1, 0.5));
  questions.push_back(question("the layer in the middle is frozen", w, outer, 7, 1, 0.1));
  questions.push_back(
      question("FCN-32s before its first step, the score is zero", zero_score, fcn32s, 7, 1, 0.5));
  questions.push_back(
      question("the score is zero, and all layers learn", zero_score, all, 7, 1, 0.5));
  questions.push_back(
      question("the score is zero, and only upscore learns", zero_score, upscore, 7, 1, 0.5));
  Rng rng(3);
  for (std::uint64_t seed = 20; seed < 24; ++seed) {
    const std::int64_t layers = between(rng, 4, 6);
    Array flags({layers});
    for (std::int64_t l = 0; l < layers; ++l) flags(l) = rng.chance(0.5) ? 1 : 0;
    questions.push_back(question(text(layers, " layers (drawn at random)"),
                                 decimals({layers}, seed), flags, 1.5, 2, 0.25));
  }
  return grade(argc, argv, sheet);
}

// Grades exercise 09.1 by another way than the page's: it follows cells 0 and 1 back to the image.
#include "tutorials/grader/grader.h"

#include "tutorials/09_where_is_a_score/exercises/1_map/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using Where = decltype(&yours::coordinate_map);
std::vector<Mutant<Where>> mutants();
}  // namespace pixelwise

namespace {

struct Layer {
  double k, s, p;
  bool transposed = false;
};

// Two cells are enough to know a line. Cell 0 of a convolution covers -p ... -p + k - 1 of its
// input, and the next cell begins s further. In a transposed convolution, input and output change
// places.
Array measured(const std::vector<Layer>& layers) {
  double zero = 0, one = 1;  // the pixels on which cells 0 and 1 of the map lie
  for (const Layer& l : layers) {
    const auto pixel = [&](double cell) { return zero + cell * (one - zero); };
    const double first = (2 * -l.p + l.k - 1) / 2;  // the middle of what cell 0 covers
    const double at_zero = l.transposed ? -first / l.s : first;
    const double step = l.transposed ? 1 / l.s : l.s;
    const double new_zero = pixel(at_zero), new_one = pixel(at_zero + step);
    zero = new_zero;
    one = new_one;
  }
  const double a = 1 / (one - zero);
  return Array({2}, {static_cast<Real>(a), static_cast<Real>(-zero * a)});
}

Question<Where> question(const std::string& title, const std::vector<Layer>& layers) {
  Array rows({static_cast<std::int64_t>(layers.size()), 4});
  for (std::int64_t l = 0; l < rows.shape()[0]; ++l) {
    const Layer& layer = layers[static_cast<std::size_t>(l)];
    rows(l, 0) = static_cast<Real>(layer.k);
    rows(l, 1) = static_cast<Real>(layer.s);
    rows(l, 2) = static_cast<Real>(layer.p);
    rows(l, 3) = layer.transposed ? 1 : 0;
  }
  return {.title = title,
          .given = {{"layers", rows}},
          .result = "a, b",
          .ask = [=](const Where& answer) -> Array { return answer(rows); },
          .expected = measured(layers)};
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Where> sheet{.yours = yours::coordinate_map, .mutants = mutants()};
  sheet.forbidden = {"compose", "Alignment", "align"};
  auto& questions = sheet.questions;
  questions.push_back(question("one pooling", {{2, 2, 0}}));
  questions.push_back(question("two poolings", {{2, 2, 0}, {2, 2, 0}}));
  questions.push_back(question("a convolution with padding 100", {{3, 1, 100}}));
  questions.push_back(question("a transposed convolution", {{4, 2, 1, true}}));
  questions.push_back(question("there and back", {{2, 2, 0}, {4, 2, 0, true}}));
  questions.push_back(question("AlexNet's first layers", {{11, 4, 100}, {3, 2, 0}, {5, 1, 2}}));
  Rng rng(3);
  for (int i = 0; i < 3; ++i) {
    std::vector<Layer> layers;
    for (int l = 0; l < 4; ++l) {
      const auto k = static_cast<double>(between(rng, 1, 7));
      layers.push_back({k, static_cast<double>(between(rng, 1, 3)),
                        static_cast<double>(between(rng, 0, 3)), rng.chance(0.4)});
    }
    questions.push_back(question("four layers (drawn at random)", layers));
  }
  return grade(argc, argv, sheet);
}

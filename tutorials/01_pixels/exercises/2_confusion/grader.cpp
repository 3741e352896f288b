// Grades exercise 01.2: a confusion matrix with void, against ConfusionMatrix.
#include "metrics/confusion.h"
#include "tutorials/01_pixels/exercises/2_confusion/answer.h"

using namespace pixelwise;

namespace {

Array library(const Array& truth, const Array& prediction, std::int64_t classes) {
  ConfusionMatrix matrix(static_cast<int>(classes));
  for (std::int64_t i = 0; i < truth.size(); ++i) {
    const std::uint8_t t[] = {static_cast<std::uint8_t>(truth(i))};
    const std::uint8_t p[] = {static_cast<std::uint8_t>(prediction(i))};
    matrix.add(t, p);
  }
  Array counts({classes, classes});
  for (std::int64_t t = 0; t < classes; ++t) {
    for (std::int64_t p = 0; p < classes; ++p) {
      counts(t, p) = static_cast<Real>(matrix.count(static_cast<int>(t), static_cast<int>(p)));
    }
  }
  return counts;
}

void ask(Sheet<Confusion>& sheet, const Array& truth, const Array& prediction, std::int64_t classes,
         const std::string& why = "") {
  sheet.questions.push_back(
      {.title =
           text(truth.shape()[0], " x ", truth.shape()[1], " pixels, ", classes, " classes", why),
       .given = {{"truth", truth}, {"prediction", prediction}},
       .result = "the matrix",
       .ask = [=](const Confusion& answer) -> Array { return answer(truth, prediction, classes); },
       .expected = library(truth, prediction, classes)});
}

Array random_classes(const Shape& shape, std::int64_t classes, double void_share,
                     std::uint64_t seed) {
  Rng rng(seed);
  Array ids(shape);
  for (std::int64_t i = 0; i < ids.size(); ++i) {
    const std::int64_t id = between(rng, 0, classes - 1);
    ids(i) = rng.chance(void_share) ? Real{255} : static_cast<Real>(id);
  }
  return ids;
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Confusion> sheet{.yours = yours::confusion, .mutants = mutants()};
  sheet.forbidden = {"ConfusionMatrix"};
  ask(sheet, Array({2, 3}, {0, 0, 0, 1, 1, 1}), Array({2, 3}, {0, 0, 1, 1, 1, 1}), 2);
  ask(sheet, Array({2, 4}, {0, 0, 1, 2, 2, 2, 1, 0}), Array({2, 4}, {0, 1, 1, 0, 2, 0, 2, 0}), 3);
  ask(sheet, Array({2, 4}, {0, 255, 1, 2, 255, 2, 1, 0}), Array({2, 4}, {0, 1, 1, 0, 2, 1, 1, 0}),
      3, ", two of them void");
  ask(sheet, Array({1, 3}, {1, 0, 1}), Array({1, 3}, {0, 0, 1}), 3, ", one of them absent");
  ask(sheet, Array({1, 2}, {255, 255}), Array({1, 2}, {1, 0}), 2, ", nothing but void");
  ask(sheet, Array({2, 2}, {0, 1, 1, 1}), Array({2, 2}, {1, 1, 0, 1}), 2);
  ask(sheet, Array({3, 2}, {0, 1, 1, 1, 0, 0}), Array({3, 2}, {0, 1, 0, 1, 1, 0}), 2);
  Rng rng(1);
  for (std::uint64_t seed = 10; seed < 13; ++seed) {
    const Shape shape{between(rng, 3, 8), between(rng, 3, 8)};
    const std::int64_t classes = between(rng, 2, 5);
    ask(sheet, random_classes(shape, classes, 0.2, seed),
        random_classes(shape, classes, 0, seed + 10), classes, " (drawn at random)");
  }
  return grade(argc, argv, sheet);
}

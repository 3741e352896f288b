// Grades exercise 01.4: Dice of one class, against ConfusionMatrix.
#include <cmath>

#include "metrics/confusion.h"
#include "tutorials/01_pixels/exercises/4_dice/answer.h"

using namespace pixelwise;

namespace {

constexpr int kClasses = 5;

// -1 stands for "no number".
Array as_array(const std::optional<double>& dice) {
  if (dice && std::isnan(*dice)) {
    throw WrongAnswer(
        "Your Dice is nan: 0 / 0. If no pixel is or is said to be of the class, return "
        "std::nullopt.");
  }
  if (dice && *dice < 0) {
    throw WrongAnswer(
        "Your Dice is negative. If no pixel is or is said to be of the class, return "
        "std::nullopt.");
  }
  return Array({1}, static_cast<Real>(dice.value_or(-1)));
}

void ask(Sheet<DiceOfClass>& sheet, const Array& truth, const Array& prediction, int class_number,
         const std::string& why = "") {
  ConfusionMatrix matrix(kClasses);
  for (std::int64_t i = 0; i < truth.size(); ++i) {
    const std::uint8_t t[] = {static_cast<std::uint8_t>(truth(i))};
    const std::uint8_t p[] = {static_cast<std::uint8_t>(prediction(i))};
    matrix.add(t, p);
  }
  const Real id = static_cast<Real>(class_number);
  sheet.questions.push_back(
      {.title = text("Dice of class ", class_number, why, " (-1 stands for: no number)"),
       .given = {{"truth", truth}, {"prediction", prediction}},
       .result = "Dice",
       .ask = [=](const DiceOfClass& answer) { return as_array(answer(truth, prediction, id)); },
       .expected = as_array(matrix.dice()[static_cast<std::size_t>(class_number)])});
}

Array random_classes(const Shape& shape, double void_share, std::uint64_t seed) {
  Rng rng(seed);
  Array ids(shape);
  for (std::int64_t i = 0; i < ids.size(); ++i) {
    const std::int64_t id = between(rng, 0, 2);
    ids(i) = rng.chance(void_share) ? Real{255} : static_cast<Real>(id);
  }
  return ids;
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<DiceOfClass> sheet{.yours = yours::dice_of_class, .mutants = mutants()};
  sheet.forbidden = {"ConfusionMatrix"};
  ask(sheet, Array({2, 4}, {0, 1, 1, 0, 0, 1, 1, 0}), Array({2, 4}, {0, 1, 1, 1, 0, 0, 1, 1}), 1);
  ask(sheet, Array({2, 3}, {2, 2, 0, 2, 1, 0}), Array({2, 3}, {2, 0, 0, 2, 2, 1}), 2);
  ask(sheet, Array({2, 3}, {2, 2, 0, 2, 1, 0}), Array({2, 3}, {2, 0, 0, 2, 2, 1}), 0);
  ask(sheet, Array({2, 3}, {1, 255, 1, 0, 255, 0}), Array({2, 3}, {1, 1, 0, 0, 1, 0}), 1,
      ", two pixels void");
  ask(sheet, Array({2, 2}, {0, 1, 1, 0}), Array({2, 2}, {0, 1, 0, 0}), 3, ", which is nowhere");
  ask(sheet, Array({2, 2}, {0, 255, 1, 0}), Array({2, 2}, {0, 2, 2, 0}), 2, ", only predicted");
  ask(sheet, Array({1, 2}, {0, 255}), Array({1, 2}, {0, 2}), 2, ", predicted on void only");
  Rng rng(1);
  for (std::uint64_t seed = 10; seed < 13; ++seed) {
    const Shape shape{between(rng, 3, 8), between(rng, 3, 8)};
    ask(sheet, random_classes(shape, 0.2, seed), random_classes(shape, 0, seed + 10),
        static_cast<int>(seed % 3), ", drawn at random");
  }
  return grade(argc, argv, sheet);
}

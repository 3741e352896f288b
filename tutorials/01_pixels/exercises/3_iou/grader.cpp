// Grades exercise 01.3: IoU for each class, against ConfusionMatrix.
#include <cmath>

#include "base/counted.h"
#include "metrics/confusion.h"
#include "tutorials/01_pixels/exercises/3_iou/answer.h"

using namespace pixelwise;

namespace {

// -1 stands for "no number".
Array as_array(const std::vector<std::optional<double>>& ious, std::int64_t classes) {
  if (static_cast<std::int64_t>(ious.size()) != classes) {
    throw WrongAnswer(text("Your result has ",
                           counted(static_cast<std::int64_t>(ious.size()), "value"), "; there are ",
                           classes, " classes, and each has one (or std::nullopt)."));
  }
  Array numbers({classes});
  for (std::int64_t c = 0; c < classes; ++c) {
    const std::optional<double> iou = ious[static_cast<std::size_t>(c)];
    if (iou && std::isnan(*iou)) {
      throw WrongAnswer(text("Your IoU of class ", c,
                             " is nan: 0 / 0. A class that is not there "
                             "has std::nullopt in place of a number."));
    }
    if (iou && *iou < 0) {
      throw WrongAnswer(text("Your IoU of class ", c,
                             " is negative. A class that is not there has "
                             "std::nullopt in place of a number."));
    }
    numbers(c) = static_cast<Real>(iou.value_or(-1));
  }
  return numbers;
}

void ask(Sheet<IouOfClasses>& sheet, const Array& counts, const std::string& why = "") {
  const std::int64_t classes = counts.shape()[0];
  ConfusionMatrix matrix(static_cast<int>(classes));
  for (int t = 0; t < classes; ++t) {
    for (int p = 0; p < classes; ++p) {
      matrix.add_count(t, p, static_cast<std::uint64_t>(counts(t, p)));
    }
  }
  sheet.questions.push_back(
      {.title = text(classes, " classes", why, " (in the result -1 stands for: no number)"),
       .given = {{"counts", counts}},
       .result = "the IoUs",
       .ask = [=](const IouOfClasses& answer) { return as_array(answer(counts), classes); },
       .expected = as_array(matrix.iou(), classes)});
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<IouOfClasses> sheet{.yours = yours::iou_of_classes, .mutants = mutants()};
  sheet.forbidden = {"ConfusionMatrix"};
  ask(sheet, Array({2, 2}, {50, 5, 10, 35}), " (the matrix of the page)");
  ask(sheet, Array({3, 3}, {8, 2, 0, 1, 5, 1, 0, 2, 1}));
  ask(sheet, Array({3, 3}, {6, 0, 2, 0, 0, 0, 1, 0, 3}), ", class 1 is nowhere");
  ask(sheet, Array({3, 3}, {6, 3, 0, 0, 0, 0, 1, 0, 4}), ", class 1 is only predicted");
  ask(sheet, Array({3, 3}, {6, 0, 1, 2, 0, 0, 1, 0, 4}), ", class 1 is only in the truth");
  ask(sheet, Array({2, 2}), ", no pixel at all");
  Rng rng(1);
  for (int k = 0; k < 3; ++k) {
    const std::int64_t classes = between(rng, 2, 5);
    Array counts({classes, classes});
    for (std::int64_t i = 0; i < counts.size(); ++i) {
      counts(i) = static_cast<Real>(between(rng, 0, 20));
    }
    ask(sheet, counts, ", drawn at random");
  }
  return grade(argc, argv, sheet);
}

// Grades exercise 01.1: from the colours of a mask to class numbers.
#include "base/counted.h"
#include "tutorials/01_pixels/exercises/1_colours/answer.h"

using namespace pixelwise;

namespace {

// The image that is made of class numbers and a palette; `ids` may hold 255, drawn in `other`.
void ask(Sheet<ClassNumbers>& sheet, const Array& ids, const Palette& palette, Colour other,
         const std::string& why = "") {
  const std::int64_t rows = ids.shape()[0], columns = ids.shape()[1];
  Array image({1, 3, rows, columns}), colours({static_cast<std::int64_t>(palette.size()), 3});
  std::vector<Given> given;
  for (std::int64_t c = 0; c < colours.shape()[0]; ++c) {
    const Colour colour = palette[static_cast<std::size_t>(c)];
    colours(c, 0) = colour.r;
    colours(c, 1) = colour.g;
    colours(c, 2) = colour.b;
  }
  given.push_back({"palette (R G B)", colours});
  const char* const names[] = {"red", "green", "blue"};
  for (std::int64_t channel = 0; channel < 3; ++channel) {
    Array plane({rows, columns});
    for (std::int64_t i = 0; i < ids.size(); ++i) {
      const Real of_other[] = {Real(other.r), Real(other.g), Real(other.b)};
      plane(i) =
          ids(i) == 255 ? of_other[channel] : colours(static_cast<std::int64_t>(ids(i)), channel);
      image(0, channel, i / columns, i % columns) = plane(i);
    }
    given.push_back({names[channel], plane});
  }
  sheet.questions.push_back(
      {.title = text(counted(rows, "row"), ", ", counted(columns, "column"), ", ", palette.size(),
                     " classes", why),
       .given = given,
       .result = "the class numbers",
       .ask = [=](const ClassNumbers& answer) -> Array { return answer(image, palette); },
       .expected = ids,
       .names = true});
}

Array random_ids(std::int64_t rows, std::int64_t columns, int classes, std::uint64_t seed) {
  Rng rng(seed);
  Array ids({rows, columns});
  for (std::int64_t i = 0; i < ids.size(); ++i) {
    const std::int64_t id = between(rng, 0, classes);
    ids(i) = id == classes ? Real{255} : static_cast<Real>(id);
  }
  return ids;
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<ClassNumbers> sheet{.yours = yours::class_numbers, .mutants = mutants()};
  sheet.forbidden = {"ids_of_colours"};
  const Palette three{{0, 0, 0}, {128, 0, 0}, {0, 0, 128}};
  ask(sheet, Array({2, 3}, {0, 1, 1, 0, 2, 2}), three, {});
  ask(sheet, Array({2, 2}, {1, 2, 255, 0}), three, {224, 224, 192}, ", one pixel without a class");
  // Colours that agree in one or two channels, and one that is near to class 1.
  const Palette similar{{0, 0, 0}, {128, 0, 0}, {128, 128, 0}, {0, 128, 128}, {128, 64, 0}};
  ask(sheet, Array({2, 3}, {4, 3, 2, 1, 0, 255}), similar, {127, 1, 0}, ", similar colours");
  for (std::uint64_t seed = 1; seed < 4; ++seed) {
    Rng rng(seed);
    ask(sheet, random_ids(between(rng, 2, 6), between(rng, 2, 7), 5, seed + 10), similar,
        {200, 64, 10}, " (drawn at random)");
  }
  return grade(argc, argv, sheet);
}

// Grades exercise 06.3 by another way than a formula: it visits every window, and marks its cells.
#include "tutorials/grader/grader.h"

#include <set>
#include <utility>

#include "tutorials/06_fc_to_conv/exercises/3_count/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using Count = decltype(&yours::count_windows);
std::vector<Mutant<Count>> mutants();
}  // namespace pixelwise

namespace {

struct Case {
  std::int64_t height, width, window, stride;
  Real cell, fc;
};

Array counted(const Case& c) {
  std::set<std::pair<std::int64_t, std::int64_t>> cells;  // of the image
  for (std::int64_t y = 0; y + c.stride <= c.height; y += c.stride) {
    for (std::int64_t x = 0; x + c.stride <= c.width; x += c.stride) cells.insert({y, x});
  }
  Real windows = 0, slid = 0;
  for (const auto& [top, left] : cells) {
    if (top + c.window > c.height || left + c.window > c.width) continue;
    windows += 1;
    slid += c.fc;
    for (const auto& [y, x] : cells) {
      const bool inside = y >= top && y < top + c.window && x >= left && x < left + c.window;
      if (inside) slid += c.cell;
    }
  }
  return Array({3}, {windows, slid, static_cast<Real>(cells.size()) * c.cell + windows * c.fc});
}

Question<Count> question(const std::string& title, const Case& c) {
  return {.title = text(title, ": ", c.height, "x", c.width, " pixels, windows of ", c.window,
                        ", stride ", c.stride),
          .given = {{"cell", Array({1}, c.cell)}, {"fc", Array({1}, c.fc)}},
          .result = "windows, sliding, one pass",
          .ask = [=](const Count& answer) -> Array {
            return answer(c.height, c.width, c.window, c.stride, c.cell, c.fc);
          },
          .expected = counted(c)};
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Count> sheet{.yours = yours::count_windows, .mutants = mutants()};
  auto& questions = sheet.questions;
  questions.push_back(question("one window", {4, 4, 4, 2, 10, 1}));
  questions.push_back(question("two windows", {4, 6, 4, 2, 10, 1}));
  questions.push_back(question("a rest at the end", {9, 13, 6, 2, 100, 7}));
  // Millions of multiply-adds of VGG-16: a cell 313.2, fully connected layers 123.6.
  questions.push_back(question("VGG-16", {224, 224, 224, 32, 313.2, 123.6}));
  questions.push_back(question("VGG-16", {384, 384, 224, 32, 313.2, 123.6}));
  questions.push_back(question("VGG-16", {375, 500, 224, 32, 313.2, 123.6}));
  Rng rng(4);
  for (int i = 0; i < 3; ++i) {
    const std::int64_t stride = between(rng, 2, 8), window = stride * between(rng, 2, 5);
    questions.push_back(question(
        "drawn at random",
        {window + between(rng, 0, 40), window + between(rng, 0, 40), window, stride,
         static_cast<Real>(between(rng, 1, 100)), static_cast<Real>(between(rng, 1, 100))}));
  }
  return grade(argc, argv, sheet);
}

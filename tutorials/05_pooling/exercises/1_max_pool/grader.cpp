// Grades exercise 05.1: max-pooling and the places of the maxima, against the library.
#include "autograd/ops/max_pool2d.h"
#include "tutorials/05_pooling/exercises/1_max_pool/answer.h"

using namespace pixelwise;

namespace {

Array places_as_array(const std::vector<std::int64_t>& places, const Shape& shape) {
  if (static_cast<std::int64_t>(places.size()) != shape.size()) {
    throw WrongAnswer(text("There are ", places.size(), " places; y has ", shape.size(),
                           " elements, and each has a place."));
  }
  std::vector<Real> numbers(places.begin(), places.end());
  return {shape, numbers};
}

// The library keeps the place inside of the window; here it is wanted inside of the image.
Array library_places(const Array& x, std::int64_t k, std::int64_t stride) {
  const Pooled pooled = max_pool2d_with_indices(Tensor(x), {.kernel = k, .stride = stride});
  Array places(pooled.values.shape());
  const Shape s = places.shape();
  for (std::int64_t n = 0; n < s[0]; ++n) {
    for (std::int64_t c = 0; c < s[1]; ++c) {
      for (std::int64_t i = 0; i < s[2]; ++i) {
        for (std::int64_t j = 0; j < s[3]; ++j) {
          const auto at = static_cast<std::size_t>(places.offset(n, c, i, j));
          const std::int64_t tap = (*pooled.indices.taps)[at];
          const std::int64_t row = i * stride + tap / k, column = j * stride + tap % k;
          places(n, c, i, j) = static_cast<Real>(row * x.shape()[3] + column);
        }
      }
    }
  }
  return places;
}

void ask(Sheet<MaxPool>& sheet, const Array& x, std::int64_t k, std::int64_t stride,
         const std::string& why = "") {
  const std::string title =
      text("x ", x.shape(), ", windows of ", k, "x", k, ", stride ", stride, why);
  const Array y = max_pool2d(Tensor(x), {.kernel = k, .stride = stride}).value();
  sheet.questions.push_back({.title = title,
                             .given = {{"x", x, /*follows=*/true}},
                             .result = "y",
                             .ask = [=](const MaxPool& a) -> Array { return a(x, k, stride).y; },
                             .expected = y});
  sheet.questions.push_back(
      {.title = title + ": the places of the maxima",
       .given = {{"x", x, /*follows=*/true}},
       .result = "places",
       .ask = [=](const MaxPool& a) { return places_as_array(a(x, k, stride).places, y.shape()); },
       .expected = library_places(x, k, stride)});
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<MaxPool> sheet{.yours = yours::max_pool, .mutants = mutants()};
  sheet.forbidden = {"max_pool2d", "max_pool2d_relu", "max_pool2d_with_indices"};
  ask(sheet, Array({1, 1, 4, 4}, {1, 3, 2, 0, 2, 9, 1, 4, 0, 1, 7, 5, 6, 2, 3, 8}), 2, 2);
  ask(sheet, Array({1, 1, 2, 4}, {-1, -3, -2, -5, -2, -9, -1, -4}), 2, 2, " (all negative)");
  ask(sheet, Array({1, 1, 2, 4}, {5, 5, 0, 2, 5, 5, 2, 1}), 2, 2, " (with ties)");
  ask(sheet, whole_numbers({1, 1, 5, 5}, 1), 2, 2, " (a row and a column are left over)");
  ask(sheet, decimals({1, 1, 5, 6}, 2), 3, 1, " (windows overlap)");
  ask(sheet, whole_numbers({2, 3, 7, 6}, 3), 3, 2);
  Rng rng(4);
  for (std::uint64_t seed = 10; seed < 13; ++seed) {
    ask(sheet, decimals({2, 2, between(rng, 4, 8), between(rng, 4, 8)}, seed), between(rng, 1, 4),
        between(rng, 1, 3), " (drawn at random)");
  }
  return grade(argc, argv, sheet);
}

// Grades exercise 14.2: the products of the transforms, against conv2d.
#include "tutorials/grader/grader.h"

#include "autograd/ops/conv2d.h"
#include "tutorials/14_fast/exercises/2_winograd/transforms.h"

using namespace pixelwise;

namespace pixelwise {
std::vector<Mutant<Transforms>> mutants();
}  // namespace pixelwise

namespace {

// The result of one of the reader's functions, with the size that it has to have.
Array sized(const char* name, const CheckedArray& result, std::int64_t size) {
  const Array& array = result;
  if (!(array.shape() == Shape({size}))) {
    throw WrongAnswer(text("Your ", name, " returns the shape ", array.shape(), ". It should be ",
                           Shape({size}), "."));
  }
  return array;
}

Array times(const Array& a, const Array& b) {
  Array product(a.shape());
  for (std::int64_t i = 0; i < a.size(); ++i) product(i) = a(i) * b(i);
  return product;
}

// A function of columns, done for every column of a matrix, then for every row.
Array both_ways(const char* name, Transform transform, const Array& matrix, std::int64_t size) {
  const std::int64_t before = matrix.shape()[0];
  Array half({size, before}), whole({size, size});
  for (std::int64_t c = 0; c < before; ++c) {
    Array column({before});
    for (std::int64_t r = 0; r < before; ++r) column(r) = matrix(r, c);
    const Array to = sized(name, transform(column), size);
    for (std::int64_t r = 0; r < size; ++r) half(r, c) = to(r);
  }
  for (std::int64_t r = 0; r < size; ++r) {
    Array row({before});
    for (std::int64_t c = 0; c < before; ++c) row(c) = half(r, c);
    const Array to = sized(name, transform(row), size);
    for (std::int64_t c = 0; c < size; ++c) whole(r, c) = to(c);
  }
  return whole;
}

Array convolved(const Array& x, const Array& w) {
  return conv2d(Tensor(x), Tensor(w), Tensor()).value();
}

Question<Transforms> one_axis(const Array& d, const Array& g) {
  return {.title = "two outputs of a filter with three taps",
          .given = {{"d", d}, {"g", g}},
          .result = "y",
          .ask = [=](const Transforms& t) -> Array {
            const Array factors = times(sized("input_transform", t.input(d), 4),
                                        sized("filter_transform", t.filter(g), 4));
            return sized("output_transform", t.output(factors), 2);
          },
          .expected = convolved(d.reshaped({1, 1, 1, 4}), g.reshaped({1, 1, 1, 3})).reshaped({2})};
}

Question<Transforms> two_axes(const Array& d, const Array& g) {
  return {
      .title = "2x2 outputs of a 3x3 kernel: your functions for all columns, then all rows",
      .given = {{"d", d}, {"g", g}},
      .result = "y",
      .ask = [=](const Transforms& t) -> Array {
        const Array factors = times(both_ways("input_transform", t.input, d, 4),
                                    both_ways("filter_transform", t.filter, g, 4));
        return both_ways("output_transform", t.output, factors, 2);
      },
      .expected = convolved(d.reshaped({1, 1, 4, 4}), g.reshaped({1, 1, 3, 3})).reshaped({2, 2})};
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Transforms> sheet{
      .yours = {yours::input_transform, yours::filter_transform, yours::output_transform},
      .mutants = mutants()};
  sheet.forbidden = {"conv2d", "conv2d_y", "matmul"};
  auto& questions = sheet.questions;
  questions.push_back(one_axis(Array({4}, {1, 2, 3, 4}), Array({3}, {1, 0, 2})));
  questions.push_back(one_axis(Array({4}, {1, 0, 0, 0}), Array({3}, {1, 2, 3})));
  questions.push_back(one_axis(Array({4}, {0, 0, 0, 1}), Array({3}, {1, 2, 3})));
  for (std::uint64_t seed = 1; seed < 4; ++seed) {
    questions.push_back(one_axis(whole_numbers({4}, seed), whole_numbers({3}, seed + 10)));
    questions.push_back(one_axis(decimals({4}, seed + 20), decimals({3}, seed + 30)));
  }
  questions.push_back(two_axes(whole_numbers({4, 4}, 4), whole_numbers({3, 3}, 5)));
  questions.push_back(two_axes(decimals({4, 4}, 6), decimals({3, 3}, 7)));
  return grade(argc, argv, sheet);
}

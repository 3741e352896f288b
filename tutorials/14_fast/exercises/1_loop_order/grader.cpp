// Grades exercise 14.1: the numbers against matmul, and the cache lines against a limit.
#include "tutorials/grader/grader.h"

#include <cmath>

#include "autograd/ops/matmul.h"
#include "tutorials/14_fast/exercises/1_loop_order/exercise.h"

using namespace pixelwise;

namespace pixelwise {
using Multiply = decltype(&yours::multiply);
std::vector<Mutant<Multiply>> mutants();
}  // namespace pixelwise

namespace {

constexpr std::int64_t kMostLines = 20000;

// 109,440 as 100000: how an order is written changes the last digits.
std::int64_t one_digit(std::int64_t count) {
  const double unit = std::pow(10, std::floor(std::log10(static_cast<double>(count))));
  return std::llround(std::round(static_cast<double>(count) / unit) * unit);
}

Question<Multiply> question(const Array& a, const Array& b, bool count_lines,
                            const std::string& why) {
  Question<Multiply> q{
      .title = text("a ", a.shape(), ", b ", b.shape(), why),
      .given = {},
      .result = "c",
      .ask = [=](const Multiply& answer) -> Array {
        SmallCache cache;
        const CountedMatrix left(a, 1, cache), right(b, 2, cache);
        CountedMatrix c(Array({a.shape()[0], b.shape()[1]}), 3, cache);
        answer(left, right, c);
        if (count_lines && cache.loaded() > kMostLines) {
          throw WrongAnswer(text("Your code loads about ", one_digit(cache.loaded()),
                                 " cache lines; at most ", kMostLines, " are allowed."));
        }
        return c.values();
      },
      .expected = matmul(Tensor(a), Tensor(b)).value()};
  if (!count_lines) q.given = {{"a", a}, {"b", b}};
  return q;
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<Multiply> sheet{.yours = yours::multiply, .mutants = mutants()};
  sheet.forbidden = {"matmul"};
  auto& questions = sheet.questions;
  questions.push_back(
      question(Array({2, 2}, {1, 2, 3, 4}), Array({2, 2}, {5, 6, 7, 8}), false, ""));
  questions.push_back(question(whole_numbers({3, 3}, 1), whole_numbers({3, 3}, 2), false, ""));
  questions.push_back(question(whole_numbers({2, 4}, 3), whole_numbers({4, 3}, 4), false, ""));
  questions.push_back(question(decimals({5, 1}, 5), decimals({1, 6}, 6), false, ""));
  questions.push_back(
      question(decimals({40, 100}, 7), decimals({100, 24}, 8), true, ": how many cache lines?"));
  return grade(argc, argv, sheet);
}

// The grader: asks an answer questions, compares, and recognises the usual wrong answers.
//
// An exercise is a function to write (the *answer*). Its grader lists questions with the expected
// results, and *mutants*: answers with one usual mistake each. Where a reader's answer is wrong, it
// is compared with every mutant on every question. If one of them gives the same numbers
// everywhere, its sentence is said: it is true, because that is what comes out of this mistake.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "autograd/array.h"
#include "base/check.h"
#include "base/random.h"

namespace pixelwise {

/// The first two indices of a part of an array of rank 4. kEvery: all parts.
struct Slice {
  std::int64_t n = 0, c = 0;
};
inline constexpr std::int64_t kEvery = -1;

/// Something of a question that is shown when its answer was wrong.
struct Given {
  std::string name;  // "x"
  Array value;
  bool follows = false;  // of rank 4: the slice [n, c] is shown where the result is wrong first
  /// Of rank 4: what is shown if the result is wrong first at [n, c]. A sum over the channels of an
  /// image can be done again with Slice{n, kEvery}. By default [0, 0].
  std::function<Slice(std::int64_t n, std::int64_t c)> slices = {};
};

template <class Answer>
struct Question {
  std::string title;         // "a 4x4 image, a 3x3 kernel, padding 1"
  std::vector<Given> given;  // the input
  std::string result;        // the name of what is asked for: "y"
  std::function<Array(const Answer&)> ask;
  Array expected;
  double tolerance = 1e-9;  // relative to the largest expected number
  /// What else to show of a wrong answer, in words.
  std::function<std::string(const Answer&)> words = {};
  bool names = false;  // the numbers are names, such as class numbers: no differences are shown
};

template <class Answer>
struct Mutant {
  std::string name;      // for the table: "kernel flipped"
  std::string sentence;  // for the reader: "The kernel is flipped: w[u, v] meets ..."
  Answer answer;
};

template <class Answer>
struct Sheet {
  Answer yours;
  std::vector<Question<Answer>> questions = {};
  std::vector<Mutant<Answer>> mutants = {};
  std::vector<std::string> forbidden = {};  // names that would be the library's own solution
  bool makes_operation = false;  // the answer is an operation: to be heard of as one is allowed
};

/// Thrown while a question is asked: the answer is wrong in a way that no number shows.
struct WrongAnswer : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// dL/dx of a function with one number as result, by finite differences.
Array finite_differences(const std::function<Real(const Array&)>& loss, const Array& at);

/// sum of a * b over all elements: the loss whose gradient with respect to a is b.
Real dot(const Array& a, const Array& b);

/// A whole number between low and high, both possible: a size drawn at random.
std::int64_t between(Rng& rng, std::int64_t low, std::int64_t high);

/// An array of whole numbers between -3 and 3, and one of numbers with two decimals.
Array whole_numbers(const Shape& shape, std::uint64_t seed);
Array decimals(const Shape& shape, std::uint64_t seed);

/// A sheet with the type of the answer forgotten: answer 0 is the reader's, k + 1 is mutant k.
struct PlainSheet {
  struct Item {
    std::string title;
    std::vector<Given> given;
    std::string result;
    std::function<Array(std::size_t answer)> ask;
    Array expected;
    double tolerance;
    std::function<std::string(std::size_t answer)> words = {};
    bool names = false;
  };
  std::vector<Item> questions;
  std::vector<std::string> names, sentences;  // of the mutants
  std::vector<std::string> forbidden;
  bool makes_operation = false;
};

/// The main() of a grader. Exit status 0 passed, 1 not yet, 2 wrong usage.
///   --file PATH    the reader's file, read for forbidden names and named in messages
///   --again TEXT   the command that grades it again
///   --mutant K     grades mutant K instead of the reader's answer, and names what is recognised
///   --mutants      prints how many there are
int run_grader(int argc, char** argv, const PlainSheet& sheet);

template <class Answer>
int grade(int argc, char** argv, const Sheet<Answer>& sheet) {
  std::vector<Answer> answers{sheet.yours};
  PlainSheet plain;
  plain.forbidden = sheet.forbidden;
  plain.makes_operation = sheet.makes_operation;
  for (const Mutant<Answer>& mutant : sheet.mutants) {
    answers.push_back(mutant.answer);
    plain.names.push_back(mutant.name);
    plain.sentences.push_back(mutant.sentence);
  }
  for (const Question<Answer>& q : sheet.questions) {
    const auto ask = [answers, ask_one = q.ask](std::size_t k) { return ask_one(answers[k]); };
    plain.questions.push_back({q.title, q.given, q.result, ask, q.expected, q.tolerance});
    plain.questions.back().names = q.names;
    if (q.words) {
      plain.questions.back().words = [answers, words = q.words](std::size_t k) {
        return words(answers[k]);
      };
    }
  }
  return run_grader(argc, argv, plain);
}

}  // namespace pixelwise

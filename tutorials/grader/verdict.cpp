#include "tutorials/grader/verdict.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "autograd/observer.h"
#include "autograd/tensor.h"
#include "base/check.h"
#include "tutorials/grader/checked_array.h"
#include "tutorials/grader/grid.h"
#include "tutorials/grader/not_written.h"
#include "tutorials/grader/source_check.h"
#include "tutorials/grader/terminal.h"

namespace pixelwise {
namespace {

using terminal::Tint;
using Replies = std::vector<Reply>;

// How far numbers may be apart: relative to the largest expected one.
double allowed(const PlainSheet::Item& question) {
  double largest = 1;
  for (std::int64_t i = 0; i < question.expected.size(); ++i) {
    const double size = std::abs(static_cast<double>(question.expected(i)));
    if (std::isfinite(size)) largest = std::max(largest, size);
  }
  return question.tolerance * largest;
}

bool close(double a, double b, double tolerance) {
  return a == b || (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= tolerance;
}

// The library's operations tell an observer that they were called.
Reply ask(const PlainSheet::Item& question, std::size_t answer, std::string& called) {
  const ObserverScope scope([&](const OpEvent& event) { called = event.op; });
  try {
    return {question.ask(answer), "", false};
  } catch (const NotWritten&) {
    throw;
  } catch (const IndexError& error) {
    return {Array(), text("Your code used an ", error.what(), "."), true};
  } catch (const WrongAnswer& error) {
    return {Array(), error.what(), false};
  } catch (const std::exception& error) {
    return {Array(), text("Your code threw an exception: ", error.what()), false};
  }
}

// Answers that agree where both are right, and fail with the same numbers where both are wrong.
bool agree(const PlainSheet& sheet, const Replies& a, const Replies& b) {
  for (std::size_t q = 0; q < a.size(); ++q) {
    if (!a[q].same(b[q], allowed(sheet.questions[q]))) return false;
  }
  return true;
}

Replies all_replies(const PlainSheet& sheet, std::size_t answer, std::string& called) {
  Replies replies;
  for (const PlainSheet::Item& question : sheet.questions) {
    replies.push_back(ask(question, answer, called));
  }
  return replies;
}

// True statements about wrong numbers, for mistakes that no mutant makes.
std::string observe(const PlainSheet& sheet, const Replies& replies) {
  bool multiple = true, only_later_images = true, only_border = true, any_rank4 = true;
  double factor = std::nan("");
  for (std::size_t q = 0; q < replies.size(); ++q) {
    const Array &got = replies[q].value, &want = sheet.questions[q].expected;
    if (got.is_empty() || !(got.shape() == want.shape())) return "";
    const Shape& s = want.shape();
    any_rank4 = any_rank4 && s.rank() == 4;
    for (std::int64_t i = 0; i < want.size(); ++i) {
      if (std::isnan(static_cast<double>(got(i))) && !std::isnan(static_cast<double>(want(i)))) {
        return "There are numbers that are none (nan) in your result: 0 / 0, the logarithm of a "
               "negative number, or infinity minus infinity.";
      }
      const double g = static_cast<double>(got(i)), w = static_cast<double>(want(i));
      if (std::isnan(factor) && w != 0) factor = g / w;
      if (!close(g, factor * w, 10 * allowed(sheet.questions[q]))) multiple = false;
    }
    if (s.rank() != 4) continue;
    for (std::int64_t n = 0; n < s[0]; ++n) {
      for (std::int64_t c = 0; c < s[1]; ++c) {
        for (std::int64_t h = 0; h < s[2]; ++h) {
          for (std::int64_t w = 0; w < s[3]; ++w) {
            const bool right =
                close(static_cast<double>(got(n, c, h, w)), static_cast<double>(want(n, c, h, w)),
                      allowed(sheet.questions[q]));
            const bool border = h == 0 || w == 0 || h == s[2] - 1 || w == s[3] - 1;
            if (!right && n == 0) only_later_images = false;
            if (!right && !border) only_border = false;
          }
        }
      }
    }
  }
  if (multiple && factor == 0) return "All numbers of your result are zero.";
  if (multiple && std::isfinite(factor)) {
    return text("Every number is ", short_number(factor), " times what it should be.");
  }
  if (any_rank4 && only_later_images) {
    return "The first image of every batch is right, later ones are not.";
  }
  if (any_rank4 && only_border) {
    return "Only the outermost rows and columns are wrong, everything inside is right. What is "
           "different there?";
  }
  return "";
}

}  // namespace

bool Reply::same(const Reply& other, double tolerance) const {
  if (value.is_empty() || other.value.is_empty()) {
    // Which index is met first depends on the order of the loops.
    const bool alike = bad_index ? other.bad_index : trouble == other.trouble;
    return alike && value.is_empty() == other.value.is_empty();
  }
  if (!(value.shape() == other.value.shape())) return false;
  for (std::int64_t i = 0; i < value.size(); ++i) {
    if (!close(static_cast<double>(value(i)), static_cast<double>(other.value(i)), tolerance)) {
      return false;
    }
  }
  return true;
}

Verdict judge(const PlainSheet& sheet, std::size_t answer, const std::string& code) {
  Verdict verdict;
  verdict.refused = refused(code, sheet.forbidden);
  if (!verdict.refused.empty()) return verdict;
  std::string called;
  Replies replies;
  try {
    replies = all_replies(sheet, answer, called);
  } catch (const NotWritten& missing) {
    verdict.unwritten = missing.what();
    verdict.line = missing.line();
    return verdict;
  }
  if (!called.empty() && !sheet.makes_operation) {
    verdict.refused = text("Your code calls the library's operation ", called,
                           ". The exercise is to write it: plain loops.");
    return verdict;
  }
  Replies right;
  for (const PlainSheet::Item& question : sheet.questions) right.push_back({question.expected, ""});
  for (std::size_t q = 0; q < replies.size(); ++q) {
    if (replies[q].same(right[q], allowed(sheet.questions[q]))) continue;
    verdict.question = q;
    verdict.reply = replies[q];
    if (sheet.questions[q].words && replies[q].trouble.empty()) {
      verdict.words = sheet.questions[q].words(answer);
    }
    for (std::size_t k = 0; k < sheet.names.size() && !verdict.mutant; ++k) {
      if (agree(sheet, replies, all_replies(sheet, k + 1, called))) verdict.mutant = k;
    }
    if (!verdict.mutant) verdict.observation = observe(sheet, replies);
    return verdict;
  }
  verdict.passed = true;
  return verdict;
}

namespace {

// The indices [n, c, row, column] of the i-th element in memory.
Plane place_of(const Shape& s, std::int64_t i) {
  if (s.rank() == 4)
    return {i / (s[1] * s[2] * s[3]), i % s[1], i / s[1] / s[3] % s[2], i / s[1] % s[3]};
  if (s.rank() == 2) return {0, 0, i / s[1], i % s[1]};
  return {0, 0, 0, i};
}

// yours / expected / difference around the first wrong element.
std::string comparison(const PlainSheet::Item& question, const Array& got, int width) {
  const Array& want = question.expected;
  if (!(got.shape() == want.shape())) {
    return terminal::wrapped(text("Shape of ", question.result, ": yours is ", got.shape(),
                                  ", it should be ", want.shape(), "."),
                             width) +
           "\n" + beside({grid_of("yours", got, {}), grid_of("expected", want, {})}, width);
  }
  const double tolerance = allowed(question);
  const auto wrong = [&](std::int64_t i) {
    return !close(static_cast<double>(got(i)), static_cast<double>(want(i)), tolerance);
  };
  std::int64_t first = 0, count = 0;
  Array difference(want.shape());
  for (std::int64_t i = want.size() - 1; i >= 0; --i) {
    difference(i) = got(i) - want(i);
    if (wrong(i)) first = i, ++count;
  }
  Plane plane = place_of(want.shape(), first);
  plane.row = std::max<std::int64_t>(0, plane.row - 3);
  plane.column = std::max<std::int64_t>(0, plane.column - 3);
  const std::string how_many =
      want.size() == 1 ? "" : text(count, " of ", want.size(), " numbers ");
  return text(question.result, ", ", how_many, "wrong (marked *):\n") +
         beside({grid_of("yours", got, plane, wrong), grid_of("expected", want, plane),
                 grid_of("yours - expected", difference, plane, wrong)},
                width);
}

}  // namespace

std::string describe(const PlainSheet& sheet, const Verdict& verdict, const std::string& file,
                     const std::string& again) {
  const int width = terminal::width();
  const auto paragraph = [&](const std::string& words) {
    return terminal::wrapped(words, width) + "\n";
  };
  std::string out;
  if (verdict.passed) {
    return terminal::tinted(text("Passed. All ", sheet.questions.size(), " questions are right."),
                            Tint::green) +
           "\n";
  }
  if (!verdict.refused.empty()) {
    out = terminal::tinted("Not accepted.", Tint::red) + "\n" + paragraph(verdict.refused);
  } else if (!verdict.unwritten.empty()) {
    out = terminal::tinted("Nothing is written yet.", Tint::yellow) + "\n" +
          paragraph("To do: " + verdict.unwritten);
  } else {
    const PlainSheet::Item& question = sheet.questions[verdict.question];
    out = terminal::tinted("Not yet.", Tint::red) +
          text(" Question ", verdict.question + 1, " of ", sheet.questions.size(), ":\n") +
          paragraph(question.title);
    std::vector<Grid> given;
    for (const Given& one : question.given) given.push_back(grid_of(one.name, one.value, {}));
    out += beside(given, width) + "\n";
    out += verdict.reply.value.is_empty() ? paragraph(verdict.reply.trouble)
                                          : comparison(question, verdict.reply.value, width);
    if (!verdict.words.empty()) out += "\n" + paragraph(verdict.words);
    const std::string sentence =
        verdict.mutant ? sheet.sentences[*verdict.mutant] : verdict.observation;
    if (!sentence.empty())
      out += "\n" + terminal::tinted(terminal::wrapped(sentence, width), Tint::bold) + "\n";
  }
  return out + next_steps(file, verdict.line, again);
}

std::string next_steps(const std::string& file, int line, const std::string& again) {
  std::string out;
  if (!file.empty()) {
    out += "\nEdit   " + file + (line > 0 ? text(":", line) : std::string()) + "\n";
  }
  if (!again.empty()) out += "Again  " + again + "\nHint   " + again + " --hint\n";
  return out;
}

}  // namespace pixelwise

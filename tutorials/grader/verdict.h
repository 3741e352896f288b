// What a grader finds out about an answer, and how it says so.
#pragma once

#include <optional>
#include <string>

#include "tutorials/grader/grader.h"

namespace pixelwise {

/// What came out of one question.
struct Reply {
  Array value;             // empty if there is none
  std::string trouble;     // why there is none
  bool bad_index = false;  // an index that does not exist
  bool same(const Reply& other, double tolerance) const;
};

struct Verdict {
  bool passed = false;
  std::string refused;       // it uses what is forbidden
  std::string unwritten;     // the stub's word, if nothing is written yet
  int line = 0;              // where it is missing
  std::size_t question = 0;  // the first one that was answered wrongly
  Reply reply;
  std::string words;                  // what the question shows besides
  std::optional<std::size_t> mutant;  // the usual mistake with the same numbers on all questions
  std::string observation;            // otherwise: what is true of the numbers
};

/// Asks answer k (0: the reader's, whose code is given) all questions.
Verdict judge(const PlainSheet& sheet, std::size_t answer, const std::string& code);

/// The verdict for a reader, for the width of the terminal.
std::string describe(const PlainSheet& sheet, const Verdict& verdict, const std::string& file,
                     const std::string& again);

/// Where to edit (with the line, unless it is 0), and the commands that grade again and give a
/// hint.
std::string next_steps(const std::string& file, int line, const std::string& again);

}  // namespace pixelwise

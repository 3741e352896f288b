// An answer that crashes: the reader still learns what happened, and what to do next.
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>

#include "tutorials/grader/grader.h"

namespace pixelwise {
namespace {

// What a grader prints of an answer that does this. (Death tests look at standard error.)
void grade_answer_that(const std::function<void()>& does) {
  dup2(STDERR_FILENO, STDOUT_FILENO);
  const auto ask = [&](std::size_t) {
    does();
    return Array({1});
  };
  PlainSheet sheet;
  sheet.questions.push_back({"a question", {}, "y", ask, Array({1}), 1e-9});
  std::string words[] = {"grader", "--again", "AGAIN"};
  char* arguments[] = {words[0].data(), words[1].data(), words[2].data()};
  std::exit(run_grader(3, arguments, sheet));
}

int without_end(volatile int depth) {
  volatile char fill[4096];
  fill[0] = static_cast<char>(depth);
  return without_end(depth + 1) + fill[0];
}

TEST(CrashDeathTest, ASegmentationFaultGetsASentenceAndTheNextSteps) {
  EXPECT_EXIT(grade_answer_that([] { std::raise(SIGSEGV); }), testing::ExitedWithCode(1),
              "Your code crashed.*\n.*\n.*\n\nAgain  AGAIN\nHint   AGAIN --hint");
}

TEST(CrashDeathTest, SoDoesARecursionWithoutEnd) {
  EXPECT_EXIT(grade_answer_that([] { without_end(0); }), testing::ExitedWithCode(1),
              "Your code crashed.*\n.*\n.*\n\nAgain  AGAIN\nHint   AGAIN --hint");
}

}  // namespace
}  // namespace pixelwise

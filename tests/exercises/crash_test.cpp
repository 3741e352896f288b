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
  std::string words[] = {"grader", "--file", PIXELWISE_SOURCE_DIR "/tests/exercises/crash_test.cpp",
                         "--again", "AGAIN"};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  std::exit(run_grader(static_cast<int>(arguments.size()), arguments.data(), sheet));
}

const char* const kExpected =
    "Your code crashed.*\n.*\n.*\n\nEdit   .*crash_test.cpp\nAgain  AGAIN\nHint   AGAIN --hint";

volatile bool goes_on = true;  // the compiler has to believe in an end

int without_end(int depth) {
  volatile int kept[1024];
  kept[0] = depth;
  if (!goes_on) return depth;
  return without_end(depth + 1) + kept[0];
}

TEST(CrashDeathTest, ASegmentationFaultGetsASentenceAndTheNextSteps) {
  EXPECT_EXIT(grade_answer_that([] { std::raise(SIGSEGV); }), testing::ExitedWithCode(1),
              kExpected);
}

TEST(CrashDeathTest, SoDoesARecursionWithoutEnd) {
  EXPECT_EXIT(grade_answer_that([] { without_end(0); }), testing::ExitedWithCode(1), kExpected);
}

}  // namespace
}  // namespace pixelwise

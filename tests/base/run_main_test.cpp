#include "base/run_main.h"

#include <gtest/gtest.h>

#include <sstream>

#include "base/check.h"

namespace pixelwise {
namespace {

// The exit status, and what was written to standard error.
template <class Program>
std::pair<int, std::string> status_and_errors(Program program) {
  std::ostringstream errors;
  std::streambuf* before = std::cerr.rdbuf(errors.rdbuf());
  const int status = run_main(program);
  std::cerr.rdbuf(before);
  return {status, errors.str()};
}

using Outcome = std::pair<int, std::string>;

TEST(RunMain, GivesTheStatusOfTheProgram) {
  EXPECT_EQ(status_and_errors([] {}), Outcome(0, ""));
  EXPECT_EQ(status_and_errors([] { return 3; }), Outcome(3, ""));
}

TEST(RunMain, AnErrorEndsWithItsMessageAndStatus1) {
  EXPECT_EQ(status_and_errors([] { fail("conv2d: ", 3, " channels"); }),
            Outcome(1, "error: conv2d: 3 channels\n"));
  EXPECT_EQ(status_and_errors([]() -> int { fail_file("a.png", "is empty"); }),
            Outcome(1, "error: a.png: is empty\n"));
}

}  // namespace
}  // namespace pixelwise

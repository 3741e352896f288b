// What `./run learn` reads: compilers' words, and the minutes of pages.
#include <gtest/gtest.h>

#include <regex>
#include <sstream>

#include "base/check.h"
#include "base/read_file.h"
#include "tutorials/learn/compiler_output.h"
#include "tutorials/learn/course.h"

namespace pixelwise {
namespace {

// Ninja prints the command of what failed.
const std::string kCommand =
    "[1/2] Building CXX object tutorials/mine.o\n"
    "FAILED: tutorials/mine.o\n"
    "/usr/bin/c++ -O1 -Wno-unused-parameter -Werror=return-type -std=c++20 -c mine/a.cpp\n";
const std::string kSemicolon = "../../mine/a.cpp:3:4: error: expected ';' before '}' token\n";

TEST(CompilerOutput, AForgottenReturnIsKnownByItsDiagnostic) {
  EXPECT_FALSE(lacks_return(kCommand + kSemicolon));
  EXPECT_TRUE(lacks_return(kCommand +
                           "../../mine/a.cpp:9:1: error: no return statement in function returning "
                           "non-void [-Werror=return-type]\n"));
  EXPECT_TRUE(lacks_return(kCommand +
                           "../../mine/a.cpp:9:1: error: non-void function does not return a value "
                           "[-Werror,-Wreturn-type]\n"));
}

TEST(CompilerOutput, OnlyWhatIsSaidOfTheReadersFile) {
  EXPECT_EQ(errors_of(kCommand + kSemicolon + "    3 | }\n      | ^\n", "mine/a.cpp", 2),
            "mine/a.cpp:3:4: error: expected ';' before '}' token\n    3 | }\n");
  EXPECT_EQ(errors_of("no space on the disk\n", "mine/a.cpp", 2), "no space on the disk\n");
}

// The row of a lesson in tutorials/README.md ends with "| read | exercises |".
TEST(Course, TheTableOfLessonsHasTheMinutesOfThePages) {
  const std::string root = PIXELWISE_SOURCE_DIR;
  const std::string table = read_file(root + "/tutorials/README.md");
  int rows = 0;
  for (const CourseLesson& lesson : read_course(root)) {
    if (lesson.minutes == 0) continue;  // no page yet
    int minutes = 0;
    for (const Exercise& exercise : lesson.exercises) minutes += exercise.minutes;
    const std::string exercises =
        lesson.exercises.empty() ? " " : text(" ", lesson.exercises.size(), ": ", minutes, " min ");
    const std::string wanted = text("| ", lesson.minutes, " |", exercises, "|");
    const std::regex row(R"(\| \[)" + lesson.number + R"(\]\()" + lesson.name +
                         R"(\) \|.*\|.*(\| \d+ \|[^|]*\|)\n)");
    std::smatch found;
    ASSERT_TRUE(std::regex_search(table, found, row)) << "no row of lesson " << lesson.name;
    EXPECT_EQ(found[1], wanted) << "the end of the row of lesson " << lesson.name
                                << " in tutorials/README.md should be: " << wanted;
    ++rows;
  }
  EXPECT_GT(rows, 10);
}

}  // namespace
}  // namespace pixelwise

// For every exercise: the stub fails and says what is missing, the solution passes, every mutant
// fails with its own sentence, and the solution of somebody who calls the library is refused.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <set>
#include <sstream>

#include "tutorials/learn/commands.h"
#include "tutorials/learn/course.h"

namespace pixelwise {

// For messages of GoogleTest.
void PrintTo(const Exercise& exercise, std::ostream* out) { *out << exercise.id; }

namespace {

namespace fs = std::filesystem;
const fs::path kRoot = PIXELWISE_SOURCE_DIR;

struct Printed {
  int status = -1;
  std::string output;
};

Printed run(const std::string& program, const std::string& options) {
  Printed printed;
  const std::string command = "COLUMNS=80 " + (fs::path(PIXELWISE_BIN) / program).string() + " " +
                              options + " 2>&1 </dev/null";
  std::FILE* const pipe = popen(command.c_str(), "r");
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe))
    printed.output += static_cast<char>(c);
  printed.status = WEXITSTATUS(pclose(pipe));
  return printed;
}

std::string read_text(const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::vector<Exercise> all_exercises() {
  std::vector<Exercise> all;
  for (const CourseLesson& lesson : read_course(kRoot)) {
    all.insert(all.end(), lesson.exercises.begin(), lesson.exercises.end());
  }
  return all;
}

std::string program_of(const Exercise& e) { return "exercise_" + e.lesson + "_" + e.number; }

class Exercises : public testing::TestWithParam<Exercise> {};

TEST_P(Exercises, TheStubFailsAndSaysWhatIsMissing) {
  const Exercise& exercise = GetParam();
  const Printed stub = run(program_of(exercise) + "_stub",
                           "--file " + (exercise.folder / "stub.cpp").string() + " --again AGAIN");
  EXPECT_EQ(stub.status, 1) << stub.output;
  EXPECT_TRUE(contains(stub.output, "Nothing is written yet")) << stub.output;
  EXPECT_TRUE(contains(stub.output, "stub.cpp:")) << stub.output;  // with the line
  EXPECT_TRUE(contains(stub.output, "AGAIN --hint")) << stub.output;
}

TEST_P(Exercises, TheSolutionPasses) {
  const Exercise& exercise = GetParam();
  const Printed solution = run(program_of(exercise) + "_solution",
                               "--file " + (exercise.folder / "solution.cpp").string());
  EXPECT_EQ(solution.status, 0) << solution.output;
  EXPECT_TRUE(contains(solution.output, "Passed.")) << solution.output;
}

TEST_P(Exercises, EveryMutantIsRecognised) {
  const std::string program = program_of(GetParam()) + "_solution";
  std::istringstream names(run(program, "--mutants").output);
  int count = 0, recognised = 0;
  for (std::string name; std::getline(names, name);) {
    const Printed mutant = run(program, "--mutant " + std::to_string(++count));
    EXPECT_EQ(mutant.status, 1) << name << "\n" << mutant.output;
    const bool said = contains(mutant.output, "Recognised: " + name + "\n");
    EXPECT_TRUE(said) << name << "\n" << mutant.output;
    recognised += said ? 1 : 0;
  }
  EXPECT_GE(count, 3);
  std::printf("%-5s %-42s %2d mutants, %2d recognised\n", GetParam().id.c_str(),
              GetParam().title.c_str(), count, recognised);
}

// Whoever forwards to the library is refused, whatever comes out.
TEST_P(Exercises, CallingTheLibraryIsRefused) {
  const Exercise& exercise = GetParam();
  const std::string grader = read_text(exercise.folder / "grader.cpp");
  const auto at = grader.find(".forbidden = {\"");
  if (at == std::string::npos) GTEST_SKIP() << "nothing in the library does this";
  const auto begin = at + std::string(".forbidden = {\"").size();
  const std::string name = grader.substr(begin, grader.find('"', begin) - begin);
  const fs::path file = fs::path(testing::TempDir()) / (program_of(exercise) + "_cheat.cpp");
  std::ofstream(file) << read_text(exercise.folder / "solution.cpp") << "\nauto cheat = " << name
                      << "(1);\n";
  const Printed cheat = run(program_of(exercise) + "_solution", "--file " + file.string());
  EXPECT_EQ(cheat.status, 1);
  EXPECT_TRUE(contains(cheat.output, "Not accepted.")) << cheat.output;
  EXPECT_TRUE(contains(cheat.output, "uses " + name)) << cheat.output;
  fs::remove(file);
}

// A copied line of the solution in the stub would give it away. Signatures and comments may agree.
TEST_P(Exercises, TheStubHoldsNothingOfTheSolution) {
  const Exercise& exercise = GetParam();
  std::istringstream stub(read_text(exercise.folder / "stub.cpp"));
  std::multiset<std::string> lines;
  int statements = 0;
  for (std::string line; std::getline(stub, line);) {
    if (line.rfind("  ", 0) == 0 && contains(line, ";")) ++statements;
  }
  EXPECT_LE(statements, 4) << "more than a place to begin";
}

std::string only_words(const std::string& text) {
  std::istringstream words(text);
  std::string joined;
  for (std::string word; words >> word;) joined += word == "//" ? "" : word + " ";
  return joined;
}

// Who never opens exercise.md still reads what to do.
TEST_P(Exercises, TheReadersFileBeginsWithTheTask) {
  Exercise exercise = GetParam();
  exercise.mine = fs::path(testing::TempDir()) / (program_of(exercise) + "_begun.cpp");
  fs::remove(exercise.mine);
  begin(exercise);
  const std::string mine = read_text(exercise.mine);
  fs::remove(exercise.mine);
  const std::string stub = read_text(exercise.folder / "stub.cpp");
  EXPECT_TRUE(contains(only_words(mine), only_words(exercise.task))) << mine;
  EXPECT_LT(mine.find(exercise.task.substr(0, 20)), mine.find("#include")) << mine;
  EXPECT_TRUE(contains(mine, stub.substr(stub.find('\n')))) << mine;
}

INSTANTIATE_TEST_SUITE_P(All, Exercises, testing::ValuesIn(all_exercises()), [](const auto& about) {
  std::string name = about.param.id + "_" + about.param.folder.filename().string().substr(2);
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
});

}  // namespace
}  // namespace pixelwise

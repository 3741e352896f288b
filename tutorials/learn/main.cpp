// learn                                 the overview, and the next exercise   (./run learn)
// learn --watch                         grades the next exercise at every save, then the one after
// learn --list                          the lessons                            (./run list)
// learn --capstone [OPTION..]           an FCN with the reader's operations    (./run capstone)
// learn NN --check [K] [--hint | --solution | --reset | --watch]               (./run NN --check
// ..)
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "base/check.h"
#include "tutorials/learn/commands.h"

namespace pixelwise {
namespace {

const Exercise* next_exercise(const std::vector<CourseLesson>& course, const Record& record) {
  for (const CourseLesson& lesson : course) {
    for (const Exercise& exercise : lesson.exercises) {
      if (!record.has_passed(exercise.id)) return &exercise;
    }
  }
  return nullptr;
}

// The exercises of a lesson that were asked for: one, or all.
std::vector<Exercise> chosen(const CourseLesson& lesson, const std::string& number) {
  require(!lesson.exercises.empty(), "lesson ", lesson.number, " has no exercises");
  if (number.empty()) return lesson.exercises;
  for (const Exercise& exercise : lesson.exercises) {
    if (exercise.number == number) return {exercise};
  }
  fail("lesson ", lesson.number, " has no exercise ", number, "; it has 1 to ",
       lesson.exercises.size());
}

// Hints and the like are for one exercise: the first that is not done.
Exercise first_open(const std::vector<Exercise>& exercises, const Record& record) {
  for (const Exercise& exercise : exercises) {
    if (!record.has_passed(exercise.id)) return exercise;
  }
  return exercises.front();
}

int check_lesson(const CourseLesson& lesson, const std::vector<std::string>& options,
                 Record& record) {
  std::string number;
  std::set<std::string> wanted;
  for (const std::string& option : options) {
    if (option == "--check") continue;
    if (option.rfind("--", 0) == 0) {
      require(option == "--hint" || option == "--solution" || option == "--reset" ||
                  option == "--watch",
              "there is no option '", option,
              "'; after --check [number] there are --hint, --solution, --reset, --watch");
      wanted.insert(option);
    } else {
      number = option;
    }
  }
  const std::vector<Exercise> exercises = chosen(lesson, number);
  if (wanted.count("--hint") > 0) show_hint(first_open(exercises, record), record);
  if (wanted.count("--solution") > 0) show_solution(first_open(exercises, record));
  if (wanted.count("--reset") > 0) {
    require(!number.empty(), "which one? ./run ", lesson.number, " --check 1 --reset");
    reset(exercises.front());
  }
  if (wanted.count("--watch") > 0) watch(first_open(exercises, record), record);
  if (!wanted.empty()) return 0;

  int failures = 0;
  for (const Exercise& exercise : exercises) {
    if (&exercise != &exercises.front()) std::cout << '\n';
    failures += check(exercise, record) ? 0 : 1;
  }
  return failures > 0 ? 1 : 0;
}

int run(const std::vector<std::string>& arguments) {
  const std::vector<CourseLesson> course = read_course("");
  Record record("mine/progress.txt");
  const std::string first = arguments.empty() ? "" : arguments.front();
  if (first == "--list") {
    show_list(course);
    return 0;
  }
  if (first == "--capstone") {
    return capstone(course, record, {arguments.begin() + 1, arguments.end()});
  }
  if (first == "--watch") {
    while (const Exercise* next = next_exercise(course, record)) watch(*next, record);
    show_overview(course, record);
    return 0;
  }
  if (first.empty()) {
    show_overview(course, record);
    if (const Exercise* next = next_exercise(course, record)) begin(*next);
    return 0;
  }
  for (const CourseLesson& lesson : course) {
    if (lesson.number == first) {
      return check_lesson(lesson, {arguments.begin() + 1, arguments.end()}, record);
    }
  }
  fail("there is no lesson '", first, "'; ./run list names them");
}

}  // namespace
}  // namespace pixelwise

int main(int argc, char** argv) {
  try {
    return pixelwise::run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}

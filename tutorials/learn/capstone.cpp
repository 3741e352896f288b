// ./run capstone: which operations are the reader's, then building and running the capstone with
// them.
#include <cstdlib>
#include <iostream>
#include <map>

#include "base/atomic_file.h"
#include "base/check.h"
#include "base/read_file.h"
#include "tutorials/learn/build_lock.h"
#include "tutorials/learn/commands.h"

namespace pixelwise {
namespace {

namespace fs = std::filesystem;

const fs::path kList = "mine/capstone.txt";

// For each operation of the capstone the exercises that are still open.
std::map<std::string, std::vector<std::string>> open_exercises(
    const std::vector<CourseLesson>& course, const Record& record) {
  std::map<std::string, std::vector<std::string>> open;
  for (const CourseLesson& lesson : course) {
    for (const Exercise& exercise : lesson.exercises) {
      if (exercise.capstone.empty()) continue;
      std::vector<std::string>& of_operation = open[exercise.capstone];
      const bool done = record.has_passed(exercise.id) && fs::exists(exercise.mine);
      if (!done) of_operation.push_back(exercise.id);
    }
  }
  return open;
}

// CMake reads the list. It is written only if it changes: then CMake runs again.
void write_list(const std::string& list) {
  if (fs::exists(kList) && read_file(kList.string()) == list) return;
  fs::create_directories(kList.parent_path());
  write_file_atomically(kList.string(), [&](std::ostream& out) { out << list; });
}

}  // namespace

int capstone(const std::vector<CourseLesson>& course, const Record& record,
             const std::vector<std::string>& arguments) {
  std::string list;
  for (const auto& [operation, missing] : open_exercises(course, record)) {
    if (missing.empty()) {
      list += operation + "\n";
      continue;
    }
    std::cout << operation << ": the library's, until you pass";
    for (const std::string& id : missing) std::cout << ' ' << id;
    std::cout << '\n';
  }
  write_list(list);
  std::cout << "Building the capstone ..." << std::endl;
  // --target capstone does not look at the list if the build was configured without it.
  const int built = [] {
    const BuildLock lock;
    return std::system(
        "{ cmake build/release && cmake --build build/release --target capstone; }"
        " >build/capstone.log 2>&1");
  }();
  if (built != 0) {
    std::cout << read_file("build/capstone.log")
              << "\nThe capstone does not build. Has a file in mine changed since it passed? Grade "
                 "it again: ./run learn.\nIf the linker says \"multiple definition\": write static "
                 "before helper functions of your own.\n";
    return 1;
  }
  std::string command = "build/release/bin/capstone";
  for (const std::string& argument : arguments) {
    require(argument.find('\'') == std::string::npos, "capstone: no quotes in ", argument);
    command += " '" + argument + "'";
  }
  return std::system(command.c_str()) == 0 ? 0 : 1;
}

}  // namespace pixelwise

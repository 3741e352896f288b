// What `./run learn`, `./run list` and `./run NN --check` do. All paths start at the project's
// folder, which is the current one.
#pragma once

#include <string>

#include "tutorials/learn/course.h"
#include "tutorials/learn/record.h"

namespace pixelwise {

/// All lessons with their exercises, what is done, and the next one.
void show_overview(const std::vector<CourseLesson>& course, const Record& record);

/// One line for each lesson.
void show_list(const std::vector<CourseLesson>& course);

/// Makes the reader's file, if there is none yet: the stub, with the task of exercise.md as a
/// comment under its first line.
void begin(const Exercise& exercise);

/// Builds and grades; true if it passed, which is then recorded.
bool check(const Exercise& exercise, Record& record);

/// Grades at every save until it passes.
void watch(const Exercise& exercise, Record& record);

/// The next hint of the ladder, after those that were shown before.
void show_hint(const Exercise& exercise, Record& record);

void show_solution(const Exercise& exercise);

/// Builds and runs the capstone with the operations whose exercises are passed; the program's exit
/// status.
int capstone(const std::vector<CourseLesson>& course, const Record& record,
             const std::vector<std::string>& arguments);

/// The reader's file becomes the stub again; the old one stays beside it under another name.
void reset(const Exercise& exercise);

}  // namespace pixelwise

// The overview of `./run learn` and the list of `./run list`.
#include <iostream>

#include "base/check.h"
#include "tutorials/grader/terminal.h"
#include "tutorials/learn/commands.h"

namespace pixelwise {
namespace {

using terminal::Tint;

// Text on the left, a remark at the right margin; on a narrow terminal the remark goes below.
void print_row(const std::string& left, int indent, const std::string& right, Tint tint,
               bool coloured) {
  const int width = std::min(terminal::width(), 80);
  const int free = width - terminal::columns_of(right) - 2;
  const std::string lines = terminal::wrapped(left, width, indent);
  std::string row = lines;
  if (terminal::columns_of(left) <= free) {
    row = terminal::padded(left, free + 2) + right;
  } else if (!right.empty()) {
    row = lines + "\n" + std::string(static_cast<std::size_t>(indent), ' ') + right;
  }
  std::cout << (coloured ? terminal::tinted(row, tint) : row) << '\n';
}

void print_next(const Exercise& next) {
  const std::string page = next.folder.parent_path().parent_path().string() + "/README.md";
  std::cout << "\nNext: " << next.id << ' ' << next.title << '\n'
            << terminal::wrapped(next.task, std::min(terminal::width(), 80)) << "\n\n"
            << "Read   " << page << '\n'
            << "Edit   " << next.mine.string() << '\n'
            << "Check  ./run " << next.lesson << " --check " << next.number << '\n'
            << "Watch  ./run learn --watch\n";
}

}  // namespace

void show_overview(const std::vector<CourseLesson>& course, const Record& record) {
  int done = 0, all = 0;
  const Exercise* next = nullptr;
  for (const CourseLesson& lesson : course) {
    for (const Exercise& exercise : lesson.exercises) {
      ++all;
      if (record.has_passed(exercise.id)) {
        ++done;
      } else if (next == nullptr) {
        next = &exercise;
      }
    }
  }
  std::cout << terminal::tinted(text(done, " of ", all, " exercises done"), Tint::bold) << "\n";
  for (const CourseLesson& lesson : course) {
    std::cout << '\n';
    const std::string minutes = lesson.minutes > 0 ? text("read ", lesson.minutes, " min") : "";
    print_row(text(lesson.number, "  ", lesson.title), 4, minutes, Tint::bold, true);
    for (const Exercise& exercise : lesson.exercises) {
      const bool passed = record.has_passed(exercise.id);
      const char* const mark = passed ? "[x]" : &exercise == next ? "[>]" : "[ ]";
      const std::string stars(static_cast<std::size_t>(exercise.difficulty), '*');
      const std::string remark = text(terminal::padded(stars, 3),
                                      terminal::padded(text(exercise.minutes), 4, true), " min");
      print_row(text("  ", mark, " ", exercise.number, "  ", exercise.title), 6, remark,
                passed ? Tint::green : Tint::yellow, passed || &exercise == next);
    }
  }
  if (next != nullptr) {
    print_next(*next);
  } else {
    std::cout << "\nAll exercises are done.\n";
  }
}

void show_list(const std::vector<CourseLesson>& course) {
  for (const CourseLesson& lesson : course) {
    print_row(text(terminal::padded(lesson.number, 4), lesson.title), 4, "", Tint::bold, false);
  }
}

}  // namespace pixelwise

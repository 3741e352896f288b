// The overview of `./run learn` and the list of `./run list`.
#include <algorithm>
#include <iostream>
#include <optional>
#include <sstream>

#include "base/check.h"
#include "tutorials/grader/terminal.h"
#include "tutorials/learn/commands.h"

namespace pixelwise {
namespace {

using terminal::Tint;

// A mark, a title and a remark at the right margin; on a narrow terminal the remark goes below.
void print_row(const std::string& mark, const std::string& title, const std::string& remark,
               std::optional<Tint> tint) {
  const int width = std::min(terminal::width(), 80), indent = terminal::columns_of(mark);
  const int free = width - indent - terminal::columns_of(remark) - 2;
  std::string row = mark;
  if (terminal::columns_of(title) <= free && !remark.empty()) {
    row += terminal::padded(title, free + 2) + remark;
  } else {
    const std::string margin(static_cast<std::size_t>(indent), ' ');
    std::istringstream lines(terminal::wrapped(title, width - indent));
    std::string between;
    for (std::string line; std::getline(lines, line); between = "\n" + margin) {
      row += between + line;
    }
    if (!remark.empty()) row += "\n" + margin + remark;
  }
  std::cout << (tint ? terminal::tinted(row, *tint) : row) << '\n';
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
  print_row("", text(done, " of ", all, " exercises done"), "(* short, *** takes thought)",
            Tint::bold);
  for (const CourseLesson& lesson : course) {
    std::cout << '\n';
    const std::string minutes = lesson.minutes > 0 ? text("read ", lesson.minutes, " min") : "";
    print_row(terminal::padded(lesson.number, 4), lesson.title, minutes, Tint::bold);
    for (const Exercise& exercise : lesson.exercises) {
      const bool passed = record.has_passed(exercise.id);
      const char* const mark = passed ? "[x]" : &exercise == next ? "[>]" : "[ ]";
      const std::string stars(static_cast<std::size_t>(exercise.difficulty), '*');
      const std::string remark = text(terminal::padded(stars, 3),
                                      terminal::padded(text(exercise.minutes), 4, true), " min");
      const std::optional<Tint> tint = passed              ? std::optional(Tint::green)
                                       : &exercise == next ? std::optional(Tint::yellow)
                                                           : std::nullopt;
      print_row(text("  ", mark, " ", exercise.number, "  "), exercise.title, remark, tint);
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
    print_row(terminal::padded(lesson.number, 4), lesson.title, "", std::nullopt);
  }
}

}  // namespace pixelwise

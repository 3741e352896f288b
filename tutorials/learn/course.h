// The course as the folders tell it: lessons, and the exercises in them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pixelwise {

/// tutorials/NN_name/exercises/K_name, and what its exercise.md says:
///
///   # Title
///   minutes: 25
///   difficulty: 2          (1 to 3)
///   capstone: conv2d       (only if the capstone uses it)
///
///   What to do, in a sentence or two.
///
///   ## Hint    (one or more, from gentle to plain)
///   ## Why     (shown after passing, and with the solution)
struct Exercise {
  std::string id;      // "04.1"
  std::string lesson;  // "04"
  std::string number;  // "1"
  std::filesystem::path folder;
  std::filesystem::path mine;  // the reader's file, mine/04_1_forward.cpp
  std::string title, task, capstone, why;
  int minutes = 0, difficulty = 0;
  std::vector<std::string> hints;
};

struct CourseLesson {
  std::string number;  // "04", "02b"
  std::string name;    // "04_convolution"
  std::string title;   // of its page
  int minutes = 0;     // to read the page; 0 without a page
  std::vector<Exercise> exercises;
};

/// Reads one exercise. Throws std::runtime_error, naming the file, for what is missing.
Exercise read_exercise(const std::filesystem::path& folder);

/// All lessons below `root`/tutorials, in order.
std::vector<CourseLesson> read_course(const std::filesystem::path& root);

/// Minutes for someone reading a technical text in a foreign language: 130 words a minute, code
/// counted like words.
int reading_minutes(const std::string& page);

}  // namespace pixelwise

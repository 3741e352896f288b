#include "tutorials/learn/course.h"

#include <algorithm>
#include <sstream>

#include "base/check.h"
#include "base/read_file.h"

namespace pixelwise {
namespace {

namespace fs = std::filesystem;

constexpr int kWordsPerMinute = 130;

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \n");
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(" \n") - begin + 1);
}

bool take(const std::string& line, const std::string& key, std::string& value) {
  if (line.rfind(key, 0) != 0) return false;
  value = trimmed(line.substr(key.size()));
  return true;
}

std::vector<fs::path> sorted_folders(const fs::path& parent) {
  std::vector<fs::path> folders;
  if (!fs::exists(parent)) return folders;
  for (const auto& entry : fs::directory_iterator(parent)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory() && std::isdigit(static_cast<unsigned char>(name.front())) != 0) {
      folders.push_back(entry.path());
    }
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

std::string until_underscore(const std::string& name) { return name.substr(0, name.find('_')); }

}  // namespace

Exercise read_exercise(const fs::path& folder) {
  Exercise exercise;
  const std::string lesson = folder.parent_path().parent_path().filename().string();
  const std::string name = folder.filename().string();
  exercise.folder = folder;
  exercise.lesson = until_underscore(lesson);
  exercise.number = until_underscore(name);
  exercise.id = exercise.lesson + "." + exercise.number;
  exercise.mine = fs::path("mine") / (exercise.lesson + "_" + name + ".cpp");

  const fs::path file = folder / "exercise.md";
  std::istringstream text(read_file(file.string()));
  std::string* part = &exercise.task;
  std::string value;
  for (std::string line; std::getline(text, line);) {
    if (take(line, "# ", value)) {
      exercise.title = value;
    } else if (take(line, "minutes:", value)) {
      exercise.minutes = std::stoi(value);
    } else if (take(line, "difficulty:", value)) {
      exercise.difficulty = std::stoi(value);
    } else if (take(line, "capstone:", value)) {
      exercise.capstone = value;
    } else if (line == "## Hint") {
      part = &exercise.hints.emplace_back();
    } else if (line == "## Why") {
      part = &exercise.why;
    } else {
      *part += line + "\n";
    }
  }
  for (std::string& hint : exercise.hints) hint = trimmed(hint);
  exercise.task = trimmed(exercise.task);
  exercise.why = trimmed(exercise.why);
  if (exercise.title.empty() || exercise.minutes < 1 || exercise.difficulty < 1 ||
      exercise.difficulty > 3 || exercise.task.empty() || exercise.hints.empty() ||
      exercise.why.empty()) {
    fail_file(file.string(),
              "needs a title, minutes, difficulty 1 to 3, what to do, at least one ## Hint, and "
              "## Why (tutorials/WRITING.md has an example)");
  }
  return exercise;
}

std::vector<CourseLesson> read_course(const fs::path& root) {
  std::vector<CourseLesson> course;
  for (const fs::path& folder : sorted_folders(root / "tutorials")) {
    CourseLesson lesson;
    lesson.name = folder.filename().string();
    lesson.number = until_underscore(lesson.name);
    lesson.title = lesson.name.substr(lesson.number.size() + 1);
    std::replace(lesson.title.begin(), lesson.title.end(), '_', ' ');
    if (fs::exists(folder / "README.md")) {
      const std::string page = read_file((folder / "README.md").string());
      const std::string heading = page.substr(2, page.find('\n') - 2);  // "# 04: Convolution"
      const auto colon = heading.find(": ");
      lesson.title = colon == std::string::npos ? heading : heading.substr(colon + 2);
      lesson.minutes = reading_minutes(page);
    }
    for (const fs::path& exercise : sorted_folders(folder / "exercises")) {
      lesson.exercises.push_back(read_exercise(exercise));
    }
    course.push_back(lesson);
  }
  return course;
}

int reading_minutes(const std::string& page) {
  std::istringstream text(page);
  int words = 0;
  for (std::string word; text >> word; ++words) {
  }
  return (words + kWordsPerMinute - 1) / kWordsPerMinute;
}

}  // namespace pixelwise

#include "tutorials/learn/record.h"

#include <fstream>
#include <ostream>
#include <regex>

#include "base/atomic_file.h"

namespace pixelwise {

Record::Record(std::filesystem::path path) : file_(std::move(path)) {
  static const std::regex line_pattern(R"((\S+) (passed|begun), hints (\d{1,3}))");
  std::ifstream file(file_);
  for (std::string line; std::getline(file, line);) {
    std::smatch match;
    if (std::regex_match(line, match, line_pattern)) {
      entries_[match[1]] = {match[2] == "passed", std::stoi(match[3])};
    } else {
      others_ += line + "\n";
    }
  }
}

bool Record::has_passed(const std::string& id) const {
  const auto entry = entries_.find(id);
  return entry != entries_.end() && entry->second.passed;
}

int Record::hints(const std::string& id) const {
  const auto entry = entries_.find(id);
  return entry == entries_.end() ? 0 : entry->second.hints;
}

void Record::set_passed(const std::string& id) {
  entries_[id].passed = true;
  save();
}

void Record::set_hints(const std::string& id, int hints) {
  entries_[id].hints = hints;
  save();
}

void Record::save() const {
  std::filesystem::create_directories(file_.parent_path());
  write_file_atomically(file_.string(), [&](std::ostream& out) {
    out << others_;
    for (const auto& [id, entry] : entries_) {
      out << id << (entry.passed ? " passed" : " begun") << ", hints " << entry.hints << "\n";
    }
  });
}

}  // namespace pixelwise

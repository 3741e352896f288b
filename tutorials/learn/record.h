// What the reader has done: mine/progress.txt, a text file that the reader owns.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace pixelwise {

/// One line for each exercise that was begun: "04.1 passed, hints 2" or "04.1 begun, hints 0".
class Record {
 public:
  /// Reads the file if there is one; lines that it does not understand are kept.
  explicit Record(std::filesystem::path file);

  bool has_passed(const std::string& id) const;
  int hints(const std::string& id) const;

  /// These write the file.
  void set_passed(const std::string& id);
  void set_hints(const std::string& id, int hints);

 private:
  struct Entry {
    bool passed = false;
    int hints = 0;
  };
  void save() const;

  std::filesystem::path file_;
  std::map<std::string, Entry> entries_;
  std::string others_;
};

}  // namespace pixelwise

// pages                     renews all pages of lessons from their sources and claims.json
// pages --check [NAME...]   says which pages are not what they would be then (exit status 1)
// pages --compare NAME DIR  compares the lesson's claims.json with that of a run into DIR
// pages --take NAME DIR     copies claims.json and the figures of a run into DIR to the lesson; of
//                           a run with --experiments the same with experiments.json
//
// From the project's folder. NAME is the folder of a lesson: 04_convolution.
#include <iostream>
#include <sstream>

#include "base/atomic_file.h"
#include "base/check.h"
#include "base/read_file.h"
#include "tutorials/pages/page.h"

namespace pixelwise {
namespace {

namespace fs = std::filesystem;

fs::path folder_of(const std::string& lesson) { return fs::path("tutorials") / lesson; }

std::vector<std::string> lessons_with_pages() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator("tutorials")) {
    if (fs::exists(entry.path() / "claims.json")) names.push_back(entry.path().filename().string());
  }
  return names;
}

// What the lesson says and, where it has any, what its experiments said when they were last run.
Claims claims_of(const fs::path& folder) {
  Claims claims = read_claims((folder / "claims.json").string());
  const fs::path longer = folder / "experiments.json";
  if (!fs::exists(longer)) return claims;
  Claims more = read_claims(longer.string());
  claims.sections.insert(claims.sections.end(), more.sections.begin(), more.sections.end());
  claims.values.merge(more.values);
  return claims;
}

std::string renewed(const std::string& lesson) {
  const fs::path folder = folder_of(lesson);
  try {
    return renewed_page(read_file((folder / "README.md").string()), claims_of(folder), ".");
  } catch (const std::invalid_argument& error) {
    fail_file((folder / "README.md").string(), error.what());
  }
}

int write() {
  for (const std::string& lesson : lessons_with_pages()) {
    const std::string page = renewed(lesson);
    write_file_atomically((folder_of(lesson) / "README.md").string(),
                          [&](std::ostream& out) { out << page; });
  }
  return 0;
}

int check(std::vector<std::string> lessons) {
  if (lessons.empty()) lessons = lessons_with_pages();
  int wrong = 0;
  for (const std::string& lesson : lessons) {
    std::istringstream kept(read_file((folder_of(lesson) / "README.md").string())),
        fresh(renewed(lesson));
    int number = 1;
    for (std::string a, b; true; ++number) {
      const bool more_a = static_cast<bool>(std::getline(kept, a));
      const bool more_b = static_cast<bool>(std::getline(fresh, b));
      if (!more_a && !more_b) break;
      if (more_a && more_b && a == b) continue;
      std::cerr << "tutorials/" << lesson << "/README.md:" << number << ": the page says\n  " << a
                << "\nand the code gives\n  " << b << "\nRun docs/refresh.\n";
      ++wrong;
      break;
    }
  }
  return wrong > 0 ? 1 : 0;
}

int compare(const std::string& lesson, const std::string& folder) {
  const auto found = differences(read_claims((folder_of(lesson) / "claims.json").string()),
                                 read_claims((fs::path(folder) / lesson / "claims.json").string()));
  for (const std::string& one : found) {
    std::cerr << "tutorials/" << lesson << ": " << one << "\n";
  }
  if (!found.empty()) std::cerr << "Run docs/refresh, and read what has changed.\n";
  return found.empty() ? 0 : 1;
}

int take(const std::string& lesson, const std::string& folder) {
  const fs::path from = fs::path(folder) / lesson, to = folder_of(lesson);
  fs::create_directories(to / "figures");
  for (const auto& entry : fs::directory_iterator(from)) {
    const fs::path name = entry.path().filename();
    const bool claims = name.extension() == ".json";
    fs::copy_file(entry.path(), claims ? to / name : to / "figures" / name,
                  fs::copy_options::overwrite_existing);
  }
  return 0;
}

int run(const std::vector<std::string>& arguments) {
  const std::string first = arguments.empty() ? "" : arguments[0];
  if (first.empty()) return write();
  if (first == "--check") return check({arguments.begin() + 1, arguments.end()});
  if (first == "--compare" && arguments.size() == 3) return compare(arguments[1], arguments[2]);
  if (first == "--take" && arguments.size() == 3) return take(arguments[1], arguments[2]);
  fail("usage: pages [--check [NAME...] | --compare NAME DIR | --take NAME DIR]");
}

}  // namespace
}  // namespace pixelwise

int main(int argc, char** argv) {
  try {
    return pixelwise::run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::cerr << "pages: " << error.what() << '\n';
    return 2;
  }
}

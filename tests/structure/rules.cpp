#include "tests/structure/rules.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace pixelwise::structure {
namespace {

namespace fs = std::filesystem;
using Names = std::set<std::string>;

// A part may include itself and what stands in its row. Parts that are not in the table (app,
// tutorials, benchmarks, tests) may include everything.
const std::map<std::string, Names> kMayInclude = {
    {"base", {}},
    {"autograd/kernels", {}},  // single headers only, see below
    {"autograd", {"base"}},    // and lower levels of itself, see below
    {"layers", {"autograd", "base"}},
    {"optim", {"autograd", "base"}},
    {"models", {"layers", "autograd", "base"}},
    {"gradcheck", {"autograd", "base"}},
    {"weights", {"autograd", "base"}},
    {"datasets", {"base"}},
    {"metrics", {"datasets", "base"}},
    {"report", {"metrics", "datasets", "base"}},
    {"training",
     {"report", "metrics", "weights", "models", "layers", "optim", "datasets", "autograd", "base"}},
    {"doctor",
     {"training", "report", "metrics", "weights", "models", "layers", "optim", "datasets",
      "autograd", "base"}},
};

// Inside autograd a file may include files of lower levels, and the header of its own name.
const std::vector<Names> kLevels = {
    {"real", "shape", "conv_geometry"},
    {"address_space", "address_sanitizer"},
    {"buffer", "kernels"},
    {"array", "no_kernels"},
    {"lazy_array"},
    {"array_map"},
    {"array_math"},
    {"graph"},
    {"observer"},
    {"tensor"},
    {"ops/"},  // operations may use each other
    {"ops"},
};

const Names kKernelsMayInclude = {"autograd/conv_geometry.h", "autograd/kernels.h",
                                  "autograd/real.h",          "autograd/buffer.h",
                                  "base/parallel.h",          "base/check.h"};

// A reader may stop after each of these folders: none knows a later one. What stands beside them,
// choice.cpp above all, knows all three.
const std::vector<std::string> kKernelFolders = {
    "autograd/kernels/direct/", "autograd/kernels/winograd3x3/", "autograd/kernels/large_kernels/"};

// The operations ask the kernels; the others only have the switch.
const Names kKnowTheKernels = {"autograd/kernels", "training",   "app",
                               "tutorials",        "benchmarks", "tests"};

// Options are parsed by the command line alone: what the other folders do, any program can do.
const Names kParseOptions = {"app", "gradcheck", "tutorials", "benchmarks", "tests"};

// What is read to learn needs no package. One file asks the operating system for memory.
const Names kAsksTheSystem = {"autograd/address_space.cpp"};
const Names kStandardLibraryOnly = {"autograd", "layers", "optim", "models"};

bool starts_with(const std::string& text, const std::string& start) {
  return text.rfind(start, 0) == 0;
}

// The folder that has a row in the table: autograd/kernels stands apart.
std::string part_of(const std::string& path) {
  if (starts_with(path, "autograd/kernels/")) return "autograd/kernels";
  return path.substr(0, path.find('/'));
}

std::string without_ending(const std::string& path) { return path.substr(0, path.rfind('.')); }

// The level of a file of autograd, -1 if the table does not know it.
int level_of(const std::string& path) {
  const std::string name = without_ending(path.substr(std::string("autograd/").size()));
  for (std::size_t level = 0; level < kLevels.size(); ++level) {
    const std::string entry = starts_with(name, "ops/") ? "ops/" : name;
    if (kLevels[level].count(entry) > 0) return static_cast<int>(level);
  }
  return -1;
}

// The number of the folder inside autograd/kernels; -1 for what stands beside them.
int kernel_folder_of(const std::string& path) {
  for (std::size_t i = 0; i < kKernelFolders.size(); ++i) {
    if (starts_with(path, kKernelFolders[i])) return static_cast<int>(i);
  }
  return -1;
}

// Why `from` may not include "to"; empty if it may.
std::string objection(const std::string& from, const std::string& to) {
  if (starts_with(from, "tests/install/")) return "";  // projects that see the tree from outside
  if (to.find("..") != std::string::npos) return "paths start at the root, not with ..";
  if (to.find('/') == std::string::npos) return "paths start at the root: folder/file.h";
  const std::string part = part_of(from), other = part_of(to);

  if (to == "autograd/kernels.h" && kKnowTheKernels.count(part) == 0 &&
      !starts_with(from, "autograd/ops/") && from != "autograd/no_kernels.cpp") {
    return "only operations ask the kernels";
  }
  if (other == "autograd/kernels" && part != other && part != "tests" && part != "benchmarks") {
    return "the folder can be deleted: go through autograd/kernels.h";
  }
  if (part == "autograd/kernels") {
    const int folder = kernel_folder_of(from);
    if (folder >= 0 && kernel_folder_of(to) > folder) {
      return "a reader stops here: go through autograd/kernels/choice.h";
    }
    return other == part || kKernelsMayInclude.count(to) > 0
               ? ""
               : "kernels know raw pointers and sizes only";
  }
  const auto row = kMayInclude.find(part);
  if (row == kMayInclude.end()) return "";
  if (part != other) {
    return row->second.count(other) > 0 ? "" : part + " must not know " + other;
  }
  if (part == "autograd") {
    const int level = level_of(from), below = level_of(to);
    if (level < 0) return "a new file: give it a level in tests/structure/rules.cpp";
    const bool operations = starts_with(from, "autograd/ops/") && starts_with(to, "autograd/ops/");
    if (below >= level && !operations && without_ending(from) != without_ending(to)) {
      return "shape <- array <- graph <- tensor <- ops, not the other way round";
    }
  }
  return "";
}

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// Calls visit(path from the root) for every file that belongs to the project.
template <class Visit>
void walk(const fs::path& root, const fs::path& start, Visit visit) {
  for (auto it = fs::recursive_directory_iterator(start); it != fs::recursive_directory_iterator();
       ++it) {
    const std::string name = it->path().filename().string();
    if (it->is_directory()) {
      const bool hidden = name.front() == '.' && name != ".ci";
      if (hidden || name == "out" || starts_with(name, "build")) it.disable_recursion_pending();
    } else if (it->is_regular_file()) {
      visit(fs::relative(it->path(), root).generic_string());
    }
  }
}

bool is_source(const std::string& path) {
  const std::string ending = fs::path(path).extension().string();
  return ending == ".h" || ending == ".cpp";
}

std::vector<Source> collect(const fs::path& root, const fs::path& start,
                            bool (*wanted)(const std::string&)) {
  std::vector<Source> found;
  walk(root, start, [&](const std::string& path) {
    if (wanted(path)) found.push_back({path, read(root / path)});
  });
  std::sort(found.begin(), found.end(),
            [](const Source& a, const Source& b) { return a.path < b.path; });
  return found;
}

}  // namespace

std::vector<Source> sources(const fs::path& root, const std::string& folder) {
  return collect(root, root / folder, is_source);
}

std::vector<Source> other_texts(const fs::path& root) {
  return collect(root, root, [](const std::string& path) {
    const Names endings = {".md", ".txt", ".cmake", ".json", ".py", ".sh", ".html", ".css", ".yml"};
    const Names scripts = {"run", "test", ".ci/run", ".clang-tidy", ".clang-format"};
    return endings.count(fs::path(path).extension().string()) > 0 || scripts.count(path) > 0;
  });
}

std::vector<std::string> wrong_includes(const Source& source) {
  static const std::regex kInclude(R"(^\s*#\s*include\s*(["<])([^">]+)[">])");
  std::vector<std::string> wrong;
  std::istringstream text(source.text);
  std::string line;
  for (int number = 1; std::getline(text, line); ++number) {
    std::smatch match;
    if (!std::regex_search(line, match, kInclude)) continue;
    const std::string to = match[2];
    std::string why;
    if (match[1] == "\"") {
      why = objection(source.path, to);
    } else if (starts_with(to, "CLI/") && kParseOptions.count(part_of(source.path)) == 0) {
      why = "only app parses options";
    } else if (kStandardLibraryOnly.count(part_of(source.path)) > 0 &&
               kAsksTheSystem.count(source.path) == 0 &&
               to.find_first_of("./") != std::string::npos) {
      why = "the standard library is all that is needed here";
    }
    if (!why.empty()) {
      wrong.push_back(source.path + ":" + std::to_string(number) + " includes " + to + ": " + why);
    }
  }
  return wrong;
}

int lines(const Source& source) {
  return static_cast<int>(std::count(source.text.begin(), source.text.end(), '\n'));
}

}  // namespace pixelwise::structure

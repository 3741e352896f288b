// The promises about the sources that no compiler checks.
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "tests/structure/rules.h"

namespace pixelwise::structure {
namespace {

const std::filesystem::path kRoot = PIXELWISE_SOURCE_DIR;

constexpr int kMostLines = 350;

// Calls report(file:line) for each line of the texts that the pattern is found in.
template <class Report>
void find_lines(const std::vector<Source>& texts, const std::regex& pattern, Report report) {
  for (const Source& source : texts) {
    std::istringstream text(source.text);
    std::string line;
    for (int number = 1; std::getline(text, line); ++number) {
      if (std::regex_search(line, pattern)) {
        report(source.path + ":" + std::to_string(number) + ": " + line);
      }
    }
  }
}

TEST(Structure, TheSourcesAreFound) {
  std::set<std::string> paths;
  for (const Source& source : sources(kRoot)) paths.insert(source.path);
  EXPECT_GT(paths.size(), 50U);
  EXPECT_EQ(paths.count("autograd/ops/conv2d.cpp"), 1U);
  EXPECT_EQ(paths.count("tests/structure/structure_test.cpp"), 1U);
}

TEST(Structure, IncludesPointDownwards) {
  for (const Source& source : sources(kRoot)) {
    for (const std::string& wrong : wrong_includes(source)) ADD_FAILURE() << wrong;
  }
}

TEST(Structure, FilesStayShort) {
  for (const Source& source : sources(kRoot)) {
    EXPECT_LE(lines(source), kMostLines) << source.path << ": one idea per file; split it";
  }
}

TEST(Structure, TheCommandLineStaysThin) {
  int total = 0;
  for (const Source& source : sources(kRoot, "app")) {
    EXPECT_LE(lines(source), 150) << source.path << ": what others could use belongs elsewhere";
    total += lines(source);
  }
  EXPECT_GT(total, 1000);
  EXPECT_LT(total, 2800);
}

TEST(Structure, TheCoreStaysSmall) {
  int total = 0;
  for (const char* folder : {"autograd", "layers", "optim"}) {
    int in_folder = 0;
    for (const Source& source : sources(kRoot, folder)) {
      if (source.path.rfind("autograd/kernels/", 0) != 0) in_folder += lines(source);
    }
    EXPECT_GT(in_folder, 100) << folder;
    RecordProperty(folder, in_folder);
    total += in_folder;
  }
  RecordProperty("total", total);
  EXPECT_LT(total, 5000) << "autograd without its kernels, layers and optim";
}

std::string read_page(const std::string& path) {
  std::ifstream file(kRoot / path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string readme() { return read_page("README.md"); }

// The map of the folders, "| [base](base) | 700 | ...".
TEST(Structure, TheReadmeStatesTheLinesOfEachFolder) {
  const std::string text = readme();
  const std::regex row(R"(\| \[(\w+)\]\(\w+\) \| ([\d,]+) \|)");
  int rows = 0;
  for (std::sregex_iterator at(text.begin(), text.end(), row), end; at != end; ++at, ++rows) {
    const std::string folder = (*at)[1];
    const int stated = std::stoi(std::regex_replace((*at)[2].str(), std::regex(","), ""));
    int counted = 0;
    for (const Source& source : sources(kRoot, folder)) counted += lines(source);
    EXPECT_NEAR(stated, counted, counted / 8 + 50)
        << folder << ": README.md's table is out of date";
  }
  EXPECT_GE(rows, 10);
}

// What a page prints "as it stands" is the file.
TEST(Structure, PagesPrintTheirProgramsAsTheyAre) {
  const std::map<std::string, std::string> programs = {
      {"README.md", "tutorials/00_first_program/main.cpp"},
      {"gradcheck/README.md", "tests/install/own_op/check_swish.cpp"},
  };
  for (const auto& [page, path] : programs) {
    const std::string program = read_page(path);
    ASSERT_GT(program.size(), 500U) << path;
    EXPECT_NE(read_page(page).find("```cpp\n" + program + "```\n"), std::string::npos)
        << page << " and " << path << " differ";
  }
}

// README's paragraph that starts so.
std::string paragraph(const std::string& start) {
  const std::string text = readme();
  const auto begin = text.find(start);
  EXPECT_NE(begin, std::string::npos) << start;
  return begin == std::string::npos ? "" : text.substr(begin, text.find("\n\n", begin) - begin);
}

std::vector<std::string> files_named_in(const std::string& text) {
  static const std::regex kPath("`([a-z0-9_/]+\\.(h|cpp))`");
  std::vector<std::string> files;
  for (std::sregex_iterator at(text.begin(), text.end(), kPath), end; at != end; ++at) {
    EXPECT_TRUE(std::filesystem::exists(kRoot / (*at)[1].str())) << (*at)[1] << " does not exist";
    files.push_back((*at)[1]);
  }
  return files;
}

// A path that calls files which it does not name is no path.
TEST(Structure, TheCorePathNamesAllItsFilesInclude) {
  const std::string text = paragraph("**The core path**");
  const auto cut = text.find("Take on trust");
  ASSERT_NE(cut, std::string::npos);
  const std::vector<std::string> path = files_named_in(text.substr(0, cut));
  const std::vector<std::string> trusted = files_named_in(text.substr(cut));
  std::set<std::string> known(path.begin(), path.end());
  known.insert(trusted.begin(), trusted.end());
  std::map<std::string, Source> all;
  for (Source& source : sources(kRoot)) all[source.path] = source;

  int total = 0;
  std::set<std::string> included;
  static const std::regex kInclude("#include \"([^\"]+)\"");
  for (const std::string& file : path) {
    const std::string& code = all[file].text;
    total += lines(all[file]);
    for (std::sregex_iterator at(code.begin(), code.end(), kInclude), end; at != end; ++at) {
      EXPECT_EQ(known.count((*at)[1]), 1U) << file << " includes " << (*at)[1];
      included.insert((*at)[1]);
    }
  }
  for (const std::string& file : trusted) {
    EXPECT_EQ(included.count(file), 1U) << file << " need not be trusted";
  }
  EXPECT_LE(path.size(), 12U);
  EXPECT_LE(total, 1000);
  RecordProperty("lines", total);
}

TEST(Structure, TheLongPathIsShortEnough) {
  int total = 0;
  const std::vector<std::string> path = files_named_in(paragraph("**One FCN, end to end**"));
  for (const std::string& file : path) {
    for (const Source& source : sources(kRoot)) {
      if (source.path == file) total += lines(source);
    }
  }
  EXPECT_GE(path.size(), 12U);
  EXPECT_LT(total, 2000);
}

TEST(Structure, NamespacesAreSpelledOut) {
  find_lines(sources(kRoot), std::regex(R"(^\s*using\s+namespace\s+std\s*;)"),
             [](const std::string& line) { ADD_FAILURE() << line; });
}

TEST(Structure, NoMarksOfAMerge) {
  const std::regex pattern("^(<<<<<<<|>>>>>>>) ");
  const auto report = [](const std::string& line) { ADD_FAILURE() << line; };
  find_lines(sources(kRoot), pattern, report);
  find_lines(other_texts(kRoot), pattern, report);
}

TEST(Structure, NothingNamesThisMachine) {
  const std::regex pattern(R"((^|[^\w./-])/(work|opt|root|home)/)");
  const auto report = [](const std::string& line) { ADD_FAILURE() << line; };
  find_lines(sources(kRoot), pattern, report);
  find_lines(other_texts(kRoot), pattern, report);

  int seen = 0;  // the pattern itself, on a made-up line
  const std::string folder = std::string("/") + "work/";
  find_lines({{"x", "open(\"" + folder + "main\")"}}, pattern, [&](const std::string&) { ++seen; });
  find_lines({{"x", "the frame" + folder + "main"}}, pattern, [&](const std::string&) { ++seen; });
  EXPECT_EQ(seen, 1);
}

TEST(Structure, EveryFolderSaysWhatItHolds) {
  for (const char* folder : {"base",
                             "autograd",
                             "autograd/ops",
                             "autograd/kernels",
                             "autograd/kernels/direct",
                             "autograd/kernels/winograd3x3",
                             "autograd/kernels/large_kernels",
                             "layers",
                             "models",
                             "gradcheck",
                             "weights",
                             "metrics",
                             "report",
                             "optim",
                             "datasets",
                             "training",
                             "doctor",
                             "app",
                             "tutorials",
                             "benchmarks",
                             "tests"}) {
    if (!std::filesystem::exists(kRoot / folder) || sources(kRoot, folder).empty()) continue;
    EXPECT_TRUE(std::filesystem::exists(kRoot / folder / "README.md")) << folder;
  }
}

}  // namespace
}  // namespace pixelwise::structure

// What pages tell the reader to type exists: lessons, exercises, commands, options, networks.
#include <gtest/gtest.h>

#include <cctype>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "base/read_file.h"
#include "tests/app/run_app.h"

namespace pixelwise {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = PIXELWISE_SOURCE_DIR;

// The pages that a reader types from.
std::vector<std::string> pages() {
  std::vector<std::string> found = {"README.md"};
  for (const char* folder : {"docs", "tutorials"}) {
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
      const fs::path path = fs::relative(entry.path(), kRoot);
      // WRITING.md and docs/book are about pages, with names like NN.
      const bool about = path.filename() == "WRITING.md" || path.parent_path() == "docs/book";
      if (path.extension() == ".md" && !about) found.push_back(path.string());
    }
  }
  return found;
}

// "./run 07 --check 1" and "pixelwise data nerve:DIR", wherever the text has them as code: between
// backticks, or at the beginning of a line in a block.
std::vector<std::string> commands_in(const std::string& text) {
  static const std::regex kCommand(
      R"((?:`|(?:^|\n) *)((?:\./run|(?:build/release/bin/)?pixelwise )[^`\n#]*))");
  std::vector<std::string> commands;
  for (std::sregex_iterator at(text.begin(), text.end(), kCommand), end; at != end; ++at) {
    commands.push_back((*at)[1]);
  }
  return commands;
}

std::vector<std::string> words_of(const std::string& command) {
  std::istringstream stream(command);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

// The folder below `parent` whose name is `number` and something after a _; "" if there is none.
fs::path numbered(const fs::path& parent, const std::string& number) {
  if (!fs::exists(parent)) return {};
  for (const auto& entry : fs::directory_iterator(parent)) {
    if (entry.path().filename().string().rfind(number + "_", 0) == 0) return entry.path();
  }
  return {};
}

// What is wrong with "./run ...", or "".
std::string wrong_run(const std::vector<std::string>& words) {
  static const std::set<std::string> kWords = {"learn", "list", "capstone", "book"};
  if (words.size() < 2 || kWords.count(words[1]) > 0) return "";
  const fs::path lesson = numbered(kRoot / "tutorials", words[1]);
  if (lesson.empty()) return "there is no lesson " + words[1];
  for (std::size_t i = 2; i + 1 < words.size(); ++i) {
    const bool number = std::isdigit(static_cast<unsigned char>(words[i + 1][0])) != 0;
    if (words[i] == "--check" && number && numbered(lesson / "exercises", words[i + 1]).empty()) {
      return "there is no exercise " + words[i + 1];
    }
  }
  return "";
}

const std::string& help_of(const std::string& command) {
  static std::map<std::string, std::string> known;
  const auto [at, is_new] = known.try_emplace(command);
  if (is_new) {
    const Outcome help = run_app({command, "--help"});
    if (help.status == 0) at->second = help.out;
  }
  return at->second;
}

bool has_word(const std::string& text, const std::string& word) {
  return std::regex_search(text, std::regex("(^|[^\\w-])" + word + "($|[^\\w-])"));
}

// What is wrong with "pixelwise ...", or "". A command that begins with a - is an option of all.
std::string wrong_app(const std::vector<std::string>& words) {
  if (words.size() < 2 || words[1][0] == '-' || words[1] == "help") return "";
  const std::string& help = help_of(words[1]);
  if (help.empty()) return "there is no command " + words[1];
  for (std::size_t i = 2; i < words.size(); ++i) {
    if (words[i].rfind("--", 0) != 0) continue;
    if (!has_word(help, words[i])) return words[1] + " has no " + words[i];
    if (words[i] == "--model" && i + 1 < words.size() &&
        std::islower(static_cast<unsigned char>(words[i + 1][0])) != 0 &&
        !has_word(help_of("summary"), words[i + 1])) {
      return "there is no model " + words[i + 1];
    }
  }
  return "";
}

std::string wrong(const std::string& command) {
  const std::vector<std::string> words = words_of(command);
  return words[0] == "./run" ? wrong_run(words) : wrong_app(words);
}

TEST(CommandsOnPages, Exist) {
  int commands = 0;
  for (const std::string& page : pages()) {
    for (const std::string& command : commands_in(read_file(kRoot / page))) {
      ++commands;
      EXPECT_EQ(wrong(command), "") << page << ": " << command;
    }
  }
  EXPECT_GT(commands, 150);
  RecordProperty("commands", commands);
}

TEST(CommandsOnPages, WrongOnesAreSeen) {
  EXPECT_EQ(commands_in("`./run 07 --check 1`, a\n    pixelwise lr 1  # b\nor `pixelwise x`"),
            (std::vector<std::string>{"./run 07 --check 1", "pixelwise lr 1  ", "pixelwise x"}));
  EXPECT_EQ(wrong("./run 07 --check 4"), "");
  EXPECT_EQ(wrong("./run 77"), "there is no lesson 77");
  EXPECT_EQ(wrong("./run 07 --check 9"), "there is no exercise 9");
  EXPECT_EQ(wrong("pixelwise trian"), "there is no command trian");
  EXPECT_EQ(wrong("pixelwise train --model toy-8s --learn 1"), "train has no --learn");
  EXPECT_EQ(wrong("pixelwise train --model toy-9s"), "there is no model toy-9s");
}

// The table of tutorials/README.md: each statement has a command, or says that it has none yet.
TEST(CommandsOnPages, EveryStatementOfOtherTextsIsShownOrSaysThatItIsNot) {
  const std::string text = read_file(kRoot / "tutorials/README.md");
  const auto begin = text.find("## Where the statements");
  ASSERT_NE(begin, std::string::npos);
  std::istringstream lines(text.substr(begin, text.find("\n## ", begin + 1) - begin));
  int shown = 0, not_yet = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("| ", 0) != 0 || line.rfind("| statement", 0) == 0) continue;
    const bool has_command = !commands_in(line).empty();
    const bool says_no = line.find("not yet") != std::string::npos;
    EXPECT_NE(has_command, says_no) << line;
    (has_command ? shown : not_yet) += 1;
  }
  EXPECT_GE(shown, 14);
  EXPECT_GE(shown + not_yet, 20);
  RecordProperty("shown", shown);
}

}  // namespace
}  // namespace pixelwise

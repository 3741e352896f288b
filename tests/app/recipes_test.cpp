// The commands of docs/real_images.md, as they stand, for one iteration and on tiny data.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/check.h"
#include "datasets/image.h"
#include "datasets/mask.h"
#include "tests/app/run_app.h"

namespace pixelwise {
namespace {

namespace fs = std::filesystem;

// The words after `pixelwise` of every command `pixelwise train ...`; a backslash joins lines.
std::vector<std::vector<std::string>> train_commands(const std::string& page) {
  std::ifstream file(text(PIXELWISE_SOURCE_DIR, "/docs/", page));
  std::vector<std::vector<std::string>> commands;
  std::string line;
  while (std::getline(file, line)) {
    while (line.ends_with('\\')) {
      std::string more;
      std::getline(file, more);
      line = line.substr(0, line.size() - 1) + more;
    }
    if (!line.starts_with("pixelwise train ")) continue;
    std::istringstream in(line);
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    commands.emplace_back(words.begin() + 1, words.end());
  }
  return commands;
}

void set_option(std::vector<std::string>& words, const std::string& option,
                const std::string& value) {
  const auto found = std::find(words.begin(), words.end(), option);
  ASSERT_NE(found, words.end()) << option;
  *(found + 1) = value;
}

TEST(Recipes, OfRealImagesRun) {
  const TemporaryFolder folder;
  Mask mask(64, 48);  // classes 0 and 1, which every data set has
  for (int x = 0; x < 30; ++x) mask.at(x, 20) = 1;
  for (const std::string name : {"folder/images", "folder/masks", "camvid/train", "camvid/val",
                                 "camvid/trainannot", "camvid/valannot"}) {
    const bool masks = name.ends_with("annot") || name.ends_with("masks");
    fs::create_directories(folder / name);
    for (int i = 0; i < 8; ++i) {
      const std::string path = folder / text(name, "/image", i, ".png");
      if (masks) {
        write_mask(path, mask, voc_palette(2));
      } else {
        write_png(path, Image(64, 48, 3));
      }
    }
  }
  const auto commands = train_commands("real_images.md");
  ASSERT_EQ(commands.size(), 2U);
  int number = 0;
  for (std::vector<std::string> words : commands) {
    const std::string data = *(std::find(words.begin(), words.end(), "--data") + 1);
    const std::string kind = data.substr(0, data.find(':'));
    set_option(words, "--data", text(kind, ":", folder / kind));
    set_option(words, "--out", folder / ("run" + std::to_string(number++)));
    set_option(words, "--iterations", "1");
    const Outcome outcome = run_app(words);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
  }
}

}  // namespace
}  // namespace pixelwise

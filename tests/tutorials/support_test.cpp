#include <gtest/gtest.h>

#include <filesystem>

#include "tutorials/support/expect.h"
#include "tutorials/support/figures.h"
#include "tutorials/support/lesson.h"

namespace pixelwise {
namespace {

// Runs a lesson with these options in a folder that is empty before and gone afterwards.
int run(std::vector<std::string> options, const std::function<void(Lesson&)>& lesson) {
  std::vector<char*> arguments;
  options.insert(options.begin(), "tutorial_99");
  for (std::string& option : options) arguments.push_back(option.data());
  return run_lesson(static_cast<int>(arguments.size()), arguments.data(), "99_test", lesson);
}

std::string scratch_folder(const std::string& name) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / name;
  std::filesystem::remove_all(folder);
  return folder.string();
}

TEST(Expect, TrueSentencesGoOnAndFalseOnesEndTheProgram) {
  EXPECT_NO_THROW(expect(true, "Two is even."));
  EXPECT_THROW(expect(false, "Three is even."), FalseSentence);
  EXPECT_EQ(run({"--out", scratch_folder("expect")}, [](Lesson&) { expect(true, "Yes."); }), 0);
  EXPECT_EQ(run({"--out", scratch_folder("expect")}, [](Lesson&) { expect(false, "No."); }), 1);
}

TEST(Lesson, OptionsAreChecked) {
  bool taught = false;
  const auto lesson = [&](Lesson&) { taught = true; };
  EXPECT_EQ(run({"--help"}, lesson), 0);
  EXPECT_EQ(run({"--check"}, lesson), 2);
  EXPECT_EQ(run({"--out"}, lesson), 2);
  EXPECT_FALSE(taught);
}

TEST(Lesson, PicturesGetAFolder) {
  const std::string folder = scratch_folder("pictures");
  std::string path;
  EXPECT_EQ(run({"--out", folder}, [&](Lesson& lesson) { path = lesson.picture("a.png"); }), 0);
  EXPECT_EQ(std::filesystem::path(path), std::filesystem::path(folder) / "99_test" / "a.png");
  EXPECT_TRUE(std::filesystem::is_directory(std::filesystem::path(path).parent_path()));
}

TEST(Lesson, StagesAreFoundByName) {
  EXPECT_EQ(ladder_stage("fcn16s").from, "fcn32s");
  EXPECT_EQ(ladder_stage("fcn8s_scratch").model, "toy-8s");
  EXPECT_THROW(ladder_stage("fcn4s"), std::invalid_argument);
}

TEST(Figures, HeatCoversTheCellsOfTheMap) {
  const Image black(8, 8, 3);
  Array scores({1, 2, 2, 2});
  scores(0, 1, 0, 1) = 5;  // upper right cell of the second class
  const Image heat = heat_overlay(black, scores, 1, 0, 1, 4, 4);
  const auto colour = [&](int x, int y) {
    const std::uint8_t* p = heat.at(x, y);
    return Colour{p[0], p[1], p[2]};
  };
  EXPECT_EQ(colour(0, 0), (Colour{128, 128, 128}));  // outside the map
  EXPECT_EQ(colour(3, 2), (Colour{128, 128, 128}));  // upper left cell
  EXPECT_EQ(colour(4, 2), colour(5, 3));             // the whole cell
  EXPECT_GT(colour(4, 2).r, 200);
  EXPECT_LT(colour(4, 2).b, 50);
  EXPECT_EQ(colour(4, 4), (Colour{128, 128, 128}));  // lower right cell
  EXPECT_THROW(heat_overlay(black, scores, 1, 0, 1, 9, 4), std::invalid_argument);
}

TEST(Figures, KernelsAsRows) {
  Array weights({1, 1, 2, 3});
  weights(0, 0, 1, 2) = 7;
  EXPECT_EQ(kernel_rows(weights), (std::vector<std::vector<double>>{{0, 0, 0}, {0, 0, 7}}));
}

}  // namespace
}  // namespace pixelwise

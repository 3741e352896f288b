// The ladder of seed 0 as a user runs it: within the bands of a right implementation, and as the
// README shows it.
//
// Other instruction sets and other kernels add in another order, which training amplifies: FCN-32s
// of seed 0 ends at .398 with AVX-512, at .405 with AVX2, and at .443 without Winograd's method.
// What a skip gains is .13 and more.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>
#include <string>

namespace {

constexpr double kChance = 0.05;

std::string text_of(const std::string& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

class LadderBands : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    const std::string out = PIXELWISE_LADDER_OUT;
    std::filesystem::remove_all(out);
    const std::string command =
        std::string(PIXELWISE_COMMAND) + " ladder --seed 0 --quiet --out " + out;
    ASSERT_EQ(std::system(command.c_str()), 0);
    const auto results = nlohmann::json::parse(text_of(out + "/results.json"));
    for (const auto& stage : results.at("stages")) stages_[stage.at("name")] = stage;
    surgery_ = results.at("surgery_max_difference");
    for (const char* file : {"report.html", "panel.png"}) {
      EXPECT_TRUE(std::filesystem::exists(out + "/" + file)) << file;
    }
  }

  static double miou(const std::string& stage) { return stages_.at(stage).at("mean_iou"); }
  static double before(const std::string& stage) { return stages_.at(stage).at("mean_iou_before"); }

  static inline std::map<std::string, nlohmann::json> stages_;
  static inline double surgery_ = 1;
};

TEST_F(LadderBands, EachStageIsWhereARightImplementationIs) {
  EXPECT_GE(stages_.at("classifier").at("accuracy"), 0.90);
  EXPECT_LE(surgery_, 1e-4);
  // A single seed may lie .03 beyond the bands of three-seed means.
  EXPECT_GE(miou("fcn32s"), 0.42 - 0.03);
  EXPECT_LE(miou("fcn32s"), 0.56 + 0.03);
  EXPECT_GE(miou("fcn16s"), 0.60 - 0.03);
  EXPECT_LE(miou("fcn16s"), 0.74 + 0.03);
  EXPECT_GE(miou("fcn8s"), 0.73 - 0.03);
  EXPECT_LE(miou("fcn8s"), 0.85 + 0.03);
  EXPECT_GE(miou("fcn8s_at_once"), 0.80);
  EXPECT_LE(miou("fcn8s_at_once"), 0.88);
}

TEST_F(LadderBands, EachSkipHelps) {
  EXPECT_GE(miou("fcn16s") - miou("fcn32s"), 0.10);
  EXPECT_GE(miou("fcn8s") - miou("fcn16s"), 0.06);
  EXPECT_LT(miou("fcn32s_control"), miou("fcn16s"));
}

// A stage begins near the one before: its new skip is zero, but upsampling in two steps is close
// to, not equal to, one.
TEST_F(LadderBands, AStageBeginsNearTheOneBefore) {
  EXPECT_NEAR(before("fcn16s"), miou("fcn32s"), 0.06);
  EXPECT_NEAR(before("fcn8s"), miou("fcn16s"), 0.03);
  EXPECT_NE(before("fcn16s"), miou("fcn32s"));
}

// The rows of README's table: | FCN-32s | .811 | .505 | .402 | .695 |
TEST_F(LadderBands, TheReadmeShowsTheseNumbers) {
  const std::string readme = text_of(std::string(PIXELWISE_SOURCE_DIR) + "/README.md");
  const std::map<std::string, std::string> rows = {{"FCN-32s", "fcn32s"},
                                                   {"FCN-16s", "fcn16s"},
                                                   {"FCN-8s", "fcn8s"},
                                                   {"FCN-32s, longer", "fcn32s_control"},
                                                   {"FCN-8s at once", "fcn8s_at_once"}};
  for (const auto& [title, stage] : rows) {
    const std::regex row("\\| " + title +
                         R"( \| ([.0-9]+) \| ([.0-9]+) \| ([.0-9]+) \| ([.0-9]+) \|)");
    std::smatch found;
    ASSERT_TRUE(std::regex_search(readme, found, row)) << title;
    const char* const fields[] = {"pixel_accuracy", "mean_accuracy", "mean_iou", "fw_iou"};
    for (std::size_t i = 0; i < 4; ++i) {
      EXPECT_NEAR(std::stod(found[i + 1]), stages_.at(stage).at(fields[i]), kChance)
          << title << ", " << fields[i];
    }
  }
}

}  // namespace

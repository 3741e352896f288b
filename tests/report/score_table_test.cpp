#include "report/score_table.h"

#include <gtest/gtest.h>

#include <sstream>

#include "base/terminal.h"
#include "report/score_text.h"

namespace pixelwise {
namespace {

TEST(ScoreText, ThreeDigitsOrADash) {
  EXPECT_EQ(score_text(0.79149), "0.791");
  EXPECT_EQ(score_text(1.0), "1.000");
  EXPECT_EQ(score_text(std::nullopt), "\u2013");
  EXPECT_EQ(percent_text(0.4126), "41.3 %");
}

TEST(ScoreTable, ARowForEachClassAndTheMeans) {
  ConfusionMatrix scores(3), baseline(3);
  scores.add_count(0, 0, 90);
  scores.add_count(1, 1, 6);
  scores.add_count(1, 0, 4);
  baseline.add_count(0, 0, 90);
  baseline.add_count(1, 0, 10);
  const std::string table = score_table(scores, baseline, {"background", "disc", "ring"});
  std::vector<std::string> lines;
  std::istringstream in(table);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  ASSERT_EQ(lines.size(), 8U) << table;
  EXPECT_EQ(lines[1], "background      90.0 %    94.0 %    0.957     0.978     0.900     0.947");
  EXPECT_EQ(lines[2], "disc            10.0 %    6.0 %     0.600     0.750     0.000     0.000");
  EXPECT_EQ(lines[3], "ring            0.0 %     0.0 %     -         -         -         -");
  EXPECT_EQ(lines[4].rfind("mean ", 0), 0U) << lines[4];
  EXPECT_NE(lines[4].find(" 0.779     0.864     0.450     0.474"), std::string::npos) << lines[4];
  EXPECT_EQ(lines[7].substr(0, 14), "pixel accuracy");
}

TEST(ScoreTable, FortyColumns) {
  ConfusionMatrix scores(2), baseline(2);
  scores.add_count(0, 0, 90);
  scores.add_count(1, 1, 6);
  scores.add_count(1, 0, 4);
  baseline.add_count(0, 0, 90);
  baseline.add_count(1, 0, 10);
  const std::string table = score_table(scores, baseline, {"Straße", "a very long name"}, 40);
  std::vector<std::string> lines;
  std::istringstream in(table);
  for (std::string line; std::getline(in, line);) {
    EXPECT_LE(columns_of(line), 40U) << line;
    lines.push_back(line);
  }
  ASSERT_EQ(lines.size(), 9U) << table;
  EXPECT_EQ(lines[0], "                true  called   IoU  Dice");
  EXPECT_EQ(lines[1], "Straße        90.0 %  94.0 % 0.957 0.978");
  EXPECT_EQ(lines[2], "a very long   10.0 %   6.0 % 0.600 0.750");
  EXPECT_EQ(lines[4], "mean IoU        0.779              0.450");
  ConfusionMatrix all(1);
  all.add_count(0, 0, 5);
  EXPECT_NE(score_table(all, all, {"background"}, 40)
                .find("\nbackground   100.0 % 100.0 % 1.000 1.000\n"),
            std::string::npos);
  EXPECT_EQ(score_table(scores, baseline, {"a", "b"}, 84),
            score_table(scores, baseline, {"a", "b"}));
}

}  // namespace
}  // namespace pixelwise

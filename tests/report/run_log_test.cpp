#include "report/run_log.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>

#include "base/read_file.h"
#include "tests/base/temporary_folder.h"

namespace pixelwise {
namespace {

class RunLogTest : public testing::Test {
 protected:
  void write_five_rows() const {
    RunLog log(path_, {"val_mean_iou"});
    for (int i = 1; i <= 5; ++i) {
      RunLogRow row{.iteration = i, .loss = 1.0 / i, .lr = 1e-3, .seconds = 0.25 * i};
      if (i % 2 == 0) row.extra = {0.1 * i};
      log.append(row);
    }
  }

  const TemporaryFolder folder_;
  const std::string path_ = folder_ / "log.csv";
};

TEST_F(RunLogTest, WritesOneRowPerIteration) {
  write_five_rows();
  const std::string content = read_file(path_);
  EXPECT_EQ(content.substr(0, content.find('\n', 50)),
            "iteration,loss,lr,seconds,val_mean_iou\n1,1,0.001,0.25,");
}

TEST_F(RunLogTest, ReadsBackTheSameBits) {
  const double values[] = {1.0 / 3, 1e-300, 0.693147182464599, -0.0};
  {
    RunLog log(path_);
    for (int i = 0; i < 4; ++i) {
      log.append({.iteration = i + 1, .loss = values[i], .lr = values[i], .seconds = 0});
    }
    log.append({.iteration = 9, .loss = std::nan(""), .lr = 0, .seconds = 0});
    log.sync();
  }
  const RunLogData data = read_run_log(path_);
  ASSERT_EQ(data.rows.size(), 5U);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(std::bit_cast<std::uint64_t>(data.rows[i].loss),
              std::bit_cast<std::uint64_t>(values[i]));
  }
  EXPECT_TRUE(std::isnan(data.rows[4].loss));
}

TEST_F(RunLogTest, RowsCanBeReadWhileTheLogIsOpen) {
  RunLog log(path_);
  log.append({.iteration = 1, .loss = 2, .lr = 1, .seconds = 1});
  EXPECT_EQ(read_run_log(path_).rows.size(), 1U);
}

TEST_F(RunLogTest, ResumingDropsWhatCameAfterTheCheckpoint) {
  write_five_rows();
  std::ofstream(path_, std::ios::app) << "6,0.1";  // a row that was cut off
  {
    RunLog log(path_, {"val_mean_iou"}, 3);
    EXPECT_EQ(log.last_seconds(), 0.75);
    log.append({.iteration = 4, .loss = 9, .lr = 1e-3, .seconds = 1});
  }
  const RunLogData data = read_run_log(path_);
  EXPECT_EQ(data.extra_columns, std::vector<std::string>{"val_mean_iou"});
  ASSERT_EQ(data.rows.size(), 4U);
  EXPECT_EQ(data.rows[1].extra.at(0), 0.2);
  EXPECT_FALSE(data.rows[2].extra.at(0).has_value());
  EXPECT_EQ(data.rows[3].loss, 9);
}

TEST_F(RunLogTest, ResumingWithoutAFileStartsOne) {
  RunLog log(path_, {}, 100);
  log.append({.iteration = 101, .loss = 9, .lr = 1, .seconds = 1});
  EXPECT_EQ(read_run_log(path_).rows.size(), 1U);
}

TEST_F(RunLogTest, StartingAgainStartsAnew) {
  write_five_rows();
  RunLog log(path_);
  EXPECT_TRUE(read_run_log(path_).rows.empty());
}

TEST_F(RunLogTest, Errors) {
  write_five_rows();
  EXPECT_THROW(RunLog(path_, {"other"}, 3), std::runtime_error);
  EXPECT_THROW(RunLog(path_, {"a,b"}), std::invalid_argument);
  EXPECT_THROW(RunLog("/no/such/folder/log.csv"), std::runtime_error);
  {
    RunLog log(path_);
    log.append({.iteration = 2, .loss = 9, .lr = 1, .seconds = 1});
    EXPECT_THROW(log.append({.iteration = 2, .loss = 9, .lr = 1, .seconds = 1}),
                 std::invalid_argument);
  }
  std::ofstream(path_) << "iteration,loss,lr,seconds\n1,2,x,4\n";
  try {
    read_run_log(path_);
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_EQ(error.what(), path_ + ": line 2 has a field that is no number");
  }
  std::ofstream(path_) << "iteration,loss,lr,seconds\n1,2,3\n";
  EXPECT_THROW(read_run_log(path_), std::runtime_error);
  std::ofstream(path_) << "something else\n";
  EXPECT_THROW(read_run_log(path_), std::runtime_error);
  std::ofstream(path_) << "";
  EXPECT_THROW(read_run_log(path_), std::runtime_error);
}

}  // namespace
}  // namespace pixelwise

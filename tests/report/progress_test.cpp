#include "report/progress.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <sstream>

namespace pixelwise {
namespace {

// A stream and a clock under the test's control.
struct Stage {
  std::ostringstream out;
  double time = 100;

  ProgressOptions options(ProgressStyle style, int width = 80) {
    ProgressOptions result;
    result.style = style;
    result.out = &out;
    result.clock = [this] { return time; };
    result.width = width;
    return result;
  }

  // What has been written since the last call.
  std::string take() {
    const std::string written = out.str();
    out.str("");
    return written;
  }
};

TEST(Progress, DurationsAreReadable) {
  EXPECT_EQ(format_duration(0), "0:00");
  EXPECT_EQ(format_duration(7.4), "0:07");
  EXPECT_EQ(format_duration(59.6), "1:00");
  EXPECT_EQ(format_duration(725), "12:05");
  EXPECT_EQ(format_duration(11045), "3:04:05");
  EXPECT_EQ(format_duration(std::numeric_limits<double>::infinity()), "?");
}

TEST(Progress, ABarShowsRateTimeLeftAndNote) {
  Stage stage;
  Progress progress("FCN-32s", 200, stage.options(ProgressStyle::bar, 92));
  stage.time += 8;
  progress.update(80, "loss 0.512");
  EXPECT_EQ(stage.take(),
            "\rFCN-32s  [============>                 ]   80/200   40%  10.0 it/s  "
            "0:12 left  loss 0.512\x1b[K");
}

TEST(Progress, ABarIsDrawnAtMostTenTimesASecond) {
  Stage stage;
  Progress progress("x", 1000, stage.options(ProgressStyle::bar));
  for (int i = 0; i < 1000; ++i) {
    stage.time += 0.001;
    progress.update(i + 1);
  }
  const std::string written = stage.take();
  EXPECT_LE(std::count(written.begin(), written.end(), '\r'), 11);
  EXPECT_GE(std::count(written.begin(), written.end(), '\r'), 9);
}

TEST(Progress, ABarNeverExceedsTheTerminal) {
  for (int width = 1; width < 120; ++width) {
    Stage stage;
    Progress progress("FCN-32s", 200, stage.options(ProgressStyle::bar, width));
    stage.time += 1;
    progress.update(100, "loss 0.512");
    const std::string written = stage.take();
    const std::size_t drawn = written.size() - 4;  // without \r and ESC [K
    EXPECT_LT(drawn, std::max<std::size_t>(static_cast<std::size_t>(width), 2)) << width;
  }
}

TEST(Progress, MessagesAndTheEndLeaveNoGarbage) {
  Stage stage;
  Progress progress("x", 10, stage.options(ProgressStyle::bar));
  stage.time += 1;
  progress.update(5);
  stage.take();
  progress.message("validation mIoU 0.5");
  const std::string written = stage.take();
  EXPECT_EQ(written.rfind("\r\x1b[Kvalidation mIoU 0.5\n\rx  [", 0), 0U) << written;
  stage.time += 1;
  progress.update(10, "loss 1");
  stage.take();
  progress.finish();
  EXPECT_EQ(stage.take(), "\r\x1b[Kx  10 it in 0:02 (5.0 it/s)  loss 1\n");
  progress.finish();
  progress.update(10);
  EXPECT_EQ(stage.take(), "");
}

TEST(Progress, TheDestructorClearsTheBar) {
  Stage stage;
  {
    Progress progress("x", 10, stage.options(ProgressStyle::bar));
    progress.update(1);
    stage.take();
  }
  EXPECT_EQ(stage.take(), "\r\x1b[K");
}

TEST(Progress, LinesComeAtTheStartAndEveryTenSeconds) {
  Stage stage;
  Progress progress("train", 100, stage.options(ProgressStyle::lines));
  for (int i = 0; i < 100; ++i) {
    stage.time += 0.5;
    progress.update(i + 1, "loss 1");
  }
  progress.finish("loss 0.4");
  const std::string written = stage.take();
  EXPECT_EQ(std::count(written.begin(), written.end(), '\n'), 6) << written;
  EXPECT_EQ(written.find('\r'), std::string::npos);
  EXPECT_EQ(written.find('\x1b'), std::string::npos);
  EXPECT_EQ(written.rfind("train  1/100  1%  2.0 it/s  0:50 left  loss 1\n", 0), 0U) << written;
  EXPECT_NE(written.find("train  100 it in 0:50 (2.0 it/s)  loss 0.4\n"), std::string::npos);
}

TEST(Progress, QuietIsQuiet) {
  Stage stage;
  {
    Progress progress("x", 10, stage.options(ProgressStyle::quiet));
    progress.update(1);
    progress.message("news");
    progress.finish();
  }
  EXPECT_EQ(stage.take(), "");
}

TEST(Progress, WorkDoneBeforeAResumeIsNotCountedAsSpeed) {
  Stage stage;
  ProgressOptions options = stage.options(ProgressStyle::lines);
  options.start = 900;
  Progress progress("x", 1000, options);
  stage.time += 10;
  progress.update(920);
  EXPECT_EQ(stage.take(), "x  920/1000  92%  2.0 it/s  0:40 left\n");
}

TEST(Progress, NothingToDoIsFine) {
  Stage stage;
  Progress progress("x", 0, stage.options(ProgressStyle::bar));
  progress.update(0);
  progress.finish();
  EXPECT_NE(stage.take().find("x  0 it in 0:00"), std::string::npos);
}

}  // namespace
}  // namespace pixelwise

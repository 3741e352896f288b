// Training runs: what they write, and that stopping and resuming changes no bit.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/read_file.h"
#include "report/run_log.h"
#include "tests/app/run_app.h"

namespace pixelwise {
namespace {

using Words = std::vector<std::string>;

class Train : public ::testing::Test {
 protected:
  void SetUp() override { write_shapes_folder(folder_ / "data", 10, 64, 48); }

  Words command(const std::string& out, const Words& more = {}) const {
    Words words = {"train",
                   "--model",
                   "toy-8s",
                   "--data",
                   "folder:" + (folder_ / "data"),
                   "--out",
                   folder_ / out,
                   "--iterations",
                   "12",
                   "--every",
                   "5",
                   "--batch",
                   "2",
                   "--augment",
                   "flip,crop=32x64,scale=.8:1.2,rotate=10,jitter=.2",
                   "--split",
                   ".6"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }

  std::string bytes(const std::string& file) const { return read_file(folder_ / file); }

  // The log without its column of seconds.
  std::string log_of(const std::string& out) const {
    std::string rows;
    for (const RunLogRow& row : read_run_log(folder_ / (out + "/log.csv")).rows) {
      rows += text_of(row) + "\n";
    }
    return rows;
  }

  void expect_same_run(const std::string& a, const std::string& b) const {
    EXPECT_TRUE(bytes(a + "/last.safetensors") == bytes(b + "/last.safetensors"));
    EXPECT_TRUE(bytes(a + "/best.safetensors") == bytes(b + "/best.safetensors"));
    EXPECT_EQ(log_of(a), log_of(b));
  }

  // Until the log has that many rows.
  void wait_for_rows(RunningApp& app, const std::string& out, std::size_t rows) const {
    while (!app.has_ended()) {
      const std::string path = folder_ / (out + "/log.csv");
      if (std::filesystem::exists(path) && read_run_log(path).rows.size() >= rows) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }

  const TemporaryFolder folder_;

 private:
  static std::string text_of(const RunLogRow& row) {
    nlohmann::json json = {row.iteration, row.loss, row.lr};
    for (const auto& value : row.extra) json.push_back(value ? nlohmann::json(*value) : nullptr);
    return json.dump();
  }
};

TEST_F(Train, WritesWhatItPromises) {
  const Outcome outcome = run_app(command("a", {"--json", "--quiet"}));
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
  const auto results = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(results, nlohmann::json::parse(bytes("a/results.json")));
  EXPECT_EQ(results.at("iterations"), 12);
  EXPECT_EQ(results.at("iou").size(), 6U);
  for (const char* key : {"images", "pixel_accuracy", "mean_accuracy", "mean_iou", "fw_iou",
                          "seconds", "baseline", "best"}) {
    EXPECT_TRUE(results.contains(key)) << key;
  }
  EXPECT_EQ(file_names(folder_ / "a"),
            (Words{"best.safetensors", "last.safetensors", "log.csv", "predictions.png",
                   "report.html", "results.json", "settings.json"}));
  EXPECT_EQ(read_run_log(folder_ / "a/log.csv").rows.size(), 12U);
}

TEST_F(Train, SameBitsForOneAndTwoThreads) {
  ASSERT_EQ(run_app(command("a", {"--threads", "1"})).status, 0);
  ASSERT_EQ(run_app(command("b", {"--threads", "2"})).status, 0);
  expect_same_run("a", "b");
}

// fcn8s has dropout, whose generator must come back too.
TEST_F(Train, InterruptedAndResumedGivesTheSameBits) {
  const Words small_vgg = {"--model",         "fcn8s",  "--width",      "2",  "--fc-width", "8",
                           "--dropout",       "0.5",    "--iterations", "60", "--every",    "7",
                           "--class-weights", "median", "--accumulate", "2",  "--schedule", "poly"};
  const auto vgg_command = [&](const std::string& out) {
    Words words = command(out);
    words.erase(words.begin() + 1, words.begin() + 3);  // --model toy-8s
    words.erase(words.begin() + 5, words.begin() + 9);  // --iterations 12 --every 5
    words.insert(words.end(), small_vgg.begin(), small_vgg.end());
    return words;
  };
  ASSERT_EQ(run_app(vgg_command("a")).status, 0);
  RunningApp app(vgg_command("b"));
  wait_for_rows(app, "b", 5);
  app.signal(SIGINT);
  const Outcome stopped = app.wait();
  ASSERT_EQ(stopped.status, 130) << stopped.err;
  EXPECT_NE(stopped.err.find("pixelwise train --resume " + (folder_ / "b")), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "b/results.json"));
  EXPECT_LT(read_run_log(folder_ / "b/log.csv").rows.size(), 60U);

  const Outcome resumed = run_app({"train", "--resume", folder_ / "b"});
  ASSERT_EQ(resumed.status, 0) << resumed.err;
  EXPECT_NE(resumed.err.find("going on after"), std::string::npos) << resumed.err;
  expect_same_run("a", "b");
}

// `pixelwise train ... | less`, and q: nobody reads what comes after the first validation.
TEST_F(Train, AClosedPipeStopsAndSaves) {
  ASSERT_EQ(run_app(command("a")).status, 0);
  std::string line = PIXELWISE_APP;
  for (const std::string& word : command("b")) {
    line += " '" + word + "'";
  }
  const std::string status = folder_ / "status";
  line = "{ " + line + " 2>&1; echo $? >'" + status + "'; } | sed /^iteration/q >'" +
         (folder_ / "line") + "'";
  ASSERT_EQ(std::system(line.c_str()), 0);
  EXPECT_EQ(read_file(status), "141\n");  // 128 + SIGPIPE
  EXPECT_FALSE(std::filesystem::exists(folder_ / "b/results.json"));
  ASSERT_TRUE(std::filesystem::exists(folder_ / "b/last.safetensors"));
  ASSERT_EQ(run_app({"train", "--resume", folder_ / "b"}).status, 0);
  expect_same_run("a", "b");
}

// A validation that comes before the next loss must not hide what happened.
TEST_F(Train, ADivergedTrainingSaysSoInAValidation) {
  const Outcome outcome =
      run_app({"train", "--model", "toy-8s", "--data", "folder:" + (folder_ / "data"), "--out",
               folder_ / "a", "--iterations", "20", "--every", "1", "--optimizer", "sgd", "--lr",
               "1e30", "--augment", "none", "--split", ".6"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.err.find("training: "), std::string::npos) << outcome.err;
  EXPECT_NE(outcome.err.find("learning rate 1e+30"), std::string::npos) << outcome.err;
  EXPECT_EQ(outcome.err.find("argmax"), std::string::npos) << outcome.err;
  EXPECT_EQ(outcome.err.find("-nan"), std::string::npos) << outcome.err;
}

TEST_F(Train, KilledAndResumedGivesTheSameBits) {
  ASSERT_EQ(run_app(command("a", {"--optimizer", "sgd"})).status, 0);
  RunningApp app(command("b", {"--optimizer", "sgd"}));
  wait_for_rows(app, "b", 6);
  app.signal(SIGKILL);
  app.wait();
  const Outcome resumed = run_app({"train", "--resume", folder_ / "b"});
  ASSERT_EQ(resumed.status, 0) << resumed.err;
  expect_same_run("a", "b");
}

TEST_F(Train, ResumingAFinishedRunSaysSo) {
  ASSERT_EQ(run_app(command("a")).status, 0);
  const std::string before = bytes("a/last.safetensors");
  const Outcome resumed = run_app({"train", "--resume", folder_ / "a"});
  EXPECT_EQ(resumed.status, 0);
  EXPECT_NE(resumed.err.find("this run is finished: 12 iterations"), std::string::npos);
  EXPECT_TRUE(before == bytes("a/last.safetensors"));
}

TEST_F(Train, ResumingWithOtherSettingsIsRefused) {
  ASSERT_EQ(run_app(command("a")).status, 0);
  const Outcome other = run_app({"train", "--resume", folder_ / "a", "--lr", "0.5"});
  EXPECT_EQ(other.status, 2);
  EXPECT_NE(other.err.find("--lr was 0.002; now it is 0.5"), std::string::npos) << other.err;
  const Outcome longer = run_app({"train", "--resume", folder_ / "a", "--iterations", "20"});
  EXPECT_EQ(longer.status, 2);
  EXPECT_NE(longer.err.find("decides how the learning rate falls"), std::string::npos);
  const Outcome nothing = run_app({"train", "--resume", folder_ / "data"});
  EXPECT_EQ(nothing.status, 1);
  EXPECT_NE(nothing.err.find("holds no settings.json"), std::string::npos) << nothing.err;
}

TEST_F(Train, DoesNotReplaceARunUnasked) {
  ASSERT_EQ(run_app(command("a")).status, 0);
  const Outcome again = run_app(command("a"));
  EXPECT_EQ(again.status, 1);
  EXPECT_NE(again.err.find("holds a training run already"), std::string::npos) << again.err;
  EXPECT_EQ(run_app(command("a", {"--overwrite"})).status, 0);
}

TEST_F(Train, TransplantsWeightsAndFreezes) {
  ASSERT_EQ(run_app(command("a")).status, 0);
  std::filesystem::remove(folder_ / "data/classes.txt");  // classes are then counted: still six
  const Outcome other =
      run_app({"train", "--weights", folder_ / "a/last.safetensors", "--model", "toy-16s", "--data",
               "folder:" + (folder_ / "data"), "--out", folder_ / "b", "--iterations", "2",
               "--batch", "1", "--freeze", "conv,fc"});
  ASSERT_EQ(other.status, 0) << other.err;
  EXPECT_NE(other.err.find("keeping 19 tensors, re-initialising 1 (upscore16.weight); left out of "
                           "the file: 4"),
            std::string::npos)
      << other.err;
  const Outcome wrong = run_app(command("c", {"--freeze", "layer9"}));
  EXPECT_EQ(wrong.status, 2);
  EXPECT_NE(wrong.err.find("--freeze layer9: no parameter of toy-8s begins so"), std::string::npos)
      << wrong.err;
}

TEST_F(Train, LossThatIsNotFiniteIsExplained) {
  const Outcome outcome = run_app(command("a", {"--lr", "1e30"}));
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.err.find("iteration"), std::string::npos) << outcome.err;
  EXPECT_NE(outcome.err.find("lower the learning rate"), std::string::npos) << outcome.err;
}

TEST_F(Train, AFileThatCannotBeWrittenLeavesNothingHalfWritten) {
  const Outcome outcome = run_app(command("a"), {.file_bytes = 200'000});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.err.find("best.safetensors: cannot write"), std::string::npos) << outcome.err;
  EXPECT_EQ(file_names(folder_ / "a"), (Words{"log.csv", "settings.json"}));
}

TEST_F(Train, AFullDiskIsFoundBeforeTheWork) {
  const std::string disk = folder_ / "disk";
  std::filesystem::create_directory(disk);
  // A file system of its own, seen by this shell alone.
  const std::string script = "unshare -rm sh -c 'mount -t tmpfs -o size=64k none " + disk +
                             " && (" + PIXELWISE_APP + " train --model toy-8s --data shapes" +
                             " --out " + disk + "/run; echo status $?; ls -A " + disk +
                             "/run)' > " + disk + ".txt 2>&1";
  const int status = std::system(script.c_str());
  const std::string said = read_file(disk + ".txt");
  if (status != 0 && said.find("status") == std::string::npos) {
    GTEST_SKIP() << "a small file system cannot be mounted here: " << said;
  }
  EXPECT_NE(said.find("only 6"), std::string::npos) << said;
  EXPECT_NE(said.find("are free; make room, or choose another folder with --out"),
            std::string::npos)
      << said;
  EXPECT_NE(said.find("status 1\n"), std::string::npos) << said;
}

TEST(Ladder, InterruptedSaysHowToGoOn) {
  const TemporaryFolder folder;
  RunningApp app({"ladder", "--out", folder / "ladder", "--seed", "7"});
  while (!app.has_ended() && app.error_so_far().empty()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  app.signal(SIGTERM);
  const Outcome outcome = app.wait();
  EXPECT_EQ(outcome.status, 143);  // 128 + SIGTERM
  EXPECT_NE(outcome.err.find("pixelwise ladder --seed 7 --out " + (folder / "ladder --resume")),
            std::string::npos)
      << outcome.err;
  EXPECT_EQ(file_names(folder / "ladder"), Words{});
}

// What is there already is not removed before the data is found.
TEST(Ladder, DataThatIsMissingIsExplained) {
  const TemporaryFolder folder;
  std::ofstream(folder / "fcn8s.json") << "{}";
  const Outcome outcome =
      run_app({"ladder", "--data", "fashion-scenes:/nowhere", "--out", folder.path()});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.err.find("sudo apt install dataset-fashion-mnist"), std::string::npos)
      << outcome.err;
  EXPECT_EQ(file_names(folder.path()), Words{"fcn8s.json"});
  const Outcome none = run_app({"ladder", "--data", "camvid:DIR", "--out", folder.path()});
  EXPECT_EQ(none.status, 2);
  EXPECT_NE(none.err.find("there is one for shapes, fashion-scenes"), std::string::npos)
      << none.err;
}

TEST(Ladder, AFolderThatCannotBeMadeIsFoundAtOnce) {
  const Outcome outcome = run_app({"ladder", "--out", "/dev/null/ladder"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.err.find("/dev/null/ladder: cannot make this folder"), std::string::npos)
      << outcome.err;
}

}  // namespace
}  // namespace pixelwise

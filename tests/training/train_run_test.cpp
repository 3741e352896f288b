// A training run of a network that the program brings: it stops and goes on with the same bits,
// refuses what does not fit, and its checkpoints can be used by name.
#include "training/train_run.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/read_file.h"
#include "models/zoo.h"
#include "tests/training/tiny.h"
#include "training/predict.h"
#include "training/run_report.h"

namespace pixelwise {
namespace {

namespace fs = std::filesystem;

struct Stop : std::exception {};  // stands for a killed process: nothing is saved

TrainSettings tiny_settings() {
  TrainSettings settings;
  settings.model = "tiny-net";
  settings.iterations = 12;
  settings.every = 5;
  settings.batch = 2;
  settings.preprocess = "unit";
  settings.augment = "flip";
  settings.lr = 1e-2;
  return settings;
}

class TrainRunTest : public ::testing::Test {
 protected:
  TrainRunTest()
      : folder_(testing::TempDir() + "pixelwise_train_run_" +
                testing::UnitTest::GetInstance()->current_test_info()->name()) {
    fs::remove_all(folder_);
  }
  ~TrainRunTest() override { fs::remove_all(folder_); }

  std::string folder(const std::string& name) const { return folder_ + "/" + name; }
  std::string bytes(const std::string& file) const { return read_file(folder(file)); }

  RunOwner owner(const std::string& name) const {
    RunOwner owner;
    owner.folder = folder(name);
    owner.progress.style = ProgressStyle::quiet;
    return owner;
  }

  // Trains in this folder until asked to stop; false if it was.
  bool train(const std::string& name, const std::function<bool()>& should_stop = {}) const {
    RunOwner mine = owner(name);
    mine.should_stop = should_stop;
    tiny::DropoutNet net;
    TrainRun run(mine, tiny_settings(), data_, net);
    return run.run();
  }

  void expect_same_run(const std::string& a, const std::string& b) const {
    EXPECT_TRUE(bytes(a + "/last.safetensors") == bytes(b + "/last.safetensors"));
    EXPECT_TRUE(bytes(a + "/best.safetensors") == bytes(b + "/best.safetensors"));
    const auto rows_a = read_run_log(folder(a + "/log.csv")).rows;
    const auto rows_b = read_run_log(folder(b + "/log.csv")).rows;
    ASSERT_EQ(rows_a.size(), rows_b.size());
    for (std::size_t i = 0; i < rows_a.size(); ++i) {
      EXPECT_EQ(rows_a[i].loss, rows_b[i].loss) << i;
      EXPECT_EQ(rows_a[i].extra, rows_b[i].extra) << i;
    }
  }

  std::string refusal(const RunOwner& of, const TrainSettings& settings, const TrainData& data) {
    tiny::DropoutNet net;
    try {
      TrainRun run(of, settings, data, net);
    } catch (const std::exception& error) {
      return error.what();
    }
    return "";
  }

  const std::string folder_;
  const TrainData data_{tiny::dataset(), tiny::dataset()};
};

TEST_F(TrainRunTest, StoppedAnywhereItGoesOnWithTheSameBits) {
  ASSERT_TRUE(train("whole"));
  EXPECT_EQ(read_run_log(folder("whole/log.csv")).rows.size(), 12U);
  // Questions 1 to 5 come after iterations; then validation asks before each batch.
  for (const int question : {1, 4, 6, 7, 8, 9, 12}) {
    const std::string name = "stopped" + std::to_string(question);
    int asked = 0;
    ASSERT_FALSE(train(name, [&] { return ++asked == question; })) << question;
    EXPECT_LT(read_run_log(folder(name + "/log.csv")).rows.size(), 12U);
    ASSERT_TRUE(train(name));
    expect_same_run("whole", name);
  }
}

TEST_F(TrainRunTest, KilledAnywhereItGoesOnWithTheSameBits) {
  ASSERT_TRUE(train("whole"));
  for (const int question : {2, 8, 11}) {
    const std::string name = "killed" + std::to_string(question);
    int asked = 0;
    const auto kill = [&] { return ++asked == question ? throw Stop() : false; };
    EXPECT_THROW(train(name, kill), Stop) << question;
    ASSERT_TRUE(train(name));
    expect_same_run("whole", name);
  }
}

TEST_F(TrainRunTest, AFinishedRunStaysAsItIs) {
  ASSERT_TRUE(train("a"));
  const std::string before = bytes("a/last.safetensors");
  tiny::DropoutNet net;
  TrainRun again(owner("a"), tiny_settings(), data_, net);
  EXPECT_TRUE(again.finished());
  EXPECT_EQ(again.iterations_done(), 12);
  ASSERT_TRUE(again.run());
  EXPECT_TRUE(before == bytes("a/last.safetensors"));
  EXPECT_THROW(again.run(), std::invalid_argument);
}

TEST_F(TrainRunTest, OverwritingBeginsAnew) {
  ASSERT_TRUE(train("a"));
  RunOwner anew = owner("a");
  anew.overwrite = true;
  TrainSettings longer = tiny_settings();
  longer.iterations = 13;
  tiny::DropoutNet net;
  TrainRun run(anew, longer, data_, net);
  EXPECT_EQ(run.iterations_done(), 0);
  EXPECT_FALSE(fs::exists(folder("a/last.safetensors")));
}

TEST_F(TrainRunTest, OpenSettingsAreFilledInAndKept) {
  ASSERT_TRUE(train("a"));
  const TrainSettings kept = read_run_record(folder("a"))->settings;
  EXPECT_EQ(kept.data, "tiny");  // the data set's own name
  EXPECT_EQ(kept.optimizer, "adam");
  EXPECT_EQ(kept.seed, 0U);
  EXPECT_EQ(kept.width, std::nullopt);
  EXPECT_EQ(to_json(settings_from_json(to_json(kept))), to_json(kept));
  EXPECT_THROW(settings_from_json("{\"lr\": \"fast\"}"), std::invalid_argument);
}

TEST_F(TrainRunTest, WhatDoesNotFitTheRunIsRefused) {
  ASSERT_TRUE(train("a"));
  TrainSettings other = tiny_settings();
  other.lr = 0.5;
  EXPECT_NE(refusal(owner("a"), other, data_).find("--lr was 0.01; now it is 0.5"),
            std::string::npos);
  const TrainData fewer{std::make_shared<GeneratedDataset>(data_.train->info(), 5, tiny::sample),
                        data_.val};
  EXPECT_NE(refusal(owner("a"), tiny_settings(), fewer)
                .find("began with 6 training and 6 validation images, but tiny now has 5 and 6"),
            std::string::npos);
  fs::remove(folder("a/settings.json"));
  EXPECT_NE(refusal(owner("a"), tiny_settings(), data_).find("holds last.safetensors but no"),
            std::string::npos);
  EXPECT_TRUE(fs::exists(folder("a/last.safetensors")));
  std::ofstream(folder("a/settings.json")) << "{\"settings\": 3}";
  EXPECT_NE(refusal(owner("a"), tiny_settings(), data_).find("settings.json: is damaged"),
            std::string::npos);
}

TEST_F(TrainRunTest, ANetworkNeedsANameAndARunAFolder) {
  TrainSettings nameless = tiny_settings();
  nameless.model = std::nullopt;
  EXPECT_NE(refusal(owner("a"), nameless, data_).find("name the network"), std::string::npos);
  EXPECT_NE(refusal({}, tiny_settings(), data_).find("owner.folder is empty"), std::string::npos);
  TrainSettings wrong = tiny_settings();
  wrong.optimizer = "lion";
  EXPECT_NE(refusal(owner("a"), wrong, data_).find("expected one of sgd, adam"), std::string::npos);
  EXPECT_FALSE(fs::exists(folder("a")));
}

TEST_F(TrainRunTest, ANetworkOfTheZooIsTrainedByName) {
  TrainSettings settings = tiny_settings();
  settings.model = "simple-fcn";
  settings.width = 2;
  TrainRun run(owner("a"), settings, data_);
  ASSERT_TRUE(run.run());
  const LoadedModel model = load_model(run.path(kLastFile));
  EXPECT_EQ(model.card.model.name, "simple-fcn");
  EXPECT_EQ(model.card.model.width, 2);
  TrainSettings unknown = tiny_settings();
  EXPECT_THROW(TrainRun(owner("b"), unknown, data_), std::invalid_argument);
}

TEST_F(TrainRunTest, ResultsAndReportAreWritten) {
  tiny::DropoutNet net;
  TrainRun run(owner("a"), tiny_settings(), data_, net);
  ASSERT_TRUE(run.run());
  const std::string json = write_run_report(run, "mine predict");
  EXPECT_EQ(json, bytes("a/results.json"));
  const auto results = nlohmann::json::parse(json);
  EXPECT_EQ(results.at("iterations"), 12);
  EXPECT_EQ(results.at("classes").at(1), "bright");
  EXPECT_EQ(results.at("mean_iou"), run.final_validation().mean_iou());
  const std::string page = bytes("a/report.html");
  EXPECT_NE(page.find("tiny-net on tiny"), std::string::npos);
  EXPECT_NE(page.find("mine predict"), std::string::npos);
  EXPECT_TRUE(fs::exists(folder("a/predictions.png")));
}

TEST_F(TrainRunTest, ARegisteredNetworkComesBackFromItsCheckpoint) {
  tiny::DropoutNet net;
  TrainRun run(owner("a"), tiny_settings(), data_, net);
  ASSERT_TRUE(run.run());
  const std::string file = run.path(kLastFile);
  try {
    load_model(file);
    FAIL() << "nobody knows tiny-net yet";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("'tiny-net' is unknown"), std::string::npos);
  }
  register_model({.name = "tiny-net", .description = "of this test"},
                 [](const ModelConfig&, Rng&) { return std::make_unique<tiny::DropoutNet>(); });
  const LoadedModel model = load_model(file);
  const Image image = tiny::sample(1).image;
  EXPECT_EQ(predict(*model.network, image, model.card.preprocessing).ids,
            predict(net, image, run.card().preprocessing).ids);
  EXPECT_EQ(scores_of(*model.network, image, model.card.preprocessing).to_vector(),
            scores_of(net, image, run.card().preprocessing).to_vector());
}

}  // namespace
}  // namespace pixelwise

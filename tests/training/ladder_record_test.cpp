// Finished stages come back from disk bit for bit, and only for the same seed and recipe.
#include "training/ladder_record.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "datasets/open_dataset.h"

namespace pixelwise {
namespace {

namespace fs = std::filesystem;

class LadderRecord : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    DatasetOptions options;
    options.count = 4;
    options.width = options.height = 64;
    LadderData data;
    data.train = open_dataset("shapes", Split::train, options);
    data.val = open_dataset("shapes", Split::val, options);
    result_ = run_stage(stage_, data, 3, nullptr);
    result_.transplant.copied = {"conv1_1.weight"};
    save_stage(folder_, 3, result_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  // ctest runs the tests side by side: each has a folder of its own.
  const std::string folder_ = testing::TempDir() + "pixelwise_ladder_record_" +
                              testing::UnitTest::GetInstance()->current_test_info()->name();
  const LadderStage stage_{"fcn32s", "FCN-32s", "toy-32s", "classifier", 3, 2};
  StageResult result_;
};

TEST_F(LadderRecord, ComesBackBitForBit) {
  const auto loaded = load_stage(folder_, 3, stage_);
  ASSERT_TRUE(loaded.has_value());
  EXPECT_EQ(loaded->losses, result_.losses);
  EXPECT_EQ(loaded->losses.size(), 3U);
  EXPECT_EQ(loaded->seconds, result_.seconds);
  EXPECT_EQ(loaded->after.mean_iou(), result_.after.mean_iou());
  EXPECT_EQ(loaded->before.labelled_pixels(), result_.before.labelled_pixels());
  EXPECT_EQ(loaded->transplant.copied, result_.transplant.copied);
  ASSERT_EQ(loaded->weights.size(), result_.weights.size());
  for (const auto& [name, values] : result_.weights) {
    EXPECT_EQ(loaded->weights.at(name).to_vector(), values.to_vector()) << name;
  }
}

TEST_F(LadderRecord, OnlyForTheSameSeedAndRecipe) {
  EXPECT_FALSE(load_stage(folder_, 4, stage_).has_value());
  LadderStage longer = stage_;
  longer.iterations = 4;
  EXPECT_FALSE(load_stage(folder_, 3, longer).has_value());
  LadderStage slower = stage_;
  slower.lr = 1e-3;
  EXPECT_FALSE(load_stage(folder_, 3, slower).has_value());
  LadderStage other = stage_;
  other.name = "fcn16s";
  EXPECT_FALSE(load_stage(folder_, 3, other).has_value());
  LadderStage garments = stage_;
  garments.data = "fashion-scenes";
  EXPECT_FALSE(load_stage(folder_, 3, garments).has_value());
}

TEST_F(LadderRecord, CanBeForgotten) {
  forget_stage(folder_, "fcn32s");
  EXPECT_TRUE(fs::is_empty(folder_));
  forget_stage(folder_, "fcn32s");  // not there: nothing to do
}

TEST_F(LadderRecord, DamagedRecordIsNamed) {
  std::ofstream(folder_ + "/fcn32s.json") << "{\"recipe\": ";
  try {
    load_stage(folder_, 3, stage_);
    FAIL() << "a damaged record was read";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("fcn32s.json: is damaged"), std::string::npos);
  }
}

TEST_F(LadderRecord, CheckpointIsANetworkReadyToUse) {
  const LoadedModel model = load_model(stage_checkpoint(folder_, "fcn32s"));
  EXPECT_EQ(model.card.model.name, "toy-32s");
  EXPECT_EQ(model.card.classes.names.size(), 6U);
  EXPECT_EQ(model.card.preprocessing.name, "shapes");
}

TEST_F(LadderRecord, RowOfResults) {
  const StageResults row = stage_results(result_);
  EXPECT_EQ(row.name, "fcn32s");
  EXPECT_EQ(row.iterations, 3);
  EXPECT_FALSE(row.accuracy.has_value());
  EXPECT_EQ(*row.mean_iou_before, result_.before.mean_iou());
  EXPECT_EQ(row.metrics->mean_iou, result_.after.mean_iou());
}

}  // namespace
}  // namespace pixelwise

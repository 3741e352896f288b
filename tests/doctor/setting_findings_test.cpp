// Settings are blamed for bad results, and only for those.
#include "doctor/setting_findings.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "doctor/retry.h"
#include "tests/doctor/made.h"
#include "training/complete_settings.h"

namespace pixelwise {
namespace {

class SettingFindings : public ::testing::Test {
 protected:
  SettingFindings() {
    s_.model = "toy-8s";
    s_.data = "folder:mine";
    s_.augment = "flip";
    s_.batch = 4;
  }

  Findings found(bool no_better, const ConfusionMatrix* scores = nullptr) {
    complete_ = complete_settings(s_, *data_);
    return setting_findings({complete_, *data_, log_, scores, no_better});
  }

  static bool has_words(const Words& command, const Words& words) {
    return std::search(command.begin(), command.end(), words.begin(), words.end()) != command.end();
  }

  const DatasetPtr data_ = made::dataset(made::many_boxes(), 4);
  const RunLogData log_;
  TrainSettings s_, complete_;
};

TEST_F(SettingFindings, NothingOfUsualOnes) {
  EXPECT_EQ(made::names(found(true)), "");
  s_.optimizer = "sgd";
  EXPECT_EQ(made::names(found(true)), "");
}

TEST_F(SettingFindings, SumWithTheRateOfAMean) {
  s_.loss = "sum";
  s_.optimizer = "sgd";
  s_.lr = 0.01;
  const Findings sum = found(true);
  EXPECT_EQ(made::names(sum), "sum loss with the lr of a mean");
  EXPECT_EQ(made::what(sum, "sum loss with the lr of a mean"),
            "the loss is a sum over 4096 pixels: the learning rate 0.01 has the effect of 40.96 "
            "with the mean, 4096 times the usual 0.01");
  EXPECT_TRUE(has_words(sum[0].to_try[0], {"--lr", "2e-06"}));
  EXPECT_TRUE(has_words(sum[0].to_try[1], {"--loss", "mean"}));
  EXPECT_EQ(made::names(found(false)), "") << "it works";
  s_.lr = 1e-6;
  EXPECT_EQ(made::names(found(true)), "") << "the rate of a sum";
  s_.lr = 0.01;
  s_.clip = 1;
  EXPECT_EQ(made::names(found(true)), "") << "gradients are made short";
  s_.optimizer = "adam";
  s_.lr = 1e-3;
  s_.clip = 0;
  EXPECT_EQ(made::names(found(true)), "") << "Adam does not see the factor";
}

TEST_F(SettingFindings, LearningRate) {
  s_.lr = 0.1;
  const Findings high = found(true);
  EXPECT_EQ(made::names(high), "learning rate too high");
  EXPECT_TRUE(has_words(high[0].to_try[0], {"--lr", "0.001"}));
  EXPECT_EQ(made::names(found(false)), "");
  s_.lr = 1e-10;
  EXPECT_EQ(made::names(found(true)), "learning rate too low");
}

TEST_F(SettingFindings, CropsThatHideHowLargeThingsAre) {
  s_.augment = "flip,crop=8x8";
  // Boxes of class 1 are 12 pixels large and all called 3, which are as large.
  const ConfusionMatrix mixed =
      made::matrix({{900, 0, 0, 0}, {0, 10, 0, 90}, {0, 0, 0, 0}, {0, 0, 0, 100}});
  const Findings small = found(false, &mixed);
  EXPECT_EQ(made::names(small), "crop too small");
  EXPECT_NE(made::what(small, "crop too small").find("crops of 8x8 show 6.2 % of an image"),
            std::string::npos);
  EXPECT_TRUE(has_words(small[0].to_try[0], {"--augment", "flip,crop=32x32"}));
  const ConfusionMatrix good =
      made::matrix({{900, 0, 0, 0}, {0, 90, 0, 10}, {0, 0, 0, 0}, {0, 0, 0, 100}});
  EXPECT_EQ(made::names(found(false, &good)), "") << "it works";
  const ConfusionMatrix nothing =
      made::matrix({{900, 0, 0, 0}, {100, 0, 0, 0}, {0, 0, 0, 0}, {100, 0, 0, 0}});
  s_.augment = "flip,crop=16x22";
  EXPECT_EQ(made::names(found(true, &nothing)), "crop too small") << "all is background";
  s_.augment = "flip,crop=28x28";
  EXPECT_EQ(made::names(found(true, &mixed)), "") << "nearly the whole image";
}

TEST_F(SettingFindings, RetryNamesWhatIsNotUsual) {
  s_.lr = 0.1;
  complete_ = complete_settings(s_, *data_);
  const Words words =
      retry(complete_, *data_, [](TrainSettings& settings) { settings.lr = 0.004; });
  EXPECT_TRUE(has_words(words, {"train", "--model", "toy-8s", "--data", "folder:mine"}));
  EXPECT_TRUE(has_words(words, {"--lr", "0.004"}));
  EXPECT_TRUE(has_words(words, {"--out", "out/again"}));
  EXPECT_FALSE(has_words(words, {"--momentum"})) << "as usual";
}

// Counts how often an image is asked for.
class Counted : public Dataset {
 public:
  explicit Counted(DatasetPtr data) : Dataset(data->info()), data_(std::move(data)) {}
  std::int64_t size() const override { return data_->size(); }
  Sample get(std::int64_t i) const override {
    ++asked;
    return data_->get(i);
  }
  mutable int asked = 0;

 private:
  DatasetPtr data_;
};

TEST(ReadOnce, TheImagesAreReadForTheFirstCommandOnly) {
  const Counted data(made::dataset(made::many_boxes(), 4));
  const TrainStatistics statistics = read_once(data);
  EXPECT_EQ(data.asked, 0);
  TrainSettings s;
  s.model = "toy-8s";
  s.data = "folder:mine";
  for (int command = 0; command < 3; ++command) {
    retry(
        s, data, [](TrainSettings& settings) { settings.lr = 0.004; }, statistics);
  }
  EXPECT_EQ(data.asked, 20);
}

}  // namespace
}  // namespace pixelwise

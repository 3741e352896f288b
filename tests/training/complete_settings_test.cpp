// Settings: what is left open gets sensible values, and words are understood or refused.
#include "training/complete_settings.h"

#include <gtest/gtest.h>

#include "datasets/open_dataset.h"
#include "datasets/statistics.h"
#include "tests/training/tiny.h"
#include "training/setting_words.h"

namespace pixelwise {
namespace {

std::string refusal(const std::function<void()>& action) {
  try {
    action();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TrainSettings settings_of(const char* model) {
  TrainSettings settings;
  settings.model = model;
  return settings;
}

TEST(CompleteSettings, WhatIsAskedForStaysAndTheRestIsFilledIn) {
  const DatasetPtr data = open_dataset("shapes", Split::train);
  TrainSettings asked = settings_of("simple-fcn");
  asked.optimizer = "sgd";
  asked.iterations = 40;
  asked.data = "shapes";
  const TrainSettings s = complete_settings(asked, *data);
  EXPECT_EQ(s.optimizer, "sgd");
  EXPECT_EQ(s.lr, 1e-2);
  EXPECT_EQ(s.decay, 5e-4);
  EXPECT_EQ(s.every, 4);
  EXPECT_EQ(s.augment, "flip,flip-ud");  // shapes look the same from all sides
  EXPECT_EQ(s.dropout, std::nullopt);    // simple-fcn has none
  EXPECT_EQ(to_json(complete_settings(s, *data)), to_json(s));
}

TEST(CompleteSettings, DataOfUnknownOriginIsTakenForPhotographs) {
  const TrainSettings s =
      complete_settings(settings_of("mine"), *tiny::dataset(), {.name = "mine", .description = ""});
  EXPECT_EQ(s.data, "tiny");
  EXPECT_EQ(s.augment, "flip");
  EXPECT_EQ(s.preprocess, "torchvision");
  EXPECT_EQ(s.class_weights, "none");
}

TEST(CompleteSettings, TheDataIsReadOnceAndOnlyIfItDecides) {
  const DatasetPtr data = tiny::dataset();
  int times = 0;
  std::vector<std::string> heard;
  const auto complete = [&](TrainSettings s) {
    return complete_settings(
        std::move(s), *data, [&](const std::string& line) { heard.push_back(line); },
        [&] {
          ++times;
          return collect_statistics(*data);
        });
  };
  TrainSettings wrong = settings_of("simple-fcn");
  wrong.lr = 0;
  EXPECT_NE(refusal([&] { complete(wrong); }), "");
  EXPECT_EQ(times, 0);  // said at once, not after an hour of reading
  const TrainSettings s = complete(settings_of("simple-fcn"));
  EXPECT_EQ(times, 1);
  EXPECT_EQ(heard.size(), 5U);
  EXPECT_EQ(to_json(complete(s)), to_json(s));
  EXPECT_EQ(times, 1);
  EXPECT_EQ(heard.size(), 5U);
}

TEST(CompleteSettings, PhotographsOfOneObjectAreNotCropped) {
  const Sample sample{Image(96, 96, 3), Mask(1, 1, 1), "garment"};
  const InMemoryDataset garments({"garments", garment_classes(), true, {}}, {sample});
  const TrainSettings s = complete_settings(settings_of("toy-classifier"), garments);
  EXPECT_EQ(s.augment, "flip");
  EXPECT_EQ(s.preprocess, "shapes");
  EXPECT_EQ(s.class_weights, "none");
  EXPECT_EQ(s.every, 500);
}

TEST(CompleteSettings, WhatCannotBeIsRefused) {
  const DatasetPtr data = tiny::dataset();
  const auto refused = [&](const std::function<void(TrainSettings&)>& change) {
    TrainSettings s = settings_of("simple-fcn");
    change(s);
    return refusal([&] { complete_settings(s, *data); });
  };
  EXPECT_NE(refused([](auto& s) { s.model.reset(); }).find("--model is missing"),
            std::string::npos);
  EXPECT_NE(refused([](auto& s) { s.model = "none"; }).find("'none' is unknown"),
            std::string::npos);
  EXPECT_NE(refused([](auto& s) { s.model = "vgg16"; }).find("names whole images"),
            std::string::npos);
  EXPECT_NE(refused([](auto& s) { s.lr = 0; }).find("--lr 0: expected"), std::string::npos);
  EXPECT_NE(refused([](auto& s) { s.batch = 0; }).find("--batch 0: expected"), std::string::npos);
  EXPECT_NE(refused([](auto& s) { s.momentum = 1; }).find("--momentum 1"), std::string::npos);
}

TEST(SettingWords, AugmentationSaysWhatBatchesGoThrough) {
  const BatchOptions all =
      parse_augmentation("flip,scale=.5:2,rotate=15,jitter=.25,crop=240x320,flip-ud");
  EXPECT_TRUE(all.flip_left_right && all.flip_up_down);
  EXPECT_EQ(all.scale_low, 0.5);
  EXPECT_EQ(all.scale_high, 2);
  EXPECT_EQ(all.rotate, 15);
  EXPECT_EQ(all.jitter, 0.25);
  EXPECT_EQ(all.crop_height, 240);
  EXPECT_EQ(all.crop_width, 320);
  EXPECT_FALSE(parse_augmentation("none").flip_left_right);
  for (const char* wrong :
       {"flap", "crop=3", "crop=0x4", "scale=2:1", "rotate=200", "jitter=2", "crop=3x4x5"}) {
    EXPECT_NE(refusal([&] { parse_augmentation(wrong); }), "") << wrong;
  }
}

TEST(SettingWords, ClassWeights) {
  const DatasetPtr data = tiny::dataset();
  EXPECT_TRUE(parse_class_weights("none", *data).empty());
  EXPECT_EQ(parse_class_weights("1,.5", *data), (std::vector<float>{1.0F, 0.5F}));
  const auto median = parse_class_weights("median", *data);
  const auto roots = parse_class_weights("sqrt-median", *data);
  ASSERT_EQ(roots.size(), 2U);
  EXPECT_FLOAT_EQ(roots[1] * roots[1], median[1]);
  for (const char* wrong : {"rare", "1", "0,0", "1,-1", "1,2x"}) {
    EXPECT_NE(refusal([&] { check_class_weights(wrong, *data); }), "") << wrong;
  }
}

}  // namespace
}  // namespace pixelwise

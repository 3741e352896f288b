// Predictions and metrics over whole data sets.
#include "training/evaluate.h"

#include <gtest/gtest.h>

#include <cmath>

#include "metrics/all_one_class.h"
#include "tests/training/tiny.h"
#include "training/interrupt.h"
#include "training/predict.h"

namespace pixelwise {
namespace {

// Scores by hand: class 1 exactly where the red channel is above 0.5.
struct PerfectNet : tiny::Net {
  PerfectNet() {
    conv.weight.mutable_value() = Array(conv.weight.shape());
    conv.weight.mutable_value()(0, 0, 1, 1) = 1;  // channel 0 = red
    conv.bias.mutable_value() = Array(conv.bias.shape());
    score.weight.mutable_value() = Array(score.weight.shape());
    score.weight.mutable_value()(1, 0, 0, 0) = 1;
    score.bias.mutable_value() = Array({2}, std::vector<Real>{Real(0.5), 0});
  }
};

TEST(Argmax, TakesTheFirstOfEqualScores) {
  const Array scores({1, 3, 1, 2}, std::vector<Real>{1, 0, 1, 2, 0, 2});  // [c][w]
  const Labels labels = argmax(scores);
  EXPECT_EQ(labels.ids, (std::vector<std::uint8_t>{0, 1}));
  EXPECT_EQ(labels.w, 2);
}

TEST(Argmax, RefusesNaN) {
  const Array scores({1, 2}, std::vector<Real>{std::nan(""), 1});
  EXPECT_THROW(argmax(scores), std::invalid_argument);
}

TEST(Argmax, AClassIsNeverCutToAByte) {
  Array scores({1, 1000});
  scores.mutable_data()[999] = 1;
  EXPECT_EQ(best_classes(scores), std::vector<std::int64_t>{999});
  EXPECT_THROW(argmax(scores), std::invalid_argument);  // no label holds 999
  scores.mutable_data()[999] = 0;
  scores.mutable_data()[254] = 1;
  EXPECT_EQ(argmax(scores).ids, std::vector<std::uint8_t>{254});
  Array heat({1, 1000, 2, 1});  // scores of a map, one class of a thousand at each place
  heat(0, 640, 0, 0) = heat(0, 3, 1, 0) = 1;
  EXPECT_EQ(best_classes(heat), (std::vector<std::int64_t>{640, 3}));
}

TEST(Evaluate, CountsEveryLabelledPixelOnce) {
  PerfectNet net;
  const auto data = tiny::dataset();
  const ConfusionMatrix confusion = evaluate(net, *data, preprocessing("unit"));
  EXPECT_EQ(confusion.labelled_pixels(), static_cast<std::uint64_t>(tiny::kImages * 64));
  EXPECT_EQ(confusion.pixel_accuracy(), 1.0);  // bright pixels are 150 and more
}

TEST(Evaluate, DoesNotDependOnTheBatchSize) {
  tiny::Net net;
  const auto data = tiny::dataset();
  EvaluateOptions one, many;
  one.batch_size = 1;
  many.batch_size = 4;
  const auto a = evaluate(net, *data, preprocessing("unit"), one);
  const auto b = evaluate(net, *data, preprocessing("unit"), many);
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 2; ++j) EXPECT_EQ(a.count(i, j), b.count(i, j));
  }
}

TEST(Evaluate, SwitchesDropoutOffAndTheModeBack) {
  tiny::DropoutNet net;
  net.train();
  const Image image = tiny::sample(0).image;
  const auto a = scores_of(net, image, preprocessing("unit")).to_vector();
  const auto b = scores_of(net, image, preprocessing("unit")).to_vector();
  EXPECT_EQ(a, b);
  EXPECT_TRUE(net.is_training());
  net.eval();
  evaluate(net, *tiny::dataset(), preprocessing("unit"));
  EXPECT_FALSE(net.is_training());
}

TEST(Evaluate, StopsWhenAskedTo) {
  tiny::Net net;
  EvaluateOptions options;
  options.should_stop = [] { return true; };
  EXPECT_THROW(evaluate(net, *tiny::dataset(), preprocessing("unit"), options), Interrupted);
}

TEST(Evaluate, NamesTheNumbersOfClasses) {
  tiny::Net net;
  DatasetInfo info{.name = "three",
                   .classes = {{"a", "b", "c"}, voc_palette(3)},
                   .whole_image = false,
                   .notes = {}};
  const GeneratedDataset data(info, 1, tiny::sample);
  try {
    evaluate(net, data, preprocessing("unit"));
    FAIL() << "no exception";
  } catch (const std::invalid_argument& error) {
    EXPECT_NE(std::string(error.what()).find("the network has 2 classes but three has 3"),
              std::string::npos)
        << error.what();
  }
}

TEST(AllOneClass, IsTheBaselineOfTheMostFrequentClass) {
  DatasetInfo info{
      .name = "two", .classes = {{"a", "b"}, voc_palette(2)}, .whole_image = false, .notes = {}};
  Sample sample{Image(4, 1, 3), Mask(4, 1), "s"};
  sample.mask.ids = {1, 1, 0, kVoidLabel};
  const InMemoryDataset data(info, {sample});
  const ConfusionMatrix confusion = all_one_class(data);
  EXPECT_DOUBLE_EQ(confusion.pixel_accuracy(), 2.0 / 3);
  EXPECT_DOUBLE_EQ(confusion.mean_iou(), 1.0 / 3);  // (0 + 2/3) / 2
}

// The pixels that were scored tell the same, whatever was predicted for them.
TEST(AllOneClass, FollowsFromTheScores) {
  ConfusionMatrix scores(3);
  scores.add(std::vector<std::uint8_t>{1, 1, 0, 2, 1, kVoidLabel},
             std::vector<std::uint8_t>{2, 0, 0, 1, 1, 1});
  const ConfusionMatrix baseline = all_one_class(scores);
  for (int truth = 0; truth < 3; ++truth) {
    for (int predicted = 0; predicted < 3; ++predicted) {
      const std::uint64_t expected = predicted == 1 ? scores.truth_pixels(truth) : 0;
      EXPECT_EQ(baseline.count(truth, predicted), expected);
    }
  }
}

TEST(Predict, GivesAMaskOfTheImagesSize) {
  PerfectNet net;
  const Sample sample = tiny::sample(2);
  const Mask mask = predict(net, sample.image, preprocessing("unit"));
  EXPECT_EQ(mask.width, sample.image.width);
  EXPECT_EQ(mask.ids, sample.mask.ids);
}

}  // namespace
}  // namespace pixelwise

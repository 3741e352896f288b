// The ladder's table, and one stage of it, shortened.
#include "training/ladder.h"

#include <gtest/gtest.h>

#include <set>

#include "datasets/open_dataset.h"
#include "tests/datasets/idx_maker.h"
#include "training/interrupt.h"
#include "training/ladder_task.h"

namespace pixelwise {
namespace {

LadderData little_data() {
  DatasetOptions options;
  options.count = 8;
  return {open_dataset("shapes-classify", Split::train, options),
          open_dataset("shapes-classify", Split::val, options),
          open_dataset("shapes", Split::train, options),
          open_dataset("shapes", Split::val, options)};
}

LadderStage shortened(const LadderStage& stage) {
  LadderStage s = stage;
  s.iterations = 2;
  s.batch_size = 2;
  return s;
}

TEST(Ladder, EveryStageStartsFromAnEarlierOne) {
  std::set<std::string> seen{""};
  for (const LadderStage& stage : ladder_stages(true)) {
    EXPECT_TRUE(seen.contains(stage.from)) << stage.name;
    seen.insert(stage.name);
  }
}

TEST(Ladder, TheControlsTrainAsLongAsTheStagesTogether) {
  std::map<std::string, std::int64_t> iterations;
  for (const LadderStage& stage : ladder_stages(false)) iterations[stage.name] = stage.iterations;
  const std::int64_t staged = iterations["fcn32s"] + iterations["fcn16s"] + iterations["fcn8s"];
  EXPECT_EQ(iterations["fcn32s_control"], staged);
  EXPECT_EQ(iterations["fcn8s_at_once"], staged);
}

TEST(Ladder, AStageStartsFromTheWeightsItIsGiven) {
  const auto stages = ladder_stages(false);
  const LadderData data = little_data();
  const StageResult classifier = run_stage(shortened(stages[0]), data, 0, nullptr);
  EXPECT_EQ(classifier.losses.size(), 2U);
  EXPECT_LT(surgery_max_difference(classifier.weights, *data.classify_val), 1e-4);

  LadderStage untrained = shortened(stages[1]);
  const StageResult fcn32s = run_stage(untrained, data, 0, &classifier.weights);
  EXPECT_EQ(fcn32s.transplant.reshaped, (std::vector<std::string>{"fc6.weight", "fc7.weight"}));
  EXPECT_EQ(fcn32s.transplant.dropped, (std::vector<std::string>{"score.bias", "score.weight"}));
  EXPECT_EQ(fcn32s.before.truth_pixels(0), fcn32s.after.truth_pixels(0));
}

TEST(Ladder, EachTaskHasItsDataAndClasses) {
  EXPECT_EQ(whole_images_of("shapes"), "shapes-classify");
  EXPECT_EQ(whole_images_of("fashion-scenes:a:b"), "fashion-classify:a:b");
  for (const char* data : {"shapes", "fashion-scenes:DIR"}) {
    for (const LadderStage& stage : ladder_stages(true, data)) {
      EXPECT_EQ(stage.data, data);
      EXPECT_EQ(stage_classes(stage).names[0] == "background", !stage.classifies);
    }
  }
  EXPECT_EQ(stage_classes(ladder_stages(false, "fashion-scenes")[1]).names,
            fashion_classes().names);
  try {
    ladder_task("camvid:DIR");
    FAIL() << "there is no ladder for camvid";
  } catch (const std::invalid_argument& error) {
    EXPECT_EQ(std::string(error.what()),
              "ladder: there is none for the data 'camvid:DIR'; there is one for shapes, "
              "fashion-scenes");
  }
}

// On a few drawn garments: all that the scenes need, without the package.
TEST(Ladder, StagesRunOnScenesOfGarments) {
  const TemporaryFolder folder;
  write_little_fashion(folder.path(), 20, 10);
  const std::string data = "fashion-scenes:" + folder.path();
  const auto stages = ladder_stages(false, data);
  LadderData all = ladder_data(0, data);
  const DatasetOptions few{.count = 4};
  all.val = open_dataset(data, Split::val, few);
  all.classify_val = open_dataset(whole_images_of(data), Split::val, few);
  const StageResult classifier = run_stage(shortened(stages[0]), all, 0, nullptr);
  const StageResult fcn32s = run_stage(shortened(stages[1]), all, 0, &classifier.weights);
  EXPECT_EQ(classifier.after.classes(), 5);
  EXPECT_EQ(fcn32s.after.classes(), 6);
  EXPECT_LT(surgery_max_difference(classifier.weights, *all.classify_val), 1e-4);
}

TEST(Ladder, TheSameSeedGivesTheSameBits) {
  const LadderStage stage = shortened(ladder_stages(false)[0]);
  const auto weights_of = [&](std::uint64_t seed) {
    return run_stage(stage, little_data(), seed, nullptr).weights.at("conv1_1.weight").to_vector();
  };
  EXPECT_EQ(weights_of(1), weights_of(1));
  EXPECT_NE(weights_of(1), weights_of(2));
}

TEST(Ladder, AStageThatIsAskedToStopThrowsInterrupted) {
  StageHooks hooks;
  int asked = 0;
  hooks.should_stop = [&] { return ++asked > 1; };
  EXPECT_THROW(run_stage(shortened(ladder_stages(false)[0]), little_data(), 0, nullptr, hooks),
               Interrupted);
}

}  // namespace
}  // namespace pixelwise

// predict --heat-map: a classifier in the names of torchvision, with a thousand classes, on a
// larger image.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "datasets/image.h"
#include "datasets/mask.h"
#include "layers/parameters.h"
#include "models/zoo.h"
#include "tests/app/run_app.h"
#include "training/checkpoint.h"
#include "weights/weight_file.h"

namespace pixelwise {
namespace {

using Words = std::vector<std::string>;

// torchvision's numbers of the thirteen convolutions of VGG-16.
constexpr int kFeatures[] = {0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28};

class HeatMapCommand : public ::testing::Test {
 protected:
  // VGG-16, thinner; fc6 sees 7x7 cells of 16 channels: 784 columns.
  void SetUp() override {
    Rng rng(5);
    const auto network =
        make_model({.name = "vgg16", .classes = 1000, .width = 2, .fc_width = 8}, rng);
    WeightFile file;
    int conv = 0;
    for (const char* name :
         {"conv1_1", "conv1_2", "conv2_1", "conv2_2", "conv3_1", "conv3_2", "conv3_3", "conv4_1",
          "conv4_2", "conv4_3", "conv5_1", "conv5_2", "conv5_3"}) {
      their_names_[name] = "features." + std::to_string(kFeatures[conv++]);
    }
    for (const auto& [name, values] : state(*network)) {
      const auto dot = name.rfind('.');
      Array weights = values;
      if (name == "score.weight") {
        for (std::int64_t i = 0; i < weights.size(); ++i) {
          weights(i) = static_cast<Real>(rng.normal());
        }
      }
      file.tensors[their_names_.at(name.substr(0, dot)) + name.substr(dot)] = weights;
    }
    write_weights(folder_ / "vgg16.npz", file);
    std::ofstream names(folder_ / "names.txt");
    for (int i = 0; i < 1000; ++i) names << "kind " << i << "\n";
    write_shapes_folder(folder_ / "data", 1, 330, 300);
  }

  Outcome predict(const Words& more) const {
    Words words = {"predict", "--heat-map", "--out", folder_ / "out"};
    words.insert(words.end(), more.begin(), more.end());
    return run_app(words);
  }
  Words from_file(const Words& more) const {
    Words words = {
        "--weights", folder_ / "vgg16.npz", "--model",     "vgg16", "--fc-width", "8", "--width",
        "2",         "--preprocess",        "torchvision", image_};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }

  const TemporaryFolder folder_;
  const std::string image_ = folder_ / "data/images/image0.png";
  std::map<std::string, std::string> their_names_ = {
      {"fc6", "classifier.0"}, {"fc7", "classifier.3"}, {"score", "classifier.6"}};
};

TEST_F(HeatMapCommand, JudgesEveryWindow) {
  const Outcome outcome = predict(from_file(
      {"--class-names", folder_ / "names.txt", "--logits", folder_ / "map.npy", "--json"}));
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto entry = nlohmann::json::parse(outcome.out).at("predictions").at(0);
  EXPECT_EQ(entry.at("window"), 224);
  EXPECT_EQ(entry.at("windows"), nlohmann::json::parse("[3, 4]"));  // 300 / 32 - 6, 330 / 32 - 6
  EXPECT_EQ(entry.at("classes").at(0).at("name").get<std::string>().substr(0, 5), "kind ");
  EXPECT_FALSE(entry.contains("mask"));  // no mask holds a thousand classes
  EXPECT_EQ(read_weights(folder_ / "map.npy").tensors.at("arr_0").shape(), (Shape{1, 1000, 3, 4}));
  const Image over = read_image(entry.at("overlay"));
  EXPECT_EQ(over.width, 330);
  EXPECT_EQ(over.height, 300);
}

TEST_F(HeatMapCommand, AConvertedFileNeedsNoMoreWords) {
  const std::string converted = folder_ / "vgg16.safetensors";
  const Outcome made = run_app({"convert", folder_ / "vgg16.npz", converted, "--model", "vgg16",
                                "--width", "2", "--fc-width", "8", "--preprocess", "torchvision"});
  ASSERT_EQ(made.status, 0) << made.err;
  ASSERT_EQ(predict(from_file({"--logits", folder_ / "a.npy"})).status, 0);
  const Outcome outcome = predict({"--weights", converted, image_, "--logits", folder_ / "b.npy"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("image0.png: 3x4 windows of 224x224 pixels, 32 apart"),
            std::string::npos)
      << outcome.out;
  EXPECT_EQ(read_weights(folder_ / "a.npy").tensors.at("arr_0").to_vector(),
            read_weights(folder_ / "b.npy").tensors.at("arr_0").to_vector());
}

TEST_F(HeatMapCommand, SaysWhatIsWrong) {
  const auto has = [](const Outcome& outcome, int status, const std::string& words) {
    EXPECT_EQ(outcome.status, status) << outcome.err;
    EXPECT_NE(outcome.err.find(words), std::string::npos) << outcome.err;
  };
  write_shapes_folder(folder_ / "small", 1, 230, 200);
  Words small = from_file({});
  small.back() = folder_ / "small/images/image0.png";
  has(predict(small), 1, "has not one window of 224x224 pixels; make it larger");

  Rng rng(1);
  const ModelCard card{
      {.name = "simple-fcn", .classes = 6, .width = 2}, shapes_classes(), preprocessing("shapes")};
  save_checkpoint(folder_ / "fcn.safetensors", card, *make_model(card.model, rng), nullptr, 1);
  has(predict({"--weights", folder_ / "fcn.safetensors", image_}), 2,
      "a heat map needs a VGG classifier such as vgg16, but simple-fcn is none");

  Words large = from_file({});
  large.insert(large.begin(), "predict");
  has(run_app(large), 1, "make fc6 a convolution (models/surgery.h, predict --heat-map)");
}

}  // namespace
}  // namespace pixelwise

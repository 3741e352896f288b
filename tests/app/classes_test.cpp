// Which class is which: by its name, in checkpoints and data sets; and more classes than a mask
// holds.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "layers/parameters.h"
#include "models/zoo.h"
#include "tests/app/run_app.h"
#include "weights/weight_file.h"

namespace pixelwise {
namespace {

using Words = std::vector<std::string>;

class ClassOrder : public ::testing::Test {
 protected:
  void SetUp() override {
    write_shapes_folder(folder_ / "data", 6, 32, 32);
    write_classes({"background", "disc", "square", "triangle", "ring", "cross"});
    const Outcome trained = run_app({"train", "--model", "simple-fcn", "--width", "4", "--data",
                                     data_, "--iterations", "4", "--every", "2", "--batch", "1",
                                     "--augment", "none", "--out", run_, "--quiet"});
    ASSERT_EQ(trained.status, 0) << trained.err;
  }

  void write_classes(const Words& names) const {
    std::ofstream out(folder_ / "data/classes.txt");
    for (const std::string& name : names) out << name << "\n";
  }

  Outcome eval() const {
    return run_app({"eval", "--weights", run_ + "/best.safetensors", "--data", data_});
  }

  // Two more iterations in the same folder.
  Outcome resume() const {
    std::filesystem::remove(run_ + "/report.html");
    return run_app({"train", "--resume", run_, "--quiet"});
  }

  Outcome transfer() const {
    return run_app({"train", "--weights", run_ + "/best.safetensors", "--data", data_,
                    "--iterations", "2", "--batch", "1", "--augment", "none", "--out",
                    folder_ / "second", "--overwrite", "--quiet"});
  }

  const TemporaryFolder folder_;
  const std::string data_ = "folder:" + (folder_ / "data");
  const std::string run_ = folder_ / "run";
};

TEST_F(ClassOrder, APermutedListIsRefusedEverywhere) {
  EXPECT_EQ(eval().status, 0);
  write_classes({"background", "square", "disc", "triangle", "ring", "cross"});
  for (const Outcome& outcome : {eval(), resume(), transfer()}) {
    EXPECT_NE(outcome.status, 0);
    EXPECT_NE(outcome.err.find("the classes stand in another order: 'square' is class 2 of"),
              std::string::npos)
        << outcome.err;
    EXPECT_NE(outcome.err.find("has 0 background, 1 square, 2 disc"), std::string::npos);
  }
}

TEST_F(ClassOrder, OtherNamesAreSaid) {
  write_classes({"background", "disk", "square", "triangle", "ring", "cross"});
  for (const Outcome& outcome : {eval(), transfer()}) {
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_NE(outcome.err.find("class 1 is 'disc' in"), std::string::npos) << outcome.err;
  }
  write_classes({"sky", "road", "car", "tree", "house", "sea"});
  EXPECT_EQ(eval().status, 2);
  EXPECT_EQ(transfer().status, 0);  // to other classes: that is what transfer is for
}

// A classifier of 1000 classes whose answer is always the last one.
class Thousand : public ::testing::Test {
 protected:
  void SetUp() override {
    Rng rng(1);
    const auto network = make_model({.name = "toy-classifier", .classes = 1000}, rng);
    WeightFile file;
    file.tensors = state(*network);
    Array& bias = file.tensors.at("score.bias");
    Array& weight = file.tensors.at("score.weight");
    weight = Array(weight.shape());
    bias = Array(bias.shape());
    bias.mutable_data()[999] = 1;
    write_weights(folder_ / "net.npz", file);
    std::ofstream names(folder_ / "names.txt");
    for (int i = 0; i < 1000; ++i) names << "kind " << i << "\n";
    write_shapes_folder(folder_ / "data", 1, 96, 96);
  }

  Outcome predict(const Words& more) const {
    Words words = {"predict",
                   "--weights",
                   folder_ / "net.npz",
                   "--model",
                   "toy-classifier",
                   "--classes",
                   "1000",
                   "--preprocess",
                   "unit",
                   "--logits",
                   folder_ / "scores.npy",
                   folder_ / "data/images/image0.png"};
    words.insert(words.end(), more.begin(), more.end());
    return run_app(words);
  }

  const TemporaryFolder folder_;
};

TEST_F(Thousand, TheLastClassIsNotCutToAByte) {
  const Outcome numbered = predict({});
  EXPECT_EQ(numbered.status, 0) << numbered.err;
  EXPECT_NE(numbered.out.find("image0.png: class 999"), std::string::npos) << numbered.out;
  const Outcome named = predict({"--class-names", folder_ / "names.txt"});
  EXPECT_NE(named.out.find("image0.png: kind 999"), std::string::npos) << named.out << named.err;
  EXPECT_EQ(read_weights(folder_ / "scores.npy").tensors.at("arr_0").shape(), (Shape{1, 1000}));
}

TEST_F(Thousand, ItCanBecomeACheckpoint) {
  const std::string checkpoint = folder_ / "net.safetensors";
  const Outcome converted =
      run_app({"convert", folder_ / "net.npz", checkpoint, "--model", "toy-classifier", "--classes",
               "1000", "--preprocess", "unit"});
  ASSERT_EQ(converted.status, 0) << converted.err;
  const Outcome used =
      run_app({"predict", "--weights", checkpoint, folder_ / "data/images/image0.png"});
  EXPECT_NE(used.out.find("image0.png: class 999"), std::string::npos) << used.out << used.err;
}

}  // namespace
}  // namespace pixelwise

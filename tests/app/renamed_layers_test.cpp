// SimpleFcn's layers: files with their names in older versions (up1), and with those of the PyTorch
// snippet (deconv1), in every command that reads weights.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/read_file.h"
#include "layers/parameters.h"
#include "tests/app/run_app.h"
#include "tests/base/temporary_folder.h"
#include "training/checkpoint.h"
#include "training/names_of.h"
#include "weights/zip_archive.h"

namespace pixelwise {
namespace {

using Json = nlohmann::json;
using Words = std::vector<std::string>;

const std::string kSnippet = PIXELWISE_SOURCE_DIR "/tests/golden/nets/simple_fcn.pth";

// Copies a weight file as an older version wrote it.
void write_with_old_names(const std::string& from, const std::string& to) {
  WeightFile file = read_weights(from);
  for (const std::string number : {"1", "2", "3"}) {
    for (const std::string part : {".weight", ".bias"}) {
      auto tensor = file.tensors.extract("deconv" + number + part);
      ASSERT_FALSE(tensor.empty()) << number << part;
      tensor.key() = "up" + number + part;
      file.tensors.insert(std::move(tensor));
    }
  }
  write_weights(to, file);
}

class RenamedLayers : public ::testing::Test {
 protected:
  void SetUp() override { write_shapes_folder(folder_ / "data", 6, 40, 32); }

  // A run of `iterations` in folder `name`.
  Words training(const std::string& name, const std::string& iterations) const {
    return {"train",
            "--model",
            "simple-fcn",
            "--width",
            "4",
            "--data",
            data_,
            "--every",
            "2",
            "--batch",
            "1",
            "--threads",
            "1",
            "--schedule",
            "constant",
            "--quiet",
            "--overwrite",
            "--out",
            folder_ / name,
            "--iterations",
            iterations};
  }

  static Outcome succeed(const Words& words) {
    const Outcome outcome = run_app(words);
    EXPECT_EQ(outcome.status, 0) << words[0] << ": " << outcome.err;
    return outcome;
  }

  const TemporaryFolder folder_;
  const std::string data_ = "folder:" + (folder_ / "data");
};

TEST_F(RenamedLayers, OldCheckpointsAreUsedAsTheNewOnes) {
  succeed(training("run", "4"));
  const std::string now = folder_ / "run/last.safetensors", old = folder_ / "old.safetensors";
  write_with_old_names(now, old);
  ASSERT_TRUE(read_weights(old).tensors.contains("up3.bias"));

  const std::string image = folder_ / "data/images/image1.png";
  for (const std::string& file : {now, old}) {
    const std::string out = folder_ / (file == old ? "old" : "now");
    succeed({"predict", "--weights", file, image, "--out", out, "--logits", out + ".npy"});
  }
  EXPECT_EQ(read_file(folder_ / "old.npy"), read_file(folder_ / "now.npy"));
  EXPECT_EQ(read_file(folder_ / "old/image1.mask.png"), read_file(folder_ / "now/image1.mask.png"));
  const Words eval = {"eval", "--data", data_, "--json", "--weights"};
  const auto scores = [&](const std::string& file) {
    Words words = eval;
    words.push_back(file);
    Json json = Json::parse(succeed(words).out);
    return json.at("mean_iou").dump() + json.at("pixel_accuracy").dump();
  };
  EXPECT_EQ(scores(old), scores(now));
}

TEST_F(RenamedLayers, AnOldRunGoesOnAsIfNothingHadHappened) {
  succeed(training("whole", "4"));
  succeed(training("run", "2"));
  // As if the run had been stopped after two iterations of four.
  const std::string settings = folder_ / "run/settings.json";
  Json said = Json::parse(read_file(settings));
  said.at("settings").at("iterations") = 4;
  std::ofstream(settings) << said.dump();
  const std::string last = folder_ / "run/last.safetensors";
  write_with_old_names(last, folder_ / "old.safetensors");
  std::filesystem::copy_file(folder_ / "old.safetensors", last,
                             std::filesystem::copy_options::overwrite_existing);
  succeed({"train", "--resume", folder_ / "run", "--quiet"});
  const auto resumed = read_weights(last).tensors;
  for (const auto& [name, values] : read_weights(folder_ / "whole/last.safetensors").tensors) {
    ASSERT_TRUE(resumed.contains(name)) << name;
    EXPECT_EQ(resumed.at(name).to_vector(), values.to_vector()) << name;
  }
}

TEST_F(RenamedLayers, TrainingStartsFromOldWeights) {
  succeed(training("run", "2"));
  const std::string old = folder_ / "old.safetensors", bare = folder_ / "bare.safetensors";
  write_with_old_names(folder_ / "run/last.safetensors", old);
  WeightFile file = read_weights(old);
  file.metadata.clear();  // no card: weights alone
  std::erase_if(file.tensors, [](const auto& t) { return t.first.starts_with("optimizer."); });
  write_weights(bare, file);
  for (const std::string& weights : {old, bare}) {
    Words words = training("next", "1");
    words.insert(words.end(), {"--weights", weights, "--preprocess", "shapes"});
    std::erase(words, "--quiet");
    const Outcome outcome = succeed(words);
    EXPECT_NE(outcome.err.find("keeping 12 tensors, re-initialising 0"), std::string::npos)
        << outcome.err;
  }
  // The number of classes is found in the renamed score layer.
  succeed({"predict", "--weights", bare, "--model", "simple-fcn", "--width", "4", "--preprocess",
           "shapes", folder_ / "data/images/image1.png", "--out", folder_.path()});
  const Json json = Json::parse(succeed({"convert", bare, folder_ / "new.safetensors", "--model",
                                         "simple-fcn", "--width", "4", "--classes", "6", "--json"})
                                    .out);
  EXPECT_EQ(json.at("copied"), 12);
  const auto converted = read_weights(folder_ / "new.safetensors").tensors;
  EXPECT_EQ(converted.at("deconv1.weight").to_vector(), file.tensors.at("up1.weight").to_vector());
}

TEST_F(RenamedLayers, TheStateDictOfTheSnippetIsLoadedByEveryCommand) {
  if (!has_libzip()) GTEST_SKIP() << "this build has no libzip";
  const Words net = {"--model", "simple-fcn", "--width", "4", "--preprocess", "unit"};
  const auto with_net = [&](Words words) {
    words.insert(words.end(), net.begin(), net.end());
    return words;
  };
  const std::string image = folder_ / "data/images/image1.png",
                    converted = folder_ / "c.safetensors";
  succeed(with_net({"convert", kSnippet, converted, "--classes", "3"}));
  succeed(with_net({"predict", "--weights", kSnippet, image, "--out", folder_.path(), "--logits",
                    folder_ / "pth.npy"}));
  succeed({"predict", "--weights", converted, image, "--out", folder_.path(), "--logits",
           folder_ / "ours.npy"});
  EXPECT_EQ(read_file(folder_ / "pth.npy"), read_file(folder_ / "ours.npy"));
  const auto theirs = read_weights(kSnippet).tensors;
  const auto ours = state(*load_model(converted).network);
  EXPECT_EQ(theirs.size(), 12U);
  for (const auto& [name, values] : ours) {
    EXPECT_EQ(values.to_vector(), theirs.at(name).to_vector()) << name;
  }
  // The data have six classes: deconv3 starts anew.
  Words words = training("next", "1");
  words.insert(words.end(), {"--weights", kSnippet, "--preprocess", "shapes"});
  std::erase(words, "--quiet");
  const Outcome outcome = succeed(words);
  EXPECT_NE(
      outcome.err.find("keeping 10 tensors, re-initialising 2 (deconv3.weight, deconv3.bias)"),
      std::string::npos)
      << outcome.err;
}

// A network of somebody else with a layer up1 keeps it.
TEST(NewNames, GoOnlyToANetworkThatHasThem) {
  const RenamedWeights old{{{"up1.weight", Array({2})}, {"up1.bias", Array({1})}}, {}, {}};
  const auto names = [&](const std::set<std::string>& wanted) {
    const RenamedWeights renamed = with_new_names(old, wanted);
    std::string list;
    for (const auto& [name, values] : renamed.tensors) list += name + " ";
    for (const auto& [name, from] : renamed.from) list += name + "<" + from + " ";
    return list;
  };
  EXPECT_EQ(names({"up1.weight", "up1.bias"}), "up1.bias up1.weight ");
  EXPECT_EQ(names({}), "up1.bias up1.weight ");
  EXPECT_EQ(names({"up1.weight", "deconv1.weight"}), "up1.bias up1.weight ");
  EXPECT_EQ(names({"deconv1.weight", "deconv1.bias"}),
            "deconv1.bias deconv1.weight deconv1.bias<up1.bias deconv1.weight<up1.weight ");
}

}  // namespace
}  // namespace pixelwise

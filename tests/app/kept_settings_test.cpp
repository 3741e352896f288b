// A run's settings.json edited by hand, or damaged: --resume says what is wrong with which setting.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/read_file.h"
#include "tests/app/run_app.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;

TEST(KeptSettings, WhatIsMissingUnknownOrImpossibleIsNamed) {
  const TemporaryFolder folder;
  write_shapes_folder(folder / "data", 5, 32, 32);
  const std::string run = folder / "run", path = run + "/settings.json";
  const Outcome trained =
      run_app({"train", "--model", "simple-fcn", "--width", "2", "--data",
               "folder:" + (folder / "data"), "--iterations", "2", "--every", "2", "--batch", "1",
               "--augment", "none", "--out", run, "--quiet"});
  ASSERT_EQ(trained.status, 0) << trained.err;
  const Json sound = Json::parse(read_file(path));
  const auto resumed = [&](const Json& json) {
    std::ofstream(path) << json.dump(2);
    return run_app({"train", "--resume", run, "--quiet"});
  };
  EXPECT_EQ(resumed(sound).status, 0);

  for (const auto& [key, value] : sound.at("settings").items()) {
    if (key == "width") continue;  // its absence means another network, told by last.safetensors
    Json without = sound;
    without["settings"].erase(key);
    const Outcome outcome = resumed(without);
    EXPECT_EQ(outcome.status, 1) << key;
    EXPECT_NE(outcome.err.find(path + ": lacks the "), std::string::npos) << key << outcome.err;
  }
  const struct {
    const char* key;
    Json value;
    const char* says;
  } kOdd[] = {{"iterations", 1.5, "has iterations 1.5, which is read as 1"},
              {"iterations", "two", "is damaged"},
              {"iterations", -1, "has impossible settings: --iterations -1"},
              {"iterations", 1, "has 2 iterations, but the run beside it has 1"},
              {"batch", true, "is damaged"},
              {"colour", "red", "has the unknown setting 'colour'"},
              {"width", 3, "is of the width 2, but the settings of the run beside it say 3"},
              {"preprocess", "caffe", "is of the preprocessing torchvision, but"},
              {"model", "toy-9s", "toy-9s"},
              {"loss", nullptr, "is damaged"}};
  for (const auto& odd : kOdd) {
    Json edited = sound;
    edited["settings"][odd.key] = odd.value;
    const Outcome outcome = resumed(edited);
    EXPECT_TRUE(outcome.status == 1 || outcome.status == 2) << odd.key << outcome.status;
    EXPECT_NE(outcome.err.find(odd.says), std::string::npos) << odd.key << ": " << outcome.err;
  }
}

}  // namespace
}  // namespace pixelwise

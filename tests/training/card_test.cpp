// Cards that contradict themselves or their tensors, and lists of classes that mean others.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/base/message.h"
#include "tests/base/temporary_folder.h"
#include "tests/fuzz/cards.h"
#include "training/card_check.h"
#include "training/class_identity.h"
#include "training/class_names.h"

namespace pixelwise {
namespace {

using nlohmann::json;
using Names = std::vector<std::string>;

std::string kept(const char* name) {
  return PIXELWISE_SOURCE_DIR "/tests/training/cards/" + std::string(name);
}

TEST(Card, NamesAndScoresAreCountedWhenTheFileIsRead) {
  expect_error<std::runtime_error>(
      kept("names2000.safetensors") +
          ": its card names 2000 classes, but its model, simple-fcn, has 6 scores",
      [] { load_checkpoint(kept("names2000.safetensors")); });
  expect_error<std::runtime_error>("its card names 0 classes, but its model, simple-fcn, has 6",
                                   [] { load_checkpoint(kept("names0.safetensors")); });
}

void expect_refused(const std::string& part, const std::string& field, const json& value) {
  json card = json::parse(sound_card());
  card[json::json_pointer(field)] = value;
  expect_error<std::runtime_error>(part,
                                   [&] { use_checkpoint(checkpoint_with_card(card.dump())); });
}

TEST(Card, EveryContradictionNamesBothSides) {
  expect_refused("its card names 3 classes, but its model, simple-fcn, has 2 scores",
                 "/class_names", {"a", "b", "c"});
  expect_refused("its card has 1 colours for 2 classes", "/palette", {{1, 2, 3}});
  expect_refused("a colour of the palette is 300, expected a whole number from 0 to 255",
                 "/palette/0/1", 300);
  expect_refused("says width 99999999 for simple-fcn, but no axis of its tensors is longer than 8",
                 "/model/width", 99'999'999);
  expect_refused("conv1.bias has shape [2] but the model's has [3]", "/model/width", 3);
  expect_refused("model 'toy-9s' is unknown; there are toy-classifier", "/model/name", "toy-9s");
  expect_refused("has no fully connected layers", "/model/fc_width", 4);
  expect_refused("iterations is -1, expected a whole number", "/iterations", -1);
  expect_refused("expected a whole number", "/iterations", 1.5);
  expect_refused("its card says 9223372036854775 iterations", "/iterations", 9'223'372'036'854'775);
  expect_refused("preprocessing 'sepia'", "/preprocess", "sepia");
  expect_refused("says 5 steps of a parameter; 0 to 1 are possible", "/parameter_steps", {5});
  expect_refused("optimizer: steps of 1 parameters for 12", "/parameter_steps", {1});
}

TEST(Card, OfAnotherRunThanTheSettingsSay) {
  expect_refused("is of the preprocessing caffe, but the settings of the run beside it say unit",
                 "/preprocess", "caffe");
  expect_refused("has 11 iterations, but the run beside it has 10", "/iterations", 11);
  expect_refused(
      "the classes stand in another order: 'background' is class 1 of input, but class 0 "
      "of the data",
      "/class_names", {"object", "background"});
}

ClassComparison compare(const Names& trained, const Names& given) {
  return compare_classes({"net", trained}, {"data", given});
}

TEST(Classes, APermutedListIsNamed) {
  const ClassComparison found =
      compare({"background", "car", "road"}, {"background", "road", "car"});
  EXPECT_EQ(found.difference, ClassDifference::permuted);
  EXPECT_TRUE(found.conflict());
  EXPECT_NE(
      found.message.find("'road' is class 2 of net, but class 1 of data; net has 0 background, "
                         "1 car, 2 road; data has 0 background, 1 road, 2 car"),
      std::string::npos)
      << found.message;
  EXPECT_EQ(compare({"a", "b"}, {"b", "c"}).difference, ClassDifference::permuted);
}

TEST(Classes, OtherNamesAreToldApart) {
  EXPECT_EQ(compare({"a", "b"}, {"a", "b"}).difference, ClassDifference::none);
  EXPECT_EQ(compare({"a", "b"}, {"a", "b", "c"}).difference, ClassDifference::none);
  EXPECT_EQ(compare({"class 0", "class 1"}, {"a", "b"}).difference, ClassDifference::none);
  const ClassComparison renamed = compare({"a", "b"}, {"a", "c"});
  EXPECT_EQ(renamed.difference, ClassDifference::renamed);
  EXPECT_FALSE(renamed.conflict());
  EXPECT_EQ(renamed.message, "class 1 is 'b' in net and 'c' in data: taken for the same classes");
  const ClassComparison others = compare({"a", "b"}, {"c", "d"});
  EXPECT_EQ(others.difference, ClassDifference::others);
  EXPECT_TRUE(others.conflict());
}

TEST(Classes, MovingWeightsRefusesAPermutationOnly) {
  Checkpoint source;
  source.card = ModelCard{{.classes = 2}, {{"a", "b"}, voc_palette(2)}, preprocessing("unit")};
  std::string warned;
  const auto move = [&](const Names& given) {
    warned.clear();
    check_transfer("net", source, given, [&](const std::string& line) { warned = line; });
  };
  move({"a", "b"});
  EXPECT_EQ(warned, "");
  move({"c", "d"});
  EXPECT_NE(warned.find("no name is in both lists"), std::string::npos);
  move({"c", "d", "a"});  // the score layer is another one
  EXPECT_EQ(warned, "");
  expect_error<std::runtime_error>("net: the classes stand in another order", [&] {
    move({"b", "a"});
  });
}

TEST(ClassNames, AThousandLines) {
  const TemporaryFolder folder;
  const std::string path = folder / "names.txt";
  const auto read = [&](const std::string& content, std::int64_t classes) {
    std::ofstream(path, std::ios::binary) << content;
    return read_class_names(path, classes);
  };
  std::string thousand = "\xef\xbb\xbf";
  for (int i = 0; i < 1000; ++i) thousand += "kind " + std::to_string(i) + ", a bird\r\n";
  const Names names = read(thousand + "\n\n", 1000);
  EXPECT_EQ(names.at(0), "kind 0, a bird");
  EXPECT_EQ(names.at(999), "kind 999, a bird");
  expect_error<std::runtime_error>("has 1000 names, but the network has 21 classes",
                                   [&] { read(thousand, 21); });
  expect_error<std::runtime_error>("line 2 is blank", [&] { read("a\n\nb", 3); });
  expect_error<std::runtime_error>("line 1 is not UTF-8", [&] {
    read(
        "stra\xdf"
        "e\n",
        1);
  });
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace pixelwise

// Weight files of others: convert, inspect, and --weights of train and predict.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/read_file.h"
#include "layers/parameters.h"
#include "models/fcn.h"
#include "tests/app/run_app.h"
#include "training/checkpoint.h"
#include "weights/weight_file.h"

namespace pixelwise {
namespace {

using Json = nlohmann::json;
using Words = std::vector<std::string>;

// VGG-16 of width 1 and three classes under torchvision's names.
WeightFile torchvision_vgg() {
  constexpr int kFeatures[] = {0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28};
  Rng rng(7);
  VggClassifier net(vgg16_config(1, 4), 3, rng);
  WeightFile file;
  std::size_t layer = 0;
  for (const auto& [name, parameter] : named_parameters(net)) {
    const std::string part = name.substr(name.rfind('.'));
    const std::string theirs = layer < 26 ? "features." + std::to_string(kFeatures[layer / 2])
                                          : "classifier." + std::to_string((layer - 26) / 2 * 3);
    file.tensors[theirs + part] = parameter.value();
    ++layer;
  }
  return file;
}

Json json_of(const Words& arguments) {
  const Outcome outcome = run_app(arguments);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  return outcome.status == 0 ? Json::parse(outcome.out) : Json();
}

Json row_of(const Json& json, const std::string& name) {
  for (const Json& row : json.at("tensors")) {
    if (row.at("name") == name) return row;
  }
  return {};
}

void expect_failure(int status, const std::string& part, const Words& arguments) {
  const Outcome outcome = run_app(arguments);
  EXPECT_EQ(outcome.status, status) << outcome.err;
  EXPECT_NE(outcome.err.find(part), std::string::npos) << outcome.err;
}

class Convert : public ::testing::Test {
 protected:
  void SetUp() override { write_weights(vgg_, torchvision_vgg()); }

  const TemporaryFolder folder_;
  const std::string vgg_ = folder_ / "vgg.npz";
  const std::string out_ = folder_ / "out.safetensors";
  const std::string golden_ = PIXELWISE_SOURCE_DIR "/tests/weights/golden/";
};

TEST_F(Convert, AFileWithoutTensorsIsNoWeightFile) {
  const std::string none = folder_ / "none.safetensors";
  write_weights(none, {});
  expect_failure(1, "none.safetensors: holds no tensors", {"convert", none, out_});
  EXPECT_FALSE(std::filesystem::exists(out_));
}

TEST_F(Convert, RenamesWhatItKnows) {
  const Json json = json_of({"convert", vgg_, out_, "--json"});
  EXPECT_EQ(json.at("format"), "npz");
  EXPECT_EQ(json.at("names"), "torchvision's names of VGG-16");
  EXPECT_EQ(json.at("copied"), 32);
  EXPECT_EQ(json.at("missing"), 0);
  EXPECT_EQ(row_of(json, "conv2_1.weight").at("from"), "features.5.weight");
  const WeightFile read = read_weights(out_);
  EXPECT_EQ(read.tensors.size(), 32U);
  EXPECT_EQ(read.tensors.at("fc6.weight").shape(), (Shape{4, 392}));
}

TEST_F(Convert, OrKeepsTheNames) {
  json_of({"convert", vgg_, out_, "--names", "keep", "--json"});
  EXPECT_TRUE(read_weights(out_).tensors.contains("features.28.bias"));
}

TEST_F(Convert, ForANetworkWithItsShapes) {
  const Json json = json_of(
      {"convert", vgg_, out_, "--model", "fcn32s", "--width", "1", "--fc-width", "4", "--json"});
  EXPECT_EQ(json.at("copied"), 28);
  EXPECT_EQ(json.at("reshaped"), 2);
  EXPECT_EQ(json.at("dropped"), 2);
  EXPECT_EQ(json.at("missing"), 3);
  EXPECT_EQ(row_of(json, "fc6.weight").at("status"), "reshaped");
  EXPECT_EQ(row_of(json, "score.bias").at("why"), "fcn32s has none");
  EXPECT_EQ(row_of(json, "upscore.weight").at("why"), "not in the file");
  const WeightFile read = read_weights(out_);
  EXPECT_EQ(read.tensors.size(), 30U);  // what is missing is not made up
  EXPECT_EQ(read.tensors.at("fc6.weight").shape(), (Shape{4, 8, 7, 7}));

  const Outcome said =
      run_app({"convert", vgg_, out_, "--model", "fcn32s", "--width", "1", "--fc-width", "4"});
  EXPECT_NE(said.out.find("copied 28, reshaped 2, dropped 2, missing 3"), std::string::npos)
      << said.out;
}

TEST_F(Convert, AnotherClassCountIsToldWithBothShapes) {
  const Json json = json_of({"convert", vgg_, out_, "--model", "vgg16", "--width", "1",
                             "--fc-width", "4", "--classes", "5", "--json"});
  EXPECT_EQ(json.at("copied"), 30);
  EXPECT_EQ(json.at("missing"), 2);
  EXPECT_EQ(row_of(json, "score.weight").at("why"), "the file's has shape [3, 4]");
}

TEST_F(Convert, WithPreprocessingItBecomesACheckpoint) {
  json_of({"convert", vgg_, out_, "--model", "vgg16", "--width", "1", "--fc-width", "4",
           "--classes", "3", "--preprocess", "torchvision", "--json"});
  const LoadedModel loaded = load_model(out_);
  EXPECT_EQ(loaded.card.model.name, "vgg16");
  EXPECT_EQ(loaded.card.preprocessing.name, "torchvision");
  EXPECT_EQ(state(*loaded.network).at("conv1_1.weight").to_vector(),
            torchvision_vgg().tensors.at("features.0.weight").to_vector());
  expect_failure(1, "lacks 3 tensors of fcn32s",
                 {"convert", vgg_, folder_ / "x.safetensors", "--model", "fcn32s", "--width", "1",
                  "--fc-width", "4", "--preprocess", "torchvision"});
  EXPECT_FALSE(std::filesystem::exists(folder_ / "x.safetensors"));
}

TEST_F(Convert, TellsWhatIsNoTensor) {
  const Json json = json_of({"convert", golden_ + "checkpoint.legacy.pth", out_, "--json"});
  EXPECT_EQ(json.at("format"), "legacy pth");
  EXPECT_EQ(json.at("copied"), 2);
  EXPECT_EQ(json.at("dropped"), 5);
  EXPECT_EQ(row_of(json, "epoch").at("why"), "a number");
  EXPECT_EQ(row_of(json, "a.bias").at("from"), "module.a.bias");
}

// A whole FCN under the papers' names that does not say more of itself was trained by Caffe.
TEST_F(Convert, AWholeFcnWithoutACardIsOfTheCaffeFamily) {
  Rng rng(5);
  VggConfig config = vgg16_config(1, 4);
  config.family = Family::caffe;
  Fcn32s net(config, 3, rng);
  WeightFile file;
  for (const auto& [name, parameter] : named_parameters(net)) {
    file.tensors[name] = parameter.value();
  }
  const std::string plain = folder_ / "fcn.npz", checkpoint = folder_ / "fcn.safetensors";
  write_weights(plain, file);
  Words words = {"convert", plain, checkpoint,   "--model", "fcn32s",       "--classes", "3",
                 "--width", "1",   "--fc-width", "4",       "--preprocess", "caffe"};
  const std::string note =
      "a whole FCN in the names of Caffe and pytorch-fcn, read as of the caffe";
  const Outcome guessed = run_app(words);
  EXPECT_EQ(guessed.status, 0);
  EXPECT_NE(guessed.err.find(note), std::string::npos) << guessed.err;
  EXPECT_EQ(load_checkpoint(checkpoint).card->model.family, Family::caffe);
  words.insert(words.end(), {"--family", "same"});
  const Outcome told = run_app(words);
  EXPECT_EQ(told.status, 0);
  EXPECT_EQ(told.err.find(note), std::string::npos) << told.err;
  EXPECT_EQ(load_checkpoint(checkpoint).card->model.family, Family::same);
}

// A checkpoint of ours says its family, widths and classes: convert and train keep them.
TEST_F(Convert, ACardIsKept) {
  Rng rng(5);
  ModelCard card;
  card.model = {.name = "fcn32s", .classes = 3, .width = 1, .fc_width = 4};
  card.classes = {{"sky", "road", "car"}, voc_palette(3)};
  card.preprocessing = preprocessing("unit");
  write_shapes_folder(folder_ / "data", 6, 40, 33);
  for (const Family family : {Family::same, Family::caffe}) {
    card.model.family = family;
    const std::string ours = folder_ / "ours.safetensors", again = folder_ / "again.safetensors";
    save_checkpoint(ours, card, *make_model(card.model, rng), nullptr, 0);
    const Outcome converted =
        run_app({"convert", ours, again, "--model", "fcn32s", "--classes", "3", "--width", "1",
                 "--fc-width", "4", "--preprocess", "unit"});
    ASSERT_EQ(converted.status, 0) << converted.err;
    const ModelCard kept = *load_checkpoint(again).card;
    EXPECT_EQ(kept.model.family, family);
    EXPECT_EQ(kept.classes.names, card.classes.names);

    const Outcome trained =
        run_app({"train", "--weights", ours, "--model", "fcn16s", "--data",
                 "folder:" + (folder_ / "data"), "--out", folder_ / "run", "--overwrite",
                 "--iterations", "1", "--batch", "1", "--augment", "none"});
    ASSERT_EQ(trained.status, 0) << trained.err;
    const ModelCard next = *load_checkpoint(folder_ / "run/last.safetensors").card;
    EXPECT_EQ(next.model.family, family);
    EXPECT_EQ(next.model.width, 1);
    EXPECT_EQ(next.model.fc_width, 4);
  }
}

TEST_F(Convert, ToNumpyAndBackKeepsEveryBit) {
  json_of({"convert", vgg_, out_, "--names", "keep", "--json"});
  json_of({"convert", out_, folder_ / "again.npz", "--names", "keep", "--json"});
  EXPECT_TRUE(read_file(folder_ / "again.npz").size() == read_file(vgg_).size());
  const WeightFile before = read_weights(vgg_), after = read_weights(folder_ / "again.npz");
  for (const auto& [name, values] : before.tensors) {
    EXPECT_EQ(after.tensors.at(name).to_vector(), values.to_vector()) << name;
  }
}

TEST_F(Convert, WrongUsage) {
  expect_failure(2, "must end in .safetensors or .npz", {"convert", vgg_, folder_ / "out.pth"});
  expect_failure(2, "go with --model", {"convert", vgg_, out_, "--classes", "3"});
  expect_failure(2, "--model looks for our names",
                 {"convert", vgg_, out_, "--names", "keep", "--model", "fcn8s"});
  expect_failure(2, "only .safetensors has a place for it",
                 {"convert", vgg_, folder_ / "o.npz", "--model", "vgg16", "--preprocess", "caffe"});
  expect_failure(2, "model 'fcn9s' is unknown", {"convert", vgg_, out_, "--model", "fcn9s"});
  expect_failure(2, "--names", {"convert", vgg_, out_, "--names", "theirs"});
  expect_failure(1, "cannot open", {"convert", folder_ / "none.pth", out_});
  expect_failure(1, "the pickle asks for 'posix.system'",
                 {"convert", golden_ + "dangerous.zip.pth", out_});
  expect_failure(1, "none of its tensors fits --model simple-fcn",
                 {"convert", vgg_, out_, "--model", "simple-fcn", "--width", "1"});
  EXPECT_FALSE(std::filesystem::exists(out_));
}

TEST_F(Convert, InspectKnowsEveryFormat) {
  const std::pair<const char*, const char*> kFiles[] = {{"state.zip.pth", "pth"},
                                                        {"state.legacy.pth", "legacy pth"},
                                                        {"numpy.npz", "npz"},
                                                        {"a.weight.npy", "npy"},
                                                        {"hand.safetensors", "safetensors"},
                                                        {"new.caffemodel", "caffemodel"}};
  for (const auto& [name, format] : kFiles) {
    EXPECT_EQ(json_of({"inspect", golden_ + name, "--json"}).at("format"), format) << name;
  }
  EXPECT_EQ(json_of({"inspect", vgg_, "--json"}).at("names"), "torchvision's names of VGG-16");
  const Json state = json_of({"inspect", golden_ + "state.zip.pth", "--json"});
  EXPECT_EQ(state.at("skipped").at("steps"), "dtype LongStorage");
}

// --bytes: a listing for people, and not of every format.
TEST_F(Convert, InspectListsTheBytesOfAFile) {
  const Outcome listed = run_app({"inspect", "--bytes", golden_ + "state.legacy.pth"});
  EXPECT_EQ(listed.status, 0) << listed.err;
  EXPECT_NE(listed.out.find("push the text 'a.weight'"), std::string::npos) << listed.out;
  expect_failure(1, "cannot be listed byte by byte",
                 {"inspect", "--bytes", golden_ + "new.caffemodel"});
  expect_failure(2, "leave --json out", {"inspect", "--bytes", "--json", golden_ + "a.weight.npy"});
}

// A network of ours, its weights as NumPy has them: the same scores as from the checkpoint.
TEST_F(Convert, PredictFromAPlainWeightFile) {
  ModelCard card;
  card.model.name = "toy-8s";
  card.model.classes = 6;
  card.classes = shapes_classes();
  card.preprocessing = preprocessing("shapes");
  Rng rng(3);
  const auto network = make_model(card.model, rng);
  for (auto& [name, parameter] : named_parameters(*network)) {
    if (!name.starts_with("score")) continue;  // which begin at zero
    for (std::int64_t i = 0; i < parameter.shape().size(); ++i) {
      parameter.mutable_value()(i) = static_cast<Real>(rng.normal());
    }
  }
  const std::string net = folder_ / "net.safetensors", npz = folder_ / "net.npz";
  save_checkpoint(net, card, *network, nullptr, 1);
  json_of({"convert", net, npz, "--json"});
  write_shapes_folder(folder_ / "data", 1, 61, 45);
  const std::string image = folder_ / "data/images/image0.png";
  const std::string expected = folder_ / "expected.npy", logits = folder_ / "logits.npy";
  json_of(
      {"predict", "--weights", net, image, "--out", folder_ / "a", "--logits", expected, "--json"});
  Words plain = {"predict",     "--weights",    npz,       image,      "--out",
                 folder_ / "b", "--json",       "--model", "toy-8s",   "--classes",
                 "6",           "--preprocess", "shapes",  "--logits", logits};
  json_of(plain);
  EXPECT_TRUE(read_file(logits) == read_file(expected));
  plain[8] = "toy-16s";
  expect_failure(1, "net.npz: does not fit --model toy-16s: upscore16.weight [6, 6, 32, 32] is ",
                 plain);
  plain[8] = "toy-8s";
  plain[10] = "4";
  expect_failure(1, "score_fr.weight has shape [6, 128, 1, 1] but the model's has [4, 128, 1, 1]",
                 plain);
}

TEST_F(Convert, TrainFromTorchvisionsClassifier) {
  write_shapes_folder(folder_ / "data", 6, 40, 33);
  const Outcome outcome = run_app({"train",
                                   "--weights",
                                   vgg_,
                                   "--model",
                                   "fcn32s",
                                   "--width",
                                   "1",
                                   "--fc-width",
                                   "4",
                                   "--data",
                                   "folder:" + (folder_ / "data"),
                                   "--out",
                                   folder_ / "run",
                                   "--iterations",
                                   "1",
                                   "--batch",
                                   "1",
                                   "--augment",
                                   "none",
                                   "--preprocess",
                                   "torchvision"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_NE(outcome.err.find("format npz, torchvision's names of VGG-16; renamed 32 tensors"),
            std::string::npos)
      << outcome.err;
  EXPECT_NE(outcome.err.find("keeping 30 tensors, re-initialising 3 (score_fr.weight, "),
            std::string::npos)
      << outcome.err;
}

}  // namespace
}  // namespace pixelwise

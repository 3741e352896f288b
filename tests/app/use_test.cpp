// Using a trained network: eval, predict, inspect; and looking at data.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "base/read_file.h"
#include "datasets/drawing.h"
#include "datasets/image.h"
#include "datasets/mask.h"
#include "tests/app/run_app.h"
#include "training/checkpoint.h"
#include "training/predict.h"

namespace pixelwise {
namespace {

using Words = std::vector<std::string>;

// A checkpoint with random weights, also in its score layers, which begin at zero otherwise.
void write_network(const std::string& path) {
  ModelCard card;
  card.model = {"toy-8s", 6, std::nullopt, std::nullopt, std::nullopt};
  card.classes = shapes_classes();
  card.preprocessing = preprocessing("shapes");
  Rng rng(3);
  const auto network = make_model(card.model, rng);
  VisitorCallbacks callbacks;
  callbacks.parameter = [&](const std::string& name, Tensor& p) {
    if (!name.starts_with("score")) return;
    for (std::int64_t i = 0; i < p.shape().size(); ++i) {
      p.mutable_value()(i) = static_cast<Real>(rng.normal());
    }
  };
  network->visit(Visitor(callbacks));
  save_checkpoint(path, card, *network, nullptr, 1);
}

class Use : public ::testing::Test {
 protected:
  void SetUp() override {
    write_network(weights_);
    write_shapes_folder(folder_ / "data", 10, 61, 45);
  }

  const TemporaryFolder folder_;
  const std::string weights_ = folder_ / "net.safetensors";
  const std::string data_ = "folder:" + (folder_ / "data");
};

TEST_F(Use, PredictOnOddSizes) {
  const std::string image = folder_ / "data/images/image3.png";
  const Outcome outcome =
      run_app({"predict", "--weights", weights_, image, folder_ / "data/images/image4.png", "--out",
               folder_ / "pictures", "--json"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(file_names(folder_ / "pictures"), (Words{"image3.mask.png", "image3.overlay.png",
                                                     "image4.mask.png", "image4.overlay.png"}));
  const Mask mask = read_mask(folder_ / "pictures/image3.mask.png");
  EXPECT_EQ(mask.width, 61);
  EXPECT_EQ(mask.height, 45);
  const LoadedModel model = load_model(weights_);
  const Mask expected = predict(*model.network, read_image(image), model.card.preprocessing);
  EXPECT_TRUE(mask.ids == expected.ids);
  const Image over = read_image(folder_ / "pictures/image3.overlay.png");
  EXPECT_TRUE(over.pixels == overlay(read_image(image), expected, shapes_classes().palette).pixels);
  EXPECT_EQ(nlohmann::json::parse(outcome.out).at("predictions").size(), 2U);
}

TEST_F(Use, LogitsAsNpyInCOrder) {
  const std::string image = folder_ / "data/images/image3.png";
  const Outcome text = run_app({"predict", "--weights", weights_, image, "--logits", "f.txt"});
  EXPECT_EQ(text.status, 2);
  EXPECT_NE(text.err.find("--logits 'f.txt': a NumPy file, whose name ends in .npy"),
            std::string::npos)
      << text.err;
  ASSERT_EQ(run_app({"predict", "--weights", weights_, image, "--out", folder_.path(), "--logits",
                     folder_ / "f.npy"})
                .status,
            0);
  const std::string bytes = read_file(folder_ / "f.npy");
  ASSERT_EQ(bytes.substr(0, 8), std::string("\x93NUMPY\x01\x00", 8));
  const std::size_t header =
      static_cast<unsigned char>(bytes[8]) + 256U * static_cast<unsigned char>(bytes[9]);
  EXPECT_EQ((10 + header) % 64, 0U);
  EXPECT_NE(bytes.find("'shape': (1, 6, 45, 61, )"), std::string::npos) << bytes.substr(0, 128);
  const LoadedModel model = load_model(weights_);
  const Array scores = scores_of(*model.network, read_image(image), model.card.preprocessing);
  ASSERT_EQ(bytes.size(), 10 + header + 6 * 45 * 61 * sizeof(float));
  const auto value = [&](std::int64_t c, std::int64_t h, std::int64_t w) {
    float v = 0;
    std::memcpy(
        &v, bytes.data() + 10 + header + static_cast<std::size_t>((c * 45 + h) * 61 + w) * sizeof v,
        sizeof v);
    return v;
  };
  EXPECT_EQ(value(4, 17, 33), static_cast<float>(scores(0, 4, 17, 33)));
  EXPECT_EQ(value(5, 44, 60), static_cast<float>(scores(0, 5, 44, 60)));
}

TEST_F(Use, OneBadImageDoesNotStopTheOthers) {
  const std::string good = folder_ / "data/images/image3.png";
  const std::string bytes = read_file(good);
  write_file_atomically(folder_ / "cut.png",
                        [&](std::ostream& out) { out << bytes.substr(0, bytes.size() / 2); });
  const Outcome outcome = run_app(
      {"predict", "--weights", weights_, folder_ / "cut.png", good, "--out", folder_ / "p"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.err.find("cut.png"), std::string::npos) << outcome.err;
  EXPECT_EQ(file_names(folder_ / "p"), (Words{"image3.mask.png", "image3.overlay.png"}));
}

TEST_F(Use, PredictAFolder) {
  write_file_atomically(folder_ / "data/images/notes.txt", [](std::ostream& out) { out << "x"; });
  const Outcome outcome = run_app({"predict", "--weights", weights_, folder_ / "data/images",
                                   "--out", folder_ / "p", "--json"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_NE(outcome.err.find("left out 1 file that is no image: notes.txt"), std::string::npos)
      << outcome.err;
  const auto predictions = nlohmann::json::parse(outcome.out).at("predictions");
  ASSERT_EQ(predictions.size(), 10U);
  Words images;
  for (const auto& one : predictions) images.push_back(one.at("image"));
  EXPECT_TRUE(std::is_sorted(images.begin(), images.end()));
  EXPECT_EQ(images.front(), folder_ / "data/images/image0.png");
  const Outcome none = run_app({"predict", "--weights", weights_, folder_.path()});
  EXPECT_EQ(none.status, 2);
  EXPECT_NE(none.err.find("no image in this folder"), std::string::npos) << none.err;
}

TEST_F(Use, WeightsWithoutACardTellTheirNumberOfClasses) {
  ASSERT_EQ(run_app({"convert", weights_, folder_ / "net.npz"}).status, 0);
  const std::string image = folder_ / "data/images/image3.png";
  const Words command = {
      "predict", "--weights", folder_ / "net.npz", "--model", "toy-8s", "--preprocess", "shapes",
      image,     "--out",     folder_ / "p"};
  const Outcome outcome = run_app(command);
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const LoadedModel model = load_model(weights_);
  const Mask expected = predict(*model.network, read_image(image), model.card.preprocessing);
  EXPECT_TRUE(read_mask(folder_ / "p/image3.mask.png").ids == expected.ids);
}

TEST_F(Use, ALargeImageIsAnnounced) {
  write_png(folder_ / "large.png", Image(2001, 2000, 3));
  const Outcome outcome =
      run_app({"predict", "--weights", weights_, folder_ / "large.png", "--out", folder_ / "p"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_NE(outcome.err.find("an image of 2001x2000 takes about "), std::string::npos);

  // The size stands in the header, which is read before the pixels: 900 million of them take 90 GB.
  std::string bytes = read_file(folder_ / "large.png");
  const auto set_side = [&](std::size_t at, std::uint32_t side) {
    for (int i = 0; i < 4; ++i) bytes[at++] = static_cast<char>(side >> (24 - 8 * i) & 0xFFU);
  };
  set_side(16, 30'000);
  set_side(20, 30'000);
  write_file_atomically(folder_ / "huge.png", [&](std::ostream& out) { out << bytes; });
  const Outcome huge =
      run_app({"predict", "--weights", weights_, folder_ / "huge.png", "--out", folder_ / "p"});
  EXPECT_EQ(huge.status, 1);
  EXPECT_NE(huge.err.find("huge.png: "), std::string::npos) << huge.err;
}

TEST_F(Use, ImagesThatWouldOverwriteEachOther) {
  const std::string image = folder_ / "data/images/image3.png";
  const Outcome outcome = run_app({"predict", "--weights", weights_, image,
                                   folder_ / "data/masks/image3.png", "--out", folder_ / "p"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_NE(outcome.err.find("would both be written as"), std::string::npos) << outcome.err;
}

TEST_F(Use, EvalWritesResults) {
  const Outcome outcome = run_app({"eval", "--weights", weights_, "--data", data_, "--split", ".5",
                                   "--out", folder_ / "e", "--json", "--quiet"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
  const auto results = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(results, nlohmann::json::parse(read_file(folder_ / "e/results.json")));
  EXPECT_EQ(results.at("iou").size(), 6U);
  EXPECT_EQ(results.at("dice").size(), 6U);
  EXPECT_GT(results.at("mean_dice").get<double>(), results.at("mean_iou").get<double>());
  EXPECT_GT(results.at("images").get<int>(), 0);
}

TEST_F(Use, EvalShowsDiceAndWhatIsPredicted) {
  const Outcome outcome =
      run_app({"eval", "--weights", weights_, "--data", data_, "--split", ".5"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.out.substr(0, outcome.out.find('\n')),
            "                pixels    predicted IoU       Dice      one class for all: IoU, Dice");
  EXPECT_NE(outcome.out.find("background"), std::string::npos) << outcome.out;
}

TEST_F(Use, EvalAsADoctor) {
  const Words command = {"eval", "--weights", weights_, "--data",
                         data_,  "--split",   ".5",     "--doctor"};
  const Outcome healthy = run_app(command);
  ASSERT_EQ(healthy.status, 0) << healthy.err;
  EXPECT_NE(healthy.out.find("layer               channels  dead"), std::string::npos);
  EXPECT_NE(healthy.out.find("conv1_1             16        "), std::string::npos) << healthy.out;

  LoadedModel model = load_model(weights_);  // fc7 switched off, and only one class scores
  VisitorCallbacks callbacks;
  callbacks.parameter = [&](const std::string& name, Tensor& p) {
    const bool off = name == "fc7.weight" || name == "fc7.bias" || name == "fc6.bias";
    if (off || name.starts_with("score"))
      p.mutable_value() = Array(p.shape(), name == "fc6.bias" ? Real(-1e9) : Real(0));
    if (name == "score_fr.bias") p.mutable_value()(2) = Real(5);
  };
  model.network->visit(Visitor(callbacks));
  save_checkpoint(weights_, model.card, *model.network, nullptr, 1);
  const Outcome sick = run_app(command);
  ASSERT_EQ(sick.status, 0) << sick.err;
  for (const char* finding :
       {"found: zero weights: all weights of fc7, ", "seen: every pixel is called square",
        "verdict: no better than one class for all (mean IoU ", "; found: zero weights; ",
        "seen: fc6: 128 of 128 channels are dead, 0 at every pixel of 4 images"}) {
    EXPECT_NE(sick.out.find(finding), std::string::npos) << finding << "\n" << sick.out;
  }
  Words as_json = command;
  as_json.insert(as_json.end(), {"--json", "--out", folder_ / "doctor"});
  const auto json = nlohmann::json::parse(run_app(as_json).out);
  EXPECT_EQ(json, nlohmann::json::parse(read_file(folder_ / "doctor/results.json")));
  EXPECT_EQ(json.at("doctor").at("layers").at(0).at("name"), "conv1_1");
  EXPECT_GE(json.at("doctor").at("findings").size(), 3U);
  EXPECT_EQ(json.at("doctor").at("findings").at(0).at("name"), "zero weights");
}

TEST_F(Use, EvalRefusesOtherClasses) {
  const Outcome outcome = run_app({"eval", "--weights", weights_, "--data", "shapes-binary"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_NE(outcome.err.find("knows 6 classes but shapes-binary has 2"), std::string::npos)
      << outcome.err;
}

TEST_F(Use, DamagedWeights) {
  const std::string bytes = read_file(weights_);
  write_file_atomically(folder_ / "cut.safetensors",
                        [&](std::ostream& out) { out << bytes.substr(0, bytes.size() / 2); });
  for (const char* command : {"eval", "inspect"}) {
    Words words = {command, "--weights", folder_ / "cut.safetensors", "--data", data_};
    if (words[0] == "inspect") words = {command, folder_ / "cut.safetensors"};
    const Outcome outcome = run_app(words);
    EXPECT_EQ(outcome.status, 1);
    EXPECT_NE(outcome.err.find("cut.safetensors"), std::string::npos) << outcome.err;
  }
}

TEST_F(Use, InspectTellsWhatAFileHolds) {
  const Outcome weights = run_app({"inspect", weights_, "--json"});
  ASSERT_EQ(weights.status, 0) << weights.err;
  const auto json = nlohmann::json::parse(weights.out);
  EXPECT_EQ(json.at("card").at("model"), "toy-8s");
  EXPECT_EQ(json.at("parameters"), 365'906);
  const Outcome mask = run_app({"inspect", folder_ / "data/masks/image3.png", "--json"});
  ASSERT_EQ(mask.status, 0) << mask.err;
  EXPECT_TRUE(nlohmann::json::parse(mask.out).at("pixels_of_id").contains("255"));
  const Outcome image = run_app({"inspect", folder_ / "data/images/image3.png"});
  ASSERT_EQ(image.status, 0) << image.err;
  EXPECT_NE(image.out.find("61x45"), std::string::npos) << image.out;
}

TEST_F(Use, DataShowsWhatIsInIt) {
  const Outcome outcome =
      run_app({"data", data_, "--split", ".5", "--out", folder_ / "d", "--json"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto json = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(json.at("train").at("classes").size(), 6U);
  EXPECT_EQ(json.at("train").at("classes").at(1).at("colour"),
            nlohmann::json::parse("[230, 85, 70]"));
  EXPECT_EQ(json.at("truth_bound").size(), 4U);
  EXPECT_EQ(file_names(folder_ / "d"), Words{"samples.png"});
}

}  // namespace
}  // namespace pixelwise

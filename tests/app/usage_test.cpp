// Help, exit statuses and messages for what is typed wrongly.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "base/read_file.h"
#include "tests/app/run_app.h"

namespace pixelwise {
namespace {

constexpr const char* kCommands[] = {"ladder",  "train", "eval",    "predict",   "data",
                                     "summary", "align", "inspect", "gradcheck", "bench",
                                     "graph",   "look",  "doctor",  "lr"};

struct WrongUsage {
  std::vector<std::string> arguments;
  const char* message;
};

TEST(Usage, EveryCommandHasHelp) {
  const Outcome all = run_app({"--help"});
  EXPECT_EQ(all.status, 0);
  for (const char* command : kCommands) {
    EXPECT_NE(all.out.find(command), std::string::npos) << command;
    const Outcome help = run_app({command, "--help"});
    EXPECT_EQ(help.status, 0) << command;
    EXPECT_NE(help.out.find("Usage: pixelwise " + std::string(command)), std::string::npos)
        << help.out;
    EXPECT_EQ(help.err, "");
  }
}

TEST(Usage, HelpIsAlsoACommand) {
  EXPECT_EQ(run_app({"help"}).out, run_app({"--help"}).out);
  for (const char* command : kCommands) {
    const Outcome help = run_app({"help", command});
    EXPECT_EQ(help.status, 0) << command;
    EXPECT_EQ(help.out, run_app({command, "--help"}).out);
    // No option is called required in two lines.
    std::set<std::string> required;
    std::istringstream lines(help.out);
    for (std::string line; std::getline(lines, line);) {
      if (line.find("REQUIRED") == std::string::npos) continue;
      const std::string about = line.substr(line.find("REQUIRED"));
      EXPECT_TRUE(required.insert(about).second) << line;
    }
  }
}

TEST(Usage, OneNumberIsBothSides) {
  EXPECT_EQ(run_app({"summary", "--model", "toy-8s", "--size", "96"}).out,
            run_app({"summary", "--model", "toy-8s", "--size", "96x96"}).out);
}

TEST(Usage, VersionOnStandardOutput) {
  const Outcome version = run_app({"--version"});
  EXPECT_EQ(version.status, 0);
  EXPECT_EQ(version.out.rfind("pixelwise ", 0), 0U) << version.out;
}

TEST(Usage, WrongUsageIsStatusTwoAndSaysWhy) {
  const WrongUsage cases[] = {
      {{}, "Usage: pixelwise"},
      {{"trian"}, "there is no command 'trian'; there are ladder, train"},
      {{"--fast"}, "--fast"},
      {{"train", "--model", "toy-8s", "--data", "shapes", "--learning-rate", "1"},
       "--learning-rate"},
      {{"train", "--data", "shapes"}, "--model is missing"},
      {{"train", "--model", "toy-8s"}, "--data is missing"},
      {{"train", "--model", "toy-9s", "--data", "shapes"}, "model 'toy-9s' is unknown; there are"},
      {{"train", "--model", "toy-8s", "--data", "forms"}, "unknown data set 'forms'; there are"},
      {{"train", "--model", "toy-8s", "--data", "camvid:"}, "the folder is missing"},
      {{"train", "--model", "toy-8s", "--data", "shapes-classify"},
       "has one class for each whole image"},
      {{"train", "--model", "toy-classifier", "--data", "shapes"}, "names whole images"},
      {{"train", "--model", "toy-8s", "--data", "shapes", "--width", "8"}, "fixed sizes"},
      {{"train", "--model", "toy-8s", "--data", "shapes", "--iterations", "0"}, "--iterations 0"},
      {{"train", "--model", "toy-8s", "--data", "shapes", "--iterations", "ten"}, "--iterations"},
      {{"train", "--model", "toy-8s", "--data", "shapes", "--lr", "-1"}, "--lr -1"},
      {{"train", "--model", "toy-8s", "--data", "shapes", "--optimizer", "lion"},
       "--optimizer 'lion': expected one of sgd, adam, adamw"},
      {{"train", "--model", "toy-8s", "--data", "shapes", "--schedule", "zigzag"},
       "'zigzag' is unknown; there are constant"},
      {{"train", "--model", "toy-8s", "--data", "shapes", "--augment", "crop=3"},
       "--augment 'crop=3': expected flip"},
      {{"train", "--model", "toy-8s", "--data", "shapes", "--augment", "rotate=200"},
       "--augment rotate=200: expected 0 to 180 degrees"},
      {{"train", "--model", "toy-8s", "--data", "shapes", "--augment", "flip,jitter=2"},
       "--augment jitter=2: expected 0 to 1"},
      {{"train", "--model", "toy-8s", "--data", "shapes", "--class-weights", "rare"},
       "--class-weights 'rare': expected none, median, sqrt-median, or a number of at least 0 for "
       "each class"},
      {{"train", "--model", "toy-8s", "--data", "shapes", "--class-weights", "1,2,3"},
       "--class-weights: 3 numbers, but shapes has 6 classes"},
      {{"train", "--model", "toy-8s", "--data", "shapes", "--class-weights", "0,0,0,0,0,0"},
       "all are 0, so nothing counts"},
      {{"train", "--model", "toy-8s", "--data", "shapes", "--preprocess", "bgr"},
       "unknown preprocessing 'bgr'"},
      {{"train", "--model", "toy-8s", "--data", "shapes", "--threads", "0"}, "--threads"},
      {{"train", "--resume", "a", "--out", "b"}, "excludes"},
      {{"eval", "--data", "shapes"}, "--weights is required"},
      {{"predict", "--weights", "w.safetensors"}, "images"},
      {{"summary", "--model", "toy-8s", "--size", "128x"},
       "--size '128x': expected height x width"},
      {{"trian"}, "; did you mean 'train'?"},
      {{"--hepl"}, "there is no option '--hepl'; did you mean '--help'?"},
      {{"help", "evla"}, "; did you mean 'eval'?"},
      {{"predict", "--weigths", "w.pth", "a.png"}, "'--weigths'; did you mean '--weights'?"},
      {{"train", "--model", "toy8s", "--data", "shapes"}, "; did you mean 'toy-8s'?"},
      {{"train", "--model", "toy-8s", "--data", "shape"}, "Did you mean 'shapes'?"},
      {{"train", "--model", "toy-8s", "--data", "shapes", "--preprocess", "torchvison"},
       "; did you mean 'torchvision'?"},
      {{"train", "--model", "toy-8s", "--data", "shapes", "--optimizer", "adma"},
       "; did you mean 'adam'?"},
      {{"train", "--model", "toy-8s", "--data", "shapes", "--schedule", "ploy"},
       "; did you mean 'poly'?"},
      {{"bench", "--model", "toy-8s", "--pass", "forwards"}, "; did you mean 'forward'?"},
      {{"gradcheck", "conv2"}, "; did you mean 'conv2d'?"},
      {{"data"}, "the data set is missing"},
      {{"train", "--model", "fcn8s", "--data", "shapes", "--width", "99999999"},
       "fcn8s: the weights alone take 143.6 EB of memory with width 99999999, this machine has"},
      {{"summary", "--model", "vgg16", "--fc-width", "999999999"}, "the weights alone take"},
      {{"summary", "--model", "toy-classifier", "--size", "128x128"}, "takes 96x96 only"},
      {{"summary", "--model", "fcn8s", "--family", "torch"}, "there are same, caffe"},
      {{"align", "--model", "toy-8s", "--size", "40x64"}, "toy-8s takes multiples of 32"},
      {{"align", "--model", "fcn-alexnet", "--family", "same"}, "there is a caffe family only"},
      {{"train", "--model", "toy-8s", "--data", "shapes", "--family", "torch"},
       "--family 'torch': expected one of same, caffe"},
      {{"bench", "--model", "toy-8s", "--pass", "backward"}, "--pass"},
      {{"lr"}, "lr is required"},
      {{"lr", "0"}, "learning rate 0; it is a positive number"},
      {{"lr", "1", "--size", "128x"}, "--size '128x': expected height x width"},
      {{"lr", "1", "--to-size", "8x"}, "--to-size '8x': expected height x width"},
      {{"lr", "1", "--to-momentum", "1"}, "momentum 1 is not in [0, 1)"},
      {{"lr", "1", "--batch", "0"}, "a batch of 0 images"},
      {{"lr", "1", "--to-reduction", "median"}, "--to-reduction"},
      {{"gradcheck", "conv9d"}, "there is no operation conv9d"},
  };
  const TemporaryFolder folder;
  for (WrongUsage wrong : cases) {
    const bool trains = !wrong.arguments.empty() && wrong.arguments[0] == "train" &&
                        wrong.arguments[1] != "--resume";
    if (trains) wrong.arguments.insert(wrong.arguments.end(), {"--out", folder / "run"});
    const Outcome outcome = run_app(wrong.arguments);
    EXPECT_EQ(outcome.status, 2) << outcome.err;
    EXPECT_NE(outcome.err.find(wrong.message), std::string::npos)
        << "expected: " << wrong.message << "\nfound: " << outcome.err;
    EXPECT_EQ(outcome.out, "");
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "run"));
}

TEST(Usage, StandardOutputThatIsFullIsAFailure) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "there is no /dev/full here";
  const Outcome outcome =
      run_app({"summary", "--model", "toy-8s", "--json"}, {.out_to = "/dev/full"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.err.find("cannot write to standard output"), std::string::npos) << outcome.err;
}

TEST(Usage, SummaryAsJson) {
  const Outcome outcome = run_app({"summary", "--model", "toy-8s", "--size", "96x128", "--json"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto json = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(json.at("model"), "toy-8s");
  EXPECT_EQ(json.at("trainable"), 356'690);
  EXPECT_EQ(json.at("parameters"), 365'906);
  EXPECT_EQ(json.at("layers").back().at("shape"), nlohmann::json::parse("[1, 6, 96, 128]"));
  std::int64_t parameters = 0;
  for (const auto& layer : json.at("layers")) parameters += layer.at("parameters").get<int>();
  EXPECT_EQ(parameters, 365'906);
}

TEST(Usage, AlignAsJson) {
  const Outcome outcome =
      run_app({"align", "--model", "fcn8s", "--family", "caffe", "--size", "64x64", "--json"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto json = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(json.at("model"), "fcn8s");
  EXPECT_EQ(json.at("offsets"),
            nlohmann::json::parse(R"({"score_pool4": 5, "score_pool3": 9, "score": 31})"));
  EXPECT_EQ(json.at("layers").at(0),
            nlohmann::json::parse(R"({"name": "conv1_1", "scale": 1, "shift": 99})"));
  EXPECT_EQ(json.at("layers").back().at("shift"), 31);
}

TEST(Usage, AlignDrawsItsPicture) {
  const TemporaryFolder folder;
  const Outcome outcome = run_app({"align", "--model", "fcn-alexnet", "--out", folder / "a"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("Offsets of the crops: score 18"), std::string::npos) << outcome.out;
  EXPECT_EQ(file_names(folder / "a"), std::vector<std::string>{"align.svg"});
  const std::string picture = read_file(folder / "a/align.svg");
  for (const char* word : {"fc6 ... score_fr", "upscore", "image begins"}) {
    EXPECT_NE(picture.find(word), std::string::npos) << word;
  }
}

TEST(Usage, LrTranslatesThePublishedRecipe) {
  const std::vector<std::string> published = {
      "lr",         "1e-10", "--reduction",    "sum",  "--size",         "375x500",
      "--momentum", "0.99",  "--weight-decay", "5e-4", "--to-reduction", "mean"};
  std::vector<std::string> as_json = published;
  as_json.emplace_back("--json");
  const Outcome outcome = run_app(as_json);
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto json = nlohmann::json::parse(outcome.out);
  EXPECT_EQ(json.at("from").at("pixels"), 187'500);
  EXPECT_DOUBLE_EQ(json.at("to").at("lr").get<double>(), 1.875e-5);
  EXPECT_NEAR(json.at("to").at("effective_lr").get<double>(), 1.875e-3, 1e-15);
  EXPECT_DOUBLE_EQ(json.at("to").at("weight_decay").get<double>(), 5e-4 / 187'500);
  EXPECT_EQ(json.at("to").at("momentum"), 0.99);

  const Outcome words = run_app(published);
  ASSERT_EQ(words.status, 0) << words.err;
  for (const char* part :
       {"to:   lr 1.875e-05, mean over 1 x 375 x 500 = 187500 losses", "This is exact", "Adam"}) {
    EXPECT_NE(words.out.find(part), std::string::npos) << words.out;
  }
}

TEST(Usage, LrKeepsTheStepOrTheEpoch) {
  const auto lr_of = [](const std::string& keep) {
    const Outcome outcome =
        run_app({"lr", "0.25", "--batch", "2", "--to-batch", "8", "--keep", keep, "--json"});
    return outcome.status == 0 ? nlohmann::json::parse(outcome.out).at("to").at("lr").get<double>()
                               : -1.0;
  };
  EXPECT_EQ(lr_of("step"), 0.25);
  EXPECT_EQ(lr_of("epoch"), 1);
}

TEST(Usage, BenchAsJson) {
  for (const char* pass : {"forward", "train"}) {
    const Outcome outcome =
        run_app({"bench", "--model", "toy-32s", "--size", "64x64", "--batch", "2", "--pass", pass,
                 "--runs", "3", "--layers", "--threads", "1", "--json"});
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const auto json = nlohmann::json::parse(outcome.out);
    EXPECT_EQ(json.at("runs"), 3);
    EXPECT_EQ(json.at("threads"), 1);
    EXPECT_GT(json.at("median_ms").get<double>(), 0);
    EXPECT_GE(json.at("median_ms").get<double>(), json.at("min_ms").get<double>());
    EXPECT_GT(json.at("peak_memory_mb").get<double>(), 0);
    EXPECT_GT(json.at("layers").size(), 10U);
  }
}

TEST(Usage, GradcheckRunsTheDoubleBuild) {
  const Outcome outcome = run_app({"gradcheck", "relu", "--json"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_TRUE(nlohmann::json::parse(outcome.out).at("passed").get<bool>());
}

}  // namespace
}  // namespace pixelwise

// Seeing inside: graph and look.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/read_file.h"
#include "datasets/image.h"
#include "layers/parameters.h"
#include "tests/app/run_app.h"
#include "tests/report/has_gnuplot.h"
#include "training/checkpoint.h"

namespace pixelwise {
namespace {

using Json = nlohmann::json;
using Words = std::vector<std::string>;

void write_network(const std::string& path, const std::string& model, std::int64_t classes) {
  ModelCard card;
  card.model = {model, classes, std::nullopt, std::nullopt, std::nullopt};
  card.classes = classes == 6 ? shapes_classes() : shape_kinds();
  card.preprocessing = preprocessing("shapes");
  Rng rng(3);
  const auto network = make_model(card.model, rng);
  for (const NamedParameter& p : named_parameters(*network)) {
    if (!p.name.starts_with("score")) continue;
    Tensor parameter = p.tensor;
    for (std::int64_t i = 0; i < p.tensor.shape().size(); ++i) {
      parameter.mutable_value()(i) = static_cast<Real>(rng.normal());
    }
  }
  save_checkpoint(path, card, *network, nullptr, 1);
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST(Graph, OfASmallNetwork) {
  const TemporaryFolder folder;
  const Outcome outcome = run_app({"graph", "--model", "toy-16s", "--size", "64x64", "--out",
                                   folder.path(), "--json", "--threads", "1"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const Json json = Json::parse(outcome.out);
  // 5 convolutions, ReLUs and pools; fc6, fc7 and ReLUs; 2 scores, 2 upsamplings, the sum, the
  // loss, the image.
  EXPECT_EQ(json.at("boxes"), 15 + 4 + 2 + 2 + 1 + 1 + 1);
  EXPECT_EQ(json.at("arrows"), 26);  // a chain of 24, and the skip's two ends
  const std::string dot = read_file(folder / "graph.dot");
  EXPECT_EQ(count(dot, " -> "), 26U);
  EXPECT_EQ(count(dot, "[fillcolor="), 26U);
  EXPECT_NE(dot.find("upscore16: conv_transpose2d"), std::string::npos);
  EXPECT_NE(dot.find("toy-16s, after backward"), std::string::npos);
  EXPECT_EQ(count(dot, "none yet"), 0U);
  if (!has_gnuplot()) return;
  EXPECT_EQ(file_names(folder.path()), (Words{"graph.dot", "graph.svg"}));
  EXPECT_NE(read_file(folder / "graph.svg").find("score_pool4: conv2d"), std::string::npos);
}

TEST(Graph, BeforeBackwardNoGradientHasArrived) {
  const TemporaryFolder folder;
  const Outcome outcome = run_app({"graph", "--model", "simple-fcn", "--size", "16x16", "--width",
                                   "4", "--before", "--out", folder.path()});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const std::string dot = read_file(folder / "graph.dot");
  EXPECT_EQ(count(dot, "its gradient: none yet"), 12U);
  EXPECT_EQ(count(dot, "mean size"), 0U);
}

TEST(Graph, SaysWhyGradientsAreZeroInTheFirstStep) {
  const TemporaryFolder folder;
  const Words command = {"graph", "--model", "toy-32s", "--size", "64x64", "--out", folder.path()};
  const Outcome fresh = run_app(command);
  EXPECT_NE(fresh.out.find("The gradients of 14 of 16 parameters are 0."), std::string::npos)
      << fresh.out;
  write_network(folder / "net.safetensors", "toy-32s", 6);
  Words with_weights = command;
  with_weights.insert(with_weights.end(), {"--weights", folder / "net.safetensors"});
  const Outcome trained = run_app(with_weights);
  ASSERT_EQ(trained.status, 0) << trained.err;
  EXPECT_EQ(trained.out.find("parameters are 0"), std::string::npos) << trained.out;
}

class Look : public ::testing::Test {
 protected:
  void SetUp() override {
    write_network(weights_, "toy-8s", 6);
    write_shapes_folder(folder_ / "data", 3, 70, 50);
  }
  std::string image(int k) const {
    return folder_ / ("data/images/image" + std::to_string(k) + ".png");
  }

  const TemporaryFolder folder_;
  const std::string weights_ = folder_ / "net.safetensors";
};

TEST_F(Look, TellsFieldsAndTerms) {
  const Outcome outcome =
      run_app({"look", "--weights", weights_, image(0), image(1), "--pixel", "20,30", "--layers",
               "pool2,conv3_1", "--out", folder_ / "p", "--json", "--threads", "1"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const Json json = Json::parse(outcome.out);
  EXPECT_EQ(json.at("pixel"), (Json{20, 30}));
  const Json& layers = json.at("layers");
  ASSERT_EQ(layers.size(), 3U);
  EXPECT_EQ(layers[0].at("name"), "pool2");
  EXPECT_EQ(layers[0].at("receptive_field"), 10);
  EXPECT_EQ(layers[1].at("receptive_field"), 18);
  for (const Json& layer : layers) {
    EXPECT_LE(layer.at("acting")[0], layer.at("receptive_field"));
    EXPECT_LE(layer.at("effective"), layer.at("receptive_field"));
    EXPECT_GT(layer.at("effective"), 0);
  }
  ASSERT_EQ(json.at("terms").size(), 3U);
  EXPECT_EQ(json.at("terms")[2].at("name"), "score_pool3");
  EXPECT_EQ(json.at("class"), json.at("term_classes")[0]);
  for (std::size_t k = 0; k < 4; ++k) {
    double sum = 0;
    for (const Json& term : json.at("terms")) sum += term.at("parts")[k].get<double>();
    EXPECT_NEAR(sum, json.at("scores")[k].get<double>(), 1e-3);
    EXPECT_GE(json.at("scores")[0], json.at("scores")[k]);
  }
  if (!has_gnuplot()) return;
  EXPECT_EQ(file_names(folder_ / "p"),
            (Words{"filters.png", "maps.png", "sight.png", "terms.png"}));
  EXPECT_GT(read_image(folder_ / "p/maps.png").width, 500);
}

TEST_F(Look, AClassifierHasNoTerms) {
  write_network(folder_ / "c.safetensors", "toy-classifier", 5);
  const Outcome outcome = run_app(
      {"look", "--weights", folder_ / "c.safetensors", image(0), "--out", folder_ / "c", "--json"});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const Json json = Json::parse(outcome.out);
  EXPECT_EQ(json.at("terms").size(), 0U);
  EXPECT_EQ(json.at("layers").size(), 6U);  // five pools and the scores
  EXPECT_NE(outcome.err.find("70x50 pixels, looked at as 96x96"), std::string::npos) << outcome.err;
}

TEST_F(Look, WhatThereIsNot) {
  const struct {
    const char *option, *value, *message;
  } cases[] = {
      {"--layers", "pool9", "there is no layer 'pool9'; there are conv1_1, pool1, conv2_1"},
      {"--pixel", "50,0", "row 50, column 0 of an image with 50 rows and 70 columns"},
      {"--pixel", "5", "--pixel '5': expected row,column"},
  };
  for (const auto& wrong : cases) {
    const Outcome outcome = run_app({"look", "--weights", weights_, image(0), wrong.option,
                                     wrong.value, "--out", folder_ / "p"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_NE(outcome.err.find(wrong.message), std::string::npos) << outcome.err;
  }
}

}  // namespace
}  // namespace pixelwise

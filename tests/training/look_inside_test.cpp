// Pictures of what is inside of a network, and words for a recorded graph.
#include "training/look_inside.h"

#include <gtest/gtest.h>

#include "autograd/ops.h"
#include "models/zoo.h"
#include "training/draw_graph.h"

namespace pixelwise {
namespace {

std::vector<std::string> words_of(const GraphBox& box) {
  std::vector<std::string> words;
  for (const GraphLine& line : box.lines) words.push_back((line.gradient ? "!" : "") + line.text);
  return words;
}

using Words = std::vector<std::string>;

TEST(DrawGraph, SaysValuesAndGradientsOfSmallTensors) {
  GraphRecorder recorder;
  const Tensor x(Array({2, 3}, {1, 2, 3, 4, 5, 6}));
  const Tensor bias = Tensor::parameter(Array({1, 3}, {7, 8, 9}));
  recorder.name(bias, "bias");
  const Tensor y = x + bias;
  recorder.name(y, "y = x + bias");
  GraphDrawing drawing = draw_graph(recorder.graph(), {.title = "sum"});
  ASSERT_EQ(drawing.boxes.size(), 3U);
  EXPECT_EQ(words_of(drawing.boxes[0]), (Words{"constant", "[2, 3]", "value", "1 2 3", "4 5 6"}));
  EXPECT_EQ(words_of(drawing.boxes[1]),
            (Words{"bias", "[1, 3]", "value 7 8 9", "!gradient: none yet"}));
  y.backward(Array({2, 3}, {1, 2, 3, 10, 20, 30}));
  drawing = draw_graph(recorder.graph(), {.title = "sum"});
  EXPECT_EQ(words_of(drawing.boxes[1]),
            (Words{"bias", "[1, 3]", "value 7 8 9", "!gradient 11 22 33"}));
  EXPECT_EQ(words_of(drawing.boxes[2]), (Words{"y = x + bias", "[2, 3]", "value", "8 10 12",
                                               "11 13 15", "!gradient", "!1 2 3", "!10 20 30"}));
  ASSERT_EQ(drawing.arrows.size(), 2U);
  EXPECT_EQ(drawing.arrows[1].from, 1U);
  EXPECT_EQ(drawing.arrows[1].to, 2U);
}

TEST(DrawGraph, FoldsParametersIntoTheirLayer) {
  Rng rng(1);
  const auto net = make_model({.name = "simple-fcn", .classes = 2, .width = 2}, rng);
  const RecordedGraph graph = record_training_step(*net, {1, 3, 16, 16}, true);
  EXPECT_EQ(draw_graph(graph, {}).boxes.size(), 28U);
  const GraphDrawing folded = draw_graph(graph, {.fold_parameters = true});
  EXPECT_EQ(folded.boxes.size(), 16U);
  const Words words = words_of(folded.boxes[1]);
  ASSERT_EQ(words.size(), 9U);
  EXPECT_EQ(words[0], "conv1: conv2d");
  EXPECT_EQ(words[5], "weight [2, 3, 3, 3]");
  EXPECT_EQ(words[6].rfind("!its gradient, mean size ", 0), 0U) << words[6];
  EXPECT_FALSE(graph[1].tensor.has_grad());  // forgotten afterwards
}

TEST(LookInside, FiltersAsColours) {
  Array w({2, 3, 1, 2});
  w(0, 0, 0, 0) = 2;   // red, the largest
  w(0, 2, 0, 1) = -1;  // less blue
  const std::vector<CaptionedTile> rgb = filter_tiles(w, false), bgr = filter_tiles(w, true);
  ASSERT_EQ(rgb.size(), 2U);
  EXPECT_EQ(rgb[0].image.width, 2);
  const auto colour = [](const CaptionedTile& tile, int x) {
    const std::uint8_t* p = tile.image.at(x, 0);
    return Colour{p[0], p[1], p[2]};
  };
  EXPECT_EQ(colour(rgb[0], 0), (Colour{255, 128, 128}));
  EXPECT_EQ(colour(rgb[0], 1), (Colour{128, 128, 65}));
  EXPECT_EQ(colour(bgr[0], 0), (Colour{128, 128, 255}));
  EXPECT_EQ(colour(rgb[1], 0), (Colour{128, 128, 128}));
  EXPECT_EQ(filter_tiles(w, false, 1).size(), 1U);
}

TEST(LookInside, TheMapsThatVaryMostComeFirst) {
  Array map({1, 3, 2, 2}, Real{9});  // channel 0 is strong, and flat
  map(0, 1, 0, 0) = 10;
  map(0, 2, 0, 0) = -9;
  const std::vector<CaptionedTile> tiles = map_tiles(map, 2);
  ASSERT_EQ(tiles.size(), 2U);
  EXPECT_EQ(tiles[0].caption, "channel 2");
  EXPECT_EQ(tiles[1].caption, "channel 1");
}

TEST(LookInside, SightsAreWhereThePixelIs) {
  Rng rng(1);
  const auto net = make_model({.name = "simple-fcn", .classes = 2, .width = 4}, rng);
  Array image({1, 3, 32, 48});
  for (std::int64_t i = 0; i < image.size(); ++i) image(i) = static_cast<Real>(rng.normal());
  const std::vector<Sight> found = sights(*net, {image}, {"pool2", "scores"}, {20, 40, 1});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].layer, "pool2");
  EXPECT_EQ(found[0].field, 10);
  EXPECT_NEAR(static_cast<double>(found[0].element.row), 20 / 4, 1);
  EXPECT_NEAR(static_cast<double>(found[0].element.column), 40 / 4, 1);
  EXPECT_EQ(found[1].layer, "");
  for (const Sight& sight : found) {
    EXPECT_LE(sight.area.rows, sight.field);
    // The pixel is in the middle of what acts, up to a cell of the coarsest map.
    EXPECT_NEAR(static_cast<double>(sight.area.top) + static_cast<double>(sight.area.rows) / 2, 20,
                8);
  }
  const Diagram picture = sight_picture(found[1], Image(48, 32, 3), "title");
  EXPECT_EQ(picture.boxes.size(), 2U);
  EXPECT_EQ(picture.images.size(), 1U);
}

TEST(LookInside, ABarForEachTermAndTheSum) {
  const ScoreTerms terms{{{"score_fr", {1, 2}}, {"score_pool4", {3, -4}}}, {4, -2}};
  const BarChart chart = terms_chart(terms, {"disc", "ring"});
  ASSERT_EQ(chart.groups.size(), 3U);
  EXPECT_EQ(chart.groups[1].name, "score_pool4");
  EXPECT_EQ(chart.groups[1].values[1], -4);
  EXPECT_EQ(chart.groups[2].values[1], -2);
  EXPECT_EQ(chart.categories, (Words{"disc", "ring"}));
}

}  // namespace
}  // namespace pixelwise

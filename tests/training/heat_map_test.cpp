// A classifier everywhere in an image.
#include "training/heat_map.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "datasets/mask.h"
#include "layers/parameters.h"
#include "models/zoo.h"
#include "training/predict.h"

namespace pixelwise {
namespace {

// A classifier whose score layer, which starts at zero, is random too.
std::unique_ptr<Network> classifier(std::int64_t classes) {
  Rng rng(3);
  auto network = make_model({.name = "toy-classifier", .classes = classes}, rng);
  Array& scores = dynamic_cast<VggClassifier&>(*network).score.weight.mutable_value();
  for (std::int64_t i = 0; i < scores.size(); ++i) scores(i) = static_cast<Real>(rng.normal());
  return network;
}

Image noise(int width, int height) {
  Image image(width, height, 3);
  Rng rng(4);
  for (auto& value : image.pixels) value = static_cast<std::uint8_t>(rng.below(256));
  return image;
}

TEST(HeatMap, OneWindowIsTheClassifier) {
  const auto network = classifier(5);
  const Image image = noise(96, 96);
  const Array expected = scores_of(*network, image, preprocessing("shapes"));
  const auto net = as_heat_map(*network, "toy-classifier");
  const HeatMapResult result =
      judge_windows(*net, image, preprocessing("shapes"), shape_kinds().palette);
  ASSERT_EQ(result.scores.shape(), (Shape{1, 5, 1, 1}));
  for (std::int64_t c = 0; c < 5; ++c) {
    EXPECT_NEAR(result.scores(0, c, 0, 0), expected(0, c), 1e-4) << c;
  }
}

TEST(HeatMap, EachCellColoursTheMiddleOfItsWindow) {
  const auto net = as_heat_map(*classifier(5), "toy-classifier");
  const Image image = noise(170, 130);  // 3 windows beside each other, 2 below, and a rest
  const HeatMapResult result =
      judge_windows(*net, image, preprocessing("shapes"), shape_kinds().palette);
  ASSERT_EQ(result.scores.shape(), (Shape{1, 5, 2, 3}));
  EXPECT_EQ(result.window, 96);
  const std::vector<std::int64_t> best = best_classes(result.scores);
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const bool judged = y >= 32 && y < 96 && x >= 32 && x < 128;
      const auto cell = static_cast<std::size_t>((y / 32 - 1) * 3 + x / 32 - 1);
      const std::uint8_t expected = judged ? to_label(best[cell]) : kVoidLabel;
      ASSERT_EQ(result.mask.at(x, y), expected) << x << ", " << y;
    }
  }
  std::int64_t windows = 0;
  for (const HeatClass& heat : result.found) {
    EXPECT_EQ(heat.windows, std::count(best.begin(), best.end(), heat.id));
    EXPECT_EQ(heat.colour, shape_kinds().palette[static_cast<std::size_t>(heat.id)]);
    windows += heat.windows;
  }
  EXPECT_EQ(windows, 6);
}

// A mask holds ids up to 254, so of a thousand classes those that were found are numbered.
TEST(HeatMap, AThousandClassesAreNumberedAsFound) {
  const auto network = classifier(1000);
  const auto net = as_heat_map(*network, "toy-classifier");
  const HeatMapResult result =
      judge_windows(*net, noise(192, 160), preprocessing("shapes"), numbered_classes(1000).palette);
  const std::vector<std::int64_t> best = best_classes(result.scores);
  ASSERT_EQ(best.size(), 12U);
  EXPECT_TRUE(std::any_of(best.begin(), best.end(), [](std::int64_t id) { return id > 254; }));
  for (std::size_t cell = 0; cell < best.size(); ++cell) {
    const int x = 32 + 32 * static_cast<int>(cell % 4), y = 32 + 32 * static_cast<int>(cell / 4);
    ASSERT_LT(result.mask.at(x, y), result.found.size());
    EXPECT_EQ(result.found[result.mask.at(x, y)].id, best[cell]);
  }
}

TEST(HeatMap, RefusesWhatIsNoClassifierAndWhatIsTooSmall) {
  Rng rng(1);
  const auto fcn = make_model({.name = "toy-8s", .classes = 6}, rng);
  const auto message = [](const auto& body) -> std::string {
    try {
      body();
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(message([&] { as_heat_map(*fcn, "toy-8s"); }),
            "a heat map needs a VGG classifier such as vgg16, but toy-8s is none; if it scores "
            "every pixel already, leave --heat-map out");
  const auto net = as_heat_map(*classifier(5), "toy-classifier");
  EXPECT_EQ(message([&] {
              judge_windows(*net, noise(200, 95), preprocessing("shapes"), shape_kinds().palette);
            }),
            "VggHeatMap: the image [1, 3, 95, 200] has not one window of 96x96 pixels; make it "
            "larger");
}

TEST(HeatOverlay, CoversTheCellsOfTheMap) {
  const Image black(160, 128, 3);
  Array scores({1, 2, 2, 2});
  scores(0, 1, 0, 1) = 5;  // upper right cell of the second class
  const Image heat = heat_overlay(black, scores, 1, 0, 1, 32);
  const auto colour = [&](int x, int y) {
    const std::uint8_t* p = heat.at(x, y);
    return Colour{p[0], p[1], p[2]};
  };
  EXPECT_EQ(colour(0, 0), (Colour{128, 128, 128}));    // outside the map
  EXPECT_EQ(colour(63, 40), (Colour{128, 128, 128}));  // upper left cell
  EXPECT_EQ(colour(64, 32), colour(95, 63));           // the whole cell
  EXPECT_EQ(colour(96, 40), (Colour{128, 128, 128}));  // to the right of the map
  EXPECT_EQ(colour(64, 31), (Colour{128, 128, 128}));  // above
  EXPECT_GT(colour(64, 32).r, 200);
  EXPECT_LT(colour(64, 32).b, 50);
  EXPECT_THROW(heat_overlay(black, scores, 1, 0, 1, 65), std::invalid_argument);
}

}  // namespace
}  // namespace pixelwise

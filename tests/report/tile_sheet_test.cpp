#include "report/tile_sheet.h"

#include <gtest/gtest.h>

#include "base/atomic_file.h"
#include "datasets/image.h"
#include "tests/report/has_gnuplot.h"

namespace pixelwise {
namespace {

TEST(TileSheet, RowsAreBrokenAndEverythingIsInside) {
  TileSheet sheet{.title = "Maps", .legend = signed_legend(), .columns = 2, .tile = 100};
  sheet.rows.push_back({"one", {{Image(4, 2, 3), "a"}, {Image(4, 2, 3), "b"}, {Image(4, 2, 3)}}});
  sheet.rows.push_back({"two", {{Image(3, 3, 3), "c"}}});
  const Diagram diagram = sheet_diagram(sheet);
  ASSERT_EQ(diagram.tiles.size(), 4U);
  EXPECT_EQ(diagram.tiles[0].height, 50);
  EXPECT_EQ(diagram.tiles[1].y, diagram.tiles[0].y);
  EXPECT_GT(diagram.tiles[2].y, diagram.tiles[0].y + 50 + 20);  // below the captions
  EXPECT_EQ(diagram.tiles[2].x, diagram.tiles[0].x);
  EXPECT_EQ(diagram.captions.size(), 2U + 3U + 3U);
  for (const Tile& tile : diagram.tiles) {
    EXPECT_LE(tile.x + tile.width, diagram.width);
    EXPECT_LE(tile.y + tile.height, diagram.height);
  }
}

TEST(TileSheet, SignsAreColours) {
  const Image image = signed_image({-2, 0, 2, 1}, 2, 2);
  const auto colour = [&](int x, int y) {
    return Colour{image.at(x, y)[0], image.at(x, y)[1], image.at(x, y)[2]};
  };
  EXPECT_EQ(colour(0, 0), (Colour{0, 114, 178}));
  EXPECT_EQ(colour(1, 0), (Colour{255, 255, 255}));
  EXPECT_EQ(colour(0, 1), (Colour{213, 94, 0}));
  EXPECT_EQ(colour(1, 1), (Colour{234, 175, 128}));  // half way to white
  EXPECT_THROW(signed_image({1}, 2, 2), std::invalid_argument);
  EXPECT_EQ(signed_image({0}, 1, 1).at(0, 0)[2], 255);
}

// Tiles are drawn pixel for pixel, where they should be; also those of a single pixel.
TEST(TileSheet, PixelsArriveInThePicture) {
  if (!has_gnuplot()) GTEST_SKIP() << "gnuplot is not installed";
  Diagram diagram{.width = 200, .height = 100};
  Image two(2, 1, 3), one(1, 1, 3);
  two.at(0, 0)[0] = two.at(1, 0)[1] = one.at(0, 0)[2] = 255;
  diagram.tiles = {{20, 20, 40, 40, two}, {120, 20, 40, 40, one}};
  const std::string png = render_plot(diagram, PlotFormat::png);
  const std::string path = testing::TempDir() + "tiles.png";
  write_file_atomically(path, [&](std::ostream& out) { out << png; });
  const Image drawn = read_image(path);  // two pixels for one
  const auto colour = [&](int x, int y) {
    const std::uint8_t* p = drawn.at(2 * x, 2 * y);
    return Colour{p[0], p[1], p[2]};
  };
  EXPECT_EQ(colour(30, 30), (Colour{255, 0, 0}));
  EXPECT_EQ(colour(50, 50), (Colour{0, 255, 0}));
  EXPECT_EQ(colour(130, 50), (Colour{0, 0, 255}));
  EXPECT_EQ(colour(150, 30), (Colour{0, 0, 255}));
  EXPECT_EQ(colour(90, 40), (Colour{255, 255, 255}));
  diagram.tiles[0].image = Image();
  EXPECT_THROW(render_plot(diagram, PlotFormat::svg), std::invalid_argument);
}

}  // namespace
}  // namespace pixelwise

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
  ASSERT_EQ(diagram.images.size(), 4U);
  EXPECT_EQ(diagram.boxes[0].height, 50);
  EXPECT_EQ(diagram.images[1].y, diagram.images[0].y);
  EXPECT_GT(diagram.images[2].y, diagram.images[0].y + 50 + 20);  // below the captions
  EXPECT_EQ(diagram.images[2].x, diagram.images[0].x);
  EXPECT_EQ(diagram.captions.size(), 2U + 3U + 3U);
  for (const Box& box : diagram.boxes) {
    EXPECT_LE(box.x + box.width, diagram.width);
    EXPECT_LE(box.y + box.height, diagram.height);
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
  Image two(2, 2, 3), one(1, 1, 3);
  two.at(0, 0)[0] = two.at(1, 0)[1] = two.at(0, 1)[2] = one.at(0, 0)[2] = 255;
  const Diagram diagram =
      sheet_diagram({.rows = {{"", {{two}, {one}}}}, .columns = 2, .tile = 100});  // from y = 44
  const std::string png = render_plot(diagram, PlotFormat::png);
  const std::string path = testing::TempDir() + "tiles.png";
  write_file_atomically(path, [&](std::ostream& out) { out << png; });
  const Image drawn = read_image(path);  // two pixels for one
  const auto colour = [&](int x, int y) {
    const std::uint8_t* p = drawn.at(2 * x, 2 * y);
    return Colour{p[0], p[1], p[2]};
  };
  EXPECT_EQ(colour(40, 60), (Colour{255, 0, 0}));
  EXPECT_EQ(colour(100, 60), (Colour{0, 255, 0}));
  EXPECT_EQ(colour(40, 130), (Colour{0, 0, 255}));
  EXPECT_EQ(colour(100, 130), (Colour{0, 0, 0}));
  EXPECT_EQ(colour(150, 60), (Colour{0, 0, 255}));  // 130 to 230: the picture of one pixel
  EXPECT_EQ(colour(210, 130), (Colour{0, 0, 255}));
  EXPECT_EQ(colour(125, 90), (Colour{255, 255, 255}));  // between them
}

}  // namespace
}  // namespace pixelwise

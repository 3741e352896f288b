#include "datasets/drawing.h"

#include <gtest/gtest.h>

#include "base/labels.h"
#include "tests/datasets/helpers.h"

namespace pixelwise {
namespace {

Colour colour_at(const Image& image, int x, int y) {
  const std::uint8_t* p = image.at(x, y);
  return {p[0], p[1], p[2]};
}

const Palette two_colours{{0, 0, 0}, {200, 100, 50}};

TEST(Drawing, ColourisedMask) {
  Mask mask(2, 2);
  mask.at(1, 0) = 1;
  mask.at(0, 1) = kVoidLabel;
  const Image image = colourise(mask, two_colours);
  EXPECT_EQ(colour_at(image, 0, 0), two_colours[0]);
  EXPECT_EQ(colour_at(image, 1, 0), two_colours[1]);
  EXPECT_EQ(colour_at(image, 0, 1), kVoidColour);
  EXPECT_TRUE(contains(message_of<std::invalid_argument>([&] {
                         colourise(mask, {{0, 0, 0}});
                       }),
                       "id 1 has no colour"));
}

TEST(Drawing, OverlayBlendsOutlinesAndLeavesVoidAlone) {
  Image image(5, 5, 3);
  for (std::uint8_t& v : image.pixels) v = 100;
  Mask mask(5, 5, 0);
  for (int y = 0; y < 5; ++y) {
    for (int x = 1; x < 5; ++x) mask.at(x, y) = 1;
  }
  mask.at(4, 4) = kVoidLabel;
  const Image plain = overlay(image, mask, two_colours, {.opacity = 0.5, .outline = false});
  EXPECT_EQ(colour_at(plain, 0, 0), (Colour{50, 50, 50}));
  EXPECT_EQ(colour_at(plain, 3, 2), (Colour{150, 100, 75}));
  EXPECT_EQ(colour_at(plain, 4, 4), (Colour{100, 100, 100}));

  const Image outlined =
      overlay(image, mask, two_colours, {.opacity = 0.5, .transparent_class = 0});
  EXPECT_EQ(colour_at(outlined, 0, 0), (Colour{100, 100, 100}));
  EXPECT_EQ(colour_at(outlined, 1, 2), two_colours[1]);
  EXPECT_EQ(colour_at(outlined, 3, 2), (Colour{150, 100, 75}));
  EXPECT_EQ(colour_at(outlined, 3, 4), (Colour{150, 100, 75})) << "void makes no outline";

  EXPECT_TRUE(
      contains(message_of<std::invalid_argument>([&] { overlay(image, Mask(4, 5), two_colours); }),
               "a mask of 4x5 over an image of 5x5"));
}

TEST(Drawing, SheetPlacesTilesInRows) {
  Image red(2, 2, 3), green(4, 2, 3);
  for (std::size_t i = 0; i < red.pixels.size(); i += 3) red.pixels[i] = 255;
  for (std::size_t i = 0; i < green.pixels.size(); i += 3) green.pixels[i + 1] = 255;
  const Image sheet = make_sheet({red, green, red}, {.columns = 2, .gap = 1, .zoom = 2});
  ASSERT_EQ(sheet.width, 2 * (8 + 1) + 1);
  ASSERT_EQ(sheet.height, 2 * (4 + 1) + 1);
  const Colour white{255, 255, 255};
  EXPECT_EQ(colour_at(sheet, 0, 0), white);
  EXPECT_EQ(colour_at(sheet, 2, 1), white) << "the narrow tile is centred";
  EXPECT_EQ(colour_at(sheet, 3, 1), (Colour{255, 0, 0}));
  EXPECT_EQ(colour_at(sheet, 6, 4), (Colour{255, 0, 0}));
  EXPECT_EQ(colour_at(sheet, 7, 4), white);
  EXPECT_EQ(colour_at(sheet, 10, 1), (Colour{0, 255, 0}));
  EXPECT_EQ(colour_at(sheet, 17, 4), (Colour{0, 255, 0}));
  EXPECT_EQ(colour_at(sheet, 3, 6), (Colour{255, 0, 0}));
  EXPECT_EQ(colour_at(sheet, 12, 8), white) << "no fourth tile";
}

TEST(Drawing, SheetWithoutTilesIsAnError) {
  EXPECT_TRUE(contains(message_of<std::invalid_argument>([] { make_sheet({}, {}); }), "0 tiles"));
}

}  // namespace
}  // namespace pixelwise

#include "datasets/palette.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/datasets/helpers.h"

namespace pixelwise {
namespace {

// Colours as the VOC development kit lists them.
TEST(Palette, VocColours) {
  const Palette voc = voc_palette(256);
  EXPECT_EQ(voc[0], (Colour{0, 0, 0}));
  EXPECT_EQ(voc[1], (Colour{128, 0, 0}));       // aeroplane
  EXPECT_EQ(voc[8], (Colour{64, 0, 0}));        // cat
  EXPECT_EQ(voc[15], (Colour{192, 128, 128}));  // person
  EXPECT_EQ(voc[20], (Colour{0, 64, 128}));     // tvmonitor
  EXPECT_EQ(voc[255], kVoidColour);
}

TEST(Palette, ClassesHaveNamesAndDistinctColours) {
  for (const Classes& classes : {voc_classes(), camvid_classes(), shapes_classes(),
                                 shapes_binary_classes(), shape_kinds(), numbered_classes(255)}) {
    EXPECT_EQ(classes.names.size(), classes.palette.size());
    std::set<int> colours;
    for (const Colour& c : classes.palette) colours.insert(c.r << 16 | c.g << 8 | c.b);
    EXPECT_EQ(colours.size(), classes.palette.size()) << classes.names[0];
    const std::set<std::string> names(classes.names.begin(), classes.names.end());
    EXPECT_EQ(names.size(), classes.names.size());
  }
  EXPECT_EQ(voc_classes().names.at(15), "person");
  EXPECT_EQ(camvid_classes().names.size(), 11U);
  EXPECT_EQ(shape_kinds().names.at(3), "ring");
  EXPECT_EQ(shape_kinds().palette.at(3), shapes_classes().palette.at(4));
}

TEST(Palette, VoidIsAddedAt255) {
  const Palette palette = with_void({{1, 2, 3}});
  ASSERT_EQ(palette.size(), 256U);
  EXPECT_EQ(palette[0], (Colour{1, 2, 3}));
  EXPECT_EQ(palette[255], kVoidColour);
}

TEST(Palette, MoreThan256ColoursFitIntoNoMask) {
  const Palette thousand = voc_palette(1000);  // the classes of ImageNet: no mask, but a legend
  ASSERT_EQ(thousand.size(), 1000U);
  EXPECT_EQ(thousand[256], (Colour{0, 0, 32}));
  EXPECT_TRUE(contains(message_of<std::invalid_argument>([&] { with_void(thousand); }),
                       "1000 colours; at most 256"));
}

}  // namespace
}  // namespace pixelwise

// What the masks of a folder mean together, and what is said when they could mean two things.
#include "datasets/mask_meaning.h"

#include <gtest/gtest.h>

#include "base/labels.h"
#include "datasets/png_file.h"
#include "tests/datasets/folder_maker.h"

namespace pixelwise {
namespace {

const Palette kGreyRamp = [] {
  Palette palette;
  for (int i = 0; i < 256; ++i) {
    const auto v = static_cast<std::uint8_t>(i);
    palette.push_back({v, v, v});
  }
  return palette;
}();

void write_grey(const TemporaryFolder& folder, int i, const Mask& mask) {
  add_pair(folder, i, mask, kGreyRamp);
  write_bytes(folder / ("masks/img" + std::to_string(i) + ".png"),
              encode_png({mask.width, mask.height, 8, 1, {}, mask.ids}));
}

TEST(MaskMeaning, BinaryMasks) {
  const TemporaryFolder folder;
  write_grey(folder, 0, mask_with({255}));
  write_grey(folder, 1, mask_with({}));
  const DatasetPtr data = open_all(folder);
  EXPECT_EQ(data->class_names(), (std::vector<std::string>{"background", "object"}));
  EXPECT_EQ(data->get(0).mask.at(0, 0), 1);
}

// Saved as 0 and 1: the same names and colours.
TEST(MaskMeaning, TwoClassesHaveTheSameNamesHoweverTheyWereSaved) {
  const TemporaryFolder black_and_white, numbers;
  write_grey(black_and_white, 0, mask_with({255, 255}));
  write_grey(numbers, 0, mask_with({1, 1}));
  const DatasetPtr a = open_all(black_and_white), b = open_all(numbers);
  EXPECT_EQ(a->class_names(), b->class_names());
  EXPECT_EQ(a->palette(), b->palette());
  EXPECT_EQ(a->get(0).mask.ids, b->get(0).mask.ids);
}

TEST(MaskMeaning, ObjectInOneFileAndVoidInTheNext) {
  const TemporaryFolder folder;
  write_grey(folder, 0, mask_with({1, 2, 255}));
  write_grey(folder, 1, mask_with({255, 255}));
  const std::string message = opening("folder:" + folder.path());
  EXPECT_TRUE(contains(message, "masks/img1.png: holds nothing but 0 and 255, as binary masks do"));
  EXPECT_TRUE(contains(message, "masks/img0.png holds other numbers (0: 21, 1: 1, 2: 1, 255: 1)"));
  EXPECT_TRUE(contains(message, "a line 'void 255' in a classes.txt"));

  write_bytes(folder / "classes.txt", "ground\ncar\nroad\nvoid 255\n");
  const DatasetPtr data = open_all(folder);
  EXPECT_EQ(data->num_classes(), 3);
  EXPECT_EQ(data->get(1).mask.at(0, 0), kVoidLabel);
}

// Declared void, 255 is no object even if nothing else is there.
TEST(MaskMeaning, DeclaredVoidIsNoObject) {
  const TemporaryFolder folder;
  write_grey(folder, 0, mask_with({255, 255}));
  write_bytes(folder / "classes.txt", "ground\ncar\nvoid 255\n");
  EXPECT_EQ(open_all(folder)->get(0).mask.at(0, 0), kVoidLabel);
}

TEST(MaskMeaning, AnotherNumberForVoid) {
  const TemporaryFolder folder;
  write_grey(folder, 0, mask_with({1, 11, 255}));
  write_bytes(folder / "classes.txt", "ground\ncar\nvoid 11\n");
  const Mask mask = open_all(folder)->get(0).mask;
  EXPECT_EQ(mask.at(0, 0), 1);
  EXPECT_EQ(mask.at(1, 0), kVoidLabel);
  EXPECT_EQ(mask.at(2, 0), kVoidLabel);
}

TEST(MaskMeaning, GreyLevelsInsteadOfNumbers) {
  const TemporaryFolder folder;
  write_grey(folder, 0, mask_with({128, 255, 128}));
  const std::string message = opening("folder:" + folder.path());
  EXPECT_TRUE(contains(message, "the masks hold 2 of the numbers 0 to 128: are they grey levels"));
  EXPECT_TRUE(contains(message, "\n  name1 0 0 0\n  name2 128 128 128\n  name3 255 255 255\n"));

  // What is proposed works.
  write_bytes(folder / "classes.txt", "name1 0 0 0\nname2 128 128 128\nname3 255 255 255\n");
  const DatasetPtr data = open_all(folder);
  EXPECT_EQ(data->num_classes(), 3);
  EXPECT_EQ(data->get(0).mask.at(0, 0), 1);
  EXPECT_EQ(data->get(0).mask.at(1, 0), 2);
}

TEST(MaskMeaning, SortedPalettesAreFound) {
  if (!has_libpng()) GTEST_SKIP() << "this build has no libpng, which writes palettes";
  const TemporaryFolder folder;
  add_pair(folder, 0, mask_with({1, 2}), {{0, 0, 0}, {255, 0, 0}, {0, 0, 255}});
  add_pair(folder, 1, mask_with({1, 2}), {{0, 0, 0}, {0, 0, 255}, {255, 0, 0}});
  const std::string message = opening("folder:" + folder.path());
  EXPECT_TRUE(
      contains(message, "masks/img1.png: number 1 has the colour (0 0 255) in the palette"));
  EXPECT_TRUE(contains(message, "but (255 0 0) in that of "));
  write_bytes(folder / "classes.txt", "ground 0 0 0\ncar 255 0 0\nroad 0 0 255\n");
  const DatasetPtr data = open_all(folder);
  EXPECT_EQ(data->get(0).mask.at(0, 0), 1);
  EXPECT_EQ(data->get(1).mask.at(0, 0), 2);
}

TEST(MaskMeaning, ColoursOfAPaletteAreKept) {
  if (!has_libpng()) GTEST_SKIP() << "this build has no libpng, which writes palettes";
  const TemporaryFolder folder;
  const Palette palette{{10, 20, 30}, {200, 0, 0}, {0, 200, 90}};
  add_pair(folder, 0, mask_with({1, 1}), palette);
  add_pair(folder, 1, mask_with({1, 2}), palette);
  EXPECT_EQ(open_all(folder)->palette(), palette);
  write_bytes(folder / "classes.txt", "ground\ncar\nroad\n");
  EXPECT_EQ(open_all(folder)->palette(), palette);
  EXPECT_EQ(open_all(folder)->class_names()[2], "road");
}

// A ramp of greys is no palette that anybody could look at.
TEST(MaskMeaning, ColoursThatCannotBeToldApartAreNotKept) {
  const TemporaryFolder folder;
  add_pair(folder, 0, mask_with({1, 2}), kGreyRamp);
  EXPECT_EQ(open_all(folder)->palette(), voc_palette(3));
}

TEST(MaskMeaning, MasksThatAreVoidEverywhereAreNoted) {
  const TemporaryFolder folder;
  write_grey(folder, 0, mask_with({1, 255}));
  Mask nothing(6, 4, kVoidLabel);
  write_grey(folder, 1, nothing);
  const DatasetPtr data = open_all(folder);
  ASSERT_EQ(data->notes().size(), 1U);
  EXPECT_TRUE(contains(data->notes()[0], "1 mask is void everywhere"));
  EXPECT_TRUE(contains(data->notes()[0], "img1"));
}

TEST(MaskMeaning, GreyMaskAmongColourMasks) {
  if (!has_libpng()) GTEST_SKIP() << "this build has no libpng, which writes palettes";
  const TemporaryFolder folder;
  add_pair(folder, 0, mask_with({1, 2}), {{0, 0, 0}, {255, 0, 0}, {255, 255, 255}});
  write_grey(folder, 1, mask_with({255, 255}));
  write_bytes(folder / "classes.txt", "background 0 0 0\ncar 255 0 0\nroad 255 255 255\n");
  EXPECT_EQ(open_all(folder)->get(1).mask.at(0, 0), 2);
}

TEST(MaskMeaning, NumbersUnderDeclaredColoursAreExplained) {
  const TemporaryFolder folder;
  write_grey(folder, 0, mask_with({1, 2}));
  write_bytes(folder / "classes.txt", "background 0 0 0\ncar 255 0 0\nroad 255 255 255\n");
  const std::string message = opening("folder:" + folder.path());
  EXPECT_TRUE(contains(message, "colour (1 1 1) at row 0, column 0 belongs to none of the 3"));
  EXPECT_TRUE(contains(message,
                       "There are 2 such colours, on 2 pixels; if these grey values are "
                       "class numbers, take the colours out of classes.txt"));
}

}  // namespace
}  // namespace pixelwise

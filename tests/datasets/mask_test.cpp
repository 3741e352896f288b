#include "datasets/mask.h"

#include <gtest/gtest.h>
#include <stb/stb_image_write.h>

#include "base/labels.h"
#include "base/read_file.h"
#include "datasets/image.h"
#include "datasets/png_file.h"
#include "tests/datasets/helpers.h"
#include "tests/datasets/png_bytes.h"

namespace pixelwise {
namespace {

using FileError = std::runtime_error;

TEST(Mask, RoundTripKeepsIdsAndShowsThePalette) {
  const TemporaryFolder folder;
  Mask mask = test_mask(13, 5, 21);
  mask.at(3, 3) = kVoidLabel;
  write_mask(folder / "m.png", mask, voc_palette(21));
  const Mask read = read_mask(folder / "m.png");
  EXPECT_EQ(read.width, 13);
  EXPECT_EQ(read.height, 5);
  EXPECT_EQ(read.ids, mask.ids);

  if (!has_libpng()) GTEST_SKIP() << "this build has no libpng: masks have no palette";
  const Image seen = read_image(folder / "m.png");
  const Colour shown{seen.at(1, 0)[0], seen.at(1, 0)[1], seen.at(1, 0)[2]};
  EXPECT_EQ(shown, voc_palette(21)[mask.at(1, 0)]);
  EXPECT_EQ(seen.at(3, 3)[2], kVoidColour.b);
}

TEST(Mask, GreyPngHoldsIds) {
  const TemporaryFolder folder;
  write_bytes(folder / "m.png", encode_png({3, 1, 8, 1, {}, {0, 7, 255}}));
  EXPECT_EQ(read_mask(folder / "m.png").ids, (std::vector<std::uint8_t>{0, 7, 255}));
}

TEST(Mask, FewBitsAreValuesAsTheyStand) {
  const TemporaryFolder folder;
  const std::string path = folder / "m.png";
  write_bytes(path, bytes_of_hex(kTwoBitsGrey));
  EXPECT_EQ(read_mask(path).ids, (std::vector<std::uint8_t>{0, 1, 2, 3, 3, 2, 1, 0}));
  write_bytes(path, bytes_of_hex(kFourBitsGrey));
  EXPECT_EQ(read_mask(path).ids, (std::vector<std::uint8_t>{0, 1, 9, 15, 15, 0, 1, 2}));
}

TEST(Mask, APaletteHoldsIndices) {
  const TemporaryFolder folder;
  const std::string path = folder / "m.png";
  write_bytes(path, bytes_of_hex(kOneBitPalette));
  if (has_libpng()) {
    EXPECT_EQ(read_mask(path).ids, (std::vector<std::uint8_t>{0, 1, 0, 1, 1, 1, 0, 0}));
  } else {
    EXPECT_TRUE(contains(message_of<FileError>([&] { read_mask(path); }),
                         "m.png: is a PNG with a palette; this build has no libpng: install "
                         "libpng-dev and build again"));
  }
}

TEST(Mask, SixteenBitsAreRefused) {
  const TemporaryFolder folder;
  write_bytes(folder / "m.png", bytes_of_hex(kSixteenBitsGrey));
  EXPECT_TRUE(contains(message_of<FileError>([&] { read_mask(folder / "m.png"); }),
                       "holds 16-bit values; expected a palette or grey PNG"));
}

TEST(Mask, GreyBmpAndPgmHoldIds) {
  const TemporaryFolder folder;
  write_bytes(folder / "m.pgm", std::string("P5 3 1 255\n\x00\x02\xFF", 14));
  EXPECT_EQ(read_mask(folder / "m.pgm").ids, (std::vector<std::uint8_t>{0, 2, 255}));
  const std::uint8_t grey[9] = {0, 0, 0, 4, 4, 4, 9, 9, 9};
  stbi_write_bmp((folder / "m.bmp").c_str(), 3, 1, 3, grey);
  EXPECT_EQ(read_mask(folder / "m.bmp").ids, (std::vector<std::uint8_t>{0, 4, 9}));
}

TEST(Mask, RgbLabelsAreRefusedWithTheirColours) {
  const TemporaryFolder folder;
  write_png(folder / "m.png", [] {
    Image image(14, 2, 3);
    const Palette voc = voc_palette(14);
    for (int x = 0; x < 14; ++x) {
      for (int y = 0; y < 2; ++y) {
        const Colour c = voc[static_cast<std::size_t>(x)];
        image.at(x, y)[0] = c.r;
        image.at(x, y)[1] = c.g;
        image.at(x, y)[2] = c.b;
      }
    }
    return image;
  }());
  const std::string message = message_of<FileError>([&] { read_mask(folder / "m.png"); });
  EXPECT_TRUE(contains(message, folder / "m.png"));
  EXPECT_TRUE(
      contains(message, "looks like an RGB image of coloured labels (14 distinct colours)"));
  EXPECT_TRUE(contains(message, "classes.txt"));
  EXPECT_TRUE(contains(message, "(64 0 0)"));
  EXPECT_TRUE(contains(message, "colours of the Pascal VOC palette"));
  EXPECT_EQ(read_mask(folder / "m.png", voc_palette(21)).at(13, 1), 13);
}

TEST(Mask, RgbLabelsOfCamvidAreRecognised) {
  const TemporaryFolder folder;
  Image image(2, 1, 3);
  image.pixels = {60, 40, 222, 0, 0, 0};
  write_png(folder / "m.png", image);
  EXPECT_TRUE(contains(message_of<FileError>([&] { read_mask(folder / "m.png"); }),
                       "colours of the CamVid palette"));
}

TEST(Mask, APhotographIsNotAMask) {
  const TemporaryFolder folder;
  write_png(folder / "m.png", test_image(40, 30));
  EXPECT_TRUE(contains(message_of<FileError>([&] { read_mask(folder / "m.png"); }),
                       "looks like a photograph"));
}

TEST(Mask, ColoursOfTheGivenPaletteOnly) {
  const TemporaryFolder folder;
  Image image(3, 1, 3);
  image.pixels = {10, 0, 0, 0, 20, 0, 9, 9, 8};
  write_png(folder / "m.png", image);
  const Palette palette{{0, 20, 0}, {10, 0, 0}};
  EXPECT_TRUE(contains(message_of<FileError>([&] { read_mask(folder / "m.png", palette); }),
                       "colour (9 9 8) at row 0, column 2 belongs to none of the 2 classes"));
  EXPECT_EQ(read_mask(folder / "m.png", palette, {9, 9, 8}).ids,
            (std::vector<std::uint8_t>{1, 0, kVoidLabel}));
}

TEST(Mask, JpegIsRefused) {
  const TemporaryFolder folder;
  stbi_write_jpg((folder / "m.jpg").c_str(), 8, 8, 1, std::vector<char>(64).data(), 90);
  EXPECT_TRUE(contains(message_of<FileError>([&] { read_mask(folder / "m.jpg"); }),
                       "a JPEG image cannot be a mask"));
}

TEST(Mask, TruncatedIsAnError) {
  const TemporaryFolder folder;
  write_mask(folder / "m.png", test_mask(9, 9, 3), voc_palette(3));
  const std::string bytes = read_file(folder / "m.png");
  write_bytes(folder / "cut.png", bytes.substr(0, bytes.size() - 20));
  EXPECT_TRUE(contains(message_of<FileError>([&] { read_mask(folder / "cut.png"); }),
                       "cut.png: damaged or truncated PNG"));
}

TEST(Mask, WritingAnIdWithoutColourIsAnError) {
  const TemporaryFolder folder;
  EXPECT_TRUE(contains(message_of<std::invalid_argument>([&] {
                         write_mask(folder / "m.png", test_mask(9, 9, 4), voc_palette(3));
                       }),
                       "id 3 in a mask, but the palette has 3 colours"));
  EXPECT_FALSE(std::filesystem::exists(folder / "m.png"));
}

TEST(Mask, LabelOutOfRangeIsExplained) {
  Mask mask(4, 3);
  mask.at(2, 1) = 38;
  mask.at(3, 2) = 38;
  mask.at(0, 0) = kVoidLabel;
  EXPECT_NO_THROW(check_ids("m.png", mask, 39));
  const std::string message = message_of<FileError>([&] { check_ids("m.png", mask, 21); });
  EXPECT_TRUE(contains(message, "m.png: label 38 at row 1, column 2, but there are 21 classes"));
  EXPECT_TRUE(contains(message, "255 is usually void"));
  EXPECT_TRUE(contains(message, "0: 9, 38: 2, 255: 1"));
}

}  // namespace
}  // namespace pixelwise

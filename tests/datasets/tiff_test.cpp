// TIFF images and masks: what is read, what is refused, and files that lie about themselves.
#include <gtest/gtest.h>

#include <cstring>

#include "base/random.h"
#include "datasets/image.h"
#include "datasets/mask.h"
#include "datasets/tiff_file.h"
#include "tests/datasets/helpers.h"
#include "tests/datasets/tiff_writer.h"

namespace pixelwise {
namespace {

using FileError = std::runtime_error;

std::vector<std::uint8_t> grey_values(int count) {
  std::vector<std::uint8_t> values;
  for (int i = 0; i < count; ++i) values.push_back(static_cast<std::uint8_t>(7 * i + 3));
  return values;
}

std::string refusal(const std::string& bytes) {
  return message_of<FileError>([&] { decode_tiff("a.tif", bytes); });
}

TEST(Tiff, GreyInEveryCompressionAndByteOrder) {
  const std::vector<std::uint8_t> values = grey_values(9 * 7);
  for (const int compression : {1, 5, 8, 32773}) {
    for (const bool big_endian : {false, true}) {
      const std::string bytes = tiff_bytes(
          {.width = 9, .height = 7, .compression = compression, .big_endian = big_endian}, values);
      ASSERT_TRUE(is_tiff(bytes));
      const Tiff tiff = decode_tiff("a.tif", bytes);
      EXPECT_EQ(tiff.image.channels, 1);
      EXPECT_EQ(tiff.bit_depth, 8);
      EXPECT_EQ(tiff.image.pixels, values) << compression;
      EXPECT_EQ(read_tiff_size("a.tif", bytes), std::pair(9, 7));
    }
  }
}

TEST(Tiff, RgbWithAndWithoutAlpha) {
  const Image image = test_image(5, 4);
  const Tiff rgb = decode_tiff(
      "a.tif", tiff_bytes({.width = 5, .height = 4, .samples = 3, .photometric = 2}, image.pixels));
  EXPECT_EQ(rgb.image.channels, 3);
  EXPECT_EQ(rgb.image.pixels, image.pixels);
  std::vector<std::uint8_t> with_alpha;
  for (std::size_t i = 0; i < image.pixels.size(); i += 3) {
    for (std::size_t k = 0; k < 3; ++k) with_alpha.push_back(image.pixels[i + k]);
    with_alpha.push_back(200);
  }
  const Tiff rgba = decode_tiff(
      "a.tif", tiff_bytes({.width = 5, .height = 4, .samples = 4, .photometric = 2}, with_alpha));
  EXPECT_EQ(rgba.image.pixels, image.pixels);
}

TEST(Tiff, SixteenBitsAreScaledInEitherByteOrder) {
  const std::vector<std::uint16_t> wide = {0, 128, 129, 257, 32768, 65535};
  std::vector<std::uint8_t> values(12);
  std::memcpy(values.data(), wide.data(), 12);
  for (const bool big_endian : {false, true}) {
    const Tiff tiff = decode_tiff(
        "a.tif",
        tiff_bytes({.width = 3, .height = 2, .bits = 16, .big_endian = big_endian}, values));
    EXPECT_EQ(tiff.bit_depth, 16);
    EXPECT_EQ(tiff.image.pixels, (std::vector<std::uint8_t>{0, 0, 1, 1, 128, 255}));
  }
}

TEST(Tiff, WhiteMayBeZero) {
  const std::string bytes =
      tiff_bytes({.width = 2, .height = 1, .photometric = 0}, std::vector<std::uint8_t>{0, 200});
  EXPECT_EQ(decode_tiff("a.tif", bytes).image.pixels, (std::vector<std::uint8_t>{255, 55}));
}

TEST(Tiff, ImagesAndMasksOnDisk) {
  const TemporaryFolder folder;
  write_bytes(folder / "a.TIF", tiff_bytes({.width = 3, .height = 2}, {0, 1, 2, 3, 4, 255}));
  EXPECT_TRUE(is_image_name(folder / "a.TIF"));
  EXPECT_TRUE(is_image_name("b.tiff"));
  EXPECT_EQ(read_image_size(folder / "a.TIF"), std::pair(3, 2));
  EXPECT_EQ(read_image(folder / "a.TIF").channels, 3);
  EXPECT_EQ(read_image(folder / "a.TIF").at(1, 1)[2], 4);
  EXPECT_EQ(read_mask(folder / "a.TIF").ids, (std::vector<std::uint8_t>{0, 1, 2, 3, 4, 255}));
  const std::vector<std::uint8_t> values(12, 1);
  write_bytes(folder / "wide.tif", tiff_bytes({.width = 3, .height = 2, .bits = 16}, values));
  EXPECT_TRUE(contains(message_of<FileError>([&] { read_mask(folder / "wide.tif"); }),
                       "wide.tif: holds 16-bit values"));
  const Image rgb = test_image(5, 4);
  write_bytes(folder / "rgb.tif",
              tiff_bytes({.width = 5, .height = 4, .samples = 3, .photometric = 2}, rgb.pixels));
  EXPECT_TRUE(contains(message_of<FileError>([&] { read_mask(folder / "rgb.tif"); }),
                       "looks like an RGB image of coloured labels (20 distinct colours)"));
}

TEST(Tiff, OtherKindsAreRefusedByName) {
  const std::vector<std::uint8_t> values = grey_values(16 * 16 * 12);
  const struct {
    TiffKind kind;
    const char* message;
  } cases[] = {
      {{.width = 16, .height = 16, .bits = 16, .photometric = 3}, "16-bit palette"},
      {{.width = 16, .height = 16, .samples = 4, .photometric = 5}, "its colours are inks (CMYK)"},
      {{.width = 16, .height = 16, .bits = 32}, "32-bit grey"},
      {{.width = 16, .height = 16, .bits = 32, .samples = 3, .photometric = 2}, "32-bit RGB"},
      {{.width = 16, .height = 16, .bits = 16, .sample_format = 2}, "no unsigned integers"},
      {{.width = 16, .height = 16, .samples = 3, .photometric = 8}, "photometric interpretation 8"},
  };
  for (const auto& [kind, message] : cases) {
    const std::size_t size = static_cast<std::size_t>(kind.width * kind.height * kind.samples) *
                             static_cast<std::size_t>(kind.bits) / 8;
    const std::string said = refusal(
        tiff_bytes(kind, {values.begin(), values.begin() + static_cast<std::ptrdiff_t>(size)}));
    EXPECT_TRUE(contains(said, message));
    EXPECT_TRUE(contains(said, "a.tif: this kind of TIFF is not read"));
    EXPECT_TRUE(contains(said, "; expected grey, RGB or a palette, of up to 16 bits"));
  }
  EXPECT_TRUE(contains(refusal(tiff_bytes({.width = 2, .height = 2, .pages = 3}, {1, 2, 3, 4})),
                       "holds several images (pages)"));
}

TEST(Tiff, TruncatedFilesAreRefused) {
  for (const int compression : {1, 5, 8}) {
    const std::string bytes =
        tiff_bytes({.width = 40, .height = 30, .compression = compression}, grey_values(40 * 30));
    for (const std::size_t length : {8UL, 9UL, bytes.size() / 2, bytes.size() - 1}) {
      EXPECT_TRUE(contains(refusal(bytes.substr(0, length)), "a.tif: damaged or truncated TIFF"))
          << compression << " " << length;
    }
  }
}

// The tag of the width, 256, is found by its number and given another value.
TEST(Tiff, AHugePromiseIsRefusedBeforeAnythingIsAllocated) {
  std::string bytes = tiff_bytes({.width = 40, .height = 30}, grey_values(40 * 30));
  const std::size_t tag = bytes.find(std::string("\x00\x01\x03\x00\x01\x00\x00\x00", 8));
  ASSERT_NE(tag, std::string::npos);
  bytes[tag + 2] = 4;  // LONG
  for (std::size_t i = 8; i < 12; ++i) bytes[tag + i] = '\x7f';
  EXPECT_TRUE(contains(refusal(bytes), "its header promises 2139062143x30 pixels, more than its"));
}

// Whatever single bytes are changed: an image of the size that is promised, or an error.
TEST(Tiff, DamagedFilesDoNoHarm) {
  for (const int compression : {1, 5, 8, 32773}) {
    const std::string good =
        tiff_bytes({.width = 20, .height = 10, .compression = compression}, grey_values(200));
    Rng rng(static_cast<std::uint64_t>(compression));
    for (int i = 0; i < 3000; ++i) {
      std::string bytes = good;
      for (int k = 0; k < 3; ++k)
        bytes[rng.below(bytes.size())] = static_cast<char>(rng.below(256));
      if (!is_tiff(bytes)) continue;
      try {
        const Image image = decode_tiff("a.tif", bytes).image;
        ASSERT_EQ(image.pixels.size(), static_cast<std::size_t>(image.width) *
                                           static_cast<std::size_t>(image.height) *
                                           static_cast<std::size_t>(image.channels));
      } catch (const FileError&) {
      }
    }
  }
}

}  // namespace
}  // namespace pixelwise

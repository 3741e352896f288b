// The orientation in EXIF data that are odd: another kind of number, cut, or elsewhere.
#include "datasets/exif.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "base/read_file.h"
#include "datasets/exif_block.h"
#include "datasets/image.h"
#include "datasets/orientation.h"
#include "tests/datasets/helpers.h"

namespace pixelwise {
namespace {

const std::string kTurned = PIXELWISE_SOURCE_DIR "/tests/datasets/golden/images/turned";

std::string two_bytes(int value) {
  return {static_cast<char>(value >> 8), static_cast<char>(value)};
}

// A JPEG of nothing but a start, EXIF data with one entry, and an end.
std::string jpeg_with(const std::string& entry) {
  const std::string block = std::string("MM\0*\0\0\0\x08\0\x01", 10) + entry + std::string(4, '\0');
  return "\xFF\xD8\xFF\xE1" + two_bytes(static_cast<int>(block.size()) + 8) +
         std::string("Exif\0\0", 6) + block + "\xFF\xD9";
}

std::string orientation_entry(int value) {
  return std::string("\x01\x12\x00\x03\x00\x00\x00\x01", 8) + two_bytes(value) +
         std::string(2, '\0');
}

bool has_libexif() {
  return this_build_reads(kTurned + std::string("6.jpg"),
                          [](const auto& path) { read_image(path); });
}

TEST(Exif, OrientationOfEveryFormat) {
  for (int o = 1; o <= 8; ++o) {
    for (const char* ending : {".jpg", ".png", ".webp"}) {
      const std::string path = kTurned + std::to_string(o) + ending;
      if (!this_build_reads(path, [](const auto& file) { read_image(file); })) continue;
      EXPECT_EQ(exif_orientation(path, read_file(path)), o) << path;
      EXPECT_EQ(read_image_size(path), std::pair(18, 17)) << path;
    }
  }
}

TEST(Exif, NumbersThatAreNoOrientation) {
  if (!has_libexif()) GTEST_SKIP() << "this build has no libexif";
  EXPECT_EQ(exif_orientation("a.jpg", jpeg_with(orientation_entry(6))), 6);
  for (const int value : {0, 9, 255, 65535}) {
    EXPECT_EQ(exif_orientation("a.jpg", jpeg_with(orientation_entry(value))), 1);
  }
  EXPECT_EQ(exif_orientation("a.jpg", "\xFF\xD8\xFF\xD9"), 1);
  EXPECT_EQ(exif_orientation("a.pgm", "P5 1 1 255 x"), 1);
}

TEST(Exif, CutOrChangedDataDoNoHarm) {
  if (!has_libexif()) GTEST_SKIP() << "this build has no libexif";
  const std::string good = jpeg_with(orientation_entry(6));
  for (std::size_t length = 0; length < good.size(); ++length) {
    const int o = exif_orientation("a.jpg", good.substr(0, length));
    EXPECT_TRUE(o == 1 || o == 6) << length;
  }
  Rng rng(3);
  for (int i = 0; i < 3000; ++i) {
    std::string bytes = good;
    for (int k = 0; k < 3; ++k) bytes[rng.below(bytes.size())] = static_cast<char>(rng.below(256));
    const int o = exif_orientation("a.jpg", bytes);
    EXPECT_TRUE(o >= 1 && o <= 8);
  }
}

TEST(Exif, TheBlockIsFoundBehindOtherSegments) {
  if (!has_libexif()) GTEST_SKIP() << "this build has no libexif";
  const std::string jpeg = jpeg_with(orientation_entry(3));
  const std::string other = "\xFF\xE0" + two_bytes(8) + "JFIF12";
  EXPECT_EQ(exif_orientation("a.jpg", jpeg.substr(0, 2) + other + jpeg.substr(2)), 3);
  EXPECT_TRUE(exif_block(jpeg).starts_with("MM"));
}

TEST(Orientation, EveryKindOfTurn) {
  Image stored(2, 1, 1);
  stored.pixels = {1, 2};
  const auto turned = [&](int o) { return upright(stored, o).pixels; };
  using Pixels = std::vector<std::uint8_t>;
  for (const int o : {0, 1, 4, 5, 6, 9}) EXPECT_EQ(turned(o), (Pixels{1, 2})) << o;
  for (const int o : {2, 3, 7, 8}) EXPECT_EQ(turned(o), (Pixels{2, 1})) << o;
  EXPECT_EQ(upright(stored, 6).width, 1);
  EXPECT_EQ(upright(stored, 6).height, 2);
  EXPECT_EQ(upright(stored, 3).width, 2);
}

}  // namespace
}  // namespace pixelwise

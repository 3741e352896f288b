// Files made to break a decoder: refused before stb, which trusts them, sees a byte.
#include "datasets/precheck.h"

#include <gtest/gtest.h>
#include <stb/stb_image_write.h>

#include "base/random.h"
#include "base/read_file.h"
#include "datasets/image.h"
#include "datasets/stb_file.h"
#include "tests/datasets/helpers.h"

namespace pixelwise {
namespace {

std::string small_jpeg() {
  const TemporaryFolder folder;
  const Image image = test_image(9, 7);
  stbi_write_jpg((folder / "a.jpg").c_str(), 9, 7, 3, image.pixels.data(), 95);
  return read_file(folder / "a.jpg");
}

// The JPEG with the counts of its first Huffman table's codes of 1, 2, ... 16 bits replaced.
std::string with_counts(const std::string& counts) {
  std::string jpeg = small_jpeg();
  const std::size_t table = jpeg.find("\xFF\xC4");
  return jpeg.replace(table + 5, counts.size(), counts);
}

// Both of stb's ways in: it parses the tables for the size alone, too.
void expect_refused_by_all(const std::string& bytes, const std::string& words) {
  EXPECT_TRUE(
      contains(message_of<std::runtime_error>([&] { decode_with_stb("hostile", bytes); }), words));
  EXPECT_TRUE(
      contains(message_of<std::runtime_error>([&] { size_with_stb("hostile", bytes); }), words));
  const TemporaryFolder folder;
  write_bytes(folder / "hostile.jpg", bytes);
  EXPECT_TRUE(contains(message_of<std::runtime_error>([&] { read_image(folder / "hostile.jpg"); }),
                       "hostile.jpg"));
}

TEST(Precheck, HuffmanTablesWithMoreCodesThanThereAreValues) {
  expect_refused_by_all(with_counts(std::string(16, '\xFF')), "the Huffman table at byte");
}

// Three codes of one bit: the codes of a length do not fit.
TEST(Precheck, HuffmanTablesThatAreNoCode) {
  std::string counts(16, '\0');
  counts[0] = 3;
  counts[8] = 9;  // as many values as before
  EXPECT_NE(find_damage(with_counts(counts)), "");
}

TEST(Precheck, HuffmanTablesInASegmentThatEndsTooEarly) {
  std::string jpeg = small_jpeg();
  jpeg[jpeg.find("\xFF\xC4") + 3] = 20;
  expect_refused_by_all(jpeg, "the Huffman table at byte");
}

// Any bytes in the tables: a picture or an error, and nothing written beyond an array (this is
// what the sanitizers watch).
TEST(Precheck, ChangedTablesDoNoHarm) {
  const std::string good = small_jpeg();
  const std::size_t begin = good.find("\xFF\xC4"), end = good.find("\xFF\xDA");
  Rng rng(7);
  int refused = 0;
  for (int i = 0; i < 4000; ++i) {
    std::string bytes = good;
    for (int k = 0; k < 4; ++k) {
      bytes[begin + rng.below(end - begin)] = static_cast<char>(rng.below(256));
    }
    try {
      EXPECT_EQ(decode_with_stb("changed", bytes).width, 9);
    } catch (const std::runtime_error&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 500);
}

TEST(Precheck, PaletteIndexWithoutColour) {
  const std::string path =
      PIXELWISE_SOURCE_DIR "/tests/datasets/golden/images/bmp_index_without_colour.bmp";
  expect_refused_by_all(read_file(path), "palette index 3 in a palette of 2 colours");
}

TEST(Precheck, NumbersOfAPgmThatDoNotFit) {
  const TemporaryFolder folder;
  const auto said = [&](const std::string& bytes) {
    write_bytes(folder / "a.pgm", bytes);
    const std::string size =
        message_of<std::runtime_error>([&] { read_image_size(folder / "a.pgm"); });
    EXPECT_EQ(message_of<std::runtime_error>([&] { read_image(folder / "a.pgm"); }), size);
    return size;
  };
  EXPECT_TRUE(contains(said("P5 99999999999999999999 1 255\n "), "a number of its header is too"));
  EXPECT_TRUE(contains(said("P5 16777216 16777216 255\n "), "truncated, its header promises"));
  EXPECT_TRUE(contains(said("P5 1 1 65536\n  "), "with a largest value of 65536; 1 to 65535 are"));
  EXPECT_TRUE(contains(said("P5 1 1 0\n "), "with a largest value of 0"));
  EXPECT_TRUE(contains(said("P5 0 1 255\n "), "its header promises 0x1 pixels"));
  EXPECT_TRUE(contains(said("P5 2 -1 255\n  "), "its header holds no number at byte 5"));
  EXPECT_TRUE(contains(said("P5 2"), "its header is cut short"));
  EXPECT_TRUE(contains(said("P5 2 # no end"), "its header is cut short"));
  write_bytes(folder / "a.pgm", "P5 2 1 7\n\x01\x08");
  EXPECT_TRUE(contains(message_of<std::runtime_error>([&] { read_image(folder / "a.pgm"); }),
                       "the value 8 at byte 10, but the largest is said to be 7"));
}

}  // namespace
}  // namespace pixelwise

// IDX files: what is in them, and that none of the broken ones is believed.
#include "datasets/idx_file.h"

#include <gtest/gtest.h>

#include "tests/datasets/idx_maker.h"

namespace pixelwise {
namespace {

// The labels 7, 0, 9, packed by gzip; then the same with 5000 bytes more than the header says.
const std::vector<std::uint8_t> kPackedLabels = {
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x63, 0x60, 0xe0, 0x60, 0x64, 0x60,
    0x60, 0x60, 0x66, 0x67, 0xe0, 0x04, 0x00, 0xa5, 0x12, 0xd3, 0x72, 0x0b, 0x00, 0x00, 0x00};
const std::vector<std::uint8_t> kTooLong = {
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xed, 0xc1, 0xb1, 0x11, 0x00, 0x20,
    0x0c, 0x00, 0xa1, 0xf7, 0x2c, 0xa2, 0xfb, 0x2f, 0xec, 0x14, 0x76, 0x40, 0x9d, 0x55, 0xed, 0xe9,
    0x06, 0x00, 0x00, 0x00, 0x00, 0x7c, 0xf7, 0x00, 0xbb, 0xa6, 0x58, 0xca, 0x93, 0x13, 0x00, 0x00};

std::string bytes_of(const std::vector<std::uint8_t>& values) {
  return {values.begin(), values.end()};
}

std::string refused_images(const TemporaryFolder& folder, const std::string& bytes) {
  write_bytes(folder / "images", bytes);
  return message_of<std::runtime_error>([&] { read_idx_images(folder / "images"); });
}

std::string refused_labels(const TemporaryFolder& folder, const std::string& bytes) {
  write_bytes(folder / "labels", bytes);
  return message_of<std::runtime_error>([&] { read_idx_labels(folder / "labels"); });
}

TEST(IdxFile, ImagesAndLabels) {
  const TemporaryFolder folder;
  write_bytes(folder / "images", idx_bytes({2, 2, 3}, "abcdefghijkl"));
  const IdxImages images = read_idx_images(folder / "images");
  EXPECT_EQ(images.count, 2);
  EXPECT_EQ(images.height, 2);
  EXPECT_EQ(images.width, 3);
  EXPECT_EQ(images.image(1)[0], 'g');
  write_bytes(folder / "labels", idx_bytes({3}, {7, 0, 9}));
  EXPECT_EQ(read_idx_labels(folder / "labels"), (std::vector<std::uint8_t>{7, 0, 9}));
}

TEST(IdxFile, BrokenHeadersAreRefused) {
  const TemporaryFolder folder;
  constexpr std::uint32_t kHuge = 0xffffffff;
  const std::string four = "abcd";
  const struct {
    std::string bytes, message;
  } table[] = {
      {"", "has 0 bytes; the header of an IDX file has 16"},
      {idx_bytes({1, 2, 2}, "").substr(0, 15), "has 15 bytes"},
      {idx_bytes({4}, four + four + four), "begins with the bytes 0 0 8 1; expected 0 0 8 3"},
      {idx_bytes({1, 2, 2}, four, 13), "begins with the bytes 0 0 13 3"},  // floats
      {"P5 2 2 255 abcdefgh", "begins with the bytes 80 53 32 50"},
      {idx_bytes({0, 2, 2}, ""), "holds nothing"},
      {idx_bytes({1, 0, 2}, ""), "images have 0 rows and 2 columns"},
      {idx_bytes({1, 2, 0}, ""), "images have 2 rows and 0 columns"},
      {idx_bytes({1, 4097, 1}, ""), "images have 4097 rows"},
      {idx_bytes({kHuge, kHuge, kHuge}, four), "images have 4294967295 rows"},
      {idx_bytes({kHuge, 4096, 4096}, four), "at most 1000000000 are read"},
      {idx_bytes({2, 2, 2}, four), "is truncated: it has 20 bytes, and 24 by its header"},
      {idx_bytes({1, 2, 2}, four + "e"), "is too long: it has 21 bytes, and 20 by its header"},
  };
  for (const auto& row : table)
    EXPECT_TRUE(contains(refused_images(folder, row.bytes), row.message));
  EXPECT_TRUE(contains(refused_labels(folder, idx_bytes({3}, "ab")), "is truncated"));
  EXPECT_TRUE(contains(refused_labels(folder, idx_bytes({1, 1, 1}, "a")), "expected 0 0 8 1"));
}

// Every prefix of a good file, and every byte of the header set to every value: an answer or a
// message, nothing else.
TEST(IdxFile, NoHeaderIsBelievedBlindly) {
  const TemporaryFolder folder;
  const std::string good = idx_bytes({2, 2, 2}, "abcdefgh");
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_TRUE(contains(refused_images(folder, good.substr(0, length)), "images: "));
  }
  for (std::size_t at = 0; at < 16; ++at) {
    for (int value = 0; value < 256; value += 5) {
      std::string bytes = good;
      bytes[at] = static_cast<char>(value);
      if (bytes == good) continue;
      EXPECT_TRUE(contains(refused_images(folder, bytes), "images: ")) << at << " " << value;
    }
  }
}

TEST(IdxFile, PackedByGzip) {
  const TemporaryFolder folder;
  const std::string packed = bytes_of(kPackedLabels);
  write_bytes(folder / "labels", packed);
  if (!this_build_reads(folder / "labels",
                        [](const std::string& path) { read_idx_labels(path); })) {
    EXPECT_TRUE(contains(refused_labels(folder, packed), "this build has no zlib"));
    GTEST_SKIP() << "this build has no zlib";
  }
  EXPECT_EQ(read_idx_labels(folder / "labels"), (std::vector<std::uint8_t>{7, 0, 9}));
  for (std::size_t length = 2; length < packed.size(); ++length) {
    EXPECT_TRUE(contains(refused_labels(folder, packed.substr(0, length)), "labels: ")) << length;
  }
  std::string damaged = packed;
  damaged[packed.size() - 6] ^= 1;  // of the checksum
  EXPECT_TRUE(contains(refused_labels(folder, damaged), "is damaged"));
  EXPECT_TRUE(contains(refused_labels(folder, packed + "x"), "1 bytes follow the end"));
  EXPECT_TRUE(contains(refused_labels(folder, bytes_of(kTooLong)),
                       "is too long: it has more than 11 bytes, and 11 by its header"));
}

}  // namespace
}  // namespace pixelwise

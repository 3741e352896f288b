// One mask, saved in every encoding (golden/masks, made by golden/make_masks.py): what it means
// does not depend on how it was saved.
#include <gtest/gtest.h>

#include "base/labels.h"
#include "datasets/mask.h"
#include "tests/datasets/helpers.h"

namespace pixelwise {
namespace {

std::vector<std::string> files_of(const std::string& group) {
  std::vector<std::string> files;
  const std::string folder = PIXELWISE_SOURCE_DIR "/tests/datasets/golden/masks/" + group;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    files.push_back(entry.path().string());
  }
  return files;
}

// The class of (x, y) is (x / 3 + y / 2) % 3; `ids` are the numbers of the three classes.
Mask expected_mask(const std::vector<std::uint8_t>& ids) {
  Mask mask(18, 17);
  for (int y = 0; y < 17; ++y) {
    for (int x = 0; x < 18; ++x) {
      mask.at(x, y) = ids[static_cast<std::size_t>((x / 3 + y / 2) % 3)];
    }
  }
  return mask;
}

template <class Read>
void expect_all(const std::string& group, std::size_t at_least, const Mask& expected, Read read) {
  const std::vector<std::string> files = files_of(group);
  EXPECT_GE(files.size(), at_least);
  for (const std::string& path : files) {
    if (!this_build_reads(path, read)) continue;
    const Mask mask = read(path);
    EXPECT_EQ(mask.width, expected.width) << path;
    EXPECT_EQ(mask.height, expected.height) << path;
    EXPECT_EQ(mask.ids, expected.ids) << path;
  }
}

TEST(MaskEncodings, ByColour) {
  const Palette palette{{0, 0, 0}, {255, 0, 0}, {0, 0, 255}};
  expect_all("colours", 15, expected_mask({0, 1, 2}),
             [&](const std::string& path) { return read_mask(path, palette); });
  // Another order of the classes, or one of them void: the colours say it.
  expect_all("colours", 15, expected_mask({1, kVoidLabel, 0}), [](const std::string& path) {
    return read_mask(path, {{0, 0, 255}, {0, 0, 0}}, {255, 0, 0});
  });
}

TEST(MaskEncodings, GreyIsAColour) {
  const Palette palette{{0, 0, 0}, {255, 255, 255}, {128, 128, 128}};
  expect_all("greys", 9, expected_mask({0, 2, 1}),
             [&](const std::string& path) { return read_mask(path, palette); });
}

TEST(MaskEncodings, BlackAndWhiteAreColours) {
  const Palette palette{{255, 255, 255}, {0, 0, 0}};
  expect_all("binary", 8, expected_mask({1, 0, 1}),
             [&](const std::string& path) { return read_mask(path, palette); });
}

TEST(MaskEncodings, ByNumber) {
  expect_all("numbers", 15, expected_mask({0, 1, 2}),
             [](const std::string& path) { return read_mask(path); });
}

TEST(MaskEncodings, OneBitIsBlackAndWhite) {
  expect_all("binary", 8, expected_mask({0, 255, 0}),
             [](const std::string& path) { return read_mask(path); });
}

TEST(MaskEncodings, WhatCannotBeAMaskIsRefusedEitherWay) {
  const Palette palette{{0, 0, 0}, {255, 0, 0}, {0, 0, 255}};
  const std::vector<std::string> files = files_of("refused");
  EXPECT_GE(files.size(), 6U);
  for (const std::string& path : files) {
    if (!this_build_reads(path, [](const auto& file) { read_mask(file); })) continue;
    const bool wide = path.find("16") != std::string::npos;
    const char* words = wide ? "holds 16-bit values" : "cannot be a mask: its compression changes";
    EXPECT_TRUE(contains(message_of<std::runtime_error>([&] { read_mask(path, palette); }), words));
    EXPECT_TRUE(contains(message_of<std::runtime_error>([&] { read_mask(path); }), words));
  }
}

// Colours of numbers are kept where the file has them.
TEST(MaskEncodings, PalettesAreKept) {
  for (const std::string& path : files_of("numbers")) {
    if (!this_build_reads(path, [](const auto& file) { read_mask(file); })) continue;
    const Palette palette = read_numbered_mask(path).palette;
    const bool has_one = path.find("palette") != std::string::npos;
    EXPECT_EQ(palette.size() >= 3, has_one) << path;
    if (has_one) {
      EXPECT_EQ(palette[1], (Colour{255, 0, 0})) << path;
    }
  }
}

}  // namespace
}  // namespace pixelwise

#include "datasets/transforms.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "base/labels.h"
#include "tests/datasets/helpers.h"

namespace pixelwise {
namespace {

// Image and mask carry the same information: the mask's id is the red channel.
Sample paired(int width, int height) {
  Sample sample{test_image(width, height), Mask(width, height), "paired"};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      sample.mask.at(x, y) = static_cast<std::uint8_t>(y * width + x);
      sample.image.at(x, y)[0] = sample.mask.at(x, y);
    }
  }
  return sample;
}

void expect_paired(const Sample& sample) {
  ASSERT_EQ(sample.image.width, sample.mask.width);
  ASSERT_EQ(sample.image.height, sample.mask.height);
  for (int y = 0; y < sample.mask.height; ++y) {
    for (int x = 0; x < sample.mask.width; ++x) {
      if (sample.mask.at(x, y) == kVoidLabel) continue;
      ASSERT_EQ(sample.image.at(x, y)[0], sample.mask.at(x, y)) << x << " " << y;
    }
  }
}

TEST(Transforms, FlipsMoveImageAndMaskTogether) {
  const Sample original = paired(5, 4);
  Sample sample = original;
  flip_left_right(sample);
  EXPECT_EQ(sample.mask.at(0, 1), original.mask.at(4, 1));
  EXPECT_EQ(sample.image.at(1, 2)[2], original.image.at(3, 2)[2]);
  expect_paired(sample);
  flip_up_down(sample);
  EXPECT_EQ(sample.mask.at(0, 0), original.mask.at(4, 3));
  EXPECT_EQ(sample.image.at(2, 0)[1], original.image.at(2, 3)[1]);
  expect_paired(sample);
  flip_left_right(sample);
  flip_up_down(sample);
  EXPECT_EQ(sample.image.pixels, original.image.pixels);
  EXPECT_EQ(sample.mask.ids, original.mask.ids);
}

TEST(Transforms, CropInsideAndOutside) {
  const Sample original = paired(5, 4);
  const Sample inside = crop(original, 1, 2, 3, 2, {});
  EXPECT_EQ(inside.mask.ids, (std::vector<std::uint8_t>{11, 12, 13, 16, 17, 18}));
  expect_paired(inside);

  const Sample outside = crop(original, -2, 3, 8, 3, {7, 8, 9});
  EXPECT_EQ(outside.mask.at(2, 0), original.mask.at(0, 3));
  EXPECT_EQ(outside.mask.at(1, 0), kVoidLabel);
  EXPECT_EQ(outside.mask.at(7, 0), kVoidLabel);
  EXPECT_EQ(outside.mask.at(2, 1), kVoidLabel);
  EXPECT_EQ(outside.image.at(1, 0)[2], 9);
  expect_paired(outside);
  EXPECT_TRUE(contains(message_of<std::invalid_argument>([&] { crop(original, 0, 0, 0, 3, {}); }),
                       "a window of 0x3"));
}

TEST(Transforms, RandomCropReachesEveryPlaceAndOnlyThose) {
  Rng rng(1);
  const Sample original = paired(5, 4);
  std::set<int> corners;
  for (int i = 0; i < 300; ++i) {
    const Sample sample = random_crop(original, 3, 3, {}, rng);
    expect_paired(sample);
    EXPECT_EQ(std::count(sample.mask.ids.begin(), sample.mask.ids.end(), kVoidLabel), 0);
    corners.insert(sample.mask.at(0, 0));
  }
  EXPECT_EQ(corners, (std::set<int>{0, 1, 2, 5, 6, 7}));
}

TEST(Transforms, RandomCropLargerThanTheImageKeepsAllOfIt) {
  Rng rng(2);
  const Sample original = paired(5, 4);
  std::set<std::string> results;
  for (int i = 0; i < 100; ++i) {
    const Sample sample = random_crop(original, 6, 6, {}, rng);
    EXPECT_EQ(std::count(sample.mask.ids.begin(), sample.mask.ids.end(), kVoidLabel), 36 - 20);
    results.insert(std::string(sample.mask.ids.begin(), sample.mask.ids.end()));
  }
  EXPECT_EQ(results.size(), 2U * 3U);
}

TEST(Transforms, ResizedMasksNeverGainAClass) {
  Mask mask(40, 30);
  for (int y = 0; y < 30; ++y) {
    for (int x = 0; x < 40; ++x) {
      mask.at(x, y) = (x / 9 + y / 7) % 2 == 0 ? 0 : (x % 2 == 0 ? 20 : kVoidLabel);
    }
  }
  for (const auto& [w, h] : {std::pair{13, 9}, {80, 60}, {41, 29}, {1, 1}, {97, 101}}) {
    const Mask resized = resize_mask(mask, w, h);
    ASSERT_EQ(resized.ids.size(), static_cast<std::size_t>(w * h));
    for (const std::uint8_t id : resized.ids) EXPECT_TRUE(id == 0 || id == 20 || id == kVoidLabel);
  }
}

TEST(Transforms, MaskPixelsAreTakenAtTheirCentres) {
  Mask mask(4, 1);
  mask.ids = {1, 2, 3, 4};
  EXPECT_EQ(resize_mask(mask, 8, 1).ids, (std::vector<std::uint8_t>{1, 1, 2, 2, 3, 3, 4, 4}));
  EXPECT_EQ(resize_mask(mask, 2, 1).ids, (std::vector<std::uint8_t>{2, 4}));
  EXPECT_EQ(resize_mask(mask, 4, 1).ids, mask.ids);
}

TEST(Transforms, ImagesAreResizedBilinearly) {
  Image image(2, 1, 3);
  image.pixels = {0, 0, 0, 200, 100, 40};
  const Image twice = resize_image(image, 4, 1);  // weights 1, 3/4, 1/4, 0 of the first pixel
  EXPECT_EQ(twice.pixels,
            (std::vector<std::uint8_t>{0, 0, 0, 50, 25, 10, 150, 75, 30, 200, 100, 40}));
  EXPECT_EQ(resize_image(image, 1, 1).pixels, (std::vector<std::uint8_t>{100, 50, 20}));
  EXPECT_EQ(resize_image(image, 2, 1).pixels, image.pixels);
}

TEST(Transforms, ImageAndMaskStayAlignedWhenScaled) {
  Sample sample{Image(64, 64, 3), Mask(64, 64), "half"};
  for (int y = 0; y < 64; ++y) {
    for (int x = 32; x < 64; ++x) {
      sample.mask.at(x, y) = 1;
      sample.image.at(x, y)[0] = 200;
    }
  }
  for (const auto& [w, h] : {std::pair{100, 70}, {48, 31}, {128, 128}}) {
    const Sample resized = resize(sample, w, h);
    for (int y = 0; y < h; ++y) {
      for (int x = 0; x < w; ++x) {
        const int value = resized.image.at(x, y)[0];
        if (value >= 90 && value <= 110) continue;
        ASSERT_EQ(resized.mask.at(x, y), value > 110 ? 1 : 0) << x << " " << y;
      }
    }
  }
}

TEST(Transforms, RandomScaleKeepsTheProportions) {
  Rng rng(3);
  const Sample original = paired(10, 20);
  std::set<int> widths;
  for (int i = 0; i < 100; ++i) {
    const Sample sample = random_scale(original, 0.5, 2.0, rng);
    EXPECT_NEAR(sample.image.height, 2.0 * sample.image.width, 1.01);
    EXPECT_EQ(sample.mask.height, sample.image.height);
    widths.insert(sample.image.width);
  }
  EXPECT_GE(*widths.begin(), 5);
  EXPECT_LE(*widths.rbegin(), 20);
  EXPECT_GT(widths.size(), 10U);
  EXPECT_TRUE(
      contains(message_of<std::invalid_argument>([&] { random_scale(original, 2.0, 1.0, rng); }),
               "factors from 2 to 1"));
}

TEST(Transforms, AQuarterTurnMovesEveryPixelToItsPlace) {
  const Sample original = paired(4, 4);
  const Sample turned = rotate(original, 90, {});
  for (int y = 0; y < 4; ++y) {
    for (int x = 0; x < 4; ++x) {  // counter-clockwise: the right edge becomes the upper one
      EXPECT_EQ(turned.mask.at(x, y), original.mask.at(3 - y, x)) << x << " " << y;
      EXPECT_EQ(turned.image.at(x, y)[2], original.image.at(3 - y, x)[2]) << x << " " << y;
    }
  }
  expect_paired(turned);
  EXPECT_EQ(rotate(original, 0, {}).image.pixels, original.image.pixels);
  EXPECT_EQ(rotate(original, 0, {}).mask.ids, original.mask.ids);
}

// A bright marker of class 7 off the centre stays under its mask, and lands where it should.
TEST(Transforms, ImageAndMaskStayAlignedWhenTurned) {
  Sample sample{Image(60, 40, 3), Mask(60, 40), "marker"};
  for (int y = 8; y < 14; ++y) {
    for (int x = 38; x < 44; ++x) {
      sample.mask.at(x, y) = 7;
      sample.image.at(x, y)[0] = 200;
    }
  }
  const Sample turned = rotate(sample, 30, {});
  double row = 0, column = 0, count = 0;
  for (int y = 0; y < 40; ++y) {
    for (int x = 0; x < 60; ++x) {
      const std::uint8_t id = turned.mask.at(x, y);
      ASSERT_TRUE(id == 0 || id == 7 || id == kVoidLabel) << int{id};
      const int value = turned.image.at(x, y)[0];
      ASSERT_FALSE(value > 180 && id != 7) << x << " " << y;
      ASSERT_FALSE(value < 20 && id == 7) << x << " " << y;
      if (id != 7) continue;
      row += y + 0.5;
      column += x + 0.5;
      ++count;
    }
  }
  // The marker's centre (41, 11) is (11, -9) from the middle (30, 20), y downwards.
  const double c = std::cos(M_PI / 6), s = std::sin(M_PI / 6);
  EXPECT_NEAR(count, 36, 6);
  EXPECT_NEAR(column / count, 30 + 11 * c - 9 * s, 0.5);
  EXPECT_NEAR(row / count, 20 - 11 * s - 9 * c, 0.5);
  EXPECT_EQ(turned.mask.at(0, 0), kVoidLabel) << "what comes from outside";
}

TEST(Transforms, TurnedImagesAreFilledOutside) {
  const Sample turned = rotate(paired(20, 20), 45, {1, 2, 3});
  EXPECT_EQ(turned.mask.at(0, 0), kVoidLabel);
  EXPECT_EQ(turned.image.at(0, 0)[0], 1);
  EXPECT_EQ(turned.image.at(0, 0)[2], 3);
  EXPECT_NE(turned.mask.at(10, 10), kVoidLabel);
}

TEST(Transforms, RandomRotationStaysWithinItsAngle) {
  Rng rng(4), angles(4);
  const Sample original = paired(15, 15);
  std::set<std::string> results;
  for (int i = 0; i < 50; ++i) {
    const Sample sample = random_rotation(original, 20, {}, rng);
    const double angle = angles.uniform(-20, 20);
    EXPECT_EQ(sample.image.pixels, rotate(original, angle, {}).image.pixels);
    results.insert(std::string(sample.mask.ids.begin(), sample.mask.ids.end()));
  }
  EXPECT_GT(results.size(), 10U);
}

TEST(Transforms, ColoursChangeByTheFormula) {
  Image image(2, 1, 3);
  image.pixels = {100, 50, 200, 40, 40, 40};
  EXPECT_EQ(change_colours(image, {}).pixels, image.pixels);
  EXPECT_EQ(change_colours(image, {.brightness = 1.5}).pixels,
            (std::vector<std::uint8_t>{150, 75, 255, 60, 60, 60}));
  // Lumas 82.05 and 40, their mean 61.025.
  EXPECT_EQ(change_colours(image, {.contrast = 0.5}).pixels,
            (std::vector<std::uint8_t>{81, 56, 131, 51, 51, 51}));
  EXPECT_EQ(change_colours(image, {.saturation = 0}).pixels,
            (std::vector<std::uint8_t>{82, 82, 82, 40, 40, 40}));
  EXPECT_EQ(change_colours(image, {.saturation = 2}).pixels,
            (std::vector<std::uint8_t>{118, 18, 255, 40, 40, 40}));
}

TEST(Transforms, JitterLeavesTheMaskAlone) {
  Rng rng(5);
  const Sample original = paired(6, 5);
  const Sample a = random_jitter(original, 0.3, rng), b = random_jitter(original, 0.3, rng);
  EXPECT_EQ(a.mask.ids, original.mask.ids);
  EXPECT_NE(a.image.pixels, original.image.pixels);
  EXPECT_NE(a.image.pixels, b.image.pixels);
  EXPECT_EQ(random_jitter(original, 0, rng).image.pixels, original.image.pixels);
}

TEST(Transforms, TheClassOfAWholeImageStays) {
  Sample sample{test_image(8, 8), Mask(1, 1, 3), "class"};
  flip_left_right(sample);
  EXPECT_EQ(crop(sample, 2, 2, 4, 4, {}).mask.ids, std::vector<std::uint8_t>{3});
  EXPECT_EQ(resize(sample, 5, 5).mask.ids, std::vector<std::uint8_t>{3});
  EXPECT_EQ(rotate(sample, 30, {}).mask.ids, std::vector<std::uint8_t>{3});
}

}  // namespace
}  // namespace pixelwise

#include "datasets/preprocess.h"

#include <gtest/gtest.h>

#include "tests/datasets/helpers.h"

namespace pixelwise {
namespace {

std::vector<float> input_of(const char* preset) {
  Image image(1, 1, 3);
  image.pixels = {255, 51, 102};
  return preprocess(image, preprocessing(preset));
}

void expect_near(const std::vector<float>& values, float a, float b, float c) {
  ASSERT_EQ(values.size(), 3U);
  EXPECT_NEAR(values[0], a, 1e-5F);
  EXPECT_NEAR(values[1], b, 1e-5F);
  EXPECT_NEAR(values[2], c, 1e-5F);
}

TEST(Preprocess, Presets) {
  expect_near(input_of("none"), 255, 51, 102);
  expect_near(input_of("unit"), 1, .2F, .4F);
  expect_near(input_of("shapes"), 2.4F, -.8F, 0);
  expect_near(input_of("caffe"), 102 - 104.00699F, 51 - 116.66877F, 255 - 122.67892F);
  expect_near(input_of("torchvision"), (1 - .485F) / .229F, (.2F - .456F) / .224F,
              (.4F - .406F) / .225F);
}

TEST(Preprocess, NamesFindPresetsAndUnknownOnesListThem) {
  for (const Preprocessing& preset : preprocessings()) {
    EXPECT_EQ(preprocessing(preset.name).name, preset.name);
  }
  EXPECT_TRUE(
      contains(message_of<std::invalid_argument>([] { preprocessing("imagenet"); }),
               "unknown preprocessing 'imagenet'; there are: caffe, torchvision, unit, none, "
               "shapes"));
}

TEST(Preprocess, ZeroColourIsNearZeroInput) {
  for (const char* preset : {"caffe", "torchvision", "shapes"}) {
    const Colour c = zero_colour(preprocessing(preset));
    Image image(1, 1, 3);
    image.pixels = {c.r, c.g, c.b};
    for (const float v : preprocess(image, preprocessing(preset))) EXPECT_LT(std::abs(v), .51F);
  }
  EXPECT_EQ(zero_colour(preprocessing("caffe")), (Colour{123, 117, 104}));
}

TEST(Preprocess, GreyIsRefused) {
  EXPECT_TRUE(contains(
      message_of<std::invalid_argument>([] { preprocess(Image(2, 2, 1), preprocessing("unit")); }),
      "an image with 1 channels; expected RGB"));
}

}  // namespace
}  // namespace pixelwise

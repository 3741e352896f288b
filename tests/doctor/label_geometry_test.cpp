// Measurements of borders in masks.
#include "doctor/label_geometry.h"

#include <gtest/gtest.h>

#include "base/labels.h"
#include "tests/doctor/made.h"

namespace pixelwise {
namespace {

Mask row(const std::vector<std::uint8_t>& ids) {
  Mask mask(static_cast<int>(ids.size()), 1);
  mask.ids = ids;
  return mask;
}

TEST(FillVoid, TakesTheNearestLabel) {
  Mask mask = row({1, 255, 255, 255, 255, 2});
  fill_void(mask);
  EXPECT_EQ(mask.ids, (std::vector<std::uint8_t>{1, 1, 1, 2, 2, 2}));
  Mask nothing = row({255, 255});
  fill_void(nothing);
  EXPECT_EQ(nothing.ids, (std::vector<std::uint8_t>{255, 255}));
}

TEST(EdgeAlignment, IsBestWhereTheMaskFits) {
  for (const auto& [dx, dy] : {std::pair{0, 0}, {1, 0}, {0, -2}, {-3, 1}}) {
    EdgeAlignment alignment;
    for (Sample sample : made::many_boxes()) {
      const Mask before = sample.mask;
      for (int y = 0; y < 32; ++y) {
        for (int x = 0; x < 32; ++x) {
          const int fx = std::min(31, std::max(0, x - dx)), fy = std::min(31, std::max(0, y - dy));
          sample.mask.at(x, y) = before.at(fx, fy);
        }
      }
      alignment.add(sample);
    }
    EXPECT_EQ(alignment.best(), (EdgeAlignment::Shift{-dx, -dy})) << dx << " " << dy;
    EXPECT_GT(alignment.border_pixels(), 200);
    if (dx == 0 && dy == 0) {
      EXPECT_GT(alignment.strength({}), 1.5 * alignment.strength({1, 0}));
    }
  }
}

TEST(Crossings, ThroughNumbersBetween) {
  const auto counted = [](const std::vector<std::uint8_t>& ids) {
    const Crossings crossings = count_crossings(row(ids));
    return std::pair{crossings.direct, crossings.through};
  };
  EXPECT_EQ(counted({0, 0, 3, 3}), (std::pair<std::int64_t, std::int64_t>{1, 0}));
  EXPECT_EQ(counted({0, 0, 1, 1}), (std::pair<std::int64_t, std::int64_t>{0, 0}));
  EXPECT_EQ(counted({0, 0, 1, 3, 3, 3, 3, 3}), (std::pair<std::int64_t, std::int64_t>{0, 1}));
  EXPECT_EQ(counted({5, 3, 2, 2, 0, 0}), (std::pair<std::int64_t, std::int64_t>{0, 1}));
  EXPECT_EQ(counted({0, 1, 1, 1, 1, 1, 3}), (std::pair<std::int64_t, std::int64_t>{1, 0}))
      << "five pixels are a thing, not a border";
  EXPECT_EQ(counted({0, 3, 255, 3}), (std::pair<std::int64_t, std::int64_t>{1, 0}));
  EXPECT_EQ(counted({0, 3, 0, 3}), (std::pair<std::int64_t, std::int64_t>{3, 0}));
}

TEST(Bands, LieBetweenTwoOtherClasses) {
  std::vector<BandPixels> pixels(4);
  count_bands(row({0, 0, 3, 3, 1, 1, 3, 1, 0, 3, 255}), pixels);
  EXPECT_EQ(pixels[3].all, 4);
  EXPECT_EQ(pixels[3].band, 2) << "1 is on both sides of the second, void beside the third";
  EXPECT_EQ(pixels[0].all, 3);
}

TEST(LargeObjects, AreWiderOrHigherThanTheCrop) {
  Mask mask(10, 6);  // class 0 around a bar of 7x2 and a spot
  for (int x = 1; x < 8; ++x) mask.at(x, 1) = mask.at(x, 2) = 1;
  mask.at(8, 4) = 1;
  std::vector<LargeObjects> objects(2);
  count_large_objects(mask, 6, 6, objects);
  EXPECT_EQ(objects[1].all, 15);
  EXPECT_EQ(objects[1].large, 14);
  objects.assign(2, {});
  count_large_objects(mask, 7, 2, objects);
  EXPECT_EQ(objects[1].large, 0);
  EXPECT_EQ(objects[0].all, 45);
  EXPECT_EQ(objects[0].large, 45);
}

}  // namespace
}  // namespace pixelwise

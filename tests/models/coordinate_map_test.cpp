// The algebra of coordinate maps by hand, and what maps that do not meet are told.
#include "models/coordinate_map.h"

#include <gtest/gtest.h>

#include <cmath>

#include "autograd/ops.h"
#include "tests/layers/support.h"

namespace pixelwise {
namespace {

TEST(CoordinateMap, ComposesAndInverts) {
  const CoordinateMap pool{0.5, -0.25}, up{2, 0.5};
  const CoordinateMap both = compose(pool, up);  // 2 (x / 2 - 1/4) + 1/2 = x
  EXPECT_EQ(both.scale, 1);
  EXPECT_EQ(both.shift, 0);
  const CoordinateMap other = compose(up, pool);  // (2 x + 1/2) / 2 - 1/4 = x
  EXPECT_EQ(other.scale, 1);
  EXPECT_EQ(other.shift, 0);
  const CoordinateMap back = inverse(pool);  // x = 2 (y + 1/4)
  EXPECT_EQ(back.scale, 2);
  EXPECT_EQ(back.shift, 0.5);
}

// `pixelwise align` prints the inverse: "0", not "-0".
TEST(CoordinateMap, TheInverseOfNoShiftHasNoSign) {
  EXPECT_FALSE(std::signbit(inverse({1, 0}).shift));
  EXPECT_FALSE(std::signbit(inverse({0.5, -0.0}).shift));
}

// FCN-32s by hand: conv1_1 pads by 100, five pools halve, fc6 (7x7) has no padding, upscore has
// kernel 64 and stride 32.
TEST(CoordinateMap, The19OfFcn32s) {
  CoordinateMap map = compose({}, {1, 99});
  for (int pool = 0; pool < 5; ++pool) map = compose(map, {0.5, -0.25});
  map = compose(map, {1, -3});
  map = compose(map, {32, 31.5});
  EXPECT_EQ(map.scale, 1);
  EXPECT_EQ(crop_offset({}, map), 19);
}

TEST(CoordinateMap, OffsetsThatMakeNoSense) {
  EXPECT_EQ(
      message_of([] {
        crop_offset({1.0 / 32, 0}, {1.0 / 16, 0});
      }),
      "crop_offset: the cells of the frame are 32 pixels apart, those of the map to be cropped "
      "16; upsample the coarser one by 2 first");
  EXPECT_EQ(message_of([] {
              crop_offset({0.5, 0}, {0.5, 1.25});
            }),
            "crop_offset: cell 0 of the frame lies on cell 1.25 of the map to be cropped, between "
            "two cells; another padding is needed");
  EXPECT_EQ(message_of([] {
              crop_offset({0.5, 3}, {0.5, 1});
            }),
            "crop_offset: cell 0 of the frame lies on cell -2 of the map to be cropped, outside of "
            "it; more padding is needed");
}

// Two ways from one image: `fine` is the image itself padded by 5, `coarse` is smaller.
struct TwoMaps {
  const NoGrad no_grad;
  const Tensor image{random_array({1, 2, 34, 34}, 1)};
  const Alignment cells{image};
  const Tensor wide = pad(image, {5, 5, 5, 5});  // [1, 2, 44, 44]
};

TEST(Alignment, CropsWhatLiesUnderTheFrame) {
  const TwoMaps maps;
  EXPECT_EQ(maps.cells.place(maps.wide).rows.map.shift, 5);
  const Tensor cropped = maps.cells.crop(maps.wide, maps.image);
  EXPECT_TRUE(same_bits(cropped.value(), maps.image.value()));
  EXPECT_EQ(maps.cells.place(cropped).rows.map.shift, 0);
  // What fits as it is stays as it is.
  EXPECT_EQ(maps.cells.crop(maps.image, maps.image).id(), maps.image.id());
}

TEST(Alignment, RowsAndColumnsEachHaveTheirOffset) {
  const NoGrad no_grad;
  const Tensor image(random_array({1, 1, 4, 6}, 1));
  const Alignment cells(image);
  const Tensor wide = pad(image, {.top = 2, .bottom = 0, .left = 7, .right = 1});
  EXPECT_TRUE(same_bits(cells.crop(wide, image).value(), image.value()));
}

// The maps of FCN-16s at 500x500, as somebody has them who forgot the crop.
TEST(Alignment, FuseSaysWhatToCropAndWhere) {
  const TwoMaps maps;
  EXPECT_EQ(
      message_of([&] { maps.cells.fuse("upscore2", maps.image, "score_pool4", maps.wide); }),
      "fuse: upscore2 [1, 2, 34, 34] and score_pool4 [1, 2, 44, 44] do not cover each other: "
      "cell 0, 0 of upscore2 lies on cell 5, 5 of score_pool4; crop(score_pool4, upscore2) of "
      "the Alignment cuts out the 34x34 cells from offset 5 on");
}

TEST(Alignment, FuseRefusesMapsOfOneSizeThatAreShifted) {
  const NoGrad no_grad;
  const Tensor image(random_array({1, 1, 8, 8}, 1));
  const Alignment cells(image);
  const Tensor shifted = crop(pad(image, {3, 0, 0, 0}), 0, 0, 8, 8);
  EXPECT_TRUE(contains(message_of([&] { cells.fuse("a", image, "b", shifted); }),
                       "cell 0, 0 of a lies on cell 3, 0 of b"));
  const Array sum = cells.fuse("a", image, "b", cells.crop(image, image)).value();
  EXPECT_EQ(sum(0, 0, 3, 3), 2 * image.value()(0, 0, 3, 3));
}

TEST(Alignment, FuseSaysWhatToUpsample) {
  const NoGrad no_grad;
  const Tensor image(random_array({1, 1, 32, 32}, 1));
  const Alignment cells(image);
  const Tensor fine = max_pool2d(image), coarse = max_pool2d(max_pool2d(fine));
  EXPECT_EQ(message_of([&] { cells.fuse("fine", fine, "coarse", coarse); }),
            "fuse: the cells of fine [1, 1, 16, 16] and coarse [1, 1, 4, 4] are 2 and 8 pixels "
            "apart; upsample coarse by 4 first");
  EXPECT_TRUE(contains(message_of([&] { cells.fuse("coarse", coarse, "fine", fine); }),
                       "are 8 and 2 pixels apart; upsample coarse by 4 first"));
}

TEST(Alignment, OtherErrors) {
  const TwoMaps maps;
  EXPECT_EQ(message_of([&] {
              maps.cells.place(Tensor(Array({1, 2, 3, 3})));
            }),
            "Alignment: the map [1, 2, 3, 3] was not computed from the image while the Alignment "
            "listened");
  const Tensor part = crop(maps.image, 0, 0, 20, 20);
  EXPECT_EQ(message_of([&] { maps.cells.crop(part, maps.image); }),
            "crop: [1, 2, 20, 20] from offset 0, 0 on does not cover the frame [1, 2, 34, 34]");
  EXPECT_EQ(message_of([] {
              Alignment(Tensor(Array({2, 2})));
            }),
            "Alignment: image [2, 2] is not [N, C, H, W]");
}

TEST(Alignment, StopsListeningWithItsScope) {
  const NoGrad no_grad;
  const Tensor image(Array({1, 1, 4, 4}));
  {
    const Alignment cells(image);
    EXPECT_TRUE(cells.knows(relu(image)));
    EXPECT_FALSE(cells.knows(relu(Tensor(Array({1, 1, 2, 2})))));
  }
  EXPECT_EQ(current_observer(), nullptr);
}

}  // namespace
}  // namespace pixelwise

#include "autograd/array.h"

#include <utility>

#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

using Values = std::vector<Real>;

TEST(Array, ConstructionAndScalars) {
  EXPECT_TRUE(Array().is_empty());
  EXPECT_FALSE(Array(Shape{0}).is_empty());
  EXPECT_EQ(Array(Shape{2, 2}).to_vector(), (Values{0, 0, 0, 0}));
  EXPECT_EQ(Array({2, 2}, 3).to_vector(), (Values{3, 3, 3, 3}));
  EXPECT_EQ(Array::scalar(5).shape(), Shape{});
  EXPECT_EQ(Array::scalar(5).item(), 5);
  EXPECT_EQ(Array({1, 1, 1}, 6).item(), 6);
}

TEST(Array, MatricesAndVectorsLieRowByRow) {
  const Array matrix = counting({2, 3});
  EXPECT_EQ(matrix(1, 0), 3);
  EXPECT_EQ(matrix(1, 2), 5);
  EXPECT_EQ(Values(matrix.data(), matrix.data() + 6), (Values{0, 1, 2, 3, 4, 5}));
}

// [1, 2, 2, 2]: channel 0 holds 0 1 / 2 3, channel 1 holds 4 5 / 6 7. In memory the two channels
// of each pixel lie side by side.
TEST(Array, RankFourIsChannelsLastInMemory) {
  const Array x = counting({1, 2, 2, 2});
  EXPECT_EQ(Values(x.data(), x.data() + 8), (Values{0, 4, 1, 5, 2, 6, 3, 7}));
  EXPECT_EQ(x.to_vector(), (Values{0, 1, 2, 3, 4, 5, 6, 7}));
}

TEST(Array, IndicesFindTheLogicalElement) {
  const Shape shape{2, 3, 4, 5};
  const Array x = counting(shape);
  Real expected = 0;
  for (std::int64_t n = 0; n < 2; ++n) {
    for (std::int64_t c = 0; c < 3; ++c) {
      for (std::int64_t h = 0; h < 4; ++h) {
        for (std::int64_t w = 0; w < 5; ++w) {
          EXPECT_EQ(x(n, c, h, w), expected);
          EXPECT_EQ(x.data()[((n * 4 + h) * 5 + w) * 3 + c], expected);
          expected += 1;
        }
      }
    }
  }
}

TEST(Array, StridesSayWhereNeighboursLie) {
  for (const Shape& shape : {Shape{2, 3, 4, 5}, Shape{1, 1, 4, 5}, Shape{2, 3, 1, 1}}) {
    const auto strides = memory_strides(shape);
    const Array x = counting(shape);
    const auto [n, c, h, w] = strides;
    EXPECT_EQ(x.offset(1, 2, 3, 4), n + 2 * c + 3 * h + 4 * w);
  }
  EXPECT_EQ(memory_strides({2, 3, 4})[0], 12);
  EXPECT_EQ(memory_strides({2, 3, 4})[1], 4);
  EXPECT_EQ(memory_strides({2, 3, 4})[2], 1);
}

TEST(Array, CopiesShareUntilOneIsWritten) {
  Array a = counting({2, 2});
  Array b = a;
  EXPECT_EQ(std::as_const(a).data(), std::as_const(b).data());
  b(1, 1) = 100;
  EXPECT_NE(std::as_const(a).data(), std::as_const(b).data());
  EXPECT_EQ(a.to_vector(), (Values{0, 1, 2, 3}));
  EXPECT_EQ(b.to_vector(), (Values{0, 1, 2, 100}));
  const Real* own = b.data();
  b(0, 0) = 50;  // no second copy: the values are b's own by now
  EXPECT_EQ(b.data(), own);
}

TEST(Array, EveryWayToWriteMakesTheValuesItsOwn) {
  const Array original = counting({1, 2, 1, 2});
  Array a = original, b = original, c = original;
  a(0, 1, 0, 1) = -1;
  b(0) = -1;
  c.mutable_data()[0] = -1;
  EXPECT_EQ(original.to_vector(), (Values{0, 1, 2, 3}));
  EXPECT_EQ(a.to_vector(), (Values{0, 1, 2, -1}));
  EXPECT_EQ(b.to_vector(), (Values{-1, 1, 2, 3}));
  EXPECT_EQ(c.to_vector(), (Values{-1, 1, 2, 3}));
}

TEST(Array, ReshapeFollowsLogicalOrder) {
  const std::vector<Shape> shapes = {{24},         {2, 12},      {2, 3, 4},    {2, 3, 2, 2},
                                     {1, 1, 4, 6}, {4, 6, 1, 1}, {1, 4, 2, 3}, {24, 1, 1, 1}};
  for (const Shape& from : shapes) {
    for (const Shape& to : shapes) {
      const Array y = counting(from).reshaped(to);
      EXPECT_EQ(y.shape(), to);
      EXPECT_EQ(y.to_vector(), counting({24}).to_vector()) << from << " to " << to;
      expect_same_bits(y, counting(to));  // in memory order as well
    }
  }
}

TEST(Array, ReshapedElementsAreFoundByTheirNewIndices) {
  const Array y = counting({2, 12}).reshaped({2, 3, 2, 2});
  EXPECT_EQ(y(1, 2, 0, 1), 12 + 2 * 4 + 1);
}

TEST(Array, ReshapeSharesWhereMemoryStaysTheSame) {
  const Array features = counting({4, 6, 1, 1});
  EXPECT_EQ(features.reshaped({4, 6}).data(), features.data());
  const Array map = counting({2, 3, 2, 2});
  EXPECT_NE(map.reshaped({2, 12}).data(), map.data());
}

TEST(Array, WritingToAReshapedCopyLeavesTheOriginal) {
  const Array a = counting({2, 2});
  Array b = a.reshaped({4});
  b(0) = 9;
  EXPECT_EQ(a(0, 0), 0);
}

TEST(Array, NoElements) {
  const Array none(Shape{0, 3, 2, 2});
  EXPECT_EQ(none.size(), 0);
  EXPECT_TRUE(none.to_vector().empty());
  EXPECT_EQ(none.reshaped({0, 12}).shape(), (Shape{0, 12}));
}

TEST(Array, Errors) {
  expect_error<std::invalid_argument>("array: shape [2, 3] has 6 elements, but 4 values were given",
                                      [] {
                                        Array({2, 3}, Values{1, 2, 3, 4});
                                      });
  expect_error<std::invalid_argument>("reshape: [2, 3] has 6 elements, but [4, 2] has 8", [] {
    counting({2, 3}).reshaped({4, 2});
  });
  expect_error<std::invalid_argument>("item: shape [2] has 2 elements; it must have exactly one",
                                      [] { Array(Shape{2}).item(); });
  expect_error<std::invalid_argument>("item: ", [] { Array().item(); });
  expect_error<std::invalid_argument>("array: there are no values to write to",
                                      [] { Array().mutable_data(); });
}

}  // namespace
}  // namespace pixelwise

#include "autograd/shape.h"

#include <gtest/gtest.h>

#include "base/check.h"
#include "tests/base/message.h"

namespace pixelwise {
namespace {

TEST(Shape, SizesRankAndNumberOfElements) {
  const Shape shape{2, 3, 4, 5};
  EXPECT_EQ(shape.rank(), 4);
  EXPECT_EQ(shape[0], 2);
  EXPECT_EQ(shape[3], 5);
  EXPECT_EQ(shape.size(), 120);
  EXPECT_EQ(Shape{}.rank(), 0);
  EXPECT_EQ(Shape{}.size(), 1);
  EXPECT_EQ((Shape{3, 0}).size(), 0);
  EXPECT_EQ((Shape{100000, 100000}).size(), 10000000000);
}

TEST(Shape, IsWrittenInBrackets) {
  EXPECT_EQ(text(Shape{1, 3, 224, 224}), "[1, 3, 224, 224]");
  EXPECT_EQ(text(Shape{7}), "[7]");
  EXPECT_EQ(text(Shape{}), "[]");
}

TEST(Shape, EqualityComparesRankAndSizes) {
  EXPECT_EQ((Shape{2, 3}), (Shape{2, 3}));
  EXPECT_NE((Shape{2, 3}), (Shape{3, 2}));
  EXPECT_NE((Shape{2, 3}), (Shape{2, 3, 1}));
  EXPECT_NE((Shape{0}), Shape{});
}

TEST(Shape, WithChangesOneSize) {
  const Shape shape{2, 3, 4};
  EXPECT_EQ(shape.with(1, 7), (Shape{2, 7, 4}));
  EXPECT_EQ(shape, (Shape{2, 3, 4}));
}

TEST(Shape, Errors) {
  expect_error<std::invalid_argument>("shape: 5 axes; at most 4 are possible", [] {
    Shape{1, 2, 3, 4, 5};
  });
  expect_error<std::invalid_argument>("shape: [2, -1] has a negative size", [] { Shape{2, -1}; });
  expect_error<std::invalid_argument>("shape: [2, 3] has no axis 2", [] { Shape({2, 3})[2]; });
  expect_error<std::invalid_argument>("shape: [2, 3] has no axis -1", [] { Shape({2, 3})[-1]; });
  expect_error<std::invalid_argument>("shape: cannot make axis 2 of [2, 3] 4 long", [] {
    Shape({2, 3}).with(2, 4);
  });
  expect_error<std::invalid_argument>("shape: cannot make axis 0 of [2, 3] -4 long", [] {
    Shape({2, 3}).with(0, -4);
  });
}

}  // namespace
}  // namespace pixelwise

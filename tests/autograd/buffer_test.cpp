// Where buffers lie: aligned, and in memory that others have left.
#include "autograd/buffer.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <new>
#include <set>

#include "autograd/address_sanitizer.h"

namespace pixelwise {
namespace {

TEST(Buffers, AreAlignedAndReused) {
  const std::size_t baseline = buffer_bytes_in_use();
  const Real* first = nullptr;
  {
    const Buffer buffer(1000);
    first = buffer.data();
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(first) % 64, 0U);
    EXPECT_GE(buffer_bytes_in_use(), baseline + 1000 * sizeof(Real));
    EXPECT_LE(buffer_bytes_in_use(), baseline + 1000 * sizeof(Real) + 64);
  }
  EXPECT_EQ(buffer_bytes_in_use(), baseline);
  const Buffer again(1000);
#ifndef PIXELWISE_ADDRESS_SANITIZER
  EXPECT_EQ(again.data(), first);
#endif
  const Buffer none(0);
  EXPECT_NE(none.data(), nullptr);
}

#ifndef PIXELWISE_ADDRESS_SANITIZER  // with it nothing is reused, so that a use after free is seen
TEST(Buffers, FreeNeighboursBecomeOneRange) {
  auto a = std::make_unique<Buffer>(1 << 20), b = std::make_unique<Buffer>(1 << 20),
       c = std::make_unique<Buffer>(1 << 20);
  const std::set<const Real*> places = {a->data(), b->data(), c->data()};
  const Real* lowest = *places.begin();
  ASSERT_EQ(*places.rbegin() - lowest, 2 << 20) << "three neighbours, in some order";
  b.reset();  // in the middle: a range of its own, then with either neighbour
  a.reset();
  c.reset();
  const Buffer all(3 << 20);
  EXPECT_EQ(all.data(), lowest);
}

TEST(Buffers, TakeTheSmallestRangeThatFits) {
  auto large = std::make_unique<Buffer>(5000);
  const Buffer between(100);
  auto small = std::make_unique<Buffer>(3000);
  const Buffer behind(100);
  const Real* place = small->data();
  large.reset();
  small.reset();
  const Buffer again(2900);
  EXPECT_EQ(again.data(), place);
}

TEST(Buffers, MoreThanThereIsThrows) {
  EXPECT_THROW(Buffer(std::int64_t{1} << 50), std::bad_alloc);
  const Buffer after(10);  // and nothing is locked or lost
  EXPECT_NE(after.data(), nullptr);
}
#endif

}  // namespace
}  // namespace pixelwise

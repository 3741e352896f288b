#include "base/memory.h"

#include <gtest/gtest.h>

namespace pixelwise {
namespace {

TEST(Memory, BytesAsWords) {
  EXPECT_EQ(bytes_text(0), "0 bytes");
  EXPECT_EQ(bytes_text(999), "999 bytes");
  EXPECT_EQ(bytes_text(1200), "1.2 kB");
  EXPECT_EQ(bytes_text(3.6e9), "3.6 GB");
  EXPECT_EQ(bytes_text(2.5e18), "2.5 EB");
}

TEST(Memory, TheMachineHasSome) { EXPECT_GT(machine_memory(), 1e8); }

}  // namespace
}  // namespace pixelwise

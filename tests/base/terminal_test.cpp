#include "base/terminal.h"

#include <gtest/gtest.h>

namespace pixelwise {
namespace {

TEST(Terminal, ALineThatFitsStaysAsItIs) {
  EXPECT_EQ(wrapped("two  spaces stay", 40), "two  spaces stay");
  EXPECT_EQ(wrapped("", 40), "");
}

TEST(Terminal, LinesAreBrokenBetweenWords) {
  EXPECT_EQ(wrapped("iteration 5: loss 1.234, validation mean IoU 0.567", 40),
            "iteration 5: loss 1.234, validation mean\n  IoU 0.567");
  EXPECT_EQ(wrapped("a longerthanfive b", 5), "a\n  longerthanfive\n  b");
  EXPECT_EQ(wrapped("Straße Größe", 12), "Straße Größe");  // 12 columns, 15 bytes
}

TEST(Terminal, FittedCutsBetweenCharacters) {
  EXPECT_EQ(fitted("Größe", 3), "Grö");
  EXPECT_EQ(fitted("abc", 3), "abc");
}

}  // namespace
}  // namespace pixelwise

#include "base/utf8.h"

#include <gtest/gtest.h>

namespace pixelwise {
namespace {

TEST(Utf8, TextIsTaken) {
  for (const char* text : {"", "plain", "Straße", "日本", "\xF0\x9F\x8C\xB3", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(is_utf8(text)) << text;
  }
}

TEST(Utf8, TheFirstWrongByteIsFound) {
  EXPECT_EQ(first_not_utf8("Stra\xDF"
                           "e"),
            4U);
  EXPECT_EQ(first_not_utf8("ab\x80"), 2U);            // a continuation alone
  EXPECT_EQ(first_not_utf8("\xE6\x97"), 0U);          // cut
  EXPECT_EQ(first_not_utf8("\xC0\xAF"), 0U);          // overlong
  EXPECT_EQ(first_not_utf8("\xE0\x80\xAF"), 0U);      // overlong
  EXPECT_EQ(first_not_utf8("\xED\xA0\x80"), 0U);      // half of a surrogate pair
  EXPECT_EQ(first_not_utf8("\xF4\x90\x80\x80"), 0U);  // above U+10FFFF
  EXPECT_EQ(first_not_utf8("\xFF"), 0U);
}

}  // namespace
}  // namespace pixelwise

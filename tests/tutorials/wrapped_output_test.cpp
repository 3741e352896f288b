// Long lines of lessons on a narrow terminal.
#include "tutorials/support/wrapped_output.h"

#include <gtest/gtest.h>

#include <iostream>

#include "tutorials/support/kept_output.h"

namespace pixelwise {
namespace {

// What reaches the screen, and what a lesson keeps, if `text` is printed for this width.
std::pair<std::string, std::string> printed(std::size_t width, const std::string& text) {
  const KeptOutput screen;
  std::string kept;
  {
    const WrappedOutput wrapped(width);
    const KeptOutput inside;
    std::cout << text;
    kept = inside.text();
  }
  return {screen.text(), kept};
}

TEST(WrappedOutput, BreaksLongLinesAtBlanksAndKeepsThemWhole) {
  const std::string text =
      "short\n"
      "  [true] One two three four.\n"
      "a  b\n"
      "no end of the line here";
  const auto [screen, kept] = printed(20, text);
  EXPECT_EQ(screen,
            "short\n"
            "  [true] One two\n"
            "  three four.\n"
            "a  b\n"
            "no end of the line\n"
            "  here");
  EXPECT_EQ(kept, text);
  EXPECT_EQ(printed(0, text).first, text);  // no terminal
}

}  // namespace
}  // namespace pixelwise

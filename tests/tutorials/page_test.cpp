// Parts of sources for the pages.
#include "tutorials/pages/page.h"

#include <gtest/gtest.h>

namespace pixelwise {
namespace {

const std::string kSource =
    "void a() {\n"
    "  Rng rng(1);\n"
    "  Net net(rng);\n"
    "\n"
    "  train(net);\n"
    "}\n"
    "int b() { return 1; }\n";

TEST(Snippet, AFunctionByItsName) {
  EXPECT_EQ(snippet(kSource, "b"), "int b() { return 1; }\n");
  EXPECT_EQ(snippet(kSource, ""), kSource);
  EXPECT_THROW(snippet(kSource, "c"), std::invalid_argument);
}

TEST(Snippet, FromOneLineToAnotherByTheirFirstWords) {
  EXPECT_EQ(snippet(kSource, "Rng rng..Net net"), "Rng rng(1);\nNet net(rng);\n");
  EXPECT_EQ(snippet(kSource, "train..train"), "train(net);\n");
  EXPECT_THROW(snippet(kSource, "Adam..train"), std::invalid_argument);
  EXPECT_THROW(snippet(kSource, "train..Rng"), std::invalid_argument);  // in this order only
}

TEST(Snippet, AMarkerWithTwoLines) {
  const Claims none;
  EXPECT_THROW(
      renewed_page("<!-- snippet: no_such_file.cpp#Rng rng..train -->\n```cpp\n```\n", none, "."),
      std::runtime_error);
  EXPECT_EQ(renewed_page("plain\n", none, "."), "plain\n");
}

}  // namespace
}  // namespace pixelwise

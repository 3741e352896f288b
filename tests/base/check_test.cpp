#include "base/check.h"

#include <gtest/gtest.h>

#include "tests/base/message.h"

namespace pixelwise {
namespace {

// Writing one of these into a message is counted: a check that holds must not format anything.
struct Counted {
  int* written;
};

std::ostream& operator<<(std::ostream& out, const Counted& part) {
  ++*part.written;
  return out << "counted";
}

TEST(Check, PartsAreJoinedAsStreamsWriteThem) {
  EXPECT_EQ(text("conv2d: ", 3, " of ", 2.5, ' ', std::string("channels")),
            "conv2d: 3 of 2.5 channels");
}

TEST(Check, EachKindOfFailureHasItsType) {
  EXPECT_EQ(message_of<std::invalid_argument>([] { fail("op: ", 1, " is wrong"); }),
            "op: 1 is wrong");
  EXPECT_EQ(message_of<std::invalid_argument>([] { require(false, "op: ", 2); }), "op: 2");
  EXPECT_EQ(message_of<std::logic_error>([] { require_internal(false, "op: ", 3); }),
            "internal error: op: 3");
}

TEST(Check, AFileErrorStartsWithThePath) {
  EXPECT_EQ(message_of<std::runtime_error>([] { fail_file("a/b.png", "truncated after ", 7); }),
            "a/b.png: truncated after 7");
}

TEST(Check, NothingIsFormattedWhileTheConditionHolds) {
  int written = 0;
  require(true, Counted{&written});
  require_internal(true, Counted{&written});
  EXPECT_EQ(written, 0);
  EXPECT_THROW(require(false, Counted{&written}), std::invalid_argument);
  EXPECT_EQ(written, 1);
}

// std::invalid_argument is a std::logic_error: message_of must tell the two apart.
TEST(Check, TheHelperOfTheseTestsSeesWrongTypes) {
  EXPECT_EQ(message_of<std::logic_error>([] { fail("x"); }).front(), '(');
  EXPECT_EQ(message_of<std::invalid_argument>([] {}), "(no error)");
}

}  // namespace
}  // namespace pixelwise

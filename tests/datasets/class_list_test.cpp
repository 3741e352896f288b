// classes.txt, and what is said when it is not right.
#include "datasets/class_list.h"

#include <gtest/gtest.h>

#include "tests/datasets/helpers.h"

namespace pixelwise {
namespace {

class ClassListTest : public ::testing::Test {
 protected:
  ClassList read(const std::string& content) const {
    write_bytes(folder_ / "classes.txt", content);
    return read_class_list(folder_ / "classes.txt");
  }
  std::string refusal(const std::string& content) const {
    return message_of<std::runtime_error>([&] { read(content); });
  }

  const TemporaryFolder folder_;
};

using Names = std::vector<std::string>;

TEST_F(ClassListTest, NamesAlone) {
  const ClassList list = read("# mine\nground\n  red  car\n\nclass 7\r\nMünze\n");
  EXPECT_EQ(list.classes.names, (Names{"ground", "red car", "class 7", "Münze"}));
  EXPECT_FALSE(list.has_colours);
  EXPECT_EQ(list.classes.palette, voc_palette(4));
  EXPECT_FALSE(list.void_number.has_value());
}

TEST_F(ClassListTest, NamesAndColours) {
  const ClassList list = read("void 200 9 9\nnine 9 9 9\nhouse 2 0 0 0\n");
  EXPECT_TRUE(list.has_colours);
  EXPECT_EQ(list.classes.names, (Names{"nine", "house 2"}));
  EXPECT_EQ(list.classes.palette, (Palette{{9, 9, 9}, {0, 0, 0}}));
  EXPECT_EQ(list.void_colour, (Colour{200, 9, 9}));
}

// Editors of Windows write a mark first; old Macs end lines with CR alone.
TEST_F(ClassListTest, MarksAndLineEnds) {
  const ClassList list = read("\xEF\xBB\xBFvoid 0 0 0\r\ncar 255 0 0\r\nroad 0 0 255\r\n");
  EXPECT_EQ(list.classes.names, (Names{"car", "road"}));
  EXPECT_EQ(list.void_colour, (Colour{0, 0, 0}));
  EXPECT_EQ(read("car\rroad\r").classes.names, (Names{"car", "road"}));
}

TEST_F(ClassListTest, OtherEncodings) {
  EXPECT_TRUE(contains(refusal("background\nStra\xDF"
                               "e\n"),
                       "classes.txt: line 2: byte 5 of it (223) is not UTF-8 text; save it as"));
  EXPECT_TRUE(contains(refusal(std::string("\xFF\xFE"
                                           "c\0a\0r\0",
                                           8)),
                       "is written in UTF-16"));
  EXPECT_TRUE(contains(refusal(std::string("c\0a\0r\0", 6)), "line 1: byte 2 of it (0)"));
}

TEST_F(ClassListTest, Duplicates) {
  EXPECT_TRUE(contains(refusal("car\n# x\nroad\ncar\n"), "line 4: 'car' stands in line 1 already"));
  EXPECT_TRUE(contains(refusal("car 1 2 3\nroad 1 2 3\n"),
                       "line 2: 'road' has the colour of line 1 (1 2 3)"));
  EXPECT_TRUE(contains(refusal("car 1 2 3\nvoid 1 2 3\n"), "line 2: 'void' has the colour of"));
}

TEST_F(ClassListTest, ColoursThatAreNone) {
  EXPECT_TRUE(
      contains(refusal("a 1 2 3\nb\n"), "line 2: 'b' has no colour but earlier lines have"));
  EXPECT_TRUE(contains(refusal("a\nb 1 2 3\n"), "line 2: 'b' has a colour but earlier lines have"));
  EXPECT_TRUE(contains(refusal("a 1 2 256\n"), "line 1: colour 1 2 256 is outside 0 to 255"));
  EXPECT_TRUE(contains(refusal("a\n0 0 255\n"), "line 2: '0 0 255' has no name"));
  EXPECT_TRUE(contains(refusal("car 255 0\n"), "line 1: 'car 255 0' ends with two numbers"));
}

TEST_F(ClassListTest, VoidByNumber) {
  const ClassList list = read("sky\nroad\nvoid 11\n");
  EXPECT_EQ(list.classes.names, (Names{"sky", "road"}));
  EXPECT_EQ(list.void_number, 11);
  EXPECT_TRUE(contains(refusal("sky\nroad\nvoid\n"), "line 3: 'void' is no class"));
  EXPECT_TRUE(contains(refusal("sky\nvoid 256\n"), "line 2: 'void' is no class"));
  EXPECT_TRUE(contains(refusal("sky\nroad\nvoid 1\n"),
                       "line 3: 'void 1' is the number of a class; there are 2, 0 to 1"));
  EXPECT_TRUE(contains(refusal("sky 1 2 3\nvoid 255\n"), "line 2: 'void 255' is a number, but"));
}

TEST_F(ClassListTest, TooFewOrTooMany) {
  EXPECT_TRUE(contains(refusal("# nothing\n"), "0 classes; expected 1 to 255 lines"));
  EXPECT_TRUE(contains(refusal(""), "0 classes; expected 1 to 255 lines"));
  EXPECT_TRUE(contains(refusal("void 255\n"), "0 classes; expected 1 to 255 lines"));
  std::string many;
  for (int i = 0; i < 256; ++i) many += "class" + std::to_string(i) + "\n";
  EXPECT_TRUE(contains(refusal(many), "256 classes; expected 1 to 255 lines"));
}

}  // namespace
}  // namespace pixelwise

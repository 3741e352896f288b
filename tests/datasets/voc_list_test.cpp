// The lists and palettes of voc:DIR.
#include <gtest/gtest.h>

#include "datasets/png_file.h"
#include "tests/datasets/folder_maker.h"

namespace pixelwise {
namespace {

class VocList : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"a", "b", "c d"}) add(name, voc_palette(256));
    list("train", "a\nb\n");
    list("val", "c d\n");
  }
  void add(const std::string& name, const Palette& palette) const {
    const std::string image = folder_ / ("JPEGImages/" + name + ".jpg");
    const std::string mask = folder_ / ("SegmentationClass/" + name + ".png");
    write_bytes(image, "");
    write_bytes(mask, "");
    write_png(image, test_image(6, 4));
    write_mask(mask, test_mask(6, 4, 3), palette);
  }
  void list(const std::string& part, const std::string& content) const {
    write_bytes(folder_ / ("ImageSets/Segmentation/" + part + ".txt"), content);
  }
  DatasetPtr open(Split split) const { return open_dataset("voc:" + folder_.path(), split); }
  std::string refusal() const { return opening("voc:" + folder_.path()); }

  const TemporaryFolder folder_;
};

TEST_F(VocList, NamesMayHoldSpacesAndAMark) {
  list("train",
       "\xEF\xBB\xBF"
       "a\r\n\r\n b \r\n");
  EXPECT_EQ(open(Split::train)->size(), 2);
  EXPECT_EQ(open(Split::train)->get(1).name, "b");
  EXPECT_EQ(open(Split::val)->get(0).name, "c d");
  EXPECT_TRUE(open(Split::train)->notes().empty());
}

TEST_F(VocList, TwoColumns) {
  list("train", "a  1\nb -1\nc d 0\n");
  const DatasetPtr data = open(Split::train);
  ASSERT_EQ(data->size(), 2);
  EXPECT_EQ(data->get(0).name, "a");
  EXPECT_EQ(data->get(1).name, "c d");
  ASSERT_EQ(data->notes().size(), 2U);
  EXPECT_TRUE(contains(data->notes()[0], "train.txt: 1 image is marked -1"));
  EXPECT_TRUE(contains(data->notes()[1], "1 image stands in train.txt and in val.txt (c d)"));
  list("train", "a -1\nb -1\n");
  EXPECT_TRUE(contains(refusal(), "no images; expected a name on each line, and all 2 are marked"));
}

TEST_F(VocList, Mistakes) {
  list("train", "a\nb\na\n");
  EXPECT_TRUE(contains(refusal(), "train.txt: line 3: 'a' stands in line 1 already"));
  list("train",
       "a\nStra\xDF"
       "e\n");
  EXPECT_TRUE(contains(refusal(), "train.txt: line 2: byte 5 of it (223) is not UTF-8"));
  list("train", "\n \n");
  EXPECT_TRUE(contains(refusal(), "train.txt: no images; expected a name on each line"));
}

TEST_F(VocList, SortedPalette) {
  if (!has_libpng()) GTEST_SKIP() << "this build has no libpng, which writes palettes";
  Palette sorted = voc_palette(256);
  std::swap(sorted[1], sorted[2]);
  add("a", sorted);
  EXPECT_TRUE(contains(
      message_of<std::runtime_error>([&] { open(Split::train)->get(0); }),
      "a.png: number 1 has the colour that class 2 has in Pascal VOC: a program has sorted"));
}

}  // namespace
}  // namespace pixelwise

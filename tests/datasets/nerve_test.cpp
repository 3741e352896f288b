// nerve:DIR, the layout of Kaggle's ultrasound nerve segmentation.
#include <gtest/gtest.h>

#include <set>

#include "datasets/file_dataset.h"
#include "datasets/open_dataset.h"
#include "tests/datasets/helpers.h"
#include "tests/datasets/tiff_writer.h"

namespace pixelwise {
namespace {

using FileError = std::runtime_error;

constexpr int kWidth = 10, kHeight = 6;

std::string grey(std::uint8_t background, std::uint8_t first) {
  std::vector<std::uint8_t> values(kWidth * kHeight, background);
  values[3] = first;
  return tiff_bytes({.width = kWidth, .height = kHeight, .compression = 5}, values);
}

// `subjects` subjects of 4 images each; the masks of every second image are empty.
void make_nerves(const TemporaryFolder& folder, const std::string& inner, int subjects) {
  for (int s = 1; s <= subjects; ++s) {
    for (int i = 1; i <= 4; ++i) {
      const std::string stem = inner + std::to_string(s) + "_" + std::to_string(i);
      write_bytes(folder / (stem + ".tif"), grey(100, 90));
      write_bytes(folder / (stem + "_mask.tif"), grey(0, i % 2 == 0 ? 0 : 255));
    }
  }
}

std::set<std::string> names_of(const std::string& spec, Split split) {
  const DatasetPtr data = open_dataset(spec, split, {.split = 0.6});
  std::set<std::string> names;
  for (std::int64_t i = 0; i < data->size(); ++i) names.insert(data->get(i).name);
  return names;
}

std::string opening(const TemporaryFolder& folder) {
  return message_of<FileError>([&] { open_dataset("nerve:" + folder.path(), Split::train); });
}

TEST(Nerve, MasksBecomeTwoClassesAndMayBeEmpty) {
  for (const std::string inner : {"", "train/"}) {
    const TemporaryFolder folder;
    make_nerves(folder, inner, 10);
    const DatasetPtr data = open_dataset("nerve:" + folder.path(), Split::train);
    EXPECT_EQ(data->class_names(), (std::vector<std::string>{"background", "nerve"}));
    ASSERT_EQ(data->notes().size(), 1U);
    EXPECT_TRUE(
        contains(data->notes()[0], "0 and 255 are read as classes 0 and 1; 40 images of 10"));
    std::set<int> seen;
    for (std::int64_t i = 0; i < data->size(); ++i) {
      const Sample sample = data->get(i);
      EXPECT_EQ(sample.image.channels, 3);
      EXPECT_EQ(sample.image.at(3, 0)[1], 90);
      EXPECT_EQ(sample.mask.at(0, 0), 0);
      seen.insert(sample.mask.at(3, 0));
    }
    EXPECT_EQ(seen, (std::set<int>{0, 1}));
  }
}

TEST(Nerve, ASubjectIsOnOneSideAlone) {
  const TemporaryFolder folder;
  make_nerves(folder, "", 12);
  const auto train = names_of("nerve:" + folder.path(), Split::train);
  const auto val = names_of("nerve:" + folder.path(), Split::val);
  EXPECT_EQ(train.size() + val.size(), 48U);
  std::set<std::string> subjects;
  for (const std::string& name : train) subjects.insert(name.substr(0, name.find('_')));
  EXPECT_EQ(train.size(), 4 * subjects.size());
  for (const std::string& name : val)
    EXPECT_FALSE(subjects.contains(name.substr(0, name.find('_'))));
  make_nerves(folder, "", 20);  // more subjects move none to the other side
  for (const std::string& name : names_of("nerve:" + folder.path(), Split::val)) {
    EXPECT_FALSE(train.contains(name));
  }
}

TEST(Nerve, SaysWhatIsMissing) {
  const TemporaryFolder folder;
  EXPECT_TRUE(contains(
      message_of<FileError>([&] { open_dataset("nerve:" + (folder / "none"), Split::train); }),
      "no such folder; expected S_I.tif beside S_I_mask.tif"));
  EXPECT_TRUE(contains(opening(folder), "no images; expected PNG, JPEG, WebP, BMP, TIFF"));
  make_nerves(folder, "", 3);
  std::filesystem::remove(folder / "2_3_mask.tif");
  std::filesystem::remove(folder / "3_1.tif");
  EXPECT_TRUE(contains(opening(folder),
                       "2 files without their image or mask: 2_3.tif, 3_1_mask.tif; expected S_I"));
  write_bytes(folder / "photo.tif", grey(1, 1));
  EXPECT_TRUE(contains(opening(folder), "names without a subject: photo.tif; expected S_I.tif"));
}

TEST(Nerve, OtherValuesInAMaskAreRefused) {
  const TemporaryFolder folder;
  make_nerves(folder, "", 1);
  write_bytes(folder / "1_1_mask.tif", grey(0, 2));
  const DatasetPtr data = open_dataset("nerve:" + folder.path(), Split::train, {.split = 1.0});
  EXPECT_TRUE(contains(message_of<FileError>([&] { data->get(0); }),
                       "1_1_mask.tif: a mask of this layout holds 0 (background) and 255 (nerve); "
                       "pixels of each label: 0: 59, 2: 1"));
}

TEST(Nerve, SplitOutOfRange) {
  const TemporaryFolder folder;
  EXPECT_TRUE(contains(message_of<std::invalid_argument>([&] {
                         open_dataset("nerve:" + folder.path(), Split::train, {.split = -1.0});
                       }),
                       "--split -1; expected the share of training images, 0 to 1"));
}

}  // namespace
}  // namespace pixelwise

// Data sets on disk: folder:DIR, voc:DIR and camvid:DIR, and what is said when they are not right.
#include <gtest/gtest.h>
#include <stb/stb_image_write.h>

#include <set>

#include "base/labels.h"
#include "base/read_file.h"
#include "datasets/file_dataset.h"
#include "tests/datasets/folder_maker.h"

namespace pixelwise {
namespace {

using FileError = std::runtime_error;

void rewrite_masks(const TemporaryFolder& folder, int count, const Mask& mask) {
  for (int i = 0; i < count; ++i) {
    write_mask(folder / ("masks/img" + std::to_string(i) + ".png"), mask, voc_palette(256));
  }
}

TEST(Folder, ClassesFromTheMasks) {
  const TemporaryFolder folder;
  make_folder(folder, 10, 3);
  const DatasetPtr train = open_dataset("folder:" + folder.path(), Split::train);
  const DatasetPtr val = open_dataset("folder:" + folder.path(), Split::val);
  EXPECT_EQ(train->size() + val->size(), 10);
  EXPECT_EQ(train->num_classes(), 3);
  EXPECT_EQ(val->num_classes(), 3);
  EXPECT_TRUE(train->notes().empty());
  const Sample sample = train->get(0);
  EXPECT_EQ(sample.image.pixels, test_image(6, 4).pixels);
  EXPECT_EQ(sample.mask.ids, test_mask(6, 4, 3).ids);
  EXPECT_EQ(sample.name, "img0");
}

TEST(Folder, SplitIsStableWhenFilesAreAdded) {
  const TemporaryFolder folder;
  make_folder(folder, 12, 2);
  const auto names_of = [&](Split split) {
    const DatasetPtr data = open_dataset("folder:" + folder.path(), split, {.split = 0.5});
    std::set<std::string> names;
    for (std::int64_t i = 0; i < data->size(); ++i) names.insert(data->get(i).name);
    return names;
  };
  const std::set<std::string> before = names_of(Split::train), val = names_of(Split::val);
  EXPECT_EQ(before.size() + val.size(), 12U);
  make_folder(folder, 30, 2);
  const std::set<std::string> after = names_of(Split::train);
  for (const std::string& name : before) EXPECT_TRUE(after.contains(name)) << name;
  for (const std::string& name : val) EXPECT_FALSE(after.contains(name)) << name;
}

TEST(Folder, HashOfNamesIsUniform) {
  double sum = 0.0;
  int low = 0;
  for (int i = 0; i < 1000; ++i) {
    const double share = share_of_name("image_" + std::to_string(i));
    sum += share;
    low += share < 0.8 ? 1 : 0;
  }
  EXPECT_NEAR(sum / 1000, 0.5, 0.03);
  EXPECT_NEAR(low, 800, 40);
}

TEST(Folder, BinaryMasksAreRecognisedOverTheWholeSet) {
  const TemporaryFolder folder;
  make_folder(folder, 4, 2);
  Mask mask(6, 4);
  mask.at(2, 1) = 255;
  rewrite_masks(folder, 4, mask);
  const DatasetPtr binary = open_dataset("folder:" + folder.path(), Split::train, {.split = 1.0});
  EXPECT_EQ(binary->num_classes(), 2);
  EXPECT_EQ(binary->get(0).mask.at(2, 1), 1);
  ASSERT_EQ(binary->notes().size(), 1U);
  EXPECT_TRUE(
      contains(binary->notes()[0],
               "binary masks: every mask holds nothing but 0 and 255, read as classes 0 and 1"));
}

TEST(Folder, ClassesTxtNamesClasses) {
  const TemporaryFolder folder;
  make_folder(folder, 2, 3);
  write_bytes(folder / "classes.txt", "# mine\nground\n  red  car\n\ntree\r\nsky\n");
  const DatasetPtr data = open_dataset("folder:" + folder.path(), Split::train, {.split = 1.0});
  EXPECT_EQ(data->class_names(), (std::vector<std::string>{"ground", "red car", "tree", "sky"}));

  write_bytes(folder / "classes.txt", "ground\ncar\n");
  const std::string message = opening("folder:" + folder.path());
  EXPECT_TRUE(
      contains(message, "masks/img0.png: label 2 at row 0, column 2, but there are 2 classes"));
  EXPECT_TRUE(contains(message, "255 is usually void"));
}

TEST(Folder, ClassesTxtWithColoursReadsRgbMasks) {
  const TemporaryFolder folder;
  make_folder(folder, 1, 2);
  Image colours(6, 4, 3);
  for (std::size_t i = 0; i < 36; ++i) colours.pixels[i] = 9;
  write_png(folder / "masks/img0.png", colours);
  colours.pixels[0] = 200;
  write_png(folder / "masks/img0.png", colours);
  EXPECT_TRUE(contains(opening("folder:" + folder.path()),
                       "looks like an RGB image of coloured labels (3 dist"));
  write_bytes(folder / "classes.txt", "void 200 9 9\nnine 9 9 9\nnothing 0 0 0\n");
  const DatasetPtr data = open_dataset("folder:" + folder.path(), Split::train, {.split = 1.0});
  EXPECT_EQ(data->class_names(), (std::vector<std::string>{"nine", "nothing"}));
  const Mask mask = data->get(0).mask;
  EXPECT_EQ(mask.at(0, 0), kVoidLabel);
  EXPECT_EQ(mask.at(1, 0), 0);
  EXPECT_EQ(mask.at(0, 3), 1);
}

TEST(Folder, MissingFolders) {
  const TemporaryFolder folder;
  EXPECT_TRUE(contains(opening("folder:" + (folder / "none")),
                       "none: no such folder; expected a folder with images/ and masks/"));
  write_bytes(folder / "images/a.png", "");
  EXPECT_TRUE(contains(opening("folder:" + folder.path()),
                       "masks: no such folder; expected images/ and masks/ with equal stems"));
  EXPECT_TRUE(contains(opening("folder:" + (folder / "images/a.png")), "is not a folder"));
}

TEST(Folder, NoImages) {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder / "images");
  std::filesystem::create_directories(folder / "masks");
  EXPECT_TRUE(contains(opening("folder:" + folder.path()),
                       "images: no images; expected PNG, JPEG, WebP, "
                       "BMP, TIFF or binary PGM/PPM files, the folder is empty"));
  write_bytes(folder / "images/a.txt", "x");
  write_bytes(folder / "images/.hidden.png", "x");
  EXPECT_TRUE(contains(opening("folder:" + folder.path()), "PGM/PPM files, found a.txt"));
}

TEST(Folder, PartnersAreMissing) {
  const TemporaryFolder folder;
  make_folder(folder, 9, 2);
  for (int i = 0; i < 7; ++i) {
    std::filesystem::remove(folder / ("masks/img" + std::to_string(i) + ".png"));
  }
  std::filesystem::remove(folder / "images/img8.png");
  const std::string message = opening("folder:" + folder.path());
  EXPECT_TRUE(contains(message,
                       "7 images without a mask: img0.png, img1.png, img2.png, img3.png, "
                       "img4.png and 2 more"));
  EXPECT_TRUE(contains(message, "1 mask without an image: img8.png"));
}

TEST(Folder, TwoImagesOfOneStem) {
  const TemporaryFolder folder;
  make_folder(folder, 1, 2);
  write_bytes(folder / "images/img0.jpg", "x");
  EXPECT_TRUE(contains(opening("folder:" + folder.path()), "two images with the stem 'img0'"));
}

TEST(Folder, MaskOfAnotherSize) {
  const TemporaryFolder folder;
  make_folder(folder, 2, 2);
  write_mask(folder / "masks/img1.png", test_mask(6, 5, 2), voc_palette(2));
  const std::string message = opening("folder:" + folder.path());
  EXPECT_TRUE(contains(message, "masks/img1.png: the mask is 6x5 but its image "));
  EXPECT_TRUE(contains(message, "images/img1.png is 6x4"));
}

// Resizing the mask would spoil the data.
TEST(Folder, MaskTurnedAgainstItsImage) {
  const TemporaryFolder folder;
  make_folder(folder, 2, 2);
  write_mask(folder / "masks/img1.png", test_mask(4, 6, 2), voc_palette(2));
  const std::string message = opening("folder:" + folder.path());
  EXPECT_TRUE(contains(message, "masks/img1.png: the mask is 4x6 but its image "));
  EXPECT_TRUE(contains(message, "is turned by 90 degrees. Turn it back; do not resize it"));
}

// A mask of 1x1 would be taken for the class of a whole image.
TEST(Folder, ImageOfOnePixel) {
  const TemporaryFolder folder;
  make_folder(folder, 2, 2);
  add_pair(folder, 2, Mask(1, 1), voc_palette(2));
  EXPECT_TRUE(contains(opening("folder:" + folder.path()),
                       "images/img2.png: an image of one pixel cannot be divided into regions"));
}

TEST(Folder, PicturesThatCannotBeRead) {
  const TemporaryFolder folder;
  make_folder(folder, 2, 2);
  write_bytes(folder / "images/img3.HEIC", "x");
  write_bytes(folder / "images/notes.txt", "x");
  EXPECT_TRUE(contains(opening("folder:" + folder.path()),
                       "images: 1 picture is of a format that cannot be read: img3.HEIC; expected "
                       "PNG, JPEG, WebP"));
}

TEST(Folder, TruncatedImage) {
  const TemporaryFolder folder;
  make_folder(folder, 1, 2);
  const std::string bytes = read_file(folder / "images/img0.png");
  write_bytes(folder / "images/img0.png", bytes.substr(0, bytes.size() / 2));
  const DatasetPtr data = open_dataset("folder:" + folder.path(), Split::train, {.split = 1.0});
  EXPECT_TRUE(contains(message_of<FileError>([&] { data->get(0); }),
                       "images/img0.png: damaged or truncated PNG"));
}

TEST(Folder, OneClassOnly) {
  const TemporaryFolder folder;
  make_folder(folder, 2, 1);
  EXPECT_TRUE(contains(
      opening("folder:" + folder.path()),
      "the masks hold 1 class, so there is nothing to learn. Pixels of each label: 0: 48"));
}

TEST(Folder, EmptySplit) {
  const TemporaryFolder folder;
  make_folder(folder, 2, 2);
  EXPECT_TRUE(contains(opening("folder:" + folder.path(), {.split = 0.0}),
                       "none of the 2 images falls into the train part at --split 0"));
  EXPECT_TRUE(contains(message_of<std::invalid_argument>([&] {
                         open_dataset("folder:" + folder.path(), Split::train, {.split = 80.0});
                       }),
                       "--split 80; expected the share of training images, 0 to 1"));
}

void make_voc(const TemporaryFolder& folder, const std::string& root) {
  const Image image = test_image(8, 8);
  for (const char* name : {"2007_01", "2007_02"}) {
    write_bytes(folder / (root + "JPEGImages/" + name + ".jpg"), "");
    stbi_write_jpg((folder / (root + "JPEGImages/" + name + ".jpg")).c_str(), 8, 8, 3,
                   image.pixels.data(), 95);
    Mask mask = test_mask(8, 8, 21);
    mask.at(0, 0) = kVoidLabel;
    write_bytes(folder / (root + "SegmentationClass/" + name + ".png"), "");
    write_mask(folder / (root + "SegmentationClass/" + name + ".png"), mask, voc_palette(256));
  }
  write_bytes(folder / (root + "ImageSets/Segmentation/train.txt"), "2007_02\r\n");
  write_bytes(folder / (root + "ImageSets/Segmentation/val.txt"), "2007_01\n\n");
}

TEST(Voc, ReadsPaletteMasksAndSplits) {
  for (const std::string root : {"", "VOC2012/", "VOCdevkit/VOC2012/"}) {
    const TemporaryFolder folder;
    make_voc(folder, root);
    const DatasetPtr train = open_dataset("voc:" + folder.path(), Split::train);
    ASSERT_EQ(train->size(), 1);
    EXPECT_EQ(train->num_classes(), 21);
    const Sample sample = train->get(0);
    EXPECT_EQ(sample.name, "2007_02");
    EXPECT_EQ(sample.mask.at(0, 0), kVoidLabel);
    EXPECT_EQ(sample.mask.at(4, 3), 10);
    EXPECT_EQ(open_dataset("voc:" + folder.path(), Split::val)->get(0).name, "2007_01");
  }
}

TEST(Voc, SaysWhatIsMissing) {
  const TemporaryFolder folder;
  EXPECT_TRUE(contains(opening("voc:" + folder.path()), "no JPEGImages/ in it, nor in VOC2012/"));
  make_voc(folder, "");
  write_bytes(folder / "ImageSets/Segmentation/train.txt", "2007_02\n2007_99\n");
  EXPECT_TRUE(contains(opening("voc:" + folder.path()), "lists 2 files that are missing in "));
  EXPECT_TRUE(contains(opening("voc:" + folder.path()),
                       "JPEGImages/2007_99.jpg, SegmentationClass/2007_99.png"));
  write_bytes(folder / "ImageSets/Segmentation/train.txt", "");
  EXPECT_TRUE(contains(opening("voc:" + folder.path()), "train.txt: no images; expected a name"));
  std::filesystem::remove(folder / "ImageSets/Segmentation/train.txt");
  EXPECT_TRUE(contains(opening("voc:" + folder.path()), "train.txt: cannot open"));
}

TEST(Voc, LabelOutOfRange) {
  const TemporaryFolder folder;
  make_voc(folder, "");
  write_mask(folder / "SegmentationClass/2007_02.png", test_mask(8, 8, 22), voc_palette(256));
  const DatasetPtr train = open_dataset("voc:" + folder.path(), Split::train);
  EXPECT_TRUE(contains(message_of<FileError>([&] { train->get(0); }),
                       "2007_02.png: label 21 at row 7, column 7, but there are 21 classes"));
}

void make_camvid(const TemporaryFolder& folder, const Mask& mask) {
  for (const char* part : {"train", "val"}) {
    const std::string image = folder / (std::string(part) + "/a.png");
    const std::string annotation = folder / (std::string(part) + "annot/a.png");
    write_bytes(image, "");
    write_bytes(annotation, "");
    write_png(image, test_image(mask.width, mask.height));
    write_mask(annotation, mask, voc_palette(256));
  }
}

TEST(Camvid, ElevenIsVoid) {
  const TemporaryFolder folder;
  make_camvid(folder, test_mask(12, 3, 12));
  const DatasetPtr train = open_dataset("camvid:" + folder.path(), Split::train);
  EXPECT_EQ(train->num_classes(), 11);
  const Mask mask = train->get(0).mask;
  EXPECT_EQ(mask.at(10, 0), 10);
  EXPECT_EQ(mask.at(11, 0), kVoidLabel);
}

TEST(Camvid, WrongLabels) {
  const TemporaryFolder folder;
  make_camvid(folder, test_mask(12, 12, 14));
  const auto reading = [&] {
    return message_of<FileError>(
        [&] { open_dataset("camvid:" + folder.path(), Split::train)->get(0); });
  };
  EXPECT_TRUE(contains(reading(), "label 12 at row 1, column 10, but there are 12 classes"));
  Mask binary(4, 4);
  binary.at(1, 1) = 255;
  make_camvid(folder, binary);
  EXPECT_TRUE(contains(reading(), "a binary mask? map 255 to 1"));
  EXPECT_TRUE(contains(reading(), "0: 15, 255: 1"));
}

TEST(Camvid, MissingFolder) {
  const TemporaryFolder folder;
  write_bytes(folder / "train/a.png", "");
  EXPECT_TRUE(contains(opening("camvid:" + folder.path()),
                       "trainannot: no such folder; expected CamVid: train/, trainannot/"));
}

}  // namespace
}  // namespace pixelwise

// Data that is wrong: exit status 1, a message that says what and where, and nothing written.
#include <gtest/gtest.h>

#include <fstream>

#include "base/read_file.h"
#include "datasets/image.h"
#include "datasets/mask.h"
#include "tests/app/run_app.h"

namespace pixelwise {
namespace {

namespace fs = std::filesystem;

class BadData : public ::testing::Test {
 protected:
  void SetUp() override { write_shapes_folder(data_, 6, 48, 48); }

  void expect_refused(const std::vector<std::string>& messages) const {
    const Outcome outcome = run_app({"train", "--model", "toy-8s", "--data", "folder:" + data_,
                                     "--out", folder_ / "run", "--iterations", "3"});
    EXPECT_EQ(outcome.status, 1);
    for (const std::string& message : messages) {
      EXPECT_NE(outcome.err.find(message), std::string::npos)
          << "expected: " << message << "\nfound: " << outcome.err;
    }
    EXPECT_FALSE(fs::exists(folder_ / "run"));
  }

  const TemporaryFolder folder_;
  const std::string data_ = folder_ / "data";
  const std::string mask_ = folder_ / "data/masks/image2.png";
  const std::string image_ = folder_ / "data/images/image2.png";
};

TEST_F(BadData, MissingFolder) {
  fs::remove_all(data_);
  expect_refused({data_});
}

TEST_F(BadData, NoImages) {
  for (const char* part : {"/images", "/masks"}) {
    fs::remove_all(data_ + part);
    fs::create_directory(data_ + part);
  }
  expect_refused({data_ + "/images", "image"});
}

TEST_F(BadData, MaskWithoutImage) {
  fs::remove(image_);
  expect_refused({"image2"});
}

TEST_F(BadData, MaskOfAnotherSize) {
  write_mask(mask_, Mask(40, 30), shapes_classes().palette);
  expect_refused({"masks/image2.png", "40x30", "48x48"});
}

TEST_F(BadData, RgbMask) {
  Image rgb(48, 48, 3);
  rgb.at(3, 3)[0] = 128;
  rgb.at(9, 3)[2] = 64;
  write_png(mask_, rgb);
  expect_refused(
      {"masks/image2.png", "looks like an RGB image of coloured labels (3 distinct colours)"});
}

TEST_F(BadData, LabelOutOfRange) {
  Mask mask(48, 48);
  mask.at(7, 5) = 17;
  write_mask(mask_, mask, voc_palette(21));
  expect_refused({"masks/image2.png", "17"});
}

TEST_F(BadData, OneClassBesideVoid) {
  Mask mask(48, 48);
  mask.at(7, 5) = 11;  // void in CamVid
  for (const std::string part : {"train", "val"}) {
    fs::create_directories(folder_ / ("camvid/" + part));
    fs::create_directories(folder_ / ("camvid/" + part + "annot"));
    fs::copy(image_, folder_ / ("camvid/" + part + "/a.png"));
    write_mask(folder_ / ("camvid/" + part + "annot/a.png"), mask, voc_palette(12));
  }
  const Outcome outcome = run_app({"train", "--model", "toy-8s", "--data",
                                   "camvid:" + (folder_ / "camvid"), "--out", folder_ / "run"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.err.find("the training masks hold only one class besides 1 void pixels (255), "
                             "so there is nothing to learn; a binary mask? map 255 to 1"),
            std::string::npos)
      << outcome.err;
  EXPECT_FALSE(fs::exists(folder_ / "run"));
}

// Nothing could be measured: said before training, not at the first validation.
TEST_F(BadData, ValidationIsVoidEverywhere) {
  fs::create_directory(folder_ / "camvid");
  fs::copy(folder_ / "data/images", folder_ / "camvid/train");
  fs::create_directories(folder_ / "camvid/trainannot");
  for (const std::string& name : file_names(folder_ / "camvid/train")) {
    Mask mask(48, 48);
    mask.at(7, 5) = 1;
    write_mask(folder_ / ("camvid/trainannot/" + name), mask, voc_palette(12));
  }
  fs::create_directories(folder_ / "camvid/val");
  fs::create_directories(folder_ / "camvid/valannot");
  fs::copy(image_, folder_ / "camvid/val/a.png");
  write_mask(folder_ / "camvid/valannot/a.png", Mask(48, 48, 11), voc_palette(12));
  const Outcome outcome = run_app({"train", "--model", "toy-8s", "--data",
                                   "camvid:" + (folder_ / "camvid"), "--out", folder_ / "run"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.err.find("all 2304 pixels of the 1 validation mask are void (255), so nothing "
                             "can be measured"),
            std::string::npos)
      << outcome.err;
  EXPECT_FALSE(fs::exists(folder_ / "run"));
}

TEST_F(BadData, ClassesInAnotherEncoding) {
  std::ofstream(folder_ / "data/classes.txt") << "background\nStra\xDF"
                                                 "e\n";
  expect_refused({"data/classes.txt: line 2: byte 5 of it (223) is not UTF-8 text"});
}

TEST_F(BadData, TruncatedImage) {
  const std::string bytes = read_file(image_);
  std::ofstream(image_, std::ios::binary) << bytes.substr(0, bytes.size() / 2);
  expect_refused({"images/image2.png"});
}

TEST_F(BadData, EmptyMaskFile) {
  std::ofstream(mask_, std::ios::binary | std::ios::trunc).flush();
  expect_refused({"masks/image2.png"});
}

}  // namespace
}  // namespace pixelwise

#include "datasets/image.h"

#include <gtest/gtest.h>
#include <stb/stb_image_write.h>

#include <cstdlib>

#include "base/read_file.h"
#include "datasets/png_file.h"
#include "datasets/tiff_file.h"
#include "tests/datasets/helpers.h"
#include "tests/datasets/png_bytes.h"

namespace pixelwise {
namespace {

using FileError = std::runtime_error;

// One small file in each format that can be read, of the same picture.
std::vector<std::string> files_of_all_formats(const TemporaryFolder& folder) {
  const Image image = test_image(9, 7);
  write_png(folder / "a.png", image);
  stbi_write_jpg((folder / "a.jpg").c_str(), 9, 7, 3, image.pixels.data(), 95);
  stbi_write_bmp((folder / "a.bmp").c_str(), 9, 7, 3, image.pixels.data());
  const std::string bytes(image.pixels.begin(), image.pixels.end());
  write_bytes(folder / "a.ppm", "P6\n# a comment 12 34\n9 7\n255\n" + bytes);
  write_bytes(folder / "a.pgm", "P5 9 7 255\n" + bytes.substr(0, 63));
  return {folder / "a.png", folder / "a.jpg", folder / "a.bmp", folder / "a.ppm", folder / "a.pgm"};
}

TEST(Image, LosslessFormatsGiveTheSamePixels) {
  const TemporaryFolder folder;
  files_of_all_formats(folder);
  const Image image = test_image(9, 7);
  for (const char* name : {"a.png", "a.bmp", "a.ppm"}) {
    const Image read = read_image(folder / name);
    EXPECT_EQ(read.width, 9) << name;
    EXPECT_EQ(read.height, 7) << name;
    EXPECT_EQ(read.channels, 3) << name;
    EXPECT_EQ(read.pixels, image.pixels) << name;
  }
}

TEST(Image, JpegIsNearThePicture) {
  const TemporaryFolder folder;
  Image flat(16, 16, 3);
  for (std::size_t i = 0; i < flat.pixels.size(); i += 3) flat.pixels[i] = 200;
  stbi_write_jpg((folder / "flat.jpg").c_str(), 16, 16, 3, flat.pixels.data(), 95);
  const Image read = read_image(folder / "flat.jpg");
  ASSERT_EQ(read.pixels.size(), flat.pixels.size());
  for (std::size_t i = 0; i < read.pixels.size(); ++i) {
    EXPECT_LE(std::abs(int{read.pixels[i]} - int{flat.pixels[i]}), 3);
  }
}

TEST(Image, ChannelsAreConverted) {
  const TemporaryFolder folder;
  files_of_all_formats(folder);
  const Image grey = read_image(folder / "a.pgm", 1);
  const Image rgb = read_image(folder / "a.pgm");
  ASSERT_EQ(rgb.pixels.size(), 3 * grey.pixels.size());
  for (std::size_t i = 0; i < rgb.pixels.size(); ++i) EXPECT_EQ(rgb.pixels[i], grey.pixels[i / 3]);

  Image colours(3, 1, 3);
  colours.pixels = {255, 0, 0, 0, 255, 0, 10, 20, 30};
  EXPECT_EQ(with_channels(colours, 1).pixels, (std::vector<std::uint8_t>{76, 150, 18}));
  EXPECT_TRUE(contains(message_of<std::invalid_argument>([&] { with_channels(colours, 4); }),
                       "cannot turn 3 channels into 4"));
}

TEST(Image, PalettePngIsReadAsColours) {
  if (!has_libpng()) GTEST_SKIP() << "this build has no libpng, which reads palettes";
  const TemporaryFolder folder;
  const Png png{2, 1, 8, 1, {{1, 2, 3}, {40, 50, 60}}, {1, 0}};
  write_bytes(folder / "p.png", encode_png(png));
  EXPECT_EQ(read_image(folder / "p.png").pixels, (std::vector<std::uint8_t>{40, 50, 60, 1, 2, 3}));

  write_bytes(folder / "bad.png", encode_png({2, 1, 8, 1, {{1, 2, 3}}, {0, 0}}));
  EXPECT_NO_THROW(read_image(folder / "bad.png"));
}

TEST(Image, SixteenBitsOfAPngAreScaledToEight) {
  const TemporaryFolder folder;
  write_bytes(folder / "a.png", bytes_of_hex(kSixteenBitsGrey));
  EXPECT_EQ(read_image(folder / "a.png", 1).pixels,
            (std::vector<std::uint8_t>{0, 0, 1, 1, 128, 255, 0, 1}));
}

TEST(Image, SizeFromTheHeader) {
  const TemporaryFolder folder;
  for (const std::string& path : files_of_all_formats(folder)) {
    EXPECT_EQ(read_image_size(path), std::make_pair(9, 7)) << path;
  }
}

// Cut after every number of bytes: never a picture, always an error that names the file.
TEST(Image, TruncatedAnywhereIsAnError) {
  const TemporaryFolder folder;
  for (const std::string& path : files_of_all_formats(folder)) {
    const std::string bytes = read_file(path);
    const std::string cut_path = folder / "cut";
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      write_bytes(cut_path, bytes.substr(0, length));
      const std::string message = message_of<FileError>([&] { read_image(cut_path); });
      ASSERT_TRUE(contains(message, cut_path)) << path << " cut to " << length << " bytes";
    }
  }
}

TEST(Image, TruncationMessages) {
  const TemporaryFolder folder;
  files_of_all_formats(folder);
  const auto message_for = [&](const char* name) {
    const std::string bytes = read_file(folder / name);
    write_bytes(folder / "cut", bytes.substr(0, bytes.size() - 3));
    return message_of<FileError>([&] { read_image(folder / "cut"); });
  };
  EXPECT_TRUE(contains(message_for("a.png"), "damaged or truncated PNG: the file ends too early"));
  EXPECT_TRUE(contains(message_for("a.jpg"), "damaged image: truncated, the end marker FFD9"));
  EXPECT_TRUE(contains(message_for("a.bmp"),
                       "damaged image: truncated, its header promises 250 bytes, "
                       "there are 247"));
  EXPECT_TRUE(contains(message_for("a.ppm"), "damaged image: truncated, its header promises"));
}

TEST(Image, AnyChangedByteOfAPngIsAnError) {
  if (!has_libpng()) GTEST_SKIP() << "this build has no libpng, which verifies checksums";
  const TemporaryFolder folder;
  write_png(folder / "a.png", test_image(9, 7));
  const std::string bytes = read_file(folder / "a.png");
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
    write_bytes(folder / "damaged.png", damaged);
    EXPECT_THROW(read_image(folder / "damaged.png"), FileError) << "byte " << i;
  }
}

// stb cannot notice every changed byte; it must either throw our error or give a picture.
TEST(Image, ChangedBytesOfOtherFormatsNeverCrash) {
  const TemporaryFolder folder;
  int errors = 0;
  for (const char* name : {"a.jpg", "a.bmp", "a.ppm"}) {
    files_of_all_formats(folder);
    const std::string bytes = read_file(folder / name);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      std::string damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ 0xFF);
      write_bytes(folder / "damaged", damaged);
      const std::string message = message_of<FileError>([&] { read_image(folder / "damaged"); });
      EXPECT_FALSE(contains(message, "(another exception)")) << name << " byte " << i << message;
      errors += contains(message, folder / "damaged") ? 1 : 0;
    }
  }
  EXPECT_GT(errors, 100);
}

TEST(Image, HugePromisesAreNotBelieved) {
  const TemporaryFolder folder;
  write_png(folder / "a.png", test_image(9, 7));
  std::string jpeg(20, '\0');
  files_of_all_formats(folder);
  jpeg = read_file(folder / "a.jpg");
  const std::size_t frame = jpeg.find("\xFF\xC0");
  ASSERT_NE(frame, std::string::npos);
  jpeg.replace(frame + 5, 4, "\xFE\xFF\xFE\xFF");  // height, width
  write_bytes(folder / "huge.jpg", jpeg);
  EXPECT_TRUE(contains(message_of<FileError>([&] { read_image(folder / "huge.jpg"); }),
                       "its header promises 65279x65279 pixels, more than its"));
}

TEST(Image, ExplainsWhatCannotBeRead) {
  const TemporaryFolder folder;
  const auto message = [&](const std::string& name) {
    return message_of<FileError>([&] { read_image(folder / name); });
  };
  EXPECT_TRUE(contains(message("none.png"), "none.png: cannot open"));
  write_bytes(folder / "empty.png", "");
  EXPECT_TRUE(contains(message("empty.png"), "is empty; expected a PNG, JPEG, WebP, BMP"));
  write_bytes(folder / "text.png", "hello");
  EXPECT_TRUE(contains(message("text.png"),
                       "not an image that can be read; expected PNG, JPEG, "
                       "WebP, BMP, TIFF or binary PGM/PPM, found the first bytes 68 65 6c"));
  write_bytes(folder / "ascii.pgm", "P2 1 1 255 7");
  EXPECT_TRUE(contains(message("ascii.pgm"), "this is a PGM written as text"));
  EXPECT_TRUE(contains(message(""), "is a folder"));
}

TEST(Image, ABuildWithoutLibtiffSaysSo) {
  if (has_libtiff()) GTEST_SKIP() << "this build has libtiff";
  const TemporaryFolder folder;
  write_bytes(folder / "a.tif", std::string("II*\0", 4));
  EXPECT_EQ(message_of<FileError>([&] { read_image(folder / "a.tif"); }),
            (folder / "a.tif") +
                ": is a TIFF image; this build has no libtiff: install libtiff-dev "
                "and build again");
}

TEST(Image, WritingNothingOrNowhereIsAnError) {
  const TemporaryFolder folder;
  EXPECT_THROW(write_png(folder / "a.png", Image()), std::invalid_argument);
  EXPECT_FALSE(std::filesystem::exists(folder / "a.png"));
  EXPECT_THROW(write_png(folder / "no/such/a.png", test_image(2, 2)), FileError);
}

TEST(Image, NamesOfImages) {
  EXPECT_TRUE(is_image_name("x/a.JPG"));
  EXPECT_TRUE(is_image_name("a.pgm"));
  EXPECT_FALSE(is_image_name("a.gif"));
  EXPECT_FALSE(is_image_name("png"));
}

}  // namespace
}  // namespace pixelwise

// Every variant of every format: what Pillow saw in the files of golden/ (golden/make_images.py).
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/random.h"
#include "base/read_file.h"
#include "datasets/image.h"
#include "datasets/mask.h"
#include "datasets/stb_file.h"
#include "tests/datasets/helpers.h"

namespace pixelwise {
namespace {

const std::string kFolder = PIXELWISE_SOURCE_DIR "/tests/datasets/golden/";

struct Golden {
  std::string name;
  Image expected;
  int tolerance = 0;
  std::string refusal;  // if not empty, the file is not read, and the message holds this

  std::string path() const { return kFolder + "images/" + name; }
};

std::vector<Golden> read_list() {
  const std::string pixels = read_file(kFolder + "expected.bin");
  std::ifstream in(kFolder + "expected.txt");
  std::vector<Golden> list;
  for (std::string line; std::getline(in, line);) {
    Golden golden;
    std::istringstream words(line);
    std::string kind;
    words >> kind >> golden.name;
    if (kind == "refused") {
      golden.name.pop_back();  // the colon
      golden.refusal = line.substr(line.find(": ") + 2);
    } else {
      int width = 0, height = 0;
      std::size_t place = 0;
      words >> width >> height >> golden.tolerance >> place;
      golden.expected = Image(width, height, 3);
      std::copy_n(pixels.begin() + static_cast<std::ptrdiff_t>(place),
                  golden.expected.pixels.size(), golden.expected.pixels.begin());
    }
    list.push_back(std::move(golden));
  }
  return list;
}

int largest_difference(const Image& a, const Image& b) {
  int largest = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) {
    largest = std::max(largest, std::abs(int{a.pixels[i]} - int{b.pixels[i]}));
  }
  return largest;
}

void expect_near(const Golden& golden, const Image& read) {
  ASSERT_EQ(read.width, golden.expected.width) << golden.name;
  ASSERT_EQ(read.height, golden.expected.height) << golden.name;
  ASSERT_EQ(read.channels, 3) << golden.name;
  EXPECT_LE(largest_difference(read, golden.expected), golden.tolerance) << golden.name;
}

TEST(GoldenImages, EveryVariantGivesWhatPillowSees) {
  int images = 0, refused = 0, left_out = 0;
  // JpegThroughStb looks at what is different then.
  const bool through_stb = !this_build_reads(kFolder + "images/jpeg_cmyk_without_marker.jpg",
                                             [](const auto& path) { read_image(path); });
  for (const Golden& golden : read_list()) {
    if (!this_build_reads(golden.path(), [](const auto& path) { read_image(path); })) {
      ++left_out;
    } else if (through_stb && golden.name.starts_with("jpeg_422")) {
      ++left_out;
    } else if (golden.refusal.empty()) {
      ++images;
      expect_near(golden, read_image(golden.path()));
      EXPECT_EQ(read_image_size(golden.path()),
                std::pair(golden.expected.width, golden.expected.height))
          << golden.name;
    } else {
      ++refused;
      const std::string message =
          message_of<std::runtime_error>([&] { read_image(golden.path()); });
      EXPECT_TRUE(contains(message, golden.refusal)) << golden.name;
      EXPECT_TRUE(contains(message, golden.name));
    }
  }
  EXPECT_GT(images + left_out, 120);
  EXPECT_GT(refused + left_out, 10);
  if (left_out > 0)
    GTEST_SKIP() << left_out << " files need libpng, libtiff, libjpeg, libwebp or libexif";
}

// A build without libjpeg reads JPEG through stb: the same pictures, but for one kind.
TEST(GoldenImages, JpegThroughStb) {
  int read = 0;
  for (const Golden& golden : read_list()) {
    if (!golden.name.starts_with("jpeg_")) continue;
    const std::string bytes = read_file(golden.path());
    if (golden.name == "jpeg_cmyk_without_marker.jpg") {
      EXPECT_TRUE(
          contains(message_of<std::runtime_error>([&] { decode_with_stb(golden.name, bytes); }),
                   "a JPEG of four inks (CMYK) without Adobe's marker is not read"));
      continue;
    }
    ++read;
    Image image = with_channels(decode_with_stb(golden.name, bytes), 3);
    if (golden.name.starts_with("jpeg_422")) {  // stb takes the wrong neighbour there (stb_file.h)
      for (int y = 0; y < image.height; ++y) {
        std::copy_n(golden.expected.at(image.width - 2, y), 3, image.at(image.width - 2, y));
      }
    }
    expect_near(golden, image);
  }
  EXPECT_GT(read, 10);
}

// Changed or cut anywhere: a picture of the size that is promised, or an error that names the file.
TEST(GoldenImages, MutatedFilesDoNoHarm) {
  const TemporaryFolder folder;
  const std::string path = folder / "mutated";
  Rng rng(12);
  int pictures = 0, errors = 0;
  for (const Golden& golden : read_list()) {
    const std::string good = read_file(golden.path());
    for (int round = 0; round < 12; ++round) {
      std::string bytes = good;
      if (round % 4 == 0) bytes.resize(rng.below(bytes.size()));
      for (std::uint64_t k = rng.below(6); k > 0 && !bytes.empty(); --k) {
        // Headers matter most.
        const std::size_t reach =
            round % 2 == 0 ? bytes.size() : std::min<std::size_t>(64, bytes.size());
        bytes[rng.below(reach)] = static_cast<char>(rng.below(256));
      }
      write_bytes(path, bytes);
      try {
        const Image image = read_image(path);
        EXPECT_EQ(read_image_size(path), std::pair(image.width, image.height)) << golden.name;
        EXPECT_EQ(image.pixels.size(), std::size_t{3} * static_cast<std::size_t>(image.width) *
                                           static_cast<std::size_t>(image.height));
        ++pictures;
        read_mask(path);
      } catch (const std::runtime_error& error) {
        EXPECT_TRUE(contains(error.what(), path));
        ++errors;
      }
    }
  }
  EXPECT_GT(pictures, 100);
  EXPECT_GT(errors, 500);
}

}  // namespace
}  // namespace pixelwise

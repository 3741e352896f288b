// Whatever the bytes, reading either works or throws std::runtime_error: every golden file and
// every file of the fuzzers' corpus, cut off at every length and damaged at every byte.
#include <gtest/gtest.h>

#include <filesystem>

#include "base/read_file.h"
#include "tests/fuzz/readers.h"
#include "weights/caffemodel.h"
#include "weights/zip_archive.h"

namespace pixelwise {
namespace {

namespace fs = std::filesystem;

const fs::path kTests = PIXELWISE_SOURCE_DIR "/tests";

struct Outcome {
  bool read = false;
  std::string error;  // begins with the name of the file
};

Outcome attempt(WeightReader read, const std::string& bytes) {
  try {
    read(FileBytes("input", bytes));
    return {true, ""};
  } catch (const std::runtime_error& error) {
    const std::string what = error.what();
    EXPECT_EQ(what.rfind("input: ", 0), 0U) << what;
    return {false, what};
  }
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::exists(folder)) return files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".py" && entry.path().extension() != ".md")
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

class Hostile : public testing::TestWithParam<std::string> {};

TEST_P(Hostile, CorpusOfTheFuzzer) {
  const WeightReader read = weight_readers().at(GetParam());
  for (const fs::path& file : files_in(kTests / "fuzz/corpus" / GetParam())) {
    attempt(read, read_file(file.string()));
  }
}

INSTANTIATE_TEST_SUITE_P(Readers, Hostile,
                         testing::Values("safetensors", "npy", "zip", "pickle", "legacy_pth",
                                         "caffemodel", "any"),
                         [](const auto& test) { return test.param; });

class Damaged : public testing::TestWithParam<std::string> {
 protected:
  std::string bytes_ = read_file((kTests / "weights/golden" / GetParam()).string());
};

TEST_P(Damaged, CutOffAtEveryLength) {
  const bool is_zip = bytes_.starts_with("PK");
  if (is_zip && !has_libzip()) GTEST_SKIP() << "this build has no libzip";
  if (GetParam().ends_with(".caffemodel") && !has_protozero()) {
    GTEST_SKIP() << "this build has no protozero";
  }
  const WeightReader read = weight_readers().at("any");
  const bool whole = attempt(read, bytes_).read;
  // A part of a caffemodel can be a whole; of an array that is left out nobody looks for the end.
  const bool has_end = !GetParam().ends_with(".caffemodel") && GetParam() != "big_endian.npy";
  for (std::size_t length = 0; length < bytes_.size(); ++length) {
    const Outcome outcome = attempt(read, bytes_.substr(0, length));
    EXPECT_FALSE(outcome.read && has_end) << "at " << length << " of " << bytes_.size();
  }
  EXPECT_EQ(whole, GetParam().find("dangerous") == std::string::npos &&
                       GetParam().find("model.zip") == std::string::npos);
}

TEST_P(Damaged, OneByteAfterTheOther) {
  const WeightReader read = weight_readers().at("any");
  for (std::size_t at = 0; at < bytes_.size(); ++at) {
    for (const int change : {0x01, 0x80, 0xff}) {
      if (change != 0xff && at % 3 != 0) continue;
      std::string damaged = bytes_;
      damaged[at] = static_cast<char>(damaged[at] ^ change);
      attempt(read, damaged);
    }
  }
}

std::vector<std::string> golden_names() {
  std::vector<std::string> names;
  for (const fs::path& file : files_in(kTests / "weights/golden")) {
    names.push_back(file.filename().string());
  }
  return names;
}

INSTANTIATE_TEST_SUITE_P(Golden, Damaged, testing::ValuesIn(golden_names()), [](const auto& test) {
  std::string name = test.param;
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
});

// A checksum protects every entry of a zip archive.
TEST(HostileZip, DamagedValuesAreFound) {
  if (!has_libzip()) GTEST_SKIP() << "this build has no libzip, which reads archives";
  std::string bytes = read_file((kTests / "weights/golden/state.zip.pth").string());
  const WeightReader read = weight_readers().at("zip");
  const std::string value("\0\0\x78\xc0\0\0\x40\xc0", 8);  // -3.875, -3: the beginning of a.weight
  const std::size_t at = bytes.find(value);
  ASSERT_NE(at, std::string::npos);
  bytes[at + 1] = 1;
  const Outcome outcome = attempt(read, bytes);
  EXPECT_NE(outcome.error.find("state.zip/data/0' of the archive is damaged"), std::string::npos)
      << outcome.error;
}

// Sizes in the central directory that the file cannot hold.
TEST(HostileZip, BombsAreRefusedBeforeAnythingIsUnpacked) {
  if (!has_libzip()) GTEST_SKIP() << "this build has no libzip, which reads archives";
  const std::string path = (kTests / "weights/golden/numpy.compressed.npz").string();
  const std::string bytes = read_file(path);
  const std::size_t entry = bytes.find("PK\x01\x02");
  ASSERT_NE(entry, std::string::npos);
  std::string bomb = bytes;
  bomb.replace(entry + 24, 4, std::string("\xff\xff\xff\x7f", 4));  // its size, unpacked
  const Outcome outcome = attempt(weight_readers().at("zip"), bomb);
  EXPECT_NE(outcome.error.find("claim more bytes (2147483647 from "), std::string::npos)
      << outcome.error;
  EXPECT_NE(outcome.error.find("than a file of "), std::string::npos) << outcome.error;
}

}  // namespace
}  // namespace pixelwise

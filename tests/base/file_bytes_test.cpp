#include "base/file_bytes.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/base/message.h"
#include "tests/base/temporary_folder.h"

namespace pixelwise {
namespace {

class FileBytesTest : public testing::Test {
 protected:
  std::string put(const std::string& bytes) const {
    const std::string path = folder_ / "file";
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

  const TemporaryFolder folder_;
};

TEST_F(FileBytesTest, ReleasedBytesCanBeReadAgain) {
  std::string content;
  for (int i = 0; i < 100'000; ++i) content += static_cast<char>(i % 251);
  const std::string path = put(content);
  const FileBytes file(path);
  EXPECT_EQ(file.path(), path);
  EXPECT_EQ(file.size(), 100'000);
  EXPECT_TRUE(file.bytes() == content);
  file.release(0, 100'000);
  file.release(5000, 5001);  // less than a page
  EXPECT_TRUE(file.bytes() == content);
}

TEST_F(FileBytesTest, EmptyFiles) { EXPECT_EQ(FileBytes(put("")).size(), 0); }

TEST_F(FileBytesTest, BytesInMemoryAreNotReleased) {
  const FileBytes file("name", std::string(10'000, 'x'));
  file.release(0, 10'000);
  EXPECT_EQ(file.bytes(), std::string(10'000, 'x'));
  EXPECT_EQ(file.path(), "name");
}

TEST_F(FileBytesTest, WhatIsNoFile) {
  expect_error<std::runtime_error>("none: cannot open: No such file",
                                   [&] { FileBytes(folder_ / "none"); });
  expect_error<std::runtime_error>("is a folder, not a file", [&] { FileBytes(folder_.path()); });
  expect_error<std::runtime_error>("/dev/null: is not a regular file",
                                   [] { FileBytes(std::string("/dev/null")); });
}

}  // namespace
}  // namespace pixelwise

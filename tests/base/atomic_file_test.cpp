#include "base/atomic_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "base/check.h"
#include "base/read_file.h"
#include "tests/base/message.h"
#include "tests/base/temporary_folder.h"

namespace pixelwise {
namespace {

namespace fs = std::filesystem;

class AtomicFile : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return temporary_ / name; }

  std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  static void put(const std::string& path, const std::string& bytes) {
    write_file_atomically(path, [&](std::ostream& out) { out << bytes; });
  }

  const TemporaryFolder temporary_;
  const fs::path folder_ = temporary_.path();
};

TEST_F(AtomicFile, WritesAndReadsBackEveryByte) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  put(path("all.bin"), bytes);
  EXPECT_EQ(read_file(path("all.bin")), bytes);
  put(path("all.bin"), "");
  EXPECT_EQ(read_file(path("all.bin")), "");
  EXPECT_EQ(files(), 1U);
}

TEST_F(AtomicFile, WorksInTheCurrentFolderToo) {
  const fs::path before = fs::current_path();
  fs::current_path(folder_);
  put("plain", "here");
  EXPECT_EQ(read_file("plain"), "here");
  fs::current_path(before);
}

TEST_F(AtomicFile, TheNameAppearsOnlyWhenTheFileIsComplete) {
  const std::string target = path("new.txt");
  write_file_atomically(target, [&](std::ostream& out) {
    out << "half";
    out.flush();
    EXPECT_FALSE(fs::exists(target));
    EXPECT_EQ(files(), 1U);  // the temporary one, in the same folder
  });
  EXPECT_TRUE(fs::exists(target));
}

TEST_F(AtomicFile, AnErrorWhileWritingLeavesTheOldFile) {
  const std::string target = path("log.txt");
  put(target, "old");
  const std::string message = message_of<std::runtime_error>([&] {
    write_file_atomically(target, [](std::ostream& out) {
      out << "half of the new";
      out.flush();
      throw std::runtime_error("the writer gave up");
    });
  });
  EXPECT_EQ(message, "the writer gave up");
  EXPECT_EQ(read_file(target), "old");
  EXPECT_EQ(files(), 1U);
}

TEST_F(AtomicFile, LibrariesGetATemporaryPathWithTheSameEnding) {
  const std::string target = path("mask.png");
  write_path_atomically(target, [&](const std::string& temporary) {
    EXPECT_EQ(fs::path(temporary).extension(), ".png");
    EXPECT_EQ(fs::path(temporary).parent_path(), folder_);
    EXPECT_NE(temporary, target);
    std::ofstream(temporary) << "image";
  });
  EXPECT_EQ(read_file(target), "image");
  EXPECT_EQ(files(), 1U);
}

TEST_F(AtomicFile, ALibraryThatWritesNothingIsAnError) {
  expect_error<std::runtime_error>(
      path("mask.png") + ": cannot write: No such file or directory",
      [&] { write_path_atomically(path("mask.png"), [](const std::string&) {}); });
}

TEST_F(AtomicFile, AFolderThatDoesNotExistIsNamed) {
  expect_error<std::runtime_error>(
      path("missing/a.txt") + ": cannot write: No such file or directory",
      [&] { put(path("missing/a.txt"), "x"); });
  put(path("file"), "x");
  expect_error<std::runtime_error>(path("file/a.txt") + ": cannot write: Not a directory",
                                   [&] { put(path("file/a.txt"), "x"); });
}

// In a child process that gives up being root, who may write everywhere.
TEST_F(AtomicFile, AFolderWithoutPermissionIsNamed) {
  constexpr uid_t kNobody = 65534;
  const std::string target = path("a.txt");
  fs::permissions(folder_, fs::perms(0555));
  const auto child = [&] {
    if (::geteuid() == 0 && ::setuid(kNobody) != 0) std::exit(2);
    const std::string message = message_of<std::runtime_error>([&] { put(target, "x"); });
    std::exit(message == target + ": cannot write: Permission denied" ? 0 : 1);
  };
  EXPECT_EXIT(child(), testing::ExitedWithCode(0), "");
  fs::permissions(folder_, fs::perms::owner_all);
}

TEST_F(AtomicFile, AFolderInThePlaceOfTheFileStays) {
  fs::create_directories(path("out"));
  expect_error<std::runtime_error>(path("out") + ": cannot write: is a folder, not a file",
                                   [&] { put(path("out"), "x"); });
  EXPECT_TRUE(fs::is_directory(path("out")));
  EXPECT_EQ(files(), 1U);
}

// As root, the rename would replace /dev/null by a plain file. Here a link stands in for it.
TEST_F(AtomicFile, DevicesAreNotReplaced) {
  fs::create_symlink("/dev/null", path("device"));
  expect_error<std::runtime_error>(path("device") + ": cannot write: is not a regular file",
                                   [&] { put(path("device"), "x"); });
  EXPECT_TRUE(fs::is_symlink(path("device")));
}

// The temporary file is made to be a link to /dev/full, which has room for nothing.
TEST_F(AtomicFile, AFullDiskLeavesTheOldFile) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "there is no /dev/full";
  const std::string target = path("model.bin");
  put(target, "old");
  std::string temporary;
  write_path_atomically(path("model2.bin"), [&](const std::string& name) {
    temporary = name;
    std::ofstream(name) << "x";
  });
  temporary.replace(temporary.find("model2"), 6, "model");
  for (const std::size_t size : {1, 1000000}) {  // fails in close(), and in the midst of writing
    fs::create_symlink("/dev/full", temporary);
    const std::string message =
        message_of<std::runtime_error>([&] { put(target, std::string(size, 'x')); });
    EXPECT_TRUE(message == target + ": cannot write: No space left on device" ||
                message == target + ": cannot write: the disk may be full")
        << message;
    EXPECT_EQ(read_file(target), "old");
    EXPECT_EQ(files(), 2U);  // model.bin and model2.bin
  }
}

// A limit on the size of files cuts the file off in its midst. Runs in a child process, because
// the limit holds for all of it.
TEST_F(AtomicFile, AFileThatIsCutOffLeavesTheOldFile) {
  const std::string target = path("big.bin");
  put(target, "old");
  const auto child = [&] {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{64 << 10, 64 << 10};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) std::exit(2);
    const std::string message =
        message_of<std::runtime_error>([&] { put(target, std::string(200 << 10, 'x')); });
    std::exit(message.starts_with(target + ": cannot write: ") ? 0 : 1);
  };
  EXPECT_EXIT(child(), testing::ExitedWithCode(0), "");
  EXPECT_EQ(read_file(target), "old");
  EXPECT_EQ(files(), 1U);
}

// A process that is killed leaves its temporary file; the next one removes it, but not that of one
// that still runs, and nothing that only looks alike.
TEST_F(AtomicFile, WhatAKilledProcessLeftBehindGoes) {
  const auto child = [&] {
    write_path_atomically(path("last.npz"), [&](const std::string& temporary) {
      std::ofstream(temporary) << "half";
      std::ofstream(temporary + ".aBc123") << "libzip's";  // which has a temporary file itself
      ::kill(::getpid(), SIGKILL);
    });
  };
  EXPECT_EXIT(child(), testing::KilledBySignal(SIGKILL), "");
  ASSERT_EQ(files(), 2U);
  const std::string dead = fs::directory_iterator(folder_)->path().filename().string();
  const std::string running = text(".last.", ::getppid(), ".partial.npz");
  const std::string others[] = {
      running,        ".last.partial.npz",  ".last.12x.partial.npz", "last.999999.partial.npz",
      dead.substr(1), ".last.0.partial.npz"};
  for (const std::string& name : others) std::ofstream(path(name)) << "other";
  // The first write of this process into the folder; the test's folder is new.
  put(path("new.txt"), "x");
  for (const std::string& name : others) EXPECT_TRUE(fs::exists(path(name))) << name;
  EXPECT_FALSE(fs::exists(path(dead))) << dead;
  EXPECT_EQ(files(), 1U + std::size(others));
}

TEST_F(AtomicFile, ReadingSaysWhatIsWrong) {
  EXPECT_EQ(message_of<std::runtime_error>([&] { read_file(path("none")); }),
            path("none") + ": cannot open: No such file or directory");
  EXPECT_EQ(message_of<std::runtime_error>([&] { read_file(folder_.string()); }),
            folder_.string() + ": is a folder, not a file");
}

}  // namespace
}  // namespace pixelwise

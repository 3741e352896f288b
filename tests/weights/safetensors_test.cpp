#include "weights/safetensors.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>

#include "base/random.h"
#include "base/read_file.h"
#include "tests/base/temporary_folder.h"

namespace pixelwise {
namespace {

class Safetensors : public testing::Test {
 protected:
  void put(const std::string& bytes) const {
    std::filesystem::remove(path_);  // some file systems flush a file that is written over
    std::ofstream(path_, std::ios::binary)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }

  // A file of this header and these values.
  void put(const std::string& header, const std::string& values) const {
    const std::uint64_t length = header.size();
    std::string bytes(sizeof length, '\0');
    std::memcpy(bytes.data(), &length, sizeof length);
    put(bytes + header + values);
  }

  // The message with which reading fails; it must be a std::runtime_error naming the file.
  std::string message() const {
    try {
      read_safetensors(FileBytes(path_));
    } catch (const std::runtime_error& error) {
      const std::string what = error.what();
      EXPECT_EQ(what.rfind(path_, 0), 0U) << what;
      return what;
    }
    return "(no std::runtime_error)";
  }

  void expect_error(const std::string& header, const std::string& values,
                    const std::string& expected) const {
    put(header, values);
    EXPECT_NE(message().find(expected), std::string::npos) << message();
  }

  const TemporaryFolder folder_;
  std::string path_ = folder_ / "weights.safetensors";
};

std::string bytes_of(const std::vector<std::uint16_t>& values) {
  std::string bytes(values.size() * 2, '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

std::vector<Real> counting(std::int64_t size) {
  std::vector<Real> values;
  for (std::int64_t i = 0; i < size; ++i) values.push_back(static_cast<Real>(i) / 4);
  return values;
}

WeightFile small_file() {
  WeightFile file;
  file.tensors["conv1.weight"] = Array({2, 3, 2, 2}, counting(24));
  file.tensors["conv1.bias"] = Array({2}, {Real{0.5}, Real{-1}});
  file.metadata["model"] = "toy";
  return file;
}

TEST_F(Safetensors, RoundTripOfEveryRank) {
  WeightFile file;
  const Shape shapes[] = {{},           {5},          {3, 4},       {2, 3, 4},
                          {2, 3, 4, 5}, {1, 7, 1, 1}, {4, 1, 3, 3}, {2, 3, 1, 4},
                          {0, 3, 2, 2}, {2, 0, 2, 2}, {0},          {1, 64, 40, 40}};
  int i = 0;
  for (const Shape& shape : shapes) {
    file.tensors["t" + std::to_string(i++)] = Array(shape, counting(shape.size()));
  }
  file.metadata = {{"classes", "a\"b\\c\n\u00e4"}, {"", "empty key"}};
  write_safetensors(path_, file);
  const WeightFile read = read_safetensors(FileBytes(path_));
  EXPECT_EQ(read.metadata, file.metadata);
  EXPECT_TRUE(read.skipped.empty());
  ASSERT_EQ(read.tensors.size(), file.tensors.size());
  for (const auto& [name, array] : file.tensors) {
    EXPECT_EQ(read.tensors.at(name).shape(), array.shape()) << name;
    EXPECT_EQ(read.tensors.at(name).to_vector(), array.to_vector()) << name;
  }
}

TEST_F(Safetensors, EmptyFileOfWeights) {
  write_safetensors(path_, {});
  EXPECT_TRUE(read_safetensors(FileBytes(path_)).tensors.empty());
}

TEST_F(Safetensors, EveryKindOfFloatKeepsItsBits) {
  if (sizeof(Real) != sizeof(float)) GTEST_SKIP() << "Real is double";
  std::vector<Real> values;
  for (std::uint32_t high = 0; high < 0x10000; ++high) {
    for (const std::uint32_t low : {0x0000U, 0x0001U, 0xffffU}) {
      Real value;
      const std::uint32_t bits = high << 16 | low;
      std::memcpy(&value, &bits, sizeof bits);
      values.push_back(value);
    }
  }
  const auto count = static_cast<std::int64_t>(values.size());
  WeightFile file;
  file.tensors["flat"] = Array({count}, values);
  file.tensors["channels"] = Array({2, 3, count / 6, 1}, values);
  write_safetensors(path_, file);
  const WeightFile read = read_safetensors(FileBytes(path_));
  for (const auto& [name, array] : read.tensors) {
    const std::vector<Real> got = array.to_vector();
    EXPECT_EQ(std::memcmp(got.data(), values.data(), values.size() * sizeof(Real)), 0) << name;
  }
}

// What safetensors.numpy.save_file({"a": float32 [[1, 2], [3, 4]], "b": float16 [-2]},
// metadata={"format": "pt"}) of Python's safetensors 0.4 writes.
TEST_F(Safetensors, ReadsWhatPythonWrites) {
  const std::string header =
      "{\"__metadata__\":{\"format\":\"pt\"},"
      "\"a\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
      "\"b\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[16,18]}} ";
  ASSERT_EQ(header.size(), 0x90U);
  using std::string_literals::operator""s;
  put("\x90\0\0\0\0\0\0\0"s + header + "\0\0\x80\x3f\0\0\0\x40\0\0\x40\x40\0\0\x80\x40\0\xc0"s);
  const WeightFile file = read_safetensors(FileBytes(path_));
  EXPECT_EQ(file.metadata.at("format"), "pt");
  EXPECT_EQ(file.tensors.at("a").shape(), (Shape{2, 2}));
  EXPECT_EQ(file.tensors.at("a").to_vector(), (std::vector<Real>{1, 2, 3, 4}));
  EXPECT_EQ(file.tensors.at("b").to_vector(), (std::vector<Real>{-2}));
}

TEST_F(Safetensors, HalvesAreExact) {
  put(R"({"h":{"dtype":"F16","shape":[9],"data_offsets":[0,18]}})",
      bytes_of({0x3c00, 0xc000, 0x7bff, 0x0001, 0x03ff, 0x0400, 0x8000, 0x7c00, 0x7e01}));
  const std::vector<Real> h = read_safetensors(FileBytes(path_)).tensors.at("h").to_vector();
  EXPECT_EQ(h[0], 1);
  EXPECT_EQ(h[1], -2);
  EXPECT_EQ(h[2], 65504);
  EXPECT_EQ(h[3], std::ldexp(Real{1}, -24));
  EXPECT_EQ(h[4], std::ldexp(Real{1023}, -24));
  EXPECT_EQ(h[5], std::ldexp(Real{1}, -14));
  EXPECT_TRUE(h[6] == 0 && std::signbit(h[6]));
  EXPECT_EQ(h[7], std::numeric_limits<Real>::infinity());
  EXPECT_TRUE(std::isnan(h[8]));
}

TEST_F(Safetensors, BrainHalvesAndDoubles) {
  put(R"({"b":{"dtype":"BF16","shape":[3],"data_offsets":[0,6]}})",
      bytes_of({0x3f80, 0xc040, 0xff80}));
  const std::vector<Real> b = read_safetensors(FileBytes(path_)).tensors.at("b").to_vector();
  EXPECT_EQ(b, (std::vector<Real>{1, -3, -std::numeric_limits<Real>::infinity()}));

  const double values[] = {0.25, -1e-3};
  const std::string header = R"({"d":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}})";
  put(header, std::string(reinterpret_cast<const char*>(values), sizeof values));
  const std::vector<Real> d = read_safetensors(FileBytes(path_)).tensors.at("d").to_vector();
  EXPECT_EQ(d, (std::vector<Real>{Real{0.25}, static_cast<Real>(-1e-3)}));
}

TEST_F(Safetensors, ADoubleThatNoFloatCanHoldIsAnError) {
  if (sizeof(Real) != sizeof(float)) GTEST_SKIP() << "Real is double";
  const double value = 1e300;
  expect_error(R"({"d":{"dtype":"F64","shape":[],"data_offsets":[0,8]}})",
               std::string(reinterpret_cast<const char*>(&value), 8),
               "'d' contains the value 1e+300");
}

TEST_F(Safetensors, IntegersAndHighRanksAreSkippedByName) {
  put(R"({"steps":{"dtype":"I64","shape":[],"data_offsets":[0,8]},)"
      R"("five":{"dtype":"F32","shape":[1,1,1,1,1],"data_offsets":[8,12]},)"
      R"("w":{"dtype":"F32","shape":[1],"data_offsets":[12,16]}})",
      std::string("\1\0\0\0\0\0\0\0\0\0\0\0\0\0\x80\x3f", 16));
  const WeightFile file = read_safetensors(FileBytes(path_));
  EXPECT_EQ(file.skipped,
            (std::map<std::string, std::string>{{"five", "5 axes"}, {"steps", "dtype I64"}}));
  ASSERT_EQ(file.tensors.size(), 1U);
  EXPECT_EQ(file.tensors.at("w").item(), 1);
}

TEST_F(Safetensors, EveryTruncationIsAnError) {
  write_safetensors(path_, small_file());
  const std::string bytes = read_file(path_);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    put(bytes.substr(0, length));
    EXPECT_NE(message(), "(no std::runtime_error)") << "at " << length << " bytes";
  }
  put(bytes + "x");
  EXPECT_NE(message().find("bytes follow the header"), std::string::npos) << message();
}

// Whatever the bytes, reading either works or throws std::runtime_error.
TEST_F(Safetensors, DamagedBytesNeverCrash) {
  write_safetensors(path_, small_file());
  const std::string bytes = read_file(path_);
  Rng rng(1);
  for (int round = 0; round < 4000; ++round) {
    std::string damaged = bytes;
    for (std::uint64_t flips = 1 + rng.below(3); flips > 0; --flips) {
      damaged[rng.below(damaged.size())] ^= static_cast<char>(1 + rng.below(255));
    }
    put(damaged);
    try {
      read_safetensors(FileBytes(path_));
    } catch (const std::runtime_error&) {
    }
  }
}

TEST_F(Safetensors, HeadersThatLie) {
  const std::string four(4, '\0');
  const std::string eight(8, '\0');
  const std::string a = R"("a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]})";
  expect_error("", "", "expected '{'");
  expect_error("[]", "", "expected '{'");
  expect_error("{", "", "not valid JSON");
  expect_error("{" + a + "}x", four, "not valid JSON");
  expect_error("{" + a + "," + a + "}", four, "'a' twice");
  expect_error(R"({"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}})", four,
               "'dtype' twice");
  expect_error(R"({"a":{"dtype":"F32","shape":[1]}})", four, "lacks dtype");
  expect_error(R"({"a":{"dtype":"F99","shape":[1],"data_offsets":[0,8]}})", four,
               "is the file truncated?");
  expect_error(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", four,
               "2 elements of F32, which take 8 bytes, but its data_offsets span 4");
  expect_error(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}})", four, "expected 2");
  expect_error(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})", four, "[4, 0]");
  expect_error(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", four,
               "is the file truncated?");
  expect_error(R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", four,
               "a negative number where a size was expected, at tensor 'a'");
  expect_error(R"({"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}})", four, "fraction");
  expect_error(R"({"a":{"dtype":7,"shape":[1],"data_offsets":[0,4]}})", four, "a number where");
  expect_error(R"({"a":{"dtype":"F32","shape":"1","data_offsets":[0,4]}})", four, "a string where");
  expect_error(R"({"a":3})", four, "a number where an object describing a tensor");
  expect_error(R"({"__metadata__":{"x":1}})", "", "a number where a string was expected");
  expect_error(R"({"a":{"what":1}})", "", "'what' where dtype");
  expect_error("{}", four, "tensors end at data byte 0 but 4 bytes follow");
  expect_error("{" + a + R"(,"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", four,
               "they overlap");
  expect_error(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", eight, "a hole");
}

TEST_F(Safetensors, BombsAreRefusedCheaply) {
  expect_error("{\"a\":" + std::string(1 << 20, '['), "", "a list where");
  expect_error(R"({"a":{"dtype":"F32","shape":[)" + std::string(1 << 20, '['), "", "a list where");
  std::string ones = "1";
  for (int i = 0; i < 1000; ++i) ones += ",1";
  expect_error(R"({"a":{"dtype":"F32","shape":[)" + ones + "]}}", "", "more than 16");
  expect_error(R"({"a":{"dtype":"F32","shape":[4294967296,4294967296,0,1],"data_offsets":[0,0]}})",
               "", "impossible shape");
  expect_error(R"({"a":{"dtype":"F32","shape":[18446744073709551615],"data_offsets":[0,4]}})",
               "1234", "impossibly large");
  expect_error(R"({"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}})",
               "1234", "where a size was expected");
  put(std::string(8, '\xff') + "{}");
  EXPECT_NE(message().find("announce a header of 18446744073709551615 bytes, but 2 follow"),
            std::string::npos)
      << message();
}

TEST_F(Safetensors, NamesInMessagesAreTamed) {
  const std::string name = "\\n\\u0007" + std::string(500, 'n');
  put("{\"" + name + "\":3}", "");
  put("{\"" + name + "\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,0]}}", "");
  EXPECT_NE(message().find("'??nnn"), std::string::npos) << message();
  EXPECT_LT(message().size(), path_.size() + 200);
  put(R"({"a":{"dtype":"\u001b[31m","shape":[],"data_offsets":[0,0]}})", "");
  EXPECT_EQ(read_weights(path_).skipped.at("a"), "dtype ?[31m");
}

TEST_F(Safetensors, MissingFilesAndFolders) {
  EXPECT_NE(message().find("No such file"), std::string::npos) << message();
  path_ = folder_.path();
  EXPECT_NE(message().find("is a folder"), std::string::npos) << message();
  path_ = folder_ / "none/x.safetensors";
  EXPECT_THROW(write_safetensors(path_, small_file()), std::runtime_error);
}

TEST_F(Safetensors, WhatCannotBeWritten) {
  WeightFile file;
  file.tensors["x"] = Array();
  EXPECT_THROW(write_safetensors(path_, file), std::invalid_argument);
  file.tensors.clear();
  file.tensors["__metadata__"] = Array({1}, Real{1});
  EXPECT_THROW(write_safetensors(path_, file), std::invalid_argument);
  file.tensors.clear();
  file.tensors["\xff"] = Array({1}, Real{1});
  EXPECT_THROW(write_safetensors(path_, file), std::invalid_argument);
  EXPECT_FALSE(std::filesystem::exists(path_));
}

}  // namespace
}  // namespace pixelwise

// Telling the formats apart, writing, and the messages of the smaller formats.
#include "weights/weight_file.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/base/message.h"
#include "tests/base/temporary_folder.h"
#include "tests/fuzz/readers.h"
#include "weights/caffemodel.h"
#include "weights/npy.h"
#include "weights/stored_array.h"
#include "weights/zip_archive.h"

namespace pixelwise {
namespace {

using std::string_literals::operator""s;

void expect_failure(const std::string& format, const std::string& bytes, const std::string& part) {
  expect_error<std::runtime_error>(part,
                                   [&] { weight_readers().at(format)(FileBytes("w", bytes)); });
}

class WeightFiles : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return folder_ / name; }

  const TemporaryFolder folder_;
};

WeightFile some_weights() {
  WeightFile file;
  int k = 0;
  for (const Shape& shape : {Shape{}, Shape{5}, Shape{3, 4}, Shape{2, 3, 4}, Shape{2, 3, 4, 5},
                             Shape{1, 7, 1, 1}, Shape{0, 3}, Shape{2, 40, 60, 50}}) {
    Array array(shape);
    for (std::int64_t i = 0; i < array.size(); ++i) array(i) = static_cast<Real>(i % 1001 + k) / 4;
    file.tensors["layer" + std::to_string(k++) + ".weight"] = array;
  }
  return file;
}

TEST_F(WeightFiles, BothFormatsComeBack) {
  if (!has_libzip()) GTEST_SKIP() << "this build has no libzip, which reads archives";
  const WeightFile file = some_weights();
  for (const char* name : {"w.safetensors", "w.npz"}) {
    write_weights(path(name), file);
    const WeightFile read = read_weights(path(name));
    EXPECT_EQ("w." + read.format, name);
    EXPECT_TRUE(read.skipped.empty());
    ASSERT_EQ(read.tensors.size(), file.tensors.size());
    for (const auto& [tensor, values] : file.tensors) {
      EXPECT_EQ(read.tensors.at(tensor).shape(), values.shape()) << tensor;
      EXPECT_EQ(read.tensors.at(tensor).to_vector(), values.to_vector()) << tensor;
    }
  }
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_.path()), {}), 2);
}

TEST_F(WeightFiles, AnArrayComesBackFromNpy) {
  const Array array = some_weights().tensors.at("layer4.weight");
  write_npy(path("x.npy"), array);
  EXPECT_EQ(read_weights(path("x.npy")).tensors.at("arr_0").to_vector(), array.to_vector());
}

TEST_F(WeightFiles, WhatCannotBeWritten) {
  if (!has_libzip()) GTEST_SKIP() << "this build has no libzip, which reads archives";
  const WeightFile file = some_weights();
  expect_error<std::invalid_argument>("weights are written as .safetensors or .npz",
                                      [&] { write_weights(path("w.pth"), file); });
  expect_error<std::runtime_error>("cannot write", [&] { write_weights(path("no/w.npz"), file); });
  WeightFile bad;
  expect_error<std::invalid_argument>("there are no tensors",
                                      [&] { write_weights(path("w.npz"), bad); });
  bad.tensors["x"] = Array();
  expect_error<std::invalid_argument>("tensor 'x' has no values",
                                      [&] { write_weights(path("w.npz"), bad); });
  bad.tensors.clear();
  bad.tensors["\xff"] = Array({1});
  expect_error<std::invalid_argument>("is its name UTF-8?",
                                      [&] { write_weights(path("w.npz"), bad); });
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(WeightFiles, FilesThatAreNoWeights) {
  if (!has_libzip()) GTEST_SKIP() << "this build has no libzip, which reads archives";
  const auto expect_unknown = [&](const std::string& bytes, const std::string& part) {
    expect_failure("any", bytes, part);
    expect_failure("any", bytes, "w: is no weight file: expected safetensors, npy, npz, .pth");
  };
  expect_unknown("", "it is empty");
  expect_unknown("hello", "it begins with 68 65 6c 6c 6f");
  expect_unknown("\x89HDF\r\n", "HDF5 file (Keras)");
  expect_unknown("<!doctype html>", "a web page; a download that failed?");
  expect_unknown("version https://git-lfs.github.com/spec/v1\n", "Git LFS pointer");
  expect_unknown("\x80\x04\x95", "a Python pickle, but not one of torch.save");
  expect_failure("any", "PK\x05\x06" + std::string(18, '\0'),
                 "zip archive of 0 entries, but holds");
  expect_failure("any", "PK\x03\x04 and so on", "damaged zip archive");
  expect_error<std::runtime_error>("cannot open: No such file",
                                   [&] { read_weights(path("none")); });
  expect_error<std::runtime_error>("is a folder", [&] { read_weights(folder_.path()); });
  expect_error<std::runtime_error>("is not a regular file", [] { read_weights("/dev/null"); });
}

// A .npy file of this header and so many bytes of values.
std::string npy(const std::string& header, std::size_t bytes) {
  return "\x93NUMPY\x01\0"s + static_cast<char>(header.size()) + "\0"s + header +
         std::string(bytes, '\0');
}

TEST(Npy, HeadersThatLie) {
  const auto expect_npy = [](const std::string& header, std::size_t bytes,
                             const std::string& part) {
    expect_failure("npy", npy(header, bytes), part);
  };
  expect_npy("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", 8,
             "w: 'arr_0': has 3 values of <f4, which take 12 bytes, but 8 follow the header");
  expect_npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", 8,
             "impossible shape");
  expect_npy("{'descr': '<f4', 'shape': (99999999999999999999,), }", 8,
             "where a size was expected");
  expect_npy("{'descr': '<f4', 'shape': (-1,), }", 8, "where a size was expected");
  expect_npy("{'descr': '<f4', 'shape': (", 8, "where a size was expected");
  expect_npy("{'shape': (1,), }", 4, "no descr where one was expected");
  expect_npy("{'colour': 1}", 0, "the key 'colour'");
  expect_npy("('descr'", 0, "where '{' was expected");
  expect_npy("{'descr': '<f4", 0, "the end of a string");
  expect_npy("{'descr': '<f4', 'fortran_order': Maybe}", 0, "True or False was expected");
  expect_failure("npy", "\x93NUMPY\x09\0\0\0\0\0"s, "version 9; 1 to 3 are known");
  expect_failure("npy", "\x93NUMPY\x01\0\xff\xff{}"s, "a .npy header of 65535 bytes, but 2 follow");
  expect_failure("npy", "\x93NUM", "does not begin with");
}

TEST(Caffemodel, BlobsThatLie) {
  if (!has_protozero()) GTEST_SKIP() << "this build has no protozero, which reads .caffemodel";
  using std::string;
  const auto field = [](int number, const string& content) {
    return string(1, static_cast<char>(number << 3 | 2)) +
           string(1, static_cast<char>(content.size())) + content;
  };
  const auto net = [&](const string& blob) {
    const string layer = field(1, "conv1") + field(7, blob);
    return "\xa2\x06" + string(1, static_cast<char>(layer.size())) + layer;
  };
  const string data = field(5, string(8, '\0')), shape = field(7, field(1, "\x02"));
  EXPECT_EQ(weight_readers().at("caffemodel")(FileBytes("w", net(shape + data))).tensors.size(),
            1U);
  expect_failure("caffemodel", net(field(7, field(1, "\x03")) + data),
                 "w: the blob 'conv1.weight' has the shape [3] but 8 bytes of float values");
  expect_failure("caffemodel", net(field(7, field(1, string(9, '\xff') + "\x01")) + data),
                 "has the shape [-1]");
  const auto left_out = [&](const string& blob) {
    return weight_readers().at("caffemodel")(FileBytes("w", net(blob))).skipped.at("conv1.weight");
  };
  EXPECT_EQ(left_out(shape + data + data), "its values are in 2 runs, not in one");
  EXPECT_EQ(left_out(shape), "a blob without values");
  expect_failure("caffemodel", net(field(7, field(1, string(40, '\x01'))) + data),
                 "a blob of more than 32 axes");
  expect_failure("caffemodel", net(shape + data).substr(0, 12), "is a damaged caffemodel");
  // Shape as a number: a field of another type than it must have.
  expect_failure("caffemodel", net("\x38\x02" + data), "is a damaged caffemodel");
}

// Bytes in memory, that count how many of them were asked for.
class CountingSource : public ByteSource {
 public:
  explicit CountingSource(std::int64_t size) : bytes_(static_cast<std::size_t>(size), '\0') {}
  std::int64_t size() const override { return static_cast<std::int64_t>(bytes_.size()); }
  const char* read(std::int64_t begin, std::int64_t end) override {
    asked += end - begin;
    return bytes_.data() + begin;
  }
  std::int64_t asked = 0;

 private:
  std::string bytes_;
};

TEST(WeightCollector, NothingOutsideTheSource) {
  CountingSource source(24);
  const auto add = [&](std::vector<std::int64_t> shape, std::vector<std::int64_t> strides,
                       std::int64_t begin) {
    WeightCollector collector("w", "test", source.size());
    collector.add({"x", "float", StoredType::f32, std::move(shape), std::move(strides), begin},
                  source);
  };
  add({2, 3}, {3, 1}, 0);
  add({3, 2}, {1, 3}, 0);
  add({1, 6}, {std::int64_t{1} << 62, 1}, 0);  // the stride of one step is never used
  EXPECT_EQ(source.asked, 3 * 24);
  const std::string outside = "does not lie inside its 24 bytes";
  for (const auto& [shape, strides, begin] :
       {std::tuple(std::vector<std::int64_t>{2, 3}, std::vector<std::int64_t>{3, 1}, 4),
        std::tuple(std::vector<std::int64_t>{2, 3}, std::vector<std::int64_t>{4, 1}, 0),
        std::tuple(std::vector<std::int64_t>{2, 3}, std::vector<std::int64_t>{-3, 1}, 12),
        std::tuple(std::vector<std::int64_t>{1}, std::vector<std::int64_t>{1}, 24),
        std::tuple(std::vector<std::int64_t>{1}, std::vector<std::int64_t>{1}, -4),
        std::tuple(std::vector<std::int64_t>{7}, std::vector<std::int64_t>{}, 0),
        std::tuple(std::vector<std::int64_t>{3, 3},
                   std::vector<std::int64_t>{std::int64_t{1} << 62, std::int64_t{1} << 62}, 0)}) {
    expect_error<std::runtime_error>(outside, [&] { add(shape, strides, begin); });
  }
  expect_error<std::runtime_error>("an impossible shape", [&] {
    add({std::int64_t{1} << 40, 2}, {0, 0}, 0);
  });
  // One value repeated (stride 0) is no way to allocate at will.
  expect_error<std::runtime_error>("save tensor.contiguous()", [&] { add({1 << 23}, {0}, 0); });
}

TEST(WeightCollector, ManyViewsOfTheSameBytesAreBounded) {
  CountingSource source(400'000);
  WeightCollector collector("w", "test", source.size());
  const auto add = [&](int i) {
    collector.add({std::to_string(i), "float", StoredType::f32, {1, 2}, {0, 99'999}, 0}, source);
  };
  for (int i = 0; i < 8; ++i) add(i);
  expect_error<std::runtime_error>("2 values spread over 100000", [&] { add(8); });
  expect_error<std::runtime_error>("holds '3' twice", [&] { add(3); });
}

}  // namespace
}  // namespace pixelwise

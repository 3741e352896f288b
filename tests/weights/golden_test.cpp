// Files written by PyTorch, NumPy and, byte by byte, by golden/make_golden.py.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/base/message.h"
#include "weights/caffemodel.h"
#include "weights/weight_file.h"
#include "weights/zip_archive.h"

namespace pixelwise {
namespace {

using Names = std::vector<std::string>;

const Names kNames = {"a.weight", "a.bias", "half",       "double",    "bfloat", "transposed",
                      "permuted", "part",   "part_again", "parameter", "scalar", "empty"};
const std::map<std::string, Shape> kShapes = {{"a.weight", {2, 3, 2, 2}},
                                              {"a.bias", {2}},
                                              {"half", {3, 4}},
                                              {"double", {5}},
                                              {"bfloat", {4}},
                                              {"transposed", {3, 4}},
                                              {"permuted", {2, 3, 4, 5}},
                                              {"part", {2, 3}},
                                              {"part_again", {2, 3}},
                                              {"parameter", {2, 2}},
                                              {"scalar", Shape{}},
                                              {"empty", {0, 3}}};

// The formula of make_golden.py.
std::vector<Real> expected(const std::string& name) {
  const auto k = std::find(kNames.begin(), kNames.end(), name) - kNames.begin();
  std::vector<Real> values;
  for (std::int64_t i = 0; i < kShapes.at(name).size(); ++i) {
    values.push_back(static_cast<Real>((7 * i + 5 * k) % 64 - 31) / 8);
  }
  return values;
}

std::string golden(const std::string& name) {
  return PIXELWISE_SOURCE_DIR "/tests/weights/golden/" + name;
}

void expect_tensor(const WeightFile& file, const std::string& name, const std::string& formula) {
  ASSERT_TRUE(file.tensors.contains(name)) << name;
  EXPECT_EQ(file.tensors.at(name).shape(), kShapes.at(formula)) << name;
  EXPECT_EQ(file.tensors.at(name).to_vector(), expected(formula)) << name;
}

void expect_tensors(const WeightFile& file, const Names& names) {
  for (const std::string& name : names) expect_tensor(file, name, name);
}

TEST(GoldenWeights, EveryStorageStrideAndOffsetOfTorch) {
  if (!has_libzip()) GTEST_SKIP() << "this build has no libzip, which reads archives";
  for (const auto& [name, format] :
       {std::pair("state.zip.pth", "pth"), std::pair("state.legacy.pth", "legacy pth")}) {
    const WeightFile file = read_weights(golden(name));
    EXPECT_EQ(file.format, format);
    EXPECT_EQ(file.tensors.size(), kNames.size() + 1) << name;
    expect_tensors(file, kNames);
    const std::vector<Real> shared = file.tensors.at("shared").to_vector();
    ASSERT_EQ(shared.size(), 9U);
    EXPECT_EQ(shared[2], 99);
    EXPECT_EQ(shared[3], expected("part_again")[0]);
    EXPECT_EQ(file.skipped, (std::map<std::string, std::string>{{"steps", "dtype LongStorage"}}));
  }
}

TEST(GoldenWeights, TheStateInsideATrainingCheckpoint) {
  if (!has_libzip()) GTEST_SKIP() << "this build has no libzip, which reads archives";
  for (const char* name : {"checkpoint.zip.pth", "checkpoint.legacy.pth"}) {
    const WeightFile file = read_weights(golden(name));
    EXPECT_EQ(file.tensors.size(), 2U) << name;
    expect_tensor(file, "module.a.weight", "a.weight");
    expect_tensor(file, "module.a.bias", "a.bias");
    EXPECT_EQ(file.skipped, (std::map<std::string, std::string>{
                                {"arch", "a text"},
                                {"best_mean_iu", "an object (numpy._core.multiarray.scalar)"},
                                {"epoch", "a number"},
                                {"iteration", "a number"},
                                {"optim_state_dict", "a dictionary of 2 (state, param_groups)"}}));
  }
}

TEST(GoldenWeights, AsPython2WroteThem) {
  const WeightFile file = read_weights(golden("python2.legacy.pth"));
  EXPECT_EQ(file.tensors.size(), 2U);
  expect_tensors(file, {"a.weight", "part"});  // "part" is a view of its storage
}

TEST(GoldenWeights, NothingIsExecuted) {
  if (!has_libzip()) GTEST_SKIP() << "this build has no libzip, which reads archives";
  for (const char* name : {"dangerous.zip.pth", "dangerous.legacy.pth"}) {
    const std::string message = message_of<std::runtime_error>([&] { read_weights(golden(name)); });
    EXPECT_EQ(message.find(golden(name) + ": the pickle asks for 'posix.system' at byte "), 0U)
        << message;
    EXPECT_NE(message.find("refused, because a pickle can run any code"), std::string::npos);
  }
  const std::string message =
      message_of<std::runtime_error>([&] { read_weights(golden("model.zip.pth")); });
  EXPECT_NE(message.find("an object (torch.nn.modules.linear.Linear)"), std::string::npos)
      << message;
  EXPECT_NE(message.find("save model.state_dict()"), std::string::npos) << message;
}

TEST(GoldenWeights, NumpyArchives) {
  if (!has_libzip()) GTEST_SKIP() << "this build has no libzip, which reads archives";
  for (const char* name : {"numpy.npz", "numpy.compressed.npz"}) {
    const WeightFile file = read_weights(golden(name));
    EXPECT_EQ(file.format, "npz");
    EXPECT_EQ(file.tensors.size(), kNames.size()) << name;
    expect_tensors(file, kNames);
    EXPECT_EQ(file.skipped,
              (std::map<std::string, std::string>{{"big_endian",
                                                   "dtype >f4, big-endian; save it with "
                                                   "array.astype('<f4')"},
                                                  {"record", "dtype structured"},
                                                  {"steps", "dtype <i8"}}));
  }
}

TEST(GoldenWeights, ABuildWithoutALibrarySaysWhichOne) {
  if (has_libzip() || has_protozero()) GTEST_SKIP() << "this build has the libraries";
  const auto message = [](const char* name) {
    return message_of<std::runtime_error>([&] { read_weights(golden(name)); });
  };
  EXPECT_EQ(message("numpy.npz"), golden("numpy.npz") +
                                      ": is a zip archive (.npz, .pth); this build has no libzip: "
                                      "install libzip-dev and build again");
  EXPECT_NE(message("new.caffemodel").find("this build has no protozero: install libprotozero-dev"),
            std::string::npos);
  EXPECT_NE(message("old.caffemodel").find("looks like a .caffemodel"), std::string::npos);
}

TEST(GoldenWeights, NumpyArrays) {
  const WeightFile file = read_weights(golden("a.weight.npy"));
  EXPECT_EQ(file.format, "npy");
  expect_tensor(file, "arr_0", "a.weight");
  expect_tensor(read_weights(golden("permuted.fortran.npy")), "arr_0", "permuted");
}

TEST(GoldenWeights, Safetensors) {
  const WeightFile file = read_weights(golden("hand.safetensors"));
  EXPECT_EQ(file.format, "safetensors");
  EXPECT_EQ(file.metadata.at("format"), "pt");
  EXPECT_EQ(file.tensors.size(), 7U);
  expect_tensors(file, {"a.weight", "a.bias", "half", "double", "scalar", "empty", "bfloat"});
}

TEST(GoldenWeights, CaffeOfTodayAndOld) {
  if (!has_protozero()) GTEST_SKIP() << "this build has no protozero, which reads .caffemodel";
  for (const char* name : {"new.caffemodel", "old.caffemodel"}) {
    const WeightFile file = read_weights(golden(name));
    EXPECT_EQ(file.format, "caffemodel");
    EXPECT_EQ(file.tensors.size(), 4U) << name;
    expect_tensors(file, {"a.weight", "a.bias"});
    expect_tensor(file, "fc.weight", "transposed");
    const std::vector<Real> full = expected("transposed");
    EXPECT_EQ(file.tensors.at("fc.bias").shape(), Shape{3});
    EXPECT_EQ(file.tensors.at("fc.bias").to_vector(),
              (std::vector<Real>{full[0], full[4], full[8]}));
  }
}

TEST(GoldenWeights, TheFormatIsTheContentsNotTheName) {
  const FileBytes file(golden("state.legacy.pth"));
  const FileBytes renamed("x.npz", std::string(file.bytes()));
  EXPECT_EQ(read_weights(renamed).format, "legacy pth");
}

}  // namespace
}  // namespace pixelwise

// Files of people that are not quite what a reader expects: what is understood is read, with the
// right values; the rest is left out by name, or the file is refused with the cause.
#include <gtest/gtest.h>

#include "tests/base/message.h"
#include "weights/caffemodel.h"
#include "weights/names.h"
#include "weights/weight_file.h"
#include "weights/zip_archive.h"

namespace pixelwise {
namespace {

using Skipped = std::map<std::string, std::string>;

std::string golden(const std::string& name) {
  return PIXELWISE_SOURCE_DIR "/tests/weights/golden/" + name;
}

// conv.weight and conv.bias as in plain.pth, whatever else is in the file.
void expect_plain(const std::string& name, const Skipped& skipped) {
  static const WeightFile kPlain = read_weights(golden("plain.pth"));
  ASSERT_EQ(kPlain.tensors.at("conv.weight").shape(), (Shape{2, 3, 3, 3}));
  ASSERT_FLOAT_EQ(static_cast<float>(kPlain.tensors.at("conv.bias")(0)), 1.1317307F);
  const WeightFile file = read_weights(golden(name));
  EXPECT_EQ(file.tensors.size(), 2U) << name;
  for (const char* tensor : {"conv.weight", "conv.bias"}) {
    ASSERT_TRUE(file.tensors.contains(tensor)) << name;
    EXPECT_EQ(file.tensors.at(tensor).to_vector(), kPlain.tensors.at(tensor).to_vector()) << name;
  }
  EXPECT_EQ(file.skipped, skipped) << name;
}

TEST(WeightCases, OneForeignEntryIsLeftOutByName) {
  if (!has_libzip() || !has_protozero()) GTEST_SKIP() << "this build has no libzip or protozero";
  expect_plain("multistep_scheduler.pth",
               {{"scheduler", "a dictionary of 8 (milestones, gamma, base_lrs, ...)"}});
  expect_plain("a_set.pth", {{"seen", "an object (__builtin__.set)"}});
  expect_plain("complex_dtype.pth", {{"dtype", "the name torch.complex64"}});
  expect_plain("uint16_buffer.pth", {{"lut", "dtype torch.uint16"}});
  expect_plain("float8_buffer.pth", {{"q", "dtype torch.float8_e4m3fn"}});
  expect_plain("complex64.safetensors", {{"c", "dtype C64"}});
  expect_plain("float8_e8m0.safetensors", {{"s", "dtype F8_E8M0"}});
}

TEST(WeightCases, TheWeightsAreWhereTheTensorsAre) {
  if (!has_libzip() || !has_protozero()) GTEST_SKIP() << "this build has no libzip or protozero";
  expect_plain("wrapped_in_weights.pth", {{"epoch", "a number"}});
  expect_plain("wrapped_in_model_state.pth", {{"epoch", "a number"}});
  expect_plain("flat_beside_config.pth", {{"model", "a dictionary of 1 (width)"}});
}

TEST(WeightCases, OtherWaysToWriteTheSame) {
  if (!has_libzip() || !has_protozero()) GTEST_SKIP() << "this build has no libzip or protozero";
  expect_plain("protocol4.pth", {});
  expect_plain("deflated.pth", {});
  expect_plain("tensor_with_attribute.pth", {});
  const WeightFile null = read_weights(golden("metadata_null.safetensors"));
  EXPECT_EQ(null.tensors.at("a").size(), 2);
  EXPECT_TRUE(null.metadata.empty());
}

TEST(WeightCases, ANegativeViewHasTheOtherSign) {
  if (!has_libzip() || !has_protozero()) GTEST_SKIP() << "this build has no libzip or protozero";
  const Array values = read_weights(golden("negative_view.pth")).tensors.at("w");
  const Array expected = read_weights(golden("negative_view_expected.npy")).tensors.at("arr_0");
  ASSERT_EQ(values.shape(), Shape{5});
  EXPECT_EQ(values.to_vector(), expected.to_vector());
  EXPECT_LT(values(0), 0);  // stored as its opposite
}

TEST(WeightCases, AnExpandedTensorRepeatsItsValue) {
  if (!has_libzip() || !has_protozero()) GTEST_SKIP() << "this build has no libzip or protozero";
  const Array values = read_weights(golden("expanded.pth")).tensors.at("bias");
  ASSERT_EQ(values.shape(), (Shape{300, 300}));
  EXPECT_EQ(values.to_vector(), std::vector<Real>(90'000, Real{1}));
}

TEST(WeightCases, ATableOrAnEmptyBlobBesideWeights) {
  if (!has_libzip() || !has_protozero()) GTEST_SKIP() << "this build has no libzip or protozero";
  const WeightFile npz = read_weights(golden("wide_table_beside_weights.npz"));
  ASSERT_EQ(npz.tensors.size(), 1U);
  EXPECT_FLOAT_EQ(static_cast<float>(npz.tensors.at("bias")(1)), -0.645473F);
  EXPECT_EQ(npz.skipped.size(), 1U);
  EXPECT_NE(npz.skipped.at("table").find("a header of 105076 bytes"), std::string::npos);

  const WeightFile caffe = read_weights(golden("empty_blob_beside_weights.caffemodel"));
  ASSERT_EQ(caffe.tensors.size(), 1U);
  EXPECT_FLOAT_EQ(static_cast<float>(caffe.tensors.at("conv.weight")(0)), 1.1317307F);
  EXPECT_EQ(caffe.skipped, (Skipped{{"x.weight", "a blob without values"}}));
}

TEST(WeightCases, WithoutTensorsTheMessageSaysWhatIsThere) {
  const std::string path = golden("big_endian.npy");
  const WeightFile file = read_weights(path);
  expect_error<std::runtime_error>(
      path +
          ": holds no tensors of floating-point numbers; it holds 'arr_0' (dtype >f4, big-endian; "
          "save it with array.astype('<f4'))",
      [&] { require_tensors(path, file); });
  WeightFile keys;
  for (int i = 0; i < 10; ++i) keys.skipped["k" + std::to_string(i)] = "a number";
  expect_error<std::runtime_error>("'k7' (a number), and 2 more",
                                   [&] { require_tensors("f", keys); });
  keys.skipped = {{"model", "an object (models.Net)"}};
  expect_error<std::runtime_error>("'model' (an object (models.Net)); of a whole model, save",
                                   [&] { require_tensors("f", keys); });
  keys.skipped.clear();
  expect_error<std::runtime_error>("numbers; it is empty", [&] { require_tensors("f", keys); });
}

TEST(Names, WrappersOfPyTorchGo) {
  const Array a({1}, 1), b({1}, 2);
  const auto names = [](const std::map<std::string, Array>& tensors) {
    std::vector<std::string> found;
    for (const auto& [name, values] : with_our_names(tensors).tensors) found.push_back(name);
    return found;
  };
  using List = std::vector<std::string>;
  EXPECT_EQ(names({{"_orig_mod.module.x", a}, {"_orig_mod.module.y", b}}), (List{"x", "y"}));
  EXPECT_EQ(names({{"module._orig_mod.x", a}, {"module.module.y", b}}), (List{"module.y", "x"}));
  EXPECT_EQ(names({{"body._orig_mod.x", a}, {"head.y", b}}), (List{"body.x", "head.y"}));
  EXPECT_EQ(names({{"module.x", a}, {"y", b}}), (List{"module.x", "y"}));
  // Two tensors never become one.
  EXPECT_EQ(names({{"_orig_mod.x", a}, {"x", b}}), (List{"_orig_mod.x", "x"}));
  EXPECT_EQ(names({{"not_orig_mod.x", a}}), List{"not_orig_mod.x"});
}

}  // namespace
}  // namespace pixelwise

// Tests the checker itself: a made-up wrong include must be seen, a right one must pass.
#include "tests/structure/rules.h"

#include <gtest/gtest.h>

namespace pixelwise::structure {
namespace {

// What the checker says about one include line in one file.
std::string verdict(const std::string& file, const std::string& include) {
  const auto wrong = wrong_includes({file, "// A comment.\n#include " + include + "\n"});
  EXPECT_LE(wrong.size(), 1U);
  return wrong.empty() ? "" : wrong.front();
}

void expect_wrong(const std::string& file, const std::string& include, const std::string& why) {
  const std::string said = verdict(file, include);
  EXPECT_NE(said.find(why), std::string::npos) << file << " " << include << " -> " << said;
  EXPECT_EQ(said.rfind(file + ":2 includes ", 0), 0U) << said;
}

void expect_right(const std::string& file, const std::string& include) {
  EXPECT_EQ(verdict(file, include), "");
}

TEST(Rules, WrongDirectionsAreSeen) {
  expect_wrong("base/check.h", "\"autograd/shape.h\"", "base must not know autograd");
  expect_wrong("autograd/tensor.cpp", "\"layers/module.h\"", "autograd must not know layers");
  expect_wrong("layers/conv.h", "\"optim/sgd.h\"", "layers must not know optim");
  expect_wrong("layers/conv.h", "\"models/fcn.h\"", "layers must not know models");
  expect_wrong("optim/sgd.h", "\"layers/module.h\"", "optim must not know layers");
  expect_wrong("models/fcn.cpp", "\"datasets/image.h\"", "models must not know datasets");
  expect_wrong("models/fcn.cpp", "\"weights/npz.h\"", "models must not know weights");
  expect_wrong("weights/npz.cpp", "\"training/log.h\"", "weights must not know");
  expect_wrong("weights/npz.cpp", "\"models/fcn.h\"", "weights must not know models");
  expect_wrong("gradcheck/gradient_check.h", "\"layers/module.h\"", "gradcheck must not know");
  expect_wrong("metrics/confusion.h", "\"training/trainer.h\"", "metrics must not know training");
  expect_wrong("report/page.h", "\"training/trainer.h\"", "report must not know training");
  expect_wrong("datasets/dataset.h", "\"metrics/confusion.h\"", "datasets must not know metrics");
  expect_wrong("datasets/sample.h", "\"autograd/tensor.h\"", "datasets must not know autograd");
  expect_wrong("training/trainer.h", "\"app/main.h\"", "training must not know app");
}

TEST(Rules, WrongDirectionsInsideAutogradAreSeen) {
  const std::string order = "not the other way round";
  expect_wrong("autograd/shape.h", "\"autograd/array.h\"", order);
  expect_wrong("autograd/array.cpp", "\"autograd/graph.h\"", order);
  expect_wrong("autograd/graph.h", "\"autograd/tensor.h\"", order);
  expect_wrong("autograd/tensor.h", "\"autograd/ops/conv2d.h\"", order);
  expect_wrong("autograd/ops/conv2d.cpp", "\"autograd/ops.h\"", order);
  expect_wrong("autograd/new_idea.h", "\"autograd/shape.h\"", "give it a level");
}

TEST(Rules, TheKernelsStayDeletable) {
  expect_wrong("autograd/kernels/gemm.cpp", "\"autograd/array.h\"", "raw pointers and sizes");
  expect_wrong("autograd/kernels/gemm.cpp", "\"base/random.h\"", "raw pointers and sizes");
  expect_wrong("autograd/kernels/direct/x.cpp", "\"autograd/kernels/winograd3x3/winograd3x3.h\"",
               "a reader stops here");
  expect_wrong("autograd/kernels/winograd3x3/x.cpp",
               "\"autograd/kernels/large_kernels/row_transforms.h\"", "a reader stops here");
  expect_wrong("autograd/tensor.cpp", "\"autograd/kernels.h\"", "only operations ask");
  expect_wrong("layers/conv.cpp", "\"autograd/kernels.h\"", "only operations ask");
  expect_wrong("autograd/ops/conv2d.cpp", "\"autograd/kernels/mode.h\"", "can be deleted");
  expect_wrong("app/main.cpp", "\"autograd/kernels/mode.h\"", "can be deleted");
}

TEST(Rules, PathsStartAtTheRoot) {
  expect_wrong("app/main.cpp", "\"../base/check.h\"", "not with ..");
  expect_wrong("tests/base/x_test.cpp", "\"../base/check.h\"", "not with ..");
  expect_wrong("base/check.cpp", "\"check.h\"", "start at the root");
}

TEST(Rules, PackagesStayOutside) {
  expect_wrong("models/fcn.cpp", "<nlohmann/json.hpp>", "standard library");
  expect_wrong("autograd/ops/conv2d.cpp", "<omp.h>", "standard library");
  expect_right("weights/safetensors.cpp", "<nlohmann/json.hpp>");
  expect_right("datasets/png_file.cpp", "<png.h>");
  expect_right("autograd/array.h", "<memory>");
}

TEST(Rules, OptionsAreParsedByTheCommandLine) {
  expect_wrong("training/train_settings.h", "<CLI/CLI.hpp>", "only app parses options");
  expect_wrong("report/progress.cpp", "<CLI/CLI.hpp>", "only app parses options");
  expect_right("app/common.h", "<CLI/CLI.hpp>");
}

TEST(Rules, RightDirectionsPass) {
  expect_right("autograd/array.cpp", "\"autograd/array.h\"");
  expect_right("autograd/graph.cpp", "\"autograd/array_math.h\"");
  expect_right("autograd/ops/conv_transpose2d.h", "\"autograd/ops/conv2d.h\"");
  expect_right("autograd/ops/conv2d.cpp", "\"autograd/kernels.h\"");
  expect_right("autograd/ops.h", "\"autograd/ops/conv2d.h\"");
  expect_right("autograd/no_kernels.cpp", "\"autograd/kernels.h\"");
  expect_right("autograd/kernels/gemm.cpp", "\"autograd/buffer.h\"");
  expect_right("autograd/kernels/gemm.cpp", "\"autograd/kernels/panel.h\"");
  expect_right("autograd/kernels/choice.cpp", "\"autograd/kernels/large_kernels/large_kernels.h\"");
  expect_right("autograd/kernels/winograd3x3/x.cpp", "\"autograd/kernels/direct/taps.h\"");
  expect_right("layers/conv.h", "\"autograd/ops/conv2d.h\"");
  expect_right("datasets/batch.h", "\"base/labels.h\"");
  expect_right("training/trainer.cpp", "\"weights/safetensors.h\"");
  expect_right("training/trainer.cpp", "\"autograd/kernels.h\"");
  expect_right("app/main.cpp", "\"training/trainer.h\"");
  expect_right("tests/autograd/kernels/x_test.cpp", "\"autograd/kernels/mode.h\"");
  expect_right("tests/install/own_op/swish.cpp", "\"swish.h\"");
}

TEST(Rules, OddSpellingsAreRead) {
  EXPECT_EQ(wrong_includes({"base/x.h", "#  include   \"app/a.h\"\n\t#include\"app/b.h\""}).size(),
            2U);
  EXPECT_TRUE(wrong_includes({"base/x.h", "// #include \"app/a.h\"\n"}).empty());
}

}  // namespace
}  // namespace pixelwise::structure

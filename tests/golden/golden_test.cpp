// Every operation over its option grid, forward and gradients, against PyTorch's numbers: in float
// with the kernels on and off, and in double.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "autograd/kernels.h"
#include "base/check.h"
#include "base/parallel.h"
#include "gradcheck/grid/op_cases.h"
#include "tests/golden/golden_file.h"

namespace pixelwise {
namespace {

// Relative to the largest value of an array. Each value is a sum of products, S = sum |a b|, and
// S is at most some ten times the largest value of the array (signs are random, at most 255 terms).
// Rounding leaves an error of about epsilon S: 6e-8 S in float, 1e-16 S in double. Measured: 4e-7
// and 9e-16. A single wrong tap is an error of 1e-2 or more.
constexpr double kTolerance = sizeof(Real) == sizeof(float) ? 1e-5 : 1e-12;

// An array below this, in double, is 0 but for rounding (the gradient of x / x): its terms are of
// the size of the inputs, about 1.
constexpr double kRounding = 1e-14;

const char* const kRegenerate = "; run tests/golden/regenerate and look at what changed";

const GoldenFile& golden() {
  static const GoldenFile file =
      read_golden(PIXELWISE_SOURCE_DIR "/tests/golden/golden.safetensors");
  return file;
}

const std::vector<OpCase>& cases() {
  static const std::vector<OpCase> all = all_op_cases();
  return all;
}

std::vector<std::int64_t> sizes(const Shape& shape) {
  std::vector<std::int64_t> list;
  for (int axis = 0; axis < shape.rank(); ++axis) list.push_back(shape[axis]);
  return list;
}

// Returns the largest error relative to the largest expected value.
double expect_near(const Array& computed, const std::string& name) {
  const auto found = golden().arrays.find(name);
  if (found == golden().arrays.end()) {
    ADD_FAILURE() << name << " is missing from the golden file" << kRegenerate;
    return 0;
  }
  const GoldenArray& expected = found->second;
  if (sizes(computed.shape()) != expected.shape) {
    ADD_FAILURE() << name << ": shape " << computed.shape() << ", PyTorch's is "
                  << testing::PrintToString(expected.shape);
    return 0;
  }
  double scale = 0, worst = 0;
  for (const double value : expected.values) scale = std::max(scale, std::abs(value));
  if (scale < kRounding) scale = 1;
  const std::vector<Real> values = computed.to_vector();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double error = std::abs(static_cast<double>(values[i]) - expected.values[i]);
    if (error == 0) continue;
    const double relative = error / scale;
    if (!(relative <= kTolerance)) {  // also for NaN
      ADD_FAILURE() << name << ": element " << i << " is " << values[i] << ", PyTorch's is "
                    << expected.values[i] << ", largest value " << scale;
      return relative;
    }
    worst = std::max(worst, relative);
  }
  return worst;
}

double compare(const OpCase& op_case) {
  std::vector<Tensor> inputs;
  for (const Tensor& input : draw_inputs(op_case)) {
    inputs.push_back(Tensor::parameter(input.value()));
  }
  const Tensor y = op_case.run(inputs);
  double worst = expect_near(y.value(), op_case.label + ": y");
  y.backward(draw_cotangent(op_case, y.shape()));
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    worst = std::max(worst, expect_near(inputs[i].grad(), text(op_case.label, ": dx", i)));
  }
  return worst;
}

// With the kernels as the test asks, and as they were afterwards. One thread: the cases are so
// small that several would mostly wait for each other.
class GoldenTest : public testing::TestWithParam<std::tuple<std::string, bool>> {
 protected:
  void SetUp() override {
    kernels::set_enabled(std::get<1>(GetParam()));
    set_threads(1);
  }
  void TearDown() override {
    kernels::set_enabled(kernels_before_);
    set_threads(threads_before_);
  }

 private:
  const bool kernels_before_ = kernels::enabled();
  const int threads_before_ = threads();
};

TEST_P(GoldenTest, AgreesWithPyTorch) {
  const std::string& op = std::get<0>(GetParam());
  double worst = 0;
  for (const OpCase& op_case : cases()) {
    if (op_case.op == op) worst = std::max(worst, compare(op_case));
  }
  RecordProperty("largest_relative_error", text(worst));
}

INSTANTIATE_TEST_SUITE_P(Ops, GoldenTest,
                         testing::Combine(testing::ValuesIn(op_names(cases())),
                                          sizeof(Real) == sizeof(float)
                                              ? testing::ValuesIn({true, false})
                                              : testing::ValuesIn({false})),
                         [](const auto& one) {
                           return std::get<0>(one.param) +
                                  (std::get<1>(one.param) ? "_kernels" : "_reference");
                         });

TEST(GoldenFileTest, WasMadeFromTheseCases) {
  for (const OpCase& op_case : cases()) {
    const auto found = golden().fingerprints.find(op_case.label);
    if (found == golden().fingerprints.end()) {
      ADD_FAILURE() << op_case.label << " has no golden numbers" << kRegenerate;
    } else {
      EXPECT_EQ(found->second, fingerprint(op_case)) << op_case.label << " changed" << kRegenerate;
    }
  }
}

TEST(GoldenFileTest, HoldsNothingElse) {
  std::set<std::string> labels, arrays;
  for (const OpCase& op_case : cases()) {
    EXPECT_TRUE(labels.insert(op_case.label).second) << "two cases are called " << op_case.label;
    arrays.insert(op_case.label + ": y");
    for (std::size_t i = 0; i < op_case.inputs.size(); ++i) {
      arrays.insert(text(op_case.label, ": dx", i));
    }
  }
  for (const auto& [label, made_from] : golden().fingerprints) {
    EXPECT_TRUE(labels.count(label)) << "no case is called " << label << kRegenerate;
  }
  for (const auto& [name, array] : golden().arrays) {
    EXPECT_TRUE(arrays.count(name)) << "nothing computes " << name << kRegenerate;
  }
}

}  // namespace
}  // namespace pixelwise

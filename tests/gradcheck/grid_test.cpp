// The grid: are all options of the convolutions in it, in all pairs?
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "gradcheck/grid/op_cases.h"

namespace pixelwise {
namespace {

// The options of a convolution case as text, with kernel and bias read off its inputs.
std::map<std::string, std::string> settings(const OpCase& op_case) {
  std::map<std::string, std::string> all;
  for (const auto& [name, value] : op_case.options.items()) all[name] = value.dump();
  const Shape& weight = op_case.inputs[1].shape;
  all["kernel"] = std::to_string(weight[2]) + "x" + std::to_string(weight[3]);
  all["bias"] = op_case.inputs.size() > 2 ? "yes" : "no";
  return all;
}

std::set<std::string> pairs_of(const std::string& op, const std::string& a, const std::string& b) {
  std::set<std::string> pairs;
  for (const OpCase& op_case : all_op_cases()) {
    if (op_case.op != op) continue;
    const auto all = settings(op_case);
    pairs.insert(all.at(a) + " " + all.at(b));
  }
  return pairs;
}

TEST(GridTest, ConvolutionOptionsMeetInAllPairs) {
  const std::map<std::string, std::vector<std::string>> values = {
      {"stride", {"[1,1]", "[2,2]", "[3,3]", "[2,1]", "[1,3]"}},
      {"padding", {"[0,0]", "[1,1]", "[2,2]", "[2,1]"}},
      {"dilation", {"[1,1]", "[2,2]", "[1,2]"}},
      {"groups", {"1", "2", "3"}},
      {"kernel", {"3x2", "2x3", "3x3", "1x2"}},
      {"bias", {"yes", "no"}},
  };
  for (const std::string op : {"conv2d", "conv_transpose2d"}) {
    for (const auto& [a, values_a] : values) {
      for (const auto& [b, values_b] : values) {
        if (a >= b) continue;
        const std::set<std::string> pairs = pairs_of(op, a, b);
        for (const std::string& x : values_a) {
          for (const std::string& y : values_b) {
            EXPECT_TRUE(pairs.count(x + " " + y))
                << op << ": " << a << " " << x << " never with " << b << " " << y;
          }
        }
      }
    }
  }
}

TEST(GridTest, OutputPaddingGoesWithEveryStrideThatAllowsIt) {
  const std::set<std::string> pairs = pairs_of("conv_transpose2d", "stride", "output_padding");
  for (const char* pair :
       {"[2,2] [1,1]", "[2,2] [1,0]", "[3,3] [2,0]", "[3,3] [1,2]", "[2,1] [1,0]", "[1,3] [0,2]"}) {
    EXPECT_TRUE(pairs.count(pair)) << pair;
  }
}

TEST(GridTest, InputsAreTheSameInEveryCall) {
  for (const OpCase& op_case : all_op_cases()) {
    const std::vector<Tensor> first = draw_inputs(op_case), second = draw_inputs(op_case);
    for (std::size_t i = 0; i < first.size(); ++i) {
      EXPECT_EQ(first[i].value().to_vector(), second[i].value().to_vector()) << op_case.label;
    }
  }
}

// No two values of a max-pooling input are closer than the gradient check's step.
TEST(GridTest, MaxPoolingInputsAreDistinct) {
  for (const OpCase& op_case : all_op_cases()) {
    if (op_case.op != "max_pool2d") continue;
    std::vector<Real> values = draw_inputs(op_case)[0].value().to_vector();
    std::sort(values.begin(), values.end());
    for (std::size_t i = 1; i < values.size(); ++i) {
      ASSERT_GE(values[i] - values[i - 1], Real{1} / 32) << op_case.label;
    }
  }
}

}  // namespace
}  // namespace pixelwise

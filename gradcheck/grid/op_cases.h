// The grid of operation cases: every operation over its options, defined once.
//
// The gradient check runs it in double; the golden tests run it in float and double and compare
// with PyTorch's numbers (tests/golden), which were computed from a dump of the same grid. So an
// option that is in the grid is in the forward tests and in the gradient tests alike.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "autograd/tensor.h"
#include "gradcheck/gradient_check.h"

namespace pixelwise {

/// How the values of an input are drawn. All are multiples of 2^-20, hence the same numbers in
/// float and in double.
enum class Draw {
  any,             // uniform in [-2, 2)
  away_from_zero,  // 0.25 <= |x| < 2: away from the kink of relu and the pole of 1/x
  positive,        // in [0.25, 2): for the logarithm
  distinct,        // a shuffled grid of steps of 1/32: no two maxima are close
};

struct InputSpec {
  Shape shape;
  Draw draw = Draw::any;
};

struct OpCase {
  std::string op;     // "conv2d"; PyTorch's side knows how to compute it from the options
  std::string label;  // unique in the grid: "conv2d 3x2 stride 2 ..."
  nlohmann::json options;
  std::vector<InputSpec> inputs;
  TensorFunction run;

  /// See GradientCheckOptions; less where the operation drops most of its input (pooling).
  double min_nonzero_share = 0.2;
};

/// All cases, those of one operation next to each other.
std::vector<OpCase> all_op_cases();

/// The operations of the cases, each once, in their order.
std::vector<std::string> op_names(const std::vector<OpCase>& cases);

/// The inputs of a case, as constants: the same values on every machine and in every build.
std::vector<Tensor> draw_inputs(const OpCase& op_case);

/// A cotangent dL/dy for the case's output.
Array draw_cotangent(const OpCase& op_case, const Shape& output);

/// Changes when the options or any input value of the case change: tells stale golden numbers.
std::string fingerprint(const OpCase& op_case);

/// What tests/golden/make_golden.py reads: op, label, options, inputs, cotangent, fingerprint.
nlohmann::json dump_cases(const std::vector<OpCase>& cases);

/// The families of the grid.
void add_arithmetic_cases(std::vector<OpCase>& cases);
void add_activation_cases(std::vector<OpCase>& cases);
void add_local_response_norm_cases(std::vector<OpCase>& cases);
void add_shape_cases(std::vector<OpCase>& cases);
void add_matmul_cases(std::vector<OpCase>& cases);
void add_conv2d_cases(std::vector<OpCase>& cases);
void add_conv_transpose2d_cases(std::vector<OpCase>& cases);
void add_pooling_cases(std::vector<OpCase>& cases);
void add_upsample_cases(std::vector<OpCase>& cases);
void add_dropout_cases(std::vector<OpCase>& cases);
void add_loss_cases(std::vector<OpCase>& cases);

}  // namespace pixelwise

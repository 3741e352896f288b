#include "gradcheck/grid/op_cases.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "base/random.h"

namespace pixelwise {
namespace {

constexpr std::uint64_t kCotangentStream = 1000;

// The hash of Fowler, Noll and Vo (FNV-1a), continued from `hash`.
std::uint64_t hash_of(const std::string& bytes, std::uint64_t hash = 0xcbf29ce484222325U) {
  for (const char byte : bytes) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
  }
  return hash;
}

// Rounded down to a multiple of 2^-20.
Real rounded(double x) { return static_cast<Real>(std::floor(x * 0x1p20) * 0x1p-20); }

std::vector<Real> draw_values(std::int64_t count, Draw draw, Rng& rng) {
  std::vector<Real> values;
  if (draw == Draw::distinct) {
    const std::int64_t middle = count / 2;
    for (const std::int64_t place : rng.permutation(count)) {
      values.push_back(static_cast<Real>(place - middle) / 32);
    }
    return values;
  }
  for (std::int64_t i = 0; i < count; ++i) {
    if (draw == Draw::any) {
      values.push_back(rounded(rng.uniform(-2, 2)));
    } else {
      const Real size = rounded(rng.uniform(0.25, 2));
      values.push_back(draw == Draw::away_from_zero && rng.chance(0.5) ? -size : size);
    }
  }
  return values;
}

nlohmann::json to_json(const Array& array) {
  nlohmann::json shape = nlohmann::json::array();
  for (int axis = 0; axis < array.shape().rank(); ++axis) shape.push_back(array.shape()[axis]);
  const std::vector<Real> values = array.to_vector();
  return {{"shape", shape}, {"values", std::vector<double>(values.begin(), values.end())}};
}

}  // namespace

std::vector<OpCase> all_op_cases() {
  std::vector<OpCase> cases;
  add_arithmetic_cases(cases);
  add_activation_cases(cases);
  add_local_response_norm_cases(cases);
  add_shape_cases(cases);
  add_matmul_cases(cases);
  add_conv2d_cases(cases);
  add_conv_transpose2d_cases(cases);
  add_pooling_cases(cases);
  add_upsample_cases(cases);
  add_dropout_cases(cases);
  add_loss_cases(cases);
  return cases;
}

std::vector<std::string> op_names(const std::vector<OpCase>& cases) {
  std::vector<std::string> names;
  for (const OpCase& op_case : cases) {
    if (std::find(names.begin(), names.end(), op_case.op) == names.end()) {
      names.push_back(op_case.op);
    }
  }
  return names;
}

std::vector<Tensor> draw_inputs(const OpCase& op_case) {
  std::vector<Tensor> inputs;
  for (const InputSpec& input : op_case.inputs) {
    Rng rng(hash_of(op_case.label), inputs.size());
    inputs.emplace_back(Array(input.shape, draw_values(input.shape.size(), input.draw, rng)));
  }
  return inputs;
}

Array draw_cotangent(const OpCase& op_case, const Shape& output) {
  Rng rng(hash_of(op_case.label), kCotangentStream);
  return Array(output, draw_values(output.size(), Draw::away_from_zero, rng));
}

std::string fingerprint(const OpCase& op_case) {
  std::uint64_t hash = hash_of(op_case.options.dump());
  for (const Tensor& input : draw_inputs(op_case)) {
    hash = hash_of(text(input.shape()), hash);
    for (const Real value : input.value().to_vector()) {
      const auto steps = static_cast<std::int64_t>(static_cast<double>(value) * 0x1p20);
      hash = hash_of(std::to_string(steps), hash);
    }
  }
  return text(std::hex, hash);
}

nlohmann::json dump_cases(const std::vector<OpCase>& cases) {
  nlohmann::json dumped = nlohmann::json::array();
  for (const OpCase& op_case : cases) {
    const std::vector<Tensor> inputs = draw_inputs(op_case);
    nlohmann::json values = nlohmann::json::array();
    for (const Tensor& input : inputs) values.push_back(to_json(input.value()));
    const NoGrad no_grad;
    const Shape output = op_case.run(inputs).shape();
    dumped.push_back({{"op", op_case.op},
                      {"label", op_case.label},
                      {"options", op_case.options},
                      {"inputs", values},
                      {"cotangent", to_json(draw_cotangent(op_case, output))},
                      {"fingerprint", fingerprint(op_case)}});
  }
  return {{"cases", dumped}};
}

}  // namespace pixelwise

// c = a b, c_ij = sum_k a_ik b_kj.
//
//   dL/da_ik = sum_j dL/dc_ij b_kj   ->   da = dc b^T
//   dL/db_kj = sum_i a_ik dL/dc_ij   ->   db = a^T dc
#include "autograd/ops/matmul.h"

#include "autograd/array_math.h"
#include "autograd/kernels.h"
#include "base/check.h"

namespace pixelwise {
namespace {

struct Factor {
  const Array& matrix;
  bool transposed = false;

  std::int64_t rows() const { return matrix.shape()[transposed ? 1 : 0]; }
  std::int64_t columns() const { return matrix.shape()[transposed ? 0 : 1]; }
  Real operator()(std::int64_t i, std::int64_t j) const {
    return transposed ? matrix(j, i) : matrix(i, j);
  }
};

Factor transposed(const Array& matrix) { return {matrix, true}; }

Array product(const Factor& a, const Factor& b) {
  const std::int64_t m = a.rows(), k = a.columns(), n = b.columns();
  Array c = Array::uninitialized({m, n});
  if (kernels::matmul(m, n, k, a.matrix.data(), a.transposed, b.matrix.data(), b.transposed,
                      c.mutable_data())) {
    return c;
  }
  Real* out = c.mutable_data();
  parallel_for(m, [&](std::int64_t i) {
    for (std::int64_t j = 0; j < n; ++j) {
      Real sum = 0;
      for (std::int64_t l = 0; l < k; ++l) sum += a(i, l) * b(l, j);
      out[i * n + j] = sum;
    }
  });
  return c;
}

OpDetails details(std::int64_t m, std::int64_t k, std::int64_t n) {
  OpDetails details;
  details.multiply_adds = m * k * n;
  return details;
}

}  // namespace

Tensor matmul(const Tensor& left, const Tensor& right) {
  const Array a = left.value(), b = right.value();
  require(a.shape().rank() == 2 && b.shape().rank() == 2 && a.shape()[1] == b.shape()[0],
          "matmul: ", a.shape(), " times ", b.shape(), "; [M, K] times [K, N] is needed");
  return Tensor::from_op("matmul", product({a}, {b}),
                         {
                             {left, [=](const Array& dy) { return product({dy}, transposed(b)); }},
                             {right, [=](const Array& dy) { return product(transposed(a), {dy}); }},
                         },
                         [=] { return details(a.shape()[0], a.shape()[1], b.shape()[1]); });
}

Tensor linear(const Tensor& input, const Tensor& weight, const Tensor& bias) {
  const Array x = input.value(), w = weight.value();
  require(x.shape().rank() == 2 && w.shape().rank() == 2, "linear: input ", x.shape(),
          " and weight ", w.shape(), "; [N, I] and [O, I] are needed; flatten() the input first");
  require(x.shape()[1] == w.shape()[1], "linear: input ", x.shape(), " has ", x.shape()[1],
          " features but weight ", w.shape(), " expects ", w.shape()[1]);
  Array y = product({x}, transposed(w));
  std::vector<Edge> edges = {
      {input, [=](const Array& dy) { return product({dy}, {w}); }},
      {weight, [=](const Array& dy) { return product(transposed(dy), {x}); }},
  };
  if (bias.is_defined()) {
    const Shape shape = bias.shape();
    require(shape == Shape({w.shape()[0]}), "linear: bias ", shape, " for weight ", w.shape());
    y = y + bias.value();
    edges.push_back({bias, [=](const Array& dy) { return sum_to(dy, shape); }});
  }
  return Tensor::from_op("linear", y, std::move(edges),
                         [=] { return details(x.shape()[0], x.shape()[1], w.shape()[0]); });
}

}  // namespace pixelwise

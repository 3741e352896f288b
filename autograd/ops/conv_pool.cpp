// z = conv(x, w) + b,  y = the largest z of each window (see conv2d.cpp, max_pool2d.cpp)
//
// The gradient of a window goes to the one z that won it, so dz is dy spread over a larger map that
// is zero elsewhere, and
//
//   dx, dw    those of conv2d, from dz
//   db[o]   = sum of dz[n,o,i,j] = sum of dy[n,o,i,j]
#include "autograd/ops/conv_pool.h"

#include <utility>

#include "autograd/array_math.h"
#include "autograd/ops/activations.h"

namespace pixelwise {
namespace {

using kernels::ConvSizes;

struct Gradients {
  Array dx, dw;  // empty where not wanted
};

// Takes dy by value, to free it as soon as dz exists.
Gradients backward(const ConvSizes& s, const kernels::PoolSizes& p, const PoolIndices& indices,
                   Array dy, const Array& x, const Array& w, bool want_dx, bool want_dw) {
  Gradients g;
  if (!want_dx && !want_dw) return g;
  if (kernels::conv_pool_backward_pays(s, p, want_dx)) {
    if (want_dx) g.dx = Array::uninitialized({s.n, s.c, s.h, s.w});
    if (want_dw) g.dw = Array::uninitialized(w.shape());
    kernels::conv_pool_backward(s, p, dy.data(), indices.taps->data(), x.data(), w.data(),
                                want_dx ? g.dx.mutable_data() : nullptr,
                                want_dw ? g.dw.mutable_data() : nullptr);
    return g;
  }
  const Array dz = send_to_maxima(dy, indices);
  dy = Array();
  if (want_dx) g.dx = conv_backward_data(s, dz, w);
  if (want_dw) g.dw = conv_backward_weights(s, x, dz);
  return g;
}

OpDetails details(const ConvSizes& s, const Conv2dOptions& conv, const MaxPool2dOptions& pool) {
  OpDetails both = conv_details(s, conv);
  const OpDetails second = pool_details(pool);
  both.options += "; pool " + second.options;
  both.rows = chain(both.rows, second.rows);
  both.columns = chain(both.columns, second.columns);
  return both;
}

}  // namespace

Tensor conv2d_pool_relu(const Tensor& input, const Tensor& weight, const Tensor& bias,
                        const Conv2dOptions& conv, const MaxPool2dOptions& pool) {
  const auto one_by_one = [&] { return max_pool2d_relu(conv2d(input, weight, bias, conv), pool); };
  if (observed_one_by_one() || !bias.is_defined()) return one_by_one();
  const Array w = weight.value(), b = bias.value();
  const ConvSizes s = conv_sizes("conv2d", input.shape(), w.shape(), conv);
  const Shape z = {s.n, s.o, s.oh, s.ow};
  const kernels::PoolSizes p = pool_sizes(z, pool);
  if (b.shape() != Shape({s.o}) || !kernels::conv_pool_pays(s, p)) return one_by_one();

  Array y = Array::uninitialized({s.n, s.o, p.oh, p.ow});
  auto taps = std::make_shared<std::vector<std::uint8_t>>(static_cast<std::size_t>(y.size()));
  kernels::conv_pool(s, p, input.value().data(), w.data(), b.data(), y.mutable_data(),
                     taps->data());
  const PoolIndices indices{z, y.shape(), pool, std::move(taps)};
  const Array x = weight.requires_grad() ? input.value() : Array();  // needed for dw only
  const Tensor result = Tensor::from_group(
      "conv2d_pool", std::move(y),
      {{input, weight, bias},
       [=](Array dy, const std::vector<bool>& wanted) {
         const Array db = wanted[2] ? sum_to(dy, {1, s.o, 1, 1}).reshaped({s.o}) : Array();
         Gradients g = backward(s, p, indices, std::move(dy), x, w, wanted[0], wanted[1]);
         return std::vector<Array>{std::move(g.dx), std::move(g.dw), db};
       }},
      [=] { return details(s, conv, pool); });
  return relu_known(result, result.value());
}

}  // namespace pixelwise

// z = conv(x, w) + b,  y = max(the largest z of each window, 0)   (see conv2d.cpp, max_pool2d.cpp)
//
// The gradient of a window goes to the one z that won it, if y > 0. So dz has each dy at the place
// of its winner and zeros elsewhere, and
//
//   dx, dw    those of conv2d, from dz
//   db[o]   = sum of dz[n,o,i,j] = sum of dy[n,o,i,j]
#include "autograd/ops/conv_pool.h"

#include <utility>

#include "autograd/array_math.h"

namespace pixelwise {
namespace {

struct Gradients {
  Array dx, dw;  // empty where not wanted
};

// Takes dy by value, to free it as soon as dz exists.
Gradients backward(const ConvGeometry& s, const kernels::PoolSizes& p, const PoolIndices& indices,
                   Array dy, const Array& x, const Array& w, bool want_dx, bool want_dw) {
  Gradients g;
  if (!want_dx && !want_dw) return g;
  if (kernels::conv_pool_backward_pays(s, p, want_dx)) {
    if (want_dx) g.dx = Array::uninitialized({s.n, s.c, s.ih, s.iw});
    if (want_dw) g.dw = Array::uninitialized(w.shape());
    kernels::conv_pool_backward(s, p, dy.data(), indices.taps->data(), x.data(), w.data(),
                                want_dx ? g.dx.mutable_data() : nullptr,
                                want_dw ? g.dw.mutable_data() : nullptr);
    return g;
  }
  const Array dz = send_to_maxima(dy, indices);
  dy = Array();
  if (want_dx) g.dx = conv2d_dx(s, dz, w);
  if (want_dw) g.dw = conv2d_dw(s, x, dz);
  return g;
}

}  // namespace

Tensor conv_relu_pool(const Tensor& relu, const ReluRecipe& recipe, const MaxPool2dOptions& pool) {
  const auto conv = recipe.input.recipe_if_unshared<Conv2dRecipe>();
  if (conv == nullptr || !conv->bias.is_defined()) return {};
  const ConvGeometry s = conv->s;
  const Shape z = conv->shape();
  const kernels::PoolSizes p = pool_sizes(z, pool);
  if (!kernels::conv_pool_pays(s, p)) return {};

  Array y = Array::uninitialized({s.n, s.o, p.oh, p.ow});
  auto taps = std::make_shared<std::vector<std::uint8_t>>(static_cast<std::size_t>(y.size()));
  kernels::conv_pool(s, p, conv->x.data(), conv->w.data(), conv->b.data(), y.mutable_data(),
                     taps->data());
  const PoolIndices indices{z, y.shape(), pool, std::move(taps)};
  const Array w = conv->w;
  const Array x = conv->weight.requires_grad() ? conv->x : Array();  // needed for dw only
  const auto gradients = [=](Array dy, const std::vector<bool>& wanted) {
    mask_as_relu(dy, y);
    const Array db = wanted[2] ? sum_to(dy, {1, s.o, 1, 1}).reshaped({s.o}) : Array();
    Gradients g = backward(s, p, indices, std::move(dy), x, w, wanted[0], wanted[1]);
    return std::vector<Array>{std::move(g.dx), std::move(g.dw), db};
  };
  return Tensor::from_group("max_pool2d", y,
                            {{conv->input, conv->weight, conv->bias}, gradients, {relu}},
                            [=] { return pool_details(pool); });
}

}  // namespace pixelwise

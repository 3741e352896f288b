// y[n,c,i,j] = max over u, v of x[n, c, i stride + u - padding, j stride + v - padding]
//
// The gradient goes to the place of the maximum, (u*, v*) in the window:
//
//   dx[n, c, i stride + u* - padding, j stride + v* - padding] += dy[n,c,i,j]
#include "autograd/ops/max_pool2d.h"

#include <algorithm>

#include "autograd/kernels.h"
#include "autograd/ops/activations.h"
#include "autograd/ops/conv_pool.h"
#include "base/check.h"
#include "base/parallel.h"

namespace pixelwise {
namespace {

std::int64_t output_size(std::int64_t in, std::int64_t kernel, std::int64_t stride,
                         std::int64_t padding, bool ceil_mode) {
  const std::int64_t room = in + 2 * padding - kernel;
  const std::int64_t size = (room + (ceil_mode ? stride - 1 : 0)) / stride + 1;
  // The last window must start inside the input or its leading padding.
  return ceil_mode && (size - 1) * stride >= in + padding ? size - 1 : size;
}

Shape output_shape(const Shape& x, const MaxPool2dOptions& o) {
  require(x.rank() == 4 && x[2] >= 1 && x[3] >= 1, "max_pool2d: input ", x,
          " is not [N, C, H, W] with at least one pixel");
  require(o.kernel.h >= 1 && o.kernel.w >= 1 && o.kernel.h * o.kernel.w <= 256 && o.stride.h >= 1 &&
              o.stride.w >= 1,
          "max_pool2d: kernel ", o.kernel, " (1 to 256 elements), stride ", o.stride,
          " (at least 1)");
  require(o.padding.h >= 0 && o.padding.w >= 0 && 2 * o.padding.h <= o.kernel.h &&
              2 * o.padding.w <= o.kernel.w,
          "max_pool2d: padding ", o.padding, " must be between 0 and half the kernel ", o.kernel);
  // In ceil mode one window may go beyond the end by up to stride - 1: a 1x1 map stays a 1x1 map.
  const std::int64_t out_h = o.ceil_mode ? o.stride.h - 1 : 0;
  const std::int64_t out_w = o.ceil_mode ? o.stride.w - 1 : 0;
  require(
      x[2] + 2 * o.padding.h + out_h >= o.kernel.h && x[3] + 2 * o.padding.w + out_w >= o.kernel.w,
      "max_pool2d: input ", x, " with padding ", o.padding, " is smaller than the kernel ",
      o.kernel);
  return {x[0], x[1], output_size(x[2], o.kernel.h, o.stride.h, o.padding.h, o.ceil_mode),
          output_size(x[3], o.kernel.w, o.stride.w, o.padding.w, o.ceil_mode)};
}

// Calls body(n, i) for every row of the output.
template <class Body>
void for_each_row(const Shape& output, Body body) {
  const std::int64_t rows = output[2];
  parallel_for(output[0] * rows, [&](std::int64_t row) { body(row / rows, row % rows); });
}

struct Pooling {
  Array y;
  std::shared_ptr<std::vector<std::uint8_t>> taps;
};

// The channels of a pixel are next to each other. So a window is visited tap by tap, each tap for
// all channels at once.
Pooling pool(const Array& x, const MaxPool2dOptions& o, bool relu) {
  const Shape in = x.shape(), out = output_shape(in, o);
  const std::int64_t channels = in[1];
  Pooling result{Array::uninitialized(out),
                 std::make_shared<std::vector<std::uint8_t>>(static_cast<std::size_t>(out.size()))};
  Real* y = result.y.mutable_data();
  std::uint8_t* taps = result.taps->data();
  if (kernels::max_pool(pool_sizes(in, o), x.data(), relu, y, taps)) return result;

  for_each_row(out, [&](std::int64_t n, std::int64_t i) {
    for (std::int64_t j = 0; j < out[3]; ++j) {
      const std::int64_t at = result.y.offset(n, 0, i, j);
      Real* best = y + at;
      std::uint8_t* tap = taps + at;
      bool first = true;
      for (std::int64_t u = 0; u < o.kernel.h; ++u) {
        const std::int64_t h = i * o.stride.h + u - o.padding.h;
        if (h < 0 || h >= in[2]) continue;
        for (std::int64_t v = 0; v < o.kernel.w; ++v) {
          const std::int64_t w = j * o.stride.w + v - o.padding.w;
          if (w < 0 || w >= in[3]) continue;
          const Real* candidate = x.data() + x.offset(n, 0, h, w);
          const auto number = static_cast<std::uint8_t>(u * o.kernel.w + v);
          for (std::int64_t c = 0; c < channels; ++c) {
            const bool wins = first || candidate[c] > best[c] || candidate[c] != candidate[c];
            best[c] = wins ? candidate[c] : best[c];
            tap[c] = wins ? number : tap[c];
          }
          first = false;
        }
      }
      for (std::int64_t c = 0; relu && c < channels; ++c) best[c] = best[c] < 0 ? Real{0} : best[c];
    }
  });
  return result;
}

// max_pool2d(relu(x)): the gradient is masked as that of ReLU, then it goes back to x.
Tensor max_pool_relu(const Tensor& x, const Tensor& relu, const MaxPool2dOptions& options) {
  Pooling pooling = pool(x.value(), options, true);
  const Array y = std::move(pooling.y);
  const PoolIndices indices{x.shape(), y.shape(), options, std::move(pooling.taps)};
  const auto gradient = [=](Array dy, const std::vector<bool>&) {
    mask_as_relu(dy, y);
    return std::vector<Array>{send_to_maxima(dy, indices)};
  };
  return Tensor::from_group("max_pool2d", y, {{x}, gradient, {relu}},
                            [=] { return pool_details(options); });
}

}  // namespace

kernels::PoolSizes pool_sizes(const Shape& x, const MaxPool2dOptions& o) {
  const Shape y = output_shape(x, o);
  return {x[0],       x[1],       x[2],       x[3],       y[2],        y[3],
          o.kernel.h, o.kernel.w, o.stride.h, o.stride.w, o.padding.h, o.padding.w};
}

Array send_to_maxima(const Array& dy, const PoolIndices& indices) {
  const MaxPool2dOptions& o = indices.options;
  const Shape &in = indices.input, &out = indices.output;
  Array dx = Array::uninitialized(in);
  Real* to = dx.mutable_data();
  const std::uint8_t* taps = indices.taps->data();
  if (kernels::max_pool_backward(pool_sizes(in, o), dy.data(), taps, to)) return dx;

  // The distance in memory from the first element of a window to each tap.
  std::vector<std::int64_t> place;
  for (std::int64_t u = 0; u < o.kernel.h; ++u) {
    for (std::int64_t v = 0; v < o.kernel.w; ++v) place.push_back((u * in[3] + v) * in[1]);
  }
  std::fill_n(to, dx.size(), Real{0});
  const auto send_row = [&](std::int64_t n, std::int64_t i) {
    for (std::int64_t j = 0; j < out[3]; ++j) {
      const std::int64_t at = dy.offset(n, 0, i, j);
      const std::int64_t window =
          dx.offset(n, 0, i * o.stride.h - o.padding.h, j * o.stride.w - o.padding.w);
      for (std::int64_t c = 0; c < in[1]; ++c) {
        to[window + c + place[taps[at + c]]] += dy.data()[at + c];
      }
    }
  };
  if (o.stride.h >= o.kernel.h) {
    for_each_row(out, send_row);
  } else {  // windows overlap: one thread takes all rows of an image
    parallel_for(out[0], [&](std::int64_t n) {
      for (std::int64_t i = 0; i < out[2]; ++i) send_row(n, i);
    });
  }
  return dx;
}

OpDetails pool_details(const MaxPool2dOptions& o) {
  OpDetails details;
  details.options =
      text("kernel ", o.kernel, ", stride ", o.stride,
           o.padding == Size2(0) ? "" : text(", padding ", o.padding), o.ceil_mode ? ", ceil" : "");
  const auto axis = [](std::int64_t kernel, std::int64_t stride, std::int64_t padding) {
    const double scale = 1.0 / static_cast<double>(stride);
    const double centre = static_cast<double>(padding) - static_cast<double>(kernel - 1) / 2;
    return AxisMap{scale, centre * scale, kernel};
  };
  details.rows = axis(o.kernel.h, o.stride.h, o.padding.h);
  details.columns = axis(o.kernel.w, o.stride.w, o.padding.w);
  return details;
}

Pooled max_pool2d_with_indices(const Tensor& x, const MaxPool2dOptions& options) {
  Pooling pooling = pool(x.value(), options, false);
  const PoolIndices indices{x.shape(), pooling.y.shape(), options, std::move(pooling.taps)};
  Tensor y = Tensor::from_op("max_pool2d", std::move(pooling.y),
                             {{x, [=](const Array& dy) { return send_to_maxima(dy, indices); }}},
                             [=] { return pool_details(options); });
  return {std::move(y), indices};
}

// x by value: see Tensor::recipe_if_unshared.
// NOLINTNEXTLINE(performance-unnecessary-value-param)
Tensor max_pool2d(Tensor x, const MaxPool2dOptions& options) {
  const auto relu = x.recipe_if_unshared<ReluRecipe>();
  if (relu == nullptr) return max_pool2d_with_indices(x, options).values;
  const Tensor in_pieces = conv_relu_pool(x, *relu, options);
  return in_pieces.is_defined() ? in_pieces : max_pool_relu(relu->input, x, options);
}

}  // namespace pixelwise

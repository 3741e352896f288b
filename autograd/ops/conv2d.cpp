// y[n,o,i,j] = b[o] + sum over c, u, v of  x[n, c, h, w] * w[o, c, u, v]
//
//   with  h = i * stride + u * dilation - padding,  w = j * stride + v * dilation - padding
//
// Every product pairs one y, one x and one w: call the triple a *tap*. x is zero outside the
// image, so taps that fall outside are left out. The chain rule turns the one formula into three,
// which visit the same taps and differ only in who is summed:
//
//   forward         y[n,o,i,j] += x[n,c,h,w]  * w[o,c,u,v]
//   d/dx           dx[n,c,h,w] += dy[n,o,i,j] * w[o,c,u,v]
//   d/dw           dw[o,c,u,v] += dy[n,o,i,j] * x[n,c,h,w]
//   d/db                 db[o] += dy[n,o,i,j]
//
// Shapes: x [N,C,H,W], w [O,C/groups,KH,KW], y [N,O,OH,OW]. Output channel o belongs to group
// g = o / (O / groups) and sees the input channels of that group only.
#include "autograd/ops/conv2d.h"

#include <algorithm>

#include "autograd/array_math.h"
#include "autograd/ops/activations.h"
#include "base/check.h"
#include "base/parallel.h"

namespace pixelwise {
namespace {

using kernels::ConvSizes;

// Calls visit(i, j, u, v, h, w) for all taps of one output channel of one image.
template <class Visit>
void for_each_tap(const ConvSizes& s, Visit visit) {
  for (std::int64_t i = 0; i < s.oh; ++i) {
    for (std::int64_t j = 0; j < s.ow; ++j) {
      for (std::int64_t u = 0; u < s.kh; ++u) {
        const std::int64_t h = i * s.stride_h + u * s.dilation_h - s.padding_h;
        if (h < 0 || h >= s.h) continue;
        for (std::int64_t v = 0; v < s.kw; ++v) {
          const std::int64_t w = j * s.stride_w + v * s.dilation_w - s.padding_w;
          if (w >= 0 && w < s.w) visit(i, j, u, v, h, w);
        }
      }
    }
  }
}

// The first input channel that output channel o sees, and how many it sees.
std::int64_t first_channel(const ConvSizes& s, std::int64_t o) {
  return o / (s.o / s.groups) * (s.c / s.groups);
}
std::int64_t channels_seen(const ConvSizes& s) { return s.c / s.groups; }

}  // namespace

Array conv_forward(const ConvSizes& s, const Array& x, const Array& w, const Array& bias,
                   bool relu) {
  Array y = Array::uninitialized({s.n, s.o, s.oh, s.ow});
  if (kernels::conv_forward(s, x.data(), w.data(), bias.data(), relu, y.mutable_data())) return y;

  Real* out = y.mutable_data();
  parallel_for(s.n * s.o, [&](std::int64_t image_and_channel) {
    const std::int64_t n = image_and_channel / s.o, o = image_and_channel % s.o;
    for (std::int64_t i = 0; i < s.oh; ++i) {
      for (std::int64_t j = 0; j < s.ow; ++j) {
        out[y.offset(n, o, i, j)] = bias.is_empty() ? Real{0} : bias(o);
      }
    }
    for_each_tap(s, [&](auto i, auto j, auto u, auto v, auto h, auto col) {
      const Real* x_pixel = x.data() + x.offset(n, first_channel(s, o), h, col);
      const Real* w_tap = w.data() + w.offset(o, 0, u, v);
      Real sum = 0;
      for (std::int64_t c = 0; c < channels_seen(s); ++c) sum += x_pixel[c] * w_tap[c];
      out[y.offset(n, o, i, j)] += sum;
    });
    for (std::int64_t i = 0; relu && i < s.oh; ++i) {
      for (std::int64_t j = 0; j < s.ow; ++j) {
        Real& value = out[y.offset(n, o, i, j)];
        value = value < 0 ? Real{0} : value;
      }
    }
  });
  return y;
}

Array conv_backward_data(const ConvSizes& s, const Array& dy, const Array& w, const Array& bias) {
  Array dx = Array::uninitialized({s.n, s.c, s.h, s.w});
  if (kernels::conv_backward_data(s, dy.data(), w.data(), bias.data(), dx.mutable_data())) {
    return dx;
  }

  Real* out = dx.mutable_data();
  parallel_for(s.n, [&](std::int64_t n) {
    for (std::int64_t pixel = n * s.h * s.w; pixel < (n + 1) * s.h * s.w; ++pixel) {
      for (std::int64_t c = 0; c < s.c; ++c) {
        out[pixel * s.c + c] = bias.is_empty() ? Real{0} : bias(c);
      }
    }
    for (std::int64_t o = 0; o < s.o; ++o) {
      for_each_tap(s, [&](auto i, auto j, auto u, auto v, auto h, auto col) {
        const Real g = dy(n, o, i, j);
        const Real* w_tap = w.data() + w.offset(o, 0, u, v);
        Real* dx_pixel = out + dx.offset(n, first_channel(s, o), h, col);
        for (std::int64_t c = 0; c < channels_seen(s); ++c) dx_pixel[c] += g * w_tap[c];
      });
    }
  });
  return dx;
}

Array conv_backward_weights(const ConvSizes& s, const Array& x, const Array& dy) {
  Array dw = Array::uninitialized({s.o, s.c / s.groups, s.kh, s.kw});
  if (kernels::conv_backward_weights(s, x.data(), dy.data(), dw.mutable_data())) return dw;

  Real* out = dw.mutable_data();
  const std::int64_t filter = dw.size() / s.o;
  parallel_for(s.o, [&](std::int64_t o) {
    std::fill_n(out + o * filter, filter, Real{0});
    for (std::int64_t n = 0; n < s.n; ++n) {
      for_each_tap(s, [&](auto i, auto j, auto u, auto v, auto h, auto col) {
        const Real g = dy(n, o, i, j);
        const Real* x_pixel = x.data() + x.offset(n, first_channel(s, o), h, col);
        Real* dw_tap = out + dw.offset(o, 0, u, v);
        for (std::int64_t c = 0; c < channels_seen(s); ++c) dw_tap[c] += g * x_pixel[c];
      });
    }
  });
  return dw;
}

namespace {

Tensor convolve(const Tensor& input, const Tensor& weight, const Tensor& bias,
                const Conv2dOptions& options, bool relu) {
  const Array x = input.value(), w = weight.value();
  const ConvSizes s = conv_sizes("conv2d", x.shape(), w.shape(), options);
  const Array b = bias.is_defined() ? bias.value() : Array();
  require(b.is_empty() || b.shape() == Shape({s.o}), "conv2d: bias ", b.shape(), " for ", s.o,
          " output channels of weight ", w.shape());

  std::vector<Edge> edges = {
      {input, [=](const Array& dy) { return conv_backward_data(s, dy, w); }},
      {weight, [=](const Array& dy) { return conv_backward_weights(s, x, dy); }},
  };
  if (bias.is_defined()) {
    edges.push_back({bias, [=](const Array& dy) {
                       return sum_to(dy, {1, s.o, 1, 1}).reshaped({s.o});
                     }});
  }
  return Tensor::from_op("conv2d", conv_forward(s, x, w, b, relu), std::move(edges),
                         [=] { return conv_details(s, options); });
}

}  // namespace

Tensor conv2d(const Tensor& x, const Tensor& w, const Tensor& bias, const Conv2dOptions& options) {
  return convolve(x, w, bias, options, false);
}

// The graph is that of relu(conv2d(...)), for ReLU's gradient asks for its result alone.
Tensor conv2d_relu(const Tensor& x, const Tensor& w, const Tensor& bias,
                   const Conv2dOptions& options) {
  const Tensor y = convolve(x, w, bias, options, true);
  return relu_known(y, y.value());
}

kernels::ConvSizes conv_sizes(const char* op, const Shape& x, const Shape& w,
                              const Conv2dOptions& options) {
  const auto& [stride, padding, dilation, groups] = options;
  require(x.rank() == 4, op, ": input ", x, " is not [N, C, H, W]");
  require(w.rank() == 4, op, ": weight ", w, " is not [O, C / groups, KH, KW]");
  require(stride.h >= 1 && stride.w >= 1 && dilation.h >= 1 && dilation.w >= 1 && padding.h >= 0 &&
              padding.w >= 0 && groups >= 1,
          op, ": stride ", stride, ", dilation ", dilation, " and groups ", groups,
          " must be at least 1, padding ", padding, " at least 0");
  require(x[1] == w[1] * groups, op, ": input ", x, " has ", x[1], " channels but weight ", w,
          groups > 1 ? text(" with ", groups, " groups") : "", " expects ", w[1] * groups);
  require(w[0] % groups == 0, op, ": the ", w[0], " output channels of weight ", w,
          " cannot be cut into ", groups, " groups");
  require(w[0] >= 1 && w[1] >= 1 && w[2] >= 1 && w[3] >= 1, op, ": weight ", w,
          " has an empty kernel");
  const std::int64_t reach_h = dilation.h * (w[2] - 1) + 1, reach_w = dilation.w * (w[3] - 1) + 1;
  require(x[2] + 2 * padding.h >= reach_h && x[3] + 2 * padding.w >= reach_w, op, ": input ", x,
          " with padding ", padding, " is smaller than the kernel of weight ", w, ", which covers ",
          reach_h, "x", reach_w, "; a larger image, more padding or a smaller kernel is needed");
  return {x[0],
          x[1],
          x[2],
          x[3],
          w[0],
          w[2],
          w[3],
          (x[2] + 2 * padding.h - reach_h) / stride.h + 1,
          (x[3] + 2 * padding.w - reach_w) / stride.w + 1,
          stride.h,
          stride.w,
          padding.h,
          padding.w,
          dilation.h,
          dilation.w,
          groups};
}

OpDetails conv_details(const ConvSizes& s, const Conv2dOptions& options) {
  OpDetails details;
  details.options = text("kernel ", Size2(s.kh, s.kw), ", stride ", options.stride, ", padding ",
                         options.padding);
  if (options.dilation != Size2(1)) details.options += text(", dilation ", options.dilation);
  if (options.groups != 1) details.options += text(", groups ", options.groups);
  details.multiply_adds = s.n * s.o * s.oh * s.ow * (s.c / s.groups) * s.kh * s.kw;
  // Output i is centred on input i stride - padding + (reach - 1) / 2; solved for i.
  const auto axis = [](std::int64_t kernel, std::int64_t stride, std::int64_t padding,
                       std::int64_t dilation) {
    AxisMap map;
    map.window = dilation * (kernel - 1) + 1;
    map.scale = 1.0 / static_cast<double>(stride);
    map.shift =
        (static_cast<double>(padding) - static_cast<double>(map.window - 1) / 2) * map.scale;
    return map;
  };
  details.rows = axis(s.kh, s.stride_h, s.padding_h, s.dilation_h);
  details.columns = axis(s.kw, s.stride_w, s.padding_w, s.dilation_w);
  return details;
}

}  // namespace pixelwise

// y[n,o,i,j] = b[o] + sum over c, u, v of  x[n,c,row,column] * w[o,c,u,v]
//
//   with  row = i * stride + u * dilation - padding,  column = j * stride + v * dilation - padding
//
// Every product has one y, one x and one w. The three together are a *tap*. x is zero outside the
// image, so taps outside are left out. The chain rule turns this formula into three more. All visit
// the same taps. They differ only in what they sum:
//
//   y      y[n,o,i,j]         += x[n,c,row,column] * w[o,c,u,v]
//   dx    dx[n,c,row,column]  += dy[n,o,i,j]       * w[o,c,u,v]
//   dw    dw[o,c,u,v]         += dy[n,o,i,j]       * x[n,c,row,column]
//   db    db[o]               += dy[n,o,i,j]
//
// Shapes: x [N,C,IH,IW], w [O,C/groups,KH,KW], y [N,O,OH,OW]. With groups, output channel o sees
// the C / groups channels of its group only: x's channel is then first_channel(o) + c.
#include "autograd/ops/conv2d.h"

#include <algorithm>

#include "autograd/array_math.h"
#include "autograd/kernels.h"
#include "base/check.h"
#include "base/parallel.h"

namespace pixelwise {
namespace {

// Calls visit(i, j, u, v, row, column) for all taps of one output channel of one image.
template <class Visit>
void for_each_tap(const ConvGeometry& s, Visit visit) {
  for (std::int64_t i = 0; i < s.oh; ++i) {
    for (std::int64_t j = 0; j < s.ow; ++j) {
      for (std::int64_t u = 0; u < s.kh; ++u) {
        const std::int64_t row = i * s.stride_h + u * s.dilation_h - s.padding_h;
        if (row < 0 || row >= s.ih) continue;
        for (std::int64_t v = 0; v < s.kw; ++v) {
          const std::int64_t column = j * s.stride_w + v * s.dilation_w - s.padding_w;
          if (column >= 0 && column < s.iw) visit(i, j, u, v, row, column);
        }
      }
    }
  }
}

// The first input channel that output channel o sees, and how many it sees.
std::int64_t first_channel(const ConvGeometry& s, std::int64_t o) {
  return o / (s.o / s.groups) * (s.c / s.groups);
}
std::int64_t channels_seen(const ConvGeometry& s) { return s.c / s.groups; }

}  // namespace

Array conv2d_y(const ConvGeometry& s, const Array& x, const Array& w, const Array& bias,
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
    for_each_tap(s, [&](auto i, auto j, auto u, auto v, auto row, auto column) {
      const Real* x_pixel = x.data() + x.offset(n, first_channel(s, o), row, column);
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

Array conv2d_dx(const ConvGeometry& s, const Array& dy, const Array& w, const Array& bias) {
  Array dx = Array::uninitialized({s.n, s.c, s.ih, s.iw});
  if (kernels::conv_backward_data(s, dy.data(), w.data(), bias.data(), dx.mutable_data())) {
    return dx;
  }

  Real* out = dx.mutable_data();
  parallel_for(s.n, [&](std::int64_t n) {
    for (std::int64_t pixel = n * s.ih * s.iw; pixel < (n + 1) * s.ih * s.iw; ++pixel) {
      for (std::int64_t c = 0; c < s.c; ++c) {
        out[pixel * s.c + c] = bias.is_empty() ? Real{0} : bias(c);
      }
    }
    for (std::int64_t o = 0; o < s.o; ++o) {
      for_each_tap(s, [&](auto i, auto j, auto u, auto v, auto row, auto column) {
        const Real g = dy(n, o, i, j);
        const Real* w_tap = w.data() + w.offset(o, 0, u, v);
        Real* dx_pixel = out + dx.offset(n, first_channel(s, o), row, column);
        for (std::int64_t c = 0; c < channels_seen(s); ++c) dx_pixel[c] += g * w_tap[c];
      });
    }
  });
  return dx;
}

Array conv2d_dw(const ConvGeometry& s, const Array& x, const Array& dy) {
  Array dw = Array::uninitialized({s.o, s.c / s.groups, s.kh, s.kw});
  if (kernels::conv_backward_weights(s, x.data(), dy.data(), dw.mutable_data())) return dw;

  Real* out = dw.mutable_data();
  const std::int64_t filter = dw.size() / s.o;
  parallel_for(s.o, [&](std::int64_t o) {
    std::fill_n(out + o * filter, filter, Real{0});
    for (std::int64_t n = 0; n < s.n; ++n) {
      for_each_tap(s, [&](auto i, auto j, auto u, auto v, auto row, auto column) {
        const Real g = dy(n, o, i, j);
        const Real* x_pixel = x.data() + x.offset(n, first_channel(s, o), row, column);
        Real* dw_tap = out + dw.offset(o, 0, u, v);
        for (std::int64_t c = 0; c < channels_seen(s); ++c) dw_tap[c] += g * x_pixel[c];
      });
    }
  });
  return dw;
}

Conv2dRecipe::Conv2dRecipe(const Tensor& of_x, const Tensor& of_w, const Tensor& of_bias,
                           const ConvGeometry& sizes)
    : input(of_x),
      weight(of_w),
      bias(of_bias),
      x(input.value()),
      w(weight.value()),
      b(bias.is_defined() ? bias.value() : Array()),
      s(sizes) {}

Tensor conv2d(const Tensor& input, const Tensor& weight, const Tensor& bias,
              const Conv2dOptions& options) {
  const ConvGeometry s = conv_geometry("conv2d", input.shape(), weight.shape(), options);
  require(!bias.is_defined() || bias.shape() == Shape({s.o}), "conv2d: bias ",
          bias.is_defined() ? bias.shape() : Shape(), " for ", s.o, " output channels of weight ",
          weight.shape());
  const Array x = input.value(), w = weight.value();

  std::vector<Edge> edges = {
      {input, [=](const Array& dy) { return conv2d_dx(s, dy, w); }},
      {weight, [=](const Array& dy) { return conv2d_dw(s, x, dy); }},
  };
  if (bias.is_defined()) {
    edges.push_back({bias, [=](const Array& dy) {
                       return sum_to(dy, {1, s.o, 1, 1}).reshaped({s.o});
                     }});
  }
  const auto y = std::make_shared<Conv2dRecipe>(input, weight, bias, s);
  return Tensor::from_op("conv2d", LazyArray(y), std::move(edges),
                         [=] { return conv_details(s, options); });
}

}  // namespace pixelwise

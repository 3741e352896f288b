// The checked sizes of a convolution, and what an observer is told about it.
#include "autograd/ops/conv2d.h"
#include "base/check.h"

namespace pixelwise {

ConvGeometry conv_geometry(const char* op, const Shape& x, const Shape& w,
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
  require(w[1] >= 1 && w[2] >= 1 && w[3] >= 1, op, ": weight ", w, " has an empty kernel");
  const std::int64_t reach_h = dilation.h * (w[2] - 1) + 1, reach_w = dilation.w * (w[3] - 1) + 1;
  require(x[2] + 2 * padding.h >= reach_h && x[3] + 2 * padding.w >= reach_w, op, ": input ", x,
          " with padding ", padding, " is smaller than the kernel of weight ", w, ", which covers ",
          reach_h, "x", reach_w, "; a larger image, more padding or a smaller kernel is needed");
  return {.n = x[0],
          .c = x[1],
          .ih = x[2],
          .iw = x[3],
          .o = w[0],
          .kh = w[2],
          .kw = w[3],
          .oh = (x[2] + 2 * padding.h - reach_h) / stride.h + 1,
          .ow = (x[3] + 2 * padding.w - reach_w) / stride.w + 1,
          .stride_h = stride.h,
          .stride_w = stride.w,
          .padding_h = padding.h,
          .padding_w = padding.w,
          .dilation_h = dilation.h,
          .dilation_w = dilation.w,
          .groups = groups};
}

OpDetails conv_details(const ConvGeometry& s, const Conv2dOptions& options) {
  OpDetails details;
  details.options = text("kernel ", Size2(s.kh, s.kw), ", stride ", options.stride, ", padding ",
                         options.padding);
  if (options.dilation != Size2(1)) details.options += text(", dilation ", options.dilation);
  if (options.groups != 1) details.options += text(", groups ", options.groups);
  details.multiply_adds = s.n * s.o * s.oh * s.ow * (s.c / s.groups) * s.kh * s.kw;
  // The centre of output i is at input i stride - padding + (reach - 1) / 2. Solved for i:
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

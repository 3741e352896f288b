// Interpolation is linear, separable and the same for all images and channels: along each axis
//
//   y[i] = (1 - t) x[a] + t x[b]        with a, b, t depending on i only
//
// So the gradient returns dy with the same weights: dx[a] += (1 - t) dy[i], dx[b] += t dy[i].
// Nearest is the case t = 0.
#include "autograd/ops/upsample.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/check.h"
#include "base/parallel.h"

namespace pixelwise {
namespace {

struct Source {
  std::int64_t a, b;
  Real t;
};
using AxisSources = std::vector<Source>;

AxisSources nearest_sources(std::int64_t in, std::int64_t factor) {
  AxisSources sources;
  for (std::int64_t i = 0; i < in * factor; ++i) sources.push_back({i / factor, i / factor, 0});
  return sources;
}

AxisSources bilinear_sources(std::int64_t in, std::int64_t out, bool align_corners) {
  AxisSources sources;
  const double last = static_cast<double>(in - 1);
  for (std::int64_t i = 0; i < out; ++i) {
    const double at = align_corners
                          ? (out > 1 ? i * last / static_cast<double>(out - 1) : 0.0)
                          : (i + 0.5) * static_cast<double>(in) / static_cast<double>(out) - 0.5;
    const double clamped = std::clamp(at, 0.0, last);
    const auto a = static_cast<std::int64_t>(clamped);
    sources.push_back(
        {a, std::min(a + 1, in - 1), static_cast<Real>(clamped - std::floor(clamped))});
  }
  return sources;
}

Array interpolate(const Array& x, const AxisSources& rows, const AxisSources& columns) {
  const std::int64_t channels = x.shape()[1];
  const auto oh = static_cast<std::int64_t>(rows.size()),
             ow = static_cast<std::int64_t>(columns.size());
  Array y = Array::uninitialized({x.shape()[0], channels, oh, ow});
  Real* out = y.mutable_data();
  parallel_for(x.shape()[0] * oh, [&](std::int64_t image_and_row) {
    const std::int64_t n = image_and_row / oh, i = image_and_row % oh;
    const Source& row = rows[static_cast<std::size_t>(i)];
    for (std::int64_t j = 0; j < ow; ++j) {
      const Source& column = columns[static_cast<std::size_t>(j)];
      const Real* aa = x.data() + x.offset(n, 0, row.a, column.a);
      const Real* ab = x.data() + x.offset(n, 0, row.a, column.b);
      const Real* ba = x.data() + x.offset(n, 0, row.b, column.a);
      const Real* bb = x.data() + x.offset(n, 0, row.b, column.b);
      Real* to = out + y.offset(n, 0, i, j);
      for (std::int64_t c = 0; c < channels; ++c) {
        const Real upper = (1 - column.t) * aa[c] + column.t * ab[c];
        const Real lower = (1 - column.t) * ba[c] + column.t * bb[c];
        to[c] = (1 - row.t) * upper + row.t * lower;
      }
    }
  });
  return y;
}

Array hand_back(const Array& dy, const Shape& shape, const AxisSources& rows,
                const AxisSources& columns) {
  const std::int64_t channels = shape[1];
  Array dx(shape);
  Real* out = dx.mutable_data();
  parallel_for(shape[0], [&](std::int64_t n) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (std::size_t j = 0; j < columns.size(); ++j) {
        const Source &row = rows[i], &column = columns[j];
        const Real* g =
            dy.data() + dy.offset(n, 0, static_cast<std::int64_t>(i), static_cast<std::int64_t>(j));
        Real* aa = out + dx.offset(n, 0, row.a, column.a);
        Real* ab = out + dx.offset(n, 0, row.a, column.b);
        Real* ba = out + dx.offset(n, 0, row.b, column.a);
        Real* bb = out + dx.offset(n, 0, row.b, column.b);
        for (std::int64_t c = 0; c < channels; ++c) {
          aa[c] += (1 - row.t) * (1 - column.t) * g[c];
          ab[c] += (1 - row.t) * column.t * g[c];
          ba[c] += row.t * (1 - column.t) * g[c];
          bb[c] += row.t * column.t * g[c];
        }
      }
    }
  });
  return dx;
}

// What an observer is told of one axis (see AxisMap).
AxisMap axis_map(std::int64_t in, const AxisSources& sources, bool align_corners) {
  const auto out = static_cast<std::int64_t>(sources.size());
  AxisMap map;
  map.window = sources.front().a == sources.front().b ? 1 : 2;
  if (align_corners && in > 1 && out > 1) {
    map.scale = static_cast<double>(out - 1) / static_cast<double>(in - 1);
  } else {
    map.scale = static_cast<double>(out) / static_cast<double>(in);
    map.shift = (map.scale - 1) / 2;
  }
  return map;
}

Tensor resized(const char* op, const Tensor& x, const AxisSources& rows, const AxisSources& columns,
               bool align_corners = false) {
  const Shape in = x.shape();
  return Tensor::from_op(op, interpolate(x.value(), rows, columns),
                         {{x, [=](const Array& dy) { return hand_back(dy, in, rows, columns); }}},
                         [=] {
                           OpDetails details;
                           details.rows = axis_map(in[2], rows, align_corners);
                           details.columns = axis_map(in[3], columns, align_corners);
                           return details;
                         });
}

void check(const char* op, const Shape& x, Size2 size) {
  require(x.rank() == 4 && x[2] >= 1 && x[3] >= 1, op, ": input ", x,
          " is not [N, C, H, W] with at least one pixel");
  require(size.h >= 1 && size.w >= 1, op, ": ", size, " must be at least 1");
}

}  // namespace

Tensor upsample_nearest(const Tensor& x, Size2 factor) {
  check("upsample_nearest", x.shape(), factor);
  return resized("upsample_nearest", x, nearest_sources(x.shape()[2], factor.h),
                 nearest_sources(x.shape()[3], factor.w));
}

Tensor upsample_bilinear(const Tensor& x, Size2 size, bool align_corners) {
  check("upsample_bilinear", x.shape(), size);
  return resized("upsample_bilinear", x, bilinear_sources(x.shape()[2], size.h, align_corners),
                 bilinear_sources(x.shape()[3], size.w, align_corners), align_corners);
}

}  // namespace pixelwise

// dx = the gradient of conv with respect to x, which is also the transposed convolution.
//
// Idea: x row h meets y row i under tap u where h + padding = i * stride + u * dilation. Fix the
// phase a = h mod stride: then h = j * stride + a, and the taps that fit form an arithmetic
// sequence for which i = j + constant. Each phase is thus a correlation of dy with stride 1,
// a subset of the kernel's rows and columns, and outputs `stride` pixels apart in dx. (Stride 1 has
// one phase: the flipped kernel.) Neighbouring phases along a row that read the same dy pixels are
// one correlation with more columns: their weights and their dx lie next to each other in memory,
// so that the 6 channels of a k16s8 upsampling become 24 columns.
// Declines: when switched off. Gains: see README.md.
#include <numeric>
#include <vector>

#include "autograd/kernels.h"
#include "autograd/kernels/correlate.h"
#include "autograd/kernels/mode.h"
#include "autograd/kernels/simplify.h"
#include "autograd/kernels/winograd.h"
#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

// One phase of one axis.
struct Phase {
  Index offset;       // a
  Index outputs;      // h = a, a + stride, ... below size
  Taps taps;          // reading dy, in ascending order of dy
  Index kernel;       // u of the first of these taps
  Index kernel_step;  // from one tap's u to the next's, negative
};

Phase phase(Index a, Index size, Index kernel, Index stride, Index padding, Index dilation) {
  Phase p{a, (size - a + stride - 1) / stride, {0, 0, 1, 1}, 0, 0};
  const Index common = std::gcd(stride, dilation);
  const Index u_step = stride / common;
  for (Index u = 0; u < kernel; ++u) {
    if ((a + padding - u * dilation) % stride != 0) continue;
    ++p.taps.count;
    p.taps.first = (a + padding - u * dilation) / stride;  // of the last u: the smallest
    p.kernel = u;
  }
  p.taps.spacing = dilation / common;
  p.kernel_step = -u_step;
  return p;
}

std::vector<Phase> phases(Index size, Index kernel, Index stride, Index padding, Index dilation) {
  std::vector<Phase> all;
  for (Index a = 0; a < stride && a < size; ++a) {
    all.push_back(phase(a, size, kernel, stride, padding, dilation));
  }
  return all;
}

// True if `next` reads the same dy as `p` does, with weights one kernel column further on.
bool mergeable(const Phase& p, const Phase& next, Index merged) {
  return p.taps.count > 0 && p.taps.count == next.taps.count && p.taps.first == next.taps.first &&
         p.outputs == next.outputs && next.kernel == p.kernel + merged;
}

}  // namespace

bool conv_backward_data(const ConvSizes& sizes, const Real* dy, const Real* w, const Real* bias,
                        Real* dx) {
  if (!enabled()) return false;
  const ConvSizes s = simplified(sizes);
  const int tile = winograd_tile(s, false);
  if (tile != 0) {
    // Stride 1: the convolution of dy with the kernel turned by 180 degrees.
    winograd_conv({.x = dy,
                   .n = s.n,
                   .h = s.oh,
                   .w = s.ow,
                   .channels = s.o,
                   .padding_h = 2 - s.padding_h,
                   .padding_w = 2 - s.padding_w,
                   .weights = {w + 8 * s.c, -3 * s.c, -s.c, 9 * s.c, 1},
                   .bias = bias,
                   .y = dx,
                   .out_h = s.h,
                   .out_w = s.w,
                   .columns = s.c},
                  tile);
    return true;
  }
  const Index c = s.c / s.groups, o = s.o / s.groups;
  std::vector<Correlation> parts;
  std::vector<float> biases;  // repeated for merged phases (or pixels, if simplified)
  for (Index b = 0; bias != nullptr && b < s.stride_w * (s.c / sizes.c); ++b) {
    biases.insert(biases.end(), bias, bias + sizes.c);
  }
  const auto rows = phases(s.h, s.kh, s.stride_h, s.padding_h, s.dilation_h);
  const auto columns = phases(s.w, s.kw, s.stride_w, s.padding_w, s.dilation_w);
  for (Index g = 0; g < s.groups; ++g) {
    const float* group_w = w + g * o * s.kh * s.kw * c;
    for (const Phase& a : rows) {
      for (std::size_t i = 0; i < columns.size();) {
        const Phase& b = columns[i];
        Index merged = 1;
        while (s.groups == 1 && i + static_cast<std::size_t>(merged) < columns.size() &&
               mergeable(b, columns[i + static_cast<std::size_t>(merged)], merged)) {
          ++merged;
        }
        parts.push_back({
            .x = dy + g * o,
            .n = s.n,
            .h = s.oh,
            .w = s.ow,
            .channels = o,
            .x_pixel = s.o,
            .taps_h = a.taps,
            .taps_w = b.taps,
            .weights = {.data = group_w + (a.kernel * s.kw + b.kernel) * c,
                        .tap_h = a.kernel_step * s.kw * c,
                        .tap_w = b.kernel_step * c,
                        .channel = s.kh * s.kw * c,
                        .column = 1},
            .bias = bias == nullptr ? nullptr : biases.data() + g * c,
            .y = dx + g * c + (a.offset * s.w + b.offset) * s.c,
            .out_h = a.outputs,
            .out_w = b.outputs,
            .columns = merged * c,
            .y_pixel = s.stride_w * s.c,
            .y_row = s.stride_h * s.w * s.c,
            .y_image = s.h * s.w * s.c,
        });
        i += static_cast<std::size_t>(merged);
      }
    }
  }
  const Index count = static_cast<Index>(parts.size());
  if (count >= 16) {  // enough to keep the threads busy with whole phases
    parallel_for(count, [&](Index i) { correlate(parts[static_cast<std::size_t>(i)]); });
  } else {
    for (const Correlation& part : parts) correlate(part);
  }
  return true;
}

}  // namespace pixelwise::kernels

// dx = the gradient of conv with respect to x. It is also the transposed convolution.
//
// Idea: row h of x meets row i of y under tap u where h + padding = i * stride + u * dilation.
// Fix the phase a = h mod stride, so h = a + stride * j. Then only some taps fit, and for each of
// them i = j + constant. So each phase is a correlation of dy with stride 1 and some of the taps.
// Stride 1 has one phase: the whole kernel, turned by 180 degrees. (../README.md, rung 3.)
// Declines: when switched off. Gains: 203 GFLOP/s instead of 11 (3x3, 64 channels at 56x56).
#include <numeric>
#include <vector>

#include "autograd/kernels.h"
#include "autograd/kernels/direct/correlation.h"
#include "autograd/kernels/direct/pointwise.h"
#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

// One phase along one axis. Its outputs are `stride` pixels apart in dx.
struct Phase {
  Index offset;       // a
  Index outputs;      // a, a + stride, ... below size
  Taps taps;          // reading dy, in ascending order of dy
  Index kernel;       // u of the first of these taps
  Index kernel_step;  // from one tap's u to the next's, negative
  Index merged = 1;   // how many phases
};

Phase phase(Index a, Index size, Index kernel, Index stride, Index padding, Index dilation) {
  const Index common = std::gcd(stride, dilation);
  Phase p = {.offset = a,
             .outputs = ceil_div(size - a, stride),
             .taps = {.count = 0, .first = 0, .spacing = dilation / common, .step = 1},
             .kernel = 0,
             .kernel_step = -stride / common};
  for (Index u = 0; u < kernel; ++u) {
    if ((a + padding - u * dilation) % stride != 0) continue;
    ++p.taps.count;
    p.taps.first = (a + padding - u * dilation) / stride;  // of the last u: the smallest
    p.kernel = u;
  }
  return p;
}

std::vector<Phase> phases(Index size, Index kernel, Index stride, Index padding, Index dilation) {
  std::vector<Phase> all;
  for (Index a = 0; a < stride && a < size; ++a) {
    all.push_back(phase(a, size, kernel, stride, padding, dilation));
  }
  return all;
}

// True if `next` reads the same pixels of dy as `p`, with weights one column of the kernel further
// on. Weights and dx of the two are then neighbours in memory.
bool mergeable(const Phase& p, const Phase& next) {
  return p.taps.count > 0 && p.taps.count == next.taps.count && p.taps.first == next.taps.first &&
         p.outputs == next.outputs && next.kernel == p.kernel + p.merged;
}

// Such phases become one correlation with more columns: the 6 channels of a k16s8 upsampling become
// 24.
std::vector<Phase> merge(const std::vector<Phase>& phases) {
  std::vector<Phase> merged;
  for (const Phase& next : phases) {
    if (!merged.empty() && mergeable(merged.back(), next)) {
      ++merged.back().merged;
    } else {
      merged.push_back(next);
    }
  }
  return merged;
}

// The correlation of group g and phases (a, b).
Correlation part(const ConvGeometry& s, Index g, const Phase& a, const Phase& b, const Real* dy,
                 const Real* w, const Real* bias, Real* dx) {
  const Index c = s.c / s.groups, o = s.o / s.groups;
  return {.x = dy + g * o,
          .n = s.n,
          .in_h = s.oh,
          .in_w = s.ow,
          .channels = o,
          .x_pixel = s.o,
          .taps_h = a.taps,
          .taps_w = b.taps,
          .weights = {.data = w + ((g * o * s.kh + a.kernel) * s.kw + b.kernel) * c,
                      .tap_h = a.kernel_step * s.kw * c,
                      .tap_w = b.kernel_step * c,
                      .channel = s.kh * s.kw * c,
                      .column = 1},
          .bias = bias == nullptr ? nullptr : bias + g * c,
          .y = dx + g * c + (a.offset * s.iw + b.offset) * s.c,
          .out_h = a.outputs,
          .out_w = b.outputs,
          .columns = b.merged * c,
          .y_pixel = s.stride_w * s.c,
          .y_row = s.stride_h * s.iw * s.c,
          .y_image = s.ih * s.iw * s.c};
}

}  // namespace

bool conv_backward_data(const ConvGeometry& sizes, const Real* dy, const Real* w, const Real* bias,
                        Real* dx) {
  if (!enabled()) return false;
  const ConvGeometry s = as_pointwise(sizes);
  std::vector<float> biases;  // repeated for merged phases (or pixels, if pointwise)
  for (Index b = 0; bias != nullptr && b < s.stride_w * (s.c / sizes.c); ++b) {
    biases.insert(biases.end(), bias, bias + sizes.c);
  }
  const auto rows = phases(s.ih, s.kh, s.stride_h, s.padding_h, s.dilation_h);
  auto columns = phases(s.iw, s.kw, s.stride_w, s.padding_w, s.dilation_w);
  if (s.groups == 1) columns = merge(columns);
  std::vector<Correlation> parts;
  for (Index g = 0; g < s.groups; ++g) {
    for (const Phase& a : rows) {
      for (const Phase& b : columns) {
        parts.push_back(part(s, g, a, b, dy, w, bias == nullptr ? nullptr : biases.data(), dx));
      }
    }
  }
  const Index count = static_cast<Index>(parts.size());
  if (count >= 16) {  // enough to keep the threads busy with whole phases
    parallel_for(count, [&](Index i) { correlate(parts[static_cast<std::size_t>(i)], &s); });
  } else {
    for (const Correlation& one : parts) correlate(one, &s);
  }
  return true;
}

}  // namespace pixelwise::kernels

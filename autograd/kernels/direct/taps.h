// The taps of a convolution along one axis, and the outputs for which they are inside the image.
#pragma once

#include <algorithm>
#include <cstdint>

#include "autograd/kernels.h"
#include "autograd/kernels/rounding.h"

namespace pixelwise::kernels {

struct Range {
  std::int64_t begin, end;
  std::int64_t size() const { return std::max<std::int64_t>(0, end - begin); }
};

/// Tap t of output i reads input i * step + first + t * spacing.
struct Taps {
  std::int64_t count;
  std::int64_t first;    // may be negative: outside the input are zeros
  std::int64_t spacing;  // > 0
  std::int64_t step;     // > 0
};

/// Those of y = conv(x, w), from row to row and from pixel to pixel.
inline Taps taps_h(const ConvGeometry& s) {
  return {.count = s.kh, .first = -s.padding_h, .spacing = s.dilation_h, .step = s.stride_h};
}
inline Taps taps_w(const ConvGeometry& s) {
  return {.count = s.kw, .first = -s.padding_w, .spacing = s.dilation_w, .step = s.stride_w};
}

/// The outputs i in [0, outputs) for which tap t reads inside [0, size).
inline Range outputs_inside(const Taps& taps, std::int64_t t, std::int64_t size,
                            std::int64_t outputs) {
  const std::int64_t shift = taps.first + t * taps.spacing;
  const std::int64_t begin = shift >= 0 ? 0 : ceil_div(-shift, taps.step);
  const std::int64_t end = size <= shift ? 0 : ceil_div(size - shift, taps.step);
  return {std::min(begin, outputs), std::min(end, outputs)};
}

/// How many neighbouring inputs are under `outputs` neighbouring outputs.
inline std::int64_t inputs_under(const Taps& taps, std::int64_t outputs) {
  return (outputs - 1) * taps.step + (taps.count - 1) * taps.spacing + 1;
}

}  // namespace pixelwise::kernels

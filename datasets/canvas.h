// What generated images are painted on: colours with labels, and the parts that all of them share
// (striped background, clutter, noise, void on outlines). The same bits on every machine.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include "base/random.h"
#include "datasets/sample.h"

namespace pixelwise {

using Rgb = std::array<double, 3>;  // in [0, 1] until noise is added

/// Pixel centres lie at integer coordinates, y points down.
struct Canvas {
  int width, height;
  std::vector<Rgb> colours;
  Mask labels;

  Canvas(int w, int h)
      : width(w),
        height(h),
        colours(static_cast<std::size_t>(w) * static_cast<std::size_t>(h)),
        labels(w, h) {}
  Rgb& at(int x, int y) {
    return colours[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                   static_cast<std::size_t>(x)];
  }
};

/// Each channel drawn from [low, high).
Rgb uniform_rgb(Rng& rng, double low, double high);

/// A colour at least half the side of the RGB cube away from the background's.
Rgb object_colour(const Rgb& background, Rng& rng);

/// A place with a direction: image coordinates to local ones, in units of `radius`.
struct Frame {
  double x, y, radius, cosine, sine;

  Frame(double centre_x, double centre_y, double unit, double angle);
  double u(double px, double py) const { return ((px - x) * cosine + (py - y) * sine) / radius; }
  double v(double px, double py) const { return (-(px - x) * sine + (py - y) * cosine) / radius; }
};

/// Calls paint(x, y, u, v) for the pixels of the canvas within `reach` radii of the frame's centre.
template <class Paint>
void for_pixels_near(const Canvas& canvas, const Frame& frame, double reach, Paint paint) {
  const auto first = [&](double c) { return std::max(0.0, std::floor(c - reach * frame.radius)); };
  const auto last = [&](double c) { return std::ceil(c + reach * frame.radius); };
  for (int y = static_cast<int>(first(frame.y)); y <= last(frame.y) && y < canvas.height; ++y) {
    for (int x = static_cast<int>(first(frame.x)); x <= last(frame.x) && x < canvas.width; ++x) {
      paint(x, y, frame.u(x, y), frame.v(x, y));
    }
  }
}

/// Stripes between the colours M - D and M + D; returns M.
Rgb paint_background(Canvas& canvas, Rng& rng);

/// Small ellipses of any colour that belong to the background.
void paint_clutter(Canvas& canvas, Rng& rng);

/// A place for one more object of a radius from 20 to 36 pixels, turned by at most `turn` radians
/// either way and not too near the `others`; nothing if 20 tries find none.
std::optional<Frame> free_place(const Canvas& canvas, const std::vector<Frame>& others, double turn,
                                Rng& rng);

/// A place for a single object, at most 12 pixels beside the centre.
Frame central_place(const Canvas& canvas, double turn, Rng& rng);

/// Noise N(0, .05), then 8 bits.
Image to_noisy_image(const Canvas& canvas, Rng& rng);

/// Void wherever one of the four neighbours has another label: nobody can say where exactly the
/// boundary runs, so neither loss nor metrics ask there.
Mask with_void_boundaries(const Mask& labels);

}  // namespace pixelwise

#include "tutorials/14_fast/charts.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <sstream>

#include "base/check.h"

namespace pixelwise {
namespace {

constexpr Colour kGrid{208, 215, 222};

// A logarithmic axis: `low` is at pixel `from`, `high` at pixel `to`.
struct Axis {
  double low, high, from, to;
  double at(double value) const {
    return from + (to - from) * std::log(value / low) / std::log(high / low);
  }
};

constexpr double kTop = 58, kRow = 28;
const Axis kBarAxis{.low = 0.1, .high = 1000, .from = 212, .to = 530};
const Axis kIntensity{.low = 0.125, .high = 16, .from = 64, .to = 530};
const Axis kSpeed{.low = 1, .high = 1000, .from = 340, .to = 66};

void line(Diagram& d, double x0, double y0, double x1, double y1, Colour colour) {
  d.arrows.push_back(
      {.from_x = x0, .from_y = y0, .to_x = x1, .to_y = y1, .colour = colour, .head = false});
}

void word(Diagram& d, double x, double y, const std::string& words,
          std::optional<Colour> colour = std::nullopt) {
  d.captions.push_back({.x = x, .y = y, .text = words, .centred = true, .colour = colour});
}

}  // namespace

std::string short_speed(double gflops) {
  std::ostringstream out;
  out << std::fixed << std::setprecision(gflops < 1 ? 2 : gflops < 10 ? 1 : 0) << gflops;
  return out.str();
}

Bars::Bars(std::size_t count)
    : bottom_(kTop + kRow * static_cast<double>(count)),
      diagram_{.title = "3x3 convolution, 64 channels, 56x56 (orange: two threads)",
               .width = 560,
               .height = static_cast<int>(bottom_) + 62} {
  for (const char* const tick : {"0.1", "1", "10", "100", "1000"}) {
    const double x = kBarAxis.at(std::stod(tick));
    line(diagram_, x, kTop, x, bottom_ + 4, kGrid);
    word(diagram_, x, bottom_ + 16, tick);
  }
  word(diagram_, (kBarAxis.from + kBarAxis.to) / 2, bottom_ + 40,
       "GFLOP/s (from line to line ten times as many)");
}

void Bars::add(const Step& step, double gflops) {
  const double y = kTop + kRow * (step.number - 1);
  diagram_.captions.push_back({.x = 8, .y = y + 12, .text = text(step.number, "  ", step.name)});
  diagram_.boxes.push_back({.x = kBarAxis.from,
                            .y = y + 2,
                            .width = std::max(2.0, kBarAxis.at(gflops) - kBarAxis.from),
                            .height = kRow - 6,
                            .fill = step.several_threads ? kOrangeBox : kBlueBox,
                            .thin = true});
  word(diagram_, kBarAxis.from + 24, y + 12, short_speed(gflops));
}

void Bars::peak(double gflops) {
  const double x = kBarAxis.at(gflops);
  line(diagram_, x, kTop, x, bottom_, plot_colours()[1]);
  word(diagram_, std::min(x, kBarAxis.to - 60), 44, "peak of one core", plot_colours()[1]);
}

Roofs::Roofs() : diagram_{.title = "What bounds a rung (one core)", .width = 560, .height = 400} {
  for (const char* const tick : {"1", "10", "100", "1000"}) {
    const double y = kSpeed.at(std::stod(tick));
    line(diagram_, kIntensity.from, y, kIntensity.to, y, kGrid);
    word(diagram_, 40, y, tick);
  }
  for (const char* const tick : {"0.25", "0.5", "1", "2", "4", "8"}) {
    const double x = kIntensity.at(std::stod(tick));
    line(diagram_, x, kSpeed.from, x, kSpeed.from + 5, kGrid);
    word(diagram_, x, kSpeed.from + 16, tick);
  }
  word(diagram_, (kIntensity.from + kIntensity.to) / 2, kSpeed.from + 40,
       "FLOP for each byte that is loaded");
  word(diagram_, 40, kSpeed.to - 14, "GFLOP/s");
}

void Roofs::roof(const Limits& limits, Colour colour) {
  const double corner = kIntensity.at(limits.peak / limits.loads), top = kSpeed.at(limits.peak);
  line(diagram_, kIntensity.from, kSpeed.at(kIntensity.low * limits.loads), corner, top, colour);
  line(diagram_, corner, top, kIntensity.to, top, colour);
  diagram_.captions.push_back({.x = corner + 8,
                               .y = top - 12,
                               .text = text("limit, ", limits.lanes, " floats in a vector"),
                               .colour = colour});
}

void Roofs::dot(const std::string& name, double intensity, double gflops) {
  const double x = kIntensity.at(intensity), y = kSpeed.at(gflops);
  diagram_.boxes.push_back(
      {.x = x - 4, .y = y - 4, .width = 8, .height = 8, .fill = Colour{36, 41, 47}});
  diagram_.captions.push_back({.x = x + 9, .y = y + 4, .text = name});
}

}  // namespace pixelwise

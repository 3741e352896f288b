#include "tutorials/14_fast/ladder.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <sstream>

#include "tutorials/support/expect.h"

namespace pixelwise {
namespace {

constexpr double kAllowed = 1e-5;  // a sum of 576 products in another order differs by about 1e-6

double peak_of(const Step& step, const Machine& machine) {
  return machine.wide.peak * (step.several_threads ? several() : 1);
}

// Horizontal bars on a logarithmic axis, from 0.1 to 1000 GFLOP/s.
class Bars {
 public:
  explicit Bars(std::size_t count)
      : bottom_(kTop + kRow * static_cast<double>(count)),
        diagram_{.title = "A 3x3 convolution, 64 channels, 56x56",
                 .width = 560,
                 .height = static_cast<int>(bottom_) + 62} {
    for (const double tick : {0.1, 1.0, 10.0, 100.0, 1000.0}) {
      line(tick, bottom_ + 4, std::nullopt);
      word(at(tick), bottom_ + 16, short_speed(tick));
    }
    word((kLeft + kRight) / 2, bottom_ + 40, "GFLOP/s (each line: ten times as many)");
  }

  void add(const Step& step, double gflops, Colour colour) {
    const double y = kTop + kRow * (step.number - 1);
    diagram_.captions.push_back({.x = 8, .y = y + 12, .text = text(step.number, "  ", step.name)});
    const double right = std::max(at(gflops), kLeft + 2);
    diagram_.boxes.push_back({.x = kLeft,
                              .y = y + 2,
                              .width = right - kLeft,
                              .height = kRow - 6,
                              .fill = colour,
                              .thin = true});
    word(kLeft + 24, y + 12, short_speed(gflops));
  }

  void limit(double gflops, const std::string& name, double y) {
    line(gflops, bottom_, plot_colours()[1]);
    diagram_.captions.push_back({.x = std::min(at(gflops), kRight - 70),
                                 .y = y,
                                 .text = name,
                                 .centred = true,
                                 .colour = plot_colours()[1]});
  }

  const Diagram& diagram() const { return diagram_; }

 private:
  static constexpr double kLeft = 212, kRight = 530, kTop = 58, kRow = 28;

  static double at(double gflops) {
    return kLeft + (kRight - kLeft) * (std::log10(gflops) + 1) / 4;
  }
  void line(double gflops, double to_y, std::optional<Colour> colour) {
    diagram_.arrows.push_back({.from_x = at(gflops),
                               .from_y = kTop,
                               .to_x = at(gflops),
                               .to_y = to_y,
                               .colour = colour ? colour : Colour{208, 215, 222},
                               .head = false});
  }
  void word(double x, double y, const std::string& words) {
    diagram_.captions.push_back({.x = x, .y = y, .text = words, .centred = true});
  }

  double bottom_;
  Diagram diagram_;
};

}  // namespace

std::string short_speed(double gflops) {
  std::ostringstream out;
  out << std::fixed << std::setprecision(gflops < 1 ? 2 : gflops < 10 ? 1 : 0) << gflops;
  std::string digits = out.str();
  return gflops == 0.1 ? "0.1" : gflops == 1 ? "1" : digits;
}

double operations(const rungs::Sizes& s) {
  return 2.0 * 9 * static_cast<double>(s.n * s.h * s.w * s.c * s.o);
}

void check_ladder(const std::vector<Step>& all) {
  section("Every rung gives what the one before gives", Kind::exact);
  Problem odd(kOdd), timed(kTimed);
  std::vector<float> odd_before, before;
  for (const Step& step : all) {
    const std::vector<float> odd_now = odd.result(step), now = timed.result(step);
    if (step.number > 1) {
      const double worst =
          std::max(relative_difference(odd_now, odd_before), relative_difference(now, before));
      expect(worst < kAllowed, text("Rung ", step.number, ", ", step.name, ": as rung ",
                                    step.number - 1, ", to 1e-5 of the largest number."));
    }
    odd_before = odd_now;
    before = now;
  }
}

std::vector<double> time_ladder(Lesson& lesson, const std::vector<Step>& all,
                                const Machine& machine) {
  section("The ladder", Kind::timed);
  std::cout
      << machine.processor << ", " << date_today() << "\nAt most " << short_speed(machine.wide.peak)
      << " GFLOP/s on one core (" << machine.widest << ", " << machine.wide.lanes
      << " floats in a vector).\n\n rung                         threads      ms   GFLOP/s   % of "
         "the peak\n";
  Problem problem(kTimed);
  Bars bars(all.size());
  std::vector<double> speeds;
  for (const Step& step : all) {
    const double seconds = seconds_of([&] { problem.run(step); });
    const double gflops = operations(kTimed) / seconds / 1e9;
    const double share = 100 * gflops / peak_of(step, machine);
    std::cout << std::setw(3) << step.number << "  " << std::left << std::setw(27) << step.name
              << std::right << std::setw(4) << (step.several_threads ? several() : 1) << std::fixed
              << std::setprecision(seconds < 0.01 ? 2 : 0) << std::setw(9) << 1e3 * seconds
              << std::setw(10) << short_speed(gflops) << std::setprecision(share < 10 ? 1 : 0)
              << std::setw(10) << share << std::defaultfloat << std::setprecision(6) << std::endl;
    bars.add(step, gflops, step.several_threads ? kOrangeBox : kBlueBox);
    lesson.value(text("gflops", step.number), short_speed(gflops), Kind::timed);
    speeds.push_back(gflops);
  }
  if (!rungs::has_library()) std::cout << "This build has no fast kernels: there is no rung 10.\n";
  bars.limit(machine.wide.peak, "peak of one core", 44);
  lesson.draw("ladder.svg", bars.diagram(), Kind::timed);
  lesson.value("peak", short_speed(machine.wide.peak), Kind::timed);
  return speeds;
}

void roofline(Lesson& lesson, const std::vector<Step>& all, const std::vector<double>& gflops,
              const Machine& machine) {
  section("The roofline", Kind::timed);
  std::cout << "one core:                       peak, GFLOP/s   loads from L1, GB/s\n"
            << "  " << std::setw(2) << machine.plain.lanes << " floats in a vector" << std::setw(20)
            << short_speed(machine.plain.peak) << std::setw(16) << short_speed(machine.plain.loads)
            << "\n  " << std::setw(2) << machine.wide.lanes << " floats in a vector"
            << std::setw(20) << short_speed(machine.wide.peak) << std::setw(16)
            << short_speed(machine.wide.loads)
            << "\n  reads from memory: " << short_speed(machine.memory)
            << " GB/s\n\n rung                     FLOP for a loaded byte   bound   measured\n";
  LinePlot plot{.title = "What bounds the rungs (one core)",
                .x_label = "FLOP for each byte that is loaded",
                .y_label = "GFLOP/s",
                .log_x = true,
                .log_y = true,
                .y_min = 1,
                .width = 560,
                .height = 600};
  const auto roof = [&](const Limits& limits, bool dashed) {
    const double corner = limits.peak / limits.loads;
    plot.series.push_back({.name = text("limit, ", limits.lanes, " floats in a vector"),
                           .x = {0.125, corner, 16},
                           .y = {0.125 * limits.loads, limits.peak, limits.peak},
                           .dashed = dashed,
                           .colour = plot_colours()[dashed ? 1 : 0]});
  };
  roof(machine.wide, false);
  if (machine.wide.lanes != machine.plain.lanes) roof(machine.plain, true);
  std::size_t colour = 2;
  for (const Step& step : all) {
    if (step.loads == 0) continue;
    const Limits& limits = step.wide ? machine.wide : machine.plain;
    const double intensity = 2 / step.loads;
    const double bound = std::min(limits.peak / step.products, intensity * limits.loads);
    const double measured = gflops[static_cast<std::size_t>(step.number - 1)];
    std::cout << std::setw(3) << step.number << "  " << std::left << std::setw(27) << step.name
              << std::right << std::fixed << std::setprecision(2) << std::setw(10) << intensity
              << std::defaultfloat << std::setprecision(6) << std::setw(12) << short_speed(bound)
              << std::setw(11) << short_speed(measured) << '\n';
    if (step.number == 3 || step.number == 5) continue;  // beside 2 and 4
    plot.series.push_back({.name = text(step.number, " ", step.name),
                           .x = {intensity},
                           .y = {measured},
                           .dots = true,
                           .colour = plot_colours()[colour++ % plot_colours().size()]});
  }
  lesson.draw("roofline.svg", plot, Kind::timed);
}

}  // namespace pixelwise

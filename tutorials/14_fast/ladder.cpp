#include "tutorials/14_fast/ladder.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <sstream>

#include "tutorials/14_fast/charts.h"
#include "tutorials/support/expect.h"

namespace pixelwise {
namespace {

constexpr double kAllowed = 1e-5;  // a sum of 576 products in another order differs by about 1e-6

double peak_of(const Step& step, const Machine& machine) {
  return machine.wide.peak * (step.several_threads ? several() : 1);
}

}  // namespace

double operations(const rungs::Sizes& s) {
  return 2.0 * 9 * static_cast<double>(s.n * s.h * s.w * s.c * s.o);
}

void check_ladder(const std::vector<Step>& all) {
  section("Every rung gives what the one before gives", Kind::exact);
  std::cout << "The largest difference is below " << kAllowed << " of the largest number:\n";
  Problem odd(kOdd), timed(kTimed);
  std::vector<float> odd_before, before;
  for (const Step& step : all) {
    const std::vector<float> odd_now = odd.result(step), now = timed.result(step);
    if (step.number > 1) {
      const double worst =
          std::max(relative_difference(odd_now, odd_before), relative_difference(now, before));
      expect(worst < kAllowed, text("Rung ", step.number, " as rung ", step.number - 1, "."));
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
    bars.add(step, gflops);
    lesson.value(text("gflops", step.number), short_speed(gflops), Kind::timed);
    speeds.push_back(gflops);
  }
  if (!rungs::has_library())
    std::cout << "No fast kernels in this build, or switched off: no rung 10.\n";
  bars.peak(machine.wide.peak);
  lesson.draw("ladder.svg", bars.diagram(), Kind::timed);
  lesson.value("peak", short_speed(machine.wide.peak), Kind::timed);
  std::ostringstream lost;
  lost << std::fixed << std::setprecision(1) << 100 - 100 * speeds[0] / machine.wide.peak;
  lesson.value("lost", lost.str(), Kind::timed);
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
  Roofs roofs;
  roofs.roof(machine.wide, plot_colours()[0]);
  if (machine.wide.lanes != machine.plain.lanes) roofs.roof(machine.plain, plot_colours()[1]);
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
    // 3 and 5 are beside 2 and 4.
    if (step.number == 3 || step.number == 5) continue;
    const bool two = step.number == 2 || step.number == 4;
    roofs.dot(two ? text(step.number, ", ", step.number + 1) : text(step.number, " ", step.name),
              intensity, measured);
  }
  lesson.draw("roofline.svg", roofs.diagram(), Kind::timed);
  lesson.value("memory", short_speed(machine.memory), Kind::timed);
}

}  // namespace pixelwise

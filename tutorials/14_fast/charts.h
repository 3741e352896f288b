// The two pictures of the ladder: bars, and the roofline. Both have logarithmic axes.
#pragma once

#include <string>

#include "report/plot.h"
#include "tutorials/14_fast/measure.h"
#include "tutorials/14_fast/rungs/steps.h"

namespace pixelwise {

/// Horizontal bars, from 0.1 to 1000 GFLOP/s.
class Bars {
 public:
  explicit Bars(std::size_t count);
  void add(const Step& step, double gflops);
  void peak(double gflops);
  const Diagram& diagram() const { return diagram_; }

 private:
  double bottom_;
  Diagram diagram_;
};

/// Speed over FLOP for each loaded byte: roofs, and a dot for each rung.
class Roofs {
 public:
  Roofs();
  void roof(const Limits& limits, Colour colour);
  void dot(const std::string& name, double intensity, double gflops);
  const Diagram& diagram() const { return diagram_; }

 private:
  Diagram diagram_;
};

/// "0.42", "2.6", "127".
std::string short_speed(double gflops);

}  // namespace pixelwise

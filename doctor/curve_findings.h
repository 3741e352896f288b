// What the loss curve tells: did it blow up, is it still falling?
#pragma once

#include "doctor/finding.h"
#include "report/run_log.h"

namespace pixelwise {

/// A loss curve in a few numbers.
struct LossCurve {
  double first = 0;    // the mean of the first few iterations
  double highest = 0;  // of all
  double before = 0;   // the mean around two thirds of the run
  double last = 0;     // the mean of the last tenth
  double noise = 0;    // the standard error of `last`
  std::size_t iterations = 0;

  /// It went far above its start.
  bool blew_up() const { return iterations >= 3 && highest > 3 * first + 1; }
  /// It fell in the last third, by more than a tenth and by more than its noise.
  bool is_falling() const {
    return iterations >= 20 && last < 0.9 * before && before - last > 3 * noise;
  }
};
LossCurve loss_curve(const RunLogData& log);

/// Signs: still falling, or no longer; the best validation was long ago.
Findings curve_findings(const RunLogData& log);

}  // namespace pixelwise

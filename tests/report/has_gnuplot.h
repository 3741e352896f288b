// Tests of drawn plots are skipped where gnuplot is missing.
#pragma once

#include "report/plot_gnuplot.h"

namespace pixelwise {

inline bool has_gnuplot() {
  try {
    run_gnuplot("print 1\n");  // prints on standard error, so that it counts as failed
  } catch (const MissingGnuplot&) {
    return false;
  } catch (const std::runtime_error&) {
  }
  return true;
}

}  // namespace pixelwise

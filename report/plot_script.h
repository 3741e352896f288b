// What gnuplot is told: the look of all plots is decided here.
#pragma once

#include <string>

#include "report/plot.h"

namespace pixelwise {

/// The gnuplot script that draws a plot to standard output. Throws std::invalid_argument if lengths
/// do not fit together or the size is absurd.
std::string plot_script(const LinePlot& plot, PlotFormat format);
std::string plot_script(const BarChart& chart, PlotFormat format);
std::string plot_script(const HeatMap& map, PlotFormat format);
std::string plot_script(const Diagram& diagram, PlotFormat format);

/// Terminal, size and title: how every script begins.
std::string plot_prelude(PlotFormat format, int width, int height, const std::string& title,
                         const std::vector<std::string>& legend);

}  // namespace pixelwise

#include "report/plot_script.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>

#include "base/check.h"
#include "report/plot_gnuplot.h"

namespace pixelwise {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostPoints = 2400;  // about three per pixel of width

// The smallest interval that holds all finite values it was shown.
struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  void include(double value) {
    if (!std::isfinite(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }

  // Never empty and never a single point, which gnuplot refuses to draw.
  Range usable(bool log) const {
    if (low > high) return log ? Range{1, 10} : Range{0, 1};
    if (low < high) return *this;
    if (log) return {low / 2, high * 2};
    const double room = low == 0 ? 1 : std::abs(low) / 2;
    return {low - room, high + room};
  }

  std::string script() const {
    return "[" + gnuplot_number(low) + ":" + gnuplot_number(high) + "]";
  }
};

// '#rrggbb', or with transparency (0 opaque, 255 invisible) '#aarrggbb'.
std::string colour_string(const Colour& colour, int transparency = 0) {
  std::array<char, 16> digits{};
  std::snprintf(digits.data(), digits.size(), "'#%02x%02x%02x%02x'", transparency, colour.r,
                colour.g, colour.b);
  return digits.data();
}

Colour colour_of(const std::optional<Colour>& chosen, std::size_t index) {
  return chosen.value_or(plot_colours()[index % plot_colours().size()]);
}

// gnuplot puts names into columns that are all as wide as the longest one.
int rows_of_legend(const std::vector<std::string>& names, int width) {
  std::size_t longest = 0;
  int count = 0;
  for (const std::string& name : names) {
    longest = std::max(longest, name.size());
    count += name.empty() ? 0 : 1;
  }
  const int column = 50 + 8 * static_cast<int>(longest);  // in CSS pixels
  const int columns = std::max(1, (width - 110) / column);
  return (count + columns - 1) / columns;
}

std::string axis_label(const char* axis, const std::string& label, const char* offset) {
  return text("set ", axis, "label ", gnuplot_string(label), " offset ", offset,
              " textcolor rgb '#57606a'\n");
}

// At most kMostPoints points: of each run of points the lowest and the highest, so that no spike
// is lost.
Series thinned(const Series& series) {
  if (series.x.size() <= kMostPoints) return series;
  Series thin = series;
  thin.x.clear();
  thin.y.clear();
  const std::size_t runs = kMostPoints / 2;
  for (std::size_t run = 0; run < runs; ++run) {
    const auto begin = series.y.begin() + static_cast<std::ptrdiff_t>(run * series.x.size() / runs);
    const auto end =
        series.y.begin() + static_cast<std::ptrdiff_t>((run + 1) * series.x.size() / runs);
    auto [low, high] = std::minmax_element(begin, end);
    if (low > high) std::swap(low, high);
    for (const auto point : {low, high}) {
      thin.x.push_back(series.x[static_cast<std::size_t>(point - series.y.begin())]);
      thin.y.push_back(*point);
    }
  }
  return thin;
}

// Names in place of numbers along the y axis, with room for the longest.
std::string line_names(const std::vector<std::string>& names) {
  if (names.empty()) return "";
  std::string tics;
  std::size_t longest = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    tics += text(i > 0 ? ", " : "", gnuplot_string(names[i]), " -", i);
    longest = std::max(longest, names[i].size());
  }
  return text("set ytics scale 0 (", tics, ")\nset lmargin ", longest + 3, "\n");
}

// The points as a named data block.
std::string data_block(const std::string& name, const Series& all, const LinePlot& plot,
                       Range& x_range, Range& y_range) {
  const Series series = thinned(all);
  std::string block = name + " << EOD\n";
  for (std::size_t i = 0; i < series.x.size(); ++i) {
    const double x = plot.log_x && series.x[i] <= 0 ? kNaN : series.x[i];
    const double y = plot.log_y && series.y[i] <= 0 ? kNaN : series.y[i];
    if (std::isfinite(x) && std::isfinite(y)) {
      x_range.include(x);
      y_range.include(y);
    }
    block += text(gnuplot_number(x), " ", gnuplot_number(y), "\n");
  }
  return block + "EOD\n";
}

std::string line_markers(const std::vector<Marker>& markers) {
  std::string script;
  for (const Marker& marker : markers) {
    const std::string x = gnuplot_number(marker.x);
    script += text("set arrow from first ", x, ", graph 0 to first ", x,
                   ", graph 1 nohead back dt 2 lw 1 lc rgb '#9aa1ab'\n", "set label ",
                   gnuplot_string(marker.label), " at first ", x,
                   ", graph 0.97 left offset 0.6, -0.2 font ',11' textcolor rgb '#57606a'\n");
  }
  return script;
}

}  // namespace

std::string plot_prelude(PlotFormat format, int width, int height, const std::string& title,
                         const std::vector<std::string>& legend) {
  require(width >= 100 && height >= 80 && width <= 8000 && height <= 16000, "plot: size ", width,
          "x", height, "; between 100x80 and 8000x16000 is possible");
  std::string script = "set encoding utf8\n";
  script += format == PlotFormat::svg
                ? text("set terminal svg noenhanced size ", width, ",", height,
                       " fixed font 'Helvetica,13' background '#ffffff'\n")
                : text("set terminal pngcairo noenhanced size ", 2 * width, ",", 2 * height,
                       " font 'Helvetica,11.5' fontscale 2 linewidth 2 dashlength 2 background "
                       "'#ffffff'\n");
  script +=
      "set border 1 lc rgb '#9aa1ab' lw 1\n"
      "set tics nomirror out scale 0.4 textcolor rgb '#57606a'\n"
      "set grid ytics back lt 1 lw 1 lc rgb '#e4e8ed'\n"
      "set ytics scale 0\n"
      "set lmargin 9\nset rmargin 3\nset bmargin 3.2\n";
  const int legend_rows = rows_of_legend(legend, width);
  const double title_lines = title.empty() ? 0.0 : 1.6;
  script += text("set format '%g'\nset tmargin ", 0.8 + 1.4 * legend_rows + title_lines, "\n");
  script +=
      legend_rows > 0
          ? text("set key at graph 0, graph 1 left bottom horizontal Left reverse samplen ",
                 "1.6 spacing 1.2 width -1 maxrows ", legend_rows, " textcolor rgb '#24292f'\n")
          : "unset key\n";
  if (!title.empty()) {
    script += "set label 999 " + gnuplot_string(title) +
              " at graph 0, screen 1 left offset 0, -1.3 font ',15' textcolor rgb '#1f2328'\n";
  }
  return script;
}

std::string plot_script(const LinePlot& plot, PlotFormat format) {
  std::vector<std::string> legend;
  for (const Series& series : plot.series) {
    require(series.x.size() == series.y.size(), "plot: series '", series.name, "' has ",
            series.x.size(), " x values and ", series.y.size(), " y values");
    legend.push_back(series.name);
  }
  std::string script = plot_prelude(format, plot.width, plot.height, plot.title, legend);
  script += axis_label("x", plot.x_label, "0, 0.3") + axis_label("y", plot.y_label, "0.5, 0");
  if (plot.log_x) script += "set logscale x\n";
  if (plot.log_y) script += "set logscale y\n";
  script += line_markers(plot.markers) + line_names(plot.y_names);

  Range x_range, y_range;
  std::string commands;
  for (std::size_t k = 0; k < plot.series.size(); ++k) {
    const Series& series = plot.series[k];
    const Colour colour = colour_of(series.colour, k);
    const std::string name = text("$series", k);
    const bool smooth = series.smooth > 1;
    if (smooth) {
      script += data_block(name + "raw", series, plot, x_range, y_range);
      commands += name + "raw using 1:2 with lines lw 1 lc rgb " + colour_string(colour, 200) +
                  " notitle, ";
    }
    Series shown = series;
    if (smooth) shown.y = smoothed(series.y, series.smooth);
    script += data_block(name, shown, plot, x_range, y_range);
    commands += name + " using 1:2 with " + (series.dots ? "linespoints pt 7 ps 0.5" : "lines") +
                " lw 2 lc rgb " + colour_string(colour) + (series.dashed ? " dt (8,5)" : "") +
                " title " + gnuplot_string(series.name) + ", ";
  }
  for (const Marker& marker : plot.markers) {
    if (!plot.log_x || marker.x > 0) x_range.include(marker.x);
  }
  const Range x = x_range.usable(plot.log_x);
  Range y = y_range.usable(plot.log_y);
  const double room = plot.log_y ? 0 : 0.05 * (y.high - y.low);
  y = {plot.y_min.value_or(y.low - room), plot.y_max.value_or(y.high + room)};
  script += "set xrange " + x.script() + "\nset yrange " + y.script() + "\n";
  return script + "plot " + commands + "NaN notitle\n";
}

namespace {

std::string bar_label(const std::optional<double>& value, int decimals) {
  if (!value) return "\u2013";
  std::array<char, 64> digits{};
  std::snprintf(digits.data(), digits.size(), "%.*f", decimals, *value);
  return digits.data();
}

}  // namespace

std::string plot_script(const BarChart& chart, PlotFormat format) {
  const std::size_t groups = chart.groups.size();
  const bool by_category = groups == 1 && !chart.category_colours.empty();
  require(!by_category || chart.category_colours.size() == chart.categories.size(),
          "plot: ", chart.category_colours.size(), " colours for ", chart.categories.size(),
          " categories");
  std::vector<std::string> legend;
  for (const BarGroup& group : chart.groups) legend.push_back(group.name);
  std::string script = plot_prelude(format, chart.width, chart.height, chart.title, legend);
  script +=
      axis_label("y", chart.y_label, "0.5, 0") + "set style fill solid noborder\nset bmargin 1.8\n";
  Range y_range;
  y_range.include(0);
  const double bar = 0.8 / static_cast<double>(std::max<std::size_t>(groups, 1));
  std::string labels, commands;
  for (std::size_t g = 0; g < groups; ++g) {
    const BarGroup& group = chart.groups[g];
    require(group.values.size() == chart.categories.size(), "plot: group '", group.name, "' has ",
            group.values.size(), " values for ", chart.categories.size(), " categories");
    script += text("$bars", g, " << EOD\n");
    for (std::size_t c = 0; c < group.values.size(); ++c) {
      const double value = group.values[c].value_or(kNaN);
      const double x = static_cast<double>(c) - 0.4 + (static_cast<double>(g) + 0.5) * bar;
      y_range.include(value);
      const Colour colour = by_category ? chart.category_colours[c] : colour_of(group.colour, g);
      const long rgb = colour.r * 65536L + colour.g * 256L + colour.b;
      script += text(gnuplot_number(x), " ", gnuplot_number(value), " ", rgb, "\n");
      if (chart.decimals < 0) continue;
      const std::string height = gnuplot_number(std::isfinite(value) ? std::max(value, 0.0) : 0);
      labels += "set label " + gnuplot_string(bar_label(group.values[c], chart.decimals)) +
                " at first " + gnuplot_number(x) + ", first " + height +
                " center offset 0, 0.6 font ',11' textcolor rgb '#57606a'\n";
    }
    script += "EOD\n";
    commands +=
        text("$bars", g, " using 1:2:(", 0.92 * bar, "):3 with boxes lc rgb variable ",
             "notitle, NaN with boxes lc rgb ", colour_string(colour_of(group.colour, g)),
             group.name.empty() ? " notitle, " : " title " + gnuplot_string(group.name) + ", ");
  }
  script += labels + "set xtics scale 0 (";
  for (std::size_t c = 0; c < chart.categories.size(); ++c) {
    script += text(c > 0 ? ", " : "", gnuplot_string(chart.categories[c]), " ", c);
  }
  const Range y = y_range.usable(false);
  const double last = static_cast<double>(chart.categories.size()) - 0.5;
  script += chart.categories.size() > 12 ? ") rotate by -40\nset bmargin 6\n" : ")\n";
  script += "set xrange " + Range{-0.5, std::max(last, 0.5)}.script() + "\nset yrange " +
            Range{y.low * 1.1, chart.y_max.value_or(y.high * 1.1)}.script() + "\n";
  return script + "plot " + commands + "NaN notitle\n";
}

std::string plot_script(const HeatMap& map, PlotFormat format) {
  require(!map.rows.empty() && !map.rows[0].empty(), "plot: a heat map without values");
  std::string script = plot_prelude(format, map.width, map.height, map.title, {});
  Range range;
  script += "$map << EOD\n";
  for (const std::vector<double>& row : map.rows) {
    require(row.size() == map.rows[0].size(), "plot: rows of ", row.size(), " and of ",
            map.rows[0].size(), " values in one heat map");
    for (const double value : row) {
      range.include(value);
      script += gnuplot_number(value) + " ";
    }
    script += "\n";
  }
  range = range.usable(false);
  range = {map.value_min.value_or(range.low), map.value_max.value_or(range.high)};
  script += "EOD\nunset grid\nset border 15\nset rmargin 12\n";
  script += axis_label("x", map.x_label, "0, 0.3") + axis_label("y", map.y_label, "0.5, 0") +
            axis_label("cb", map.value_label, "1, 0");
  script += "set cbrange " + range.script() + "\n";
  script += text("set xrange [-0.5:", map.rows[0].size(), "-0.5]\nset yrange [", map.rows.size(),
                 "-0.5:-0.5]\n");
  // viridis (van der Walt and Smith, 2015): equal steps look equal, also in grey.
  script +=
      "set palette defined (0 '#440154', 1 '#472c7a', 2 '#3b518b', 3 '#2c718e', 4 '#21908d', "
      "5 '#27ad81', 6 '#5cc863', 7 '#aadc32', 8 '#fde725')\n";
  // As one picture where that is exact; an SVG viewer would blur it.
  const char* const how = format == PlotFormat::svg ? "image pixels" : "image";
  return script + "plot $map matrix with " + how + " notitle\n";
}

}  // namespace pixelwise

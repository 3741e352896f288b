// Plots: curves, bars, heat maps and diagrams as SVG or PNG, drawn by gnuplot.
//
// Plain structs say what to show; how it looks (light background, colours that colour-blind people
// can tell apart, quiet grid) is decided in plot_script.cpp, once. Labels are shown as they are:
// nothing in them is interpreted.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "datasets/palette.h"
#include "datasets/sample.h"

namespace pixelwise {

/// Points (x[i], y[i]), joined in their order. NaN leaves a gap.
struct Series {
  std::string name = {};  // in the legend
  std::vector<double> x = {}, y = {};
  int smooth = 0;     // > 1: the mean over so many points, with the raw values faint behind it
  bool dots = false;  // marks every point
  bool dashed = false;
  std::optional<Colour> colour = {};  // by default the next of plot_colours()
};

/// A vertical line with a word beside it: where a stage begins.
struct Marker {
  double x = 0;
  std::string label = {};
};

/// Axis labels say what and in which unit: "training time (s)", "loss (nats per pixel)".
struct LinePlot {
  std::string title = {}, x_label = {}, y_label = {};
  std::vector<Series> series = {};
  std::vector<Marker> markers = {};
  bool log_x = false, log_y = false;  // values that are not positive are then left out
  std::optional<double> y_min = {}, y_max = {};
  std::vector<std::string> y_names = {};  // of y = 0, -1, -2, ..., instead of numbers
  int width = 900, height = 380;          // in CSS pixels
};

/// One bar per category and group. No value: no bar, a dash in its place.
struct BarGroup {
  std::string name = {};
  std::vector<std::optional<double>> values = {};  // one per category
  std::optional<Colour> colour = {};
};

struct BarChart {
  std::string title = {}, y_label = {};
  std::vector<std::string> categories = {};
  std::vector<BarGroup> groups = {};
  std::vector<Colour> category_colours = {};  // with a single group: one for each bar
  std::optional<double> y_max = {};
  int decimals = 2;  // of the value above each bar; negative: no values
  int width = 900, height = 360;
};

/// Rows from top to bottom. NaN stays white.
struct HeatMap {
  std::string title = {}, x_label = {}, y_label = {}, value_label = {};
  std::vector<std::vector<double>> rows = {};
  std::optional<double> value_min = {}, value_max = {};
  int width = 620, height = 480;
};

/// A rectangle with words in its middle.
struct Box {
  double x = 0, y = 0, width = 0, height = 0;  // x, y: the upper left corner
  std::string text = {};
  std::optional<Colour> fill = {};   // white by default
  bool strong = false;               // a thick border
  std::optional<Colour> frame = {};  // a thick border in this colour, and nothing inside
  bool thin = false;                 // the frame
};

/// An RGB image; every pixel becomes a square. x, y: the upper left corner.
struct PlacedImage {
  double x = 0, y = 0, width = 0;
  Image image = {};
};

struct Arrow {
  double from_x = 0, from_y = 0, to_x = 0, to_y = 0;
  std::optional<Colour> colour = {};  // grey by default
  bool head = true;                   // false: a line
};

/// Words that begin at x, or have x in their middle; y is their middle.
struct Caption {
  double x = 0, y = 0;
  std::string text = {};
  bool centred = false;
  std::optional<Colour> colour = {};
};

/// What no chart shows: images, and over them boxes, arrows and words, at places given in CSS
/// pixels from the upper left. With images draw a PNG: as SVG each of their pixels is an element.
struct Diagram {
  std::string title = {};
  std::vector<PlacedImage> images = {};
  std::vector<Box> boxes = {};
  std::vector<Arrow> arrows = {};
  std::vector<Caption> captions = {};
  int width = 900, height = 300;
};

/// The colours of diagrams: what is looked at, what follows from it, and what plays a third part.
inline constexpr Colour kBlueBox{189, 219, 240}, kOrangeBox{250, 215, 180},
    kGreenBox{190, 229, 215};

using Plot = std::variant<LinePlot, BarChart, HeatMap, Diagram>;
enum class PlotFormat { svg, png };

/// The bytes of the drawn plot (a PNG has two pixels per CSS pixel). Throws std::invalid_argument
/// if lengths do not fit together, std::runtime_error if gnuplot is missing (saying which package
/// brings it) or fails.
std::string render_plot(const Plot& plot, PlotFormat format);

/// Draws into a file that ends in .svg or .png, which appears only when complete.
void write_plot(const std::string& path, const Plot& plot);

/// As above, but where gnuplot is missing nothing is written. Returns what it would have said then,
/// otherwise nothing: for programs that have more to do than to draw.
std::string try_write_plot(const std::string& path, const Plot& plot);

/// The mean over up to `window` neighbours centred on each value, fewer at the ends. NaN counts as
/// no value.
std::vector<double> smoothed(const std::vector<double>& values, int window);

/// The colours of series, in order (Okabe and Ito, 2008), without yellow and black.
const std::vector<Colour>& plot_colours();

}  // namespace pixelwise

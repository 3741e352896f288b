#include "report/plot.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <ostream>
#include <string_view>

#include "base/atomic_file.h"
#include "base/check.h"
#include "report/plot_gnuplot.h"
#include "report/plot_script.h"

namespace pixelwise {
namespace {

constexpr const char* kFontStack = "Inter, 'Helvetica Neue', Helvetica, Arial, sans-serif";

}  // namespace

std::string render_plot(const Plot& plot, PlotFormat format) {
  const std::string script =
      std::visit([&](const auto& kind) { return plot_script(kind, format); }, plot);
  std::string picture = run_gnuplot(script);
  if (format == PlotFormat::svg) {
    // Browsers show an SVG's title when the mouse rests on it; gnuplot's is "Gnuplot".
    const std::string_view title = "<title>Gnuplot</title>";
    if (const std::size_t at = picture.find(title); at != std::string::npos) {
      picture.erase(at, title.size());
    }
    // gnuplot takes one font name; whoever looks at the picture may not have that font.
    const std::string_view one = "font-family=\"Helvetica\"";
    const std::string stack = text("font-family=\"", kFontStack, "\"");
    for (std::size_t at = picture.find(one); at != std::string::npos;
         at = picture.find(one, at + stack.size())) {
      picture.replace(at, one.size(), stack);
    }
  }
  return picture;
}

void write_plot(const std::string& path, const Plot& plot) {
  const std::string suffix = std::filesystem::path(path).extension().string();
  require(suffix == ".svg" || suffix == ".png", "plot: ", path, " should end in .svg or .png");
  const std::string picture =
      render_plot(plot, suffix == ".svg" ? PlotFormat::svg : PlotFormat::png);
  write_file_atomically(path, [&](std::ostream& out) { out << picture; });
}

std::string try_write_plot(const std::string& path, const Plot& plot) {
  try {
    write_plot(path, plot);
  } catch (const MissingGnuplot& error) {
    return error.what();
  }
  return "";
}

std::vector<double> smoothed(const std::vector<double>& values, int window) {
  std::vector<double> means;
  means.reserve(values.size());
  const std::ptrdiff_t reach = std::max(window, 1) / 2;
  const auto count = static_cast<std::ptrdiff_t>(values.size());
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    double sum = 0;
    int used = 0;
    for (std::ptrdiff_t j = std::max<std::ptrdiff_t>(i - reach, 0);
         j <= std::min(i + reach, count - 1); ++j) {
      if (std::isnan(values[static_cast<std::size_t>(j)])) continue;
      sum += values[static_cast<std::size_t>(j)];
      ++used;
    }
    means.push_back(used > 0 ? sum / used : std::numeric_limits<double>::quiet_NaN());
  }
  return means;
}

const std::vector<Colour>& plot_colours() {
  static const std::vector<Colour> colours = {{0, 114, 178},   {213, 94, 0},  {0, 158, 115},
                                              {204, 121, 167}, {230, 159, 0}, {86, 180, 233},
                                              {87, 96, 106}};
  return colours;
}

}  // namespace pixelwise

// Pictures, boxes, arrows and words as gnuplot's images, objects, arrows and labels.
#include <array>
#include <cstdio>

#include "base/check.h"
#include "report/plot_gnuplot.h"
#include "report/plot_script.h"

namespace pixelwise {
namespace {

constexpr Colour kInk{31, 35, 40}, kLine{110, 118, 129}, kWhite{255, 255, 255};

std::string rgb(const Colour& colour) {
  std::array<char, 16> digits{};
  std::snprintf(digits.data(), digits.size(), "'#%02x%02x%02x'", colour.r, colour.g, colour.b);
  return digits.data();
}

std::string point(double x, double y) {
  return "first " + gnuplot_number(x) + ", first " + gnuplot_number(y);
}

// The pixels as a named data block, and the command that draws them. gnuplot needs two pixels each
// way to know how far they are apart: an image with fewer is doubled.
void add_tile(const Tile& tile, std::size_t number, PlotFormat format, std::string& data,
              std::string& commands) {
  const Image& image = tile.image;
  require(image.channels == 3 && image.width > 0 && image.height > 0, "plot: a tile of ",
          image.width, "x", image.height, " pixels with ", image.channels,
          " channels; expected RGB");
  const int times = image.width < 2 || image.height < 2 ? 2 : 1;
  const int width = image.width * times, height = image.height * times;
  const std::string name = text("$tile", number);
  data += name + " << EOD\n";
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const std::uint8_t* pixel = image.at(x / times, y / times);
      for (const int k : {0, 1, 2}) data += std::to_string(pixel[k]) + (k < 2 ? ' ' : '\n');
    }
  }
  data += "EOD\n";
  const double step_x = tile.width / width, step_y = tile.height / height;
  commands +=
      text(name, " using (", gnuplot_number(tile.x + step_x / 2), " + ", gnuplot_number(step_x),
           "*(int($0)%", width, ")):(", gnuplot_number(tile.y + step_y / 2), " + ",
           gnuplot_number(step_y), "*(int($0)/", width, ")):1:2:3 with rgbimage",
           format == PlotFormat::svg ? " pixels" : "", " notitle, ");
}

}  // namespace

std::string plot_script(const Diagram& diagram, PlotFormat format) {
  std::string script = plot_prelude(format, diagram.width, diagram.height, "", {});
  script += text("unset border\nunset tics\nunset grid\nset lmargin 0\nset rmargin 0\nset tmargin ",
                 "0\nset bmargin 0\nset xrange [0:", diagram.width, "]\nset yrange [",
                 diagram.height, ":0]\n");
  std::string commands;
  for (std::size_t k = 0; k < diagram.tiles.size(); ++k) {
    add_tile(diagram.tiles[k], k, format, script, commands);
  }
  const double head = 7.2 / diagram.width;  // "screen" is the width
  int number = 0;
  for (const Arrow& arrow : diagram.arrows) {
    script += text("set arrow ", ++number, " from ", point(arrow.from_x, arrow.from_y), " to ",
                   point(arrow.to_x, arrow.to_y),
                   arrow.head ? " front head filled size screen " + gnuplot_number(head) + ", 20"
                              : std::string(" front nohead"),
                   " lw 1.6 lc rgb ", rgb(arrow.colour.value_or(kLine)), "\n");
  }
  number = 0;
  const auto label = [&](double x, double y, const std::string& words, bool centred,
                         const Colour& colour) {
    script += text("set label ", ++number, " ", gnuplot_string(words), " at ", point(x, y),
                   centred ? " center" : " left", " front textcolor rgb ", rgb(colour), "\n");
  };
  int object = 0;
  for (const Box& box : diagram.boxes) {
    script += text("set object ", ++object, " rectangle from ", point(box.x, box.y), " to ",
                   point(box.x + box.width, box.y + box.height), " front fs ",
                   box.frame ? "empty" : "solid", " border lc rgb ",
                   rgb(box.frame.value_or(box.strong ? kInk : kLine)), " fc rgb ",
                   rgb(box.fill.value_or(kWhite)), " lw ", box.strong ? 2.5 : 1, "\n");
    // Dark fills get white words.
    const Colour fill = box.fill.value_or(kWhite);
    const bool dark = 0.299 * fill.r + 0.587 * fill.g + 0.114 * fill.b < 130;
    if (!box.text.empty()) {
      label(box.x + box.width / 2, box.y + box.height / 2, box.text, true, dark ? kWhite : kInk);
    }
  }
  if (!diagram.title.empty()) {
    script += text("set label 999 ", gnuplot_string(diagram.title), " at ", point(20, 22),
                   " left front font ',15' textcolor rgb ", rgb(kInk), "\n");
  }
  for (const Caption& caption : diagram.captions) {
    label(caption.x, caption.y, caption.text, caption.centred, caption.colour.value_or(kInk));
  }
  return script + "plot " + commands + "NaN notitle\n";
}

}  // namespace pixelwise

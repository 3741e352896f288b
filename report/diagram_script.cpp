// Images, boxes, arrows and words as gnuplot's objects, arrows and labels.
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

// The pixels as lines "x y r g b", x and y being their centres; `command` draws them.
std::string pixels_of(const PlacedImage& picture, const std::string& name, PlotFormat format,
                      std::string& command) {
  const Image& image = picture.image;
  require(image.channels == 3 && image.width > 1 && image.height > 1, "plot: a picture of ",
          image.channels, " channels, ", image.width, "x", image.height,
          "; expected RGB, 2x2 or more");
  const double size = picture.width / image.width;
  std::string lines = name + " << EOD\n";
  for (int row = 0; row < image.height; ++row) {
    for (int column = 0; column < image.width; ++column) {
      const std::uint8_t* p = image.at(column, row);
      lines += text(gnuplot_number(picture.x + size * (column + 0.5)), ' ',
                    gnuplot_number(picture.y + size * (row + 0.5)), ' ', int{p[0]}, ' ', int{p[1]},
                    ' ', int{p[2]}, '\n');
    }
  }
  // As one picture where that is exact; an SVG viewer would blur it.
  command += name + " with rgbimage" + (format == PlotFormat::svg ? " pixels" : "") + " notitle, ";
  return lines + "EOD\n";
}

}  // namespace

std::string plot_script(const Diagram& diagram, PlotFormat format) {
  std::string script = plot_prelude(format, diagram.width, diagram.height, "", {});
  script += text("unset border\nunset tics\nunset grid\nset lmargin 0\nset rmargin 0\nset tmargin ",
                 "0\nset bmargin 0\nset xrange [0:", diagram.width, "]\nset yrange [",
                 diagram.height, ":0]\n");
  std::string commands;
  for (const PlacedImage& image : diagram.images) {
    script += pixels_of(image, text("$image", &image - diagram.images.data()), format, commands);
  }
  const std::string head = gnuplot_number(7.2 / diagram.width);  // "screen" is the width
  int number = 0;
  for (const Arrow& arrow : diagram.arrows) {
    script += text("set arrow ", ++number, " from ", point(arrow.from_x, arrow.from_y), " to ",
                   point(arrow.to_x, arrow.to_y),
                   arrow.head ? " front head filled size screen " + head + ", 20" : " front nohead",
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
                   point(box.x + box.width, box.y + box.height), " front ");
    if (box.frame) {
      script += "fs empty border lc rgb " + rgb(*box.frame) + (box.thin ? " lw 1\n" : " lw 2.5\n");
      continue;
    }
    script += text("fs solid border lc rgb ", rgb(box.strong ? kInk : kLine), " fc rgb ",
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

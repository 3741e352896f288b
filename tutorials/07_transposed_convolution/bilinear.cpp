#include "tutorials/07_transposed_convolution/bilinear.h"

#include <algorithm>
#include <cmath>
#include <iostream>

#include "autograd/ops.h"
#include "layers/init.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/number_grid.h"
#include "tutorials/support/small_arrays.h"

namespace pixelwise {
namespace {

constexpr Colour kBlue{0, 114, 178}, kOrange{213, 94, 0};
constexpr double kLeft = 40, kPixel = 118;          // of the old pixels, in CSS pixels
constexpr double kShareOne = 70, kShareZero = 160;  // where shares of 1 and 0 are drawn
constexpr int kOld = 4, kFactor = 2;

// The share of an old pixel at this distance, counted in old pixels: the tent.
double share_at(double distance) { return std::max(0.0, 1 - std::abs(distance)); }

double across(double old_pixels) { return kLeft + kPixel * old_pixels; }
double height_of(double share) { return kShareZero - share * (kShareZero - kShareOne); }

void add_centre(Diagram& d, double x, double y, const Colour& colour) {
  d.boxes.push_back({.x = x - 3, .y = y - 3, .width = 6, .height = 6, .fill = colour});
}

void add_tent(Diagram& d, double centre, const Colour& colour) {
  const auto line = [&](double from, double to) {
    d.arrows.push_back({across(from), height_of(share_at(from - centre)), across(to),
                        height_of(share_at(to - centre)), colour, false});
  };
  line(centre - 1, centre);
  line(centre, centre + 1);
}

// Four old pixels, the eight new ones that come out of factor 2, and the tent over one of the old.
Diagram tent_picture() {
  Diagram d{.title = "One axis, factor 2: share = 1 - distance", .width = 552, .height = 312};
  const double b = 1.5;  // the centre of the second old pixel
  d.arrows.push_back({across(0), kShareZero, across(kOld), kShareZero, {}, false});
  for (const double share : {0.0, 1.0}) {
    d.captions.push_back({.x = 24, .y = height_of(share), .text = text(share), .centred = true});
  }
  add_tent(d, b, kBlue);
  for (int k = 0; k < kFactor * kOld; ++k) {
    const double centre = (k + 0.5) / kFactor, share = share_at(centre - b);
    if (share > 0) {
      const double x = across(centre), y = height_of(share);
      d.arrows.push_back({x, kShareZero, x, y, kOrange, false});
      d.captions.push_back(
          {.x = x + (centre < b ? -20 : 20), .y = y - 8, .text = text(share), .centred = true});
    }
    d.boxes.push_back({.x = across(centre) - kPixel / kFactor / 2,
                       .y = 226,
                       .width = kPixel / kFactor,
                       .height = 34,
                       .fill = kOrangeBox});
    add_centre(d, across(centre), 243, kOrange);
  }
  for (int k = 0; k < kOld; ++k) {
    d.boxes.push_back({.x = across(k), .y = 178, .width = kPixel, .height = 34, .fill = kBlueBox});
    add_centre(d, across(k + 0.5), 195, kBlue);
    d.captions.push_back(
        {.x = across(k + 0.5) + 14, .y = 195, .text = std::string(1, static_cast<char>('a' + k))});
  }
  d.captions.push_back(
      {.x = across(0), .y = 278, .text = "blue: old pixels, with their centres; the tent of b"});
  d.captions.push_back(
      {.x = across(0), .y = 298, .text = "orange: new pixels, and b's share in four of them"});
  return d;
}

}  // namespace

void bilinear(Lesson& lesson) {
  section("The bilinear kernel", Kind::exact);
  const Array kernel = bilinear_kernel(1, 4);
  print_matrix("for stride 2", matrix_like(kernel), 2);
  const double distances[] = {0.75, 0.25, 0.25, 0.75};
  bool products = true;
  for (std::int64_t u = 0; u < 4; ++u) {
    for (std::int64_t v = 0; v < 4; ++v) {
      const double product = share_at(distances[u]) * share_at(distances[v]);
      products = products && static_cast<double>(kernel(0, 0, u, v)) == product;
    }
  }
  expect(products, "Each number is the share of its row times the share of its column.");
  lesson.draw("tent.svg", tent_picture(), Kind::exact);
  bool squares = true;
  for (const std::int64_t factor : {2, 4, 8, 16, 32}) {
    const double total = sum(Tensor(bilinear_kernel(1, 2 * factor))).item();
    std::cout << "stride " << factor << ": " << 2 * factor << "x" << 2 * factor << " numbers, sum "
              << total << '\n';
    squares = squares && total == static_cast<double>(factor * factor);
  }
  expect(squares, "Each sum is stride * stride.");
  const Array two = bilinear_kernel(2, 4);
  expect(two(0, 1, 1, 1) == 0 && two(1, 1, 1, 1) == 0.5625,
         "Between different channels it is zero: channels are not mixed.");
  lesson.value("sum2", "4");
}

void bilinear_against_resize(Lesson& lesson) {
  section("Predict: a map of ones, twice as large", Kind::exact);
  const Tensor ones(Array({1, 1, 4, 4}, std::vector<Real>(16, 1)));
  const Tensor kernel(bilinear_kernel(1, 4));
  const Array y = conv_transpose2d(ones, kernel, Tensor(), {.stride = 2, .padding = 1}).value();
  HeatMap map{.title = "A 4x4 map of ones after the bilinear kernel",
              .x_label = "column",
              .y_label = "row",
              .value_label = "value",
              .value_min = 0,
              .value_max = 1,
              .width = 520,
              .height = 400};
  for (std::int64_t i = 0; i < 8; ++i) {
    map.rows.emplace_back();
    for (std::int64_t j = 0; j < 8; ++j) map.rows.back().push_back(y(0, 0, i, j));
  }
  lesson.draw("border.svg", map, Kind::exact);
  std::cout << "corner " << y(0, 0, 0, 0) << ", edge " << y(0, 0, 0, 3) << ", inside "
            << y(0, 0, 3, 3) << '\n';
  expect(y(0, 0, 0, 0) == 0.5625 && y(0, 0, 0, 3) == 0.75 && y(0, 0, 3, 3) == 1,
         "0.75 * 0.75 = 0.5625 in the corner, 0.75 at the edge, 1 inside.");

  Rng rng(3);
  const Tensor x(random_array({1, 1, 6, 6}, rng));
  const Array ours = conv_transpose2d(x, kernel, Tensor(), {.stride = 2, .padding = 1}).value();
  const Array resized = upsample_bilinear(x, 12).value();
  double inside = 0, border = 0;
  for (std::int64_t i = 0; i < 12; ++i) {
    for (std::int64_t j = 0; j < 12; ++j) {
      const bool at_border = i == 0 || i == 11 || j == 0 || j == 11;
      double& largest = at_border ? border : inside;
      largest = std::max(largest, std::abs(static_cast<double>(ours(0, 0, i, j)) -
                                           static_cast<double>(resized(0, 0, i, j))));
    }
  }
  expect(inside < 1e-6, "Inside, it is bilinear resizing.");
  expect(border > 0.1,
         "At the border it is not: resizing repeats the border, this one sees zeros.");
}

}  // namespace pixelwise

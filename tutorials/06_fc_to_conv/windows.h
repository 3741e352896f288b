// Lesson 06: one pass over an image, compared with the network on each of its windows.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "autograd/ops.h"
#include "layers/conv.h"
#include "layers/module.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/lesson.h"
#include "tutorials/support/number_grid.h"
#include "tutorials/support/small_arrays.h"

namespace pixelwise {

using Rows = std::vector<std::vector<double>>;

/// A network without any padding: 18x18 pixels give one cell, and cells are 4 pixels apart.
struct UnpaddedNet : Network {
  Conv2d conv1, conv2, fc;

  explicit UnpaddedNet(Rng& rng)
      : conv1({.in = 3, .out = 8, .kernel = 3}, rng),
        conv2({.in = 8, .out = 16, .kernel = 3}, rng),
        fc({.in = 16, .out = 5, .kernel = 3}, rng) {}

  Tensor forward(const Tensor& image) override {
    return fc(max_pool2d(relu(conv2(max_pool2d(relu(conv1(image)))))));
  }
  void visit(const Visitor& v) override { v("conv1", conv1), v("conv2", conv2), v("fc", fc); }
};

/// For every cell of the map: how far its scores are from what `net` says of the cell's window
/// alone, cut out with `margin` pixels of its surroundings. Cells whose surroundings lie outside
/// are left out.
inline Rows compare_with_windows(Network& net, const Tensor& image, std::int64_t window,
                                 std::int64_t stride, std::int64_t margin) {
  const Tensor map = net(image);
  const std::int64_t first = margin / stride, size = window + 2 * margin;
  Rows rows;
  for (std::int64_t i = first; i < map.shape()[2] - first; ++i) {
    rows.emplace_back();
    for (std::int64_t j = first; j < map.shape()[3] - first; ++j) {
      const Tensor cut = crop(image, i * stride - margin, j * stride - margin, size, size);
      const Tensor alone = crop(net(cut), first, first, 1, 1);
      rows.back().push_back(largest_difference(crop(map, i, j, 1, 1).value(), alone.value()));
    }
  }
  return rows;
}

inline double maximum(const Rows& rows) {
  double largest = 0;
  for (const auto& row : rows) {
    for (const double value : row) largest = std::max(largest, value);
  }
  return largest;
}

inline void why_padding_matters(Lesson& lesson) {
  section("Predict: padding", Kind::exact);
  const Tensor image(Array({1, 1, 5, 5}, 1)), kernel(Array({1, 1, 3, 3}, 1));
  const Tensor one_pass = crop(conv2d(image, kernel, Tensor(), {.padding = 1}), 1, 1, 3, 3);
  const Tensor alone = conv2d(crop(image, 1, 1, 3, 3), kernel, Tensor(), {.padding = 1});
  const Array inside = matrix_like(one_pass.value()), cut_out = matrix_like(alone.value());
  expect(inside(0, 0) == 9 && cut_out(0, 0) == 4 && cut_out(1, 1) == 9,
         "Only the middle agrees: at the border of the cut-out window the kernel meets zeros.");
  Diagram d{.title = "A window of 3x3 in an image of ones, a 3x3 kernel of ones",
            .width = 560,
            .height = 300};
  const auto differs = [&](auto i, auto j) -> std::optional<Colour> {
    return inside(i, j) == cut_out(i, j) ? std::optional<Colour>() : kOrangeBox;
  };
  const auto window = [](auto i, auto j) -> std::optional<Colour> {
    return i > 0 && j > 0 && i < 4 && j < 4 ? std::optional(kBlueBox) : std::nullopt;
  };
  add_grid(d, 20, 80, 34, matrix_like(image.value()), "the image", window);
  add_grid(d, 228, 114, 34, inside, "one pass, then cut", differs);
  add_grid(d, 414, 114, 34, cut_out, "cut, then convolved", differs);
  d.captions.push_back(
      {.x = 20, .y = 274, .text = "blue: the window; orange: numbers that differ"});
  lesson.draw("padding.svg", d, Kind::exact);
}

}  // namespace pixelwise

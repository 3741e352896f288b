// The numbers that can be checked by hand: scores enlarged, and void pixels.
#pragma once

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <sstream>

#include "datasets/drawing.h"
#include "datasets/statistics.h"
#include "tutorials/10_fcn32s/coarse.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/image_rows.h"
#include "tutorials/support/lesson.h"
#include "tutorials/support/number_grid.h"

namespace pixelwise {

constexpr Colour kCellFrame{230, 159, 0};

inline std::string rounded(double value, int digits = 3) {
  std::ostringstream out;
  out << std::fixed << std::setprecision(digits) << value;
  return out.str();
}

inline Array grown(const Array& map, std::int64_t factor) {
  const ConvTranspose2d upscore(upsampling(map.shape()[1], factor));
  return conv_transpose2d(Tensor(map), upscore.weight, Tensor(),
                          {.stride = factor, .padding = factor / 2})
      .value();
}

// Two classes: background has the score 2 everywhere, the object `score` in one cell.
inline Array one_cell(std::int64_t size, std::int64_t row, std::int64_t column, Real score) {
  Array map({1, 2, size, size});
  for (std::int64_t i = 0; i < size; ++i) {
    for (std::int64_t j = 0; j < size; ++j) map(0, 0, i, j) = 2;
  }
  map(0, 1, row, column) = score;
  return map;
}

inline Array channel(const Array& map, std::int64_t c) {
  Array matrix({map.shape()[2], map.shape()[3]});
  for (std::int64_t i = 0; i < matrix.shape()[0]; ++i) {
    for (std::int64_t j = 0; j < matrix.shape()[1]; ++j) matrix(i, j) = map(0, c, i, j);
  }
  return matrix;
}

inline void print_mask(const Array& scores) {
  const Mask mask = mask_from(scores);
  for (int y = 0; y < mask.height; ++y) {
    for (int x = 0; x < mask.width; ++x) std::cout << (mask.at(x, y) == 1 ? '#' : '.');
    std::cout << '\n';
  }
}

inline void by_hand(Lesson& lesson) {
  section("By hand: two classes, 2x2 scores", Kind::exact);
  const Array twice = grown(one_cell(2, 0, 0, 6), 2);
  print_matrix("background", channel(twice, 0), 5);
  print_matrix("object    ", channel(twice, 1), 5);
  expect(twice(0, 1, 1, 1) == 3.375 && twice(0, 1, 1, 2) == 1.125,
         "6 * .75 * .75 = 3.375, one pixel to the right 6 * .75 * .25 = 1.125.");
  std::cout << "the object wins (#) twice as large, and four times as large:\n";
  print_mask(twice);
  std::cout << '\n';
  const Array four = grown(one_cell(2, 0, 0, 6), 4);
  print_mask(four);
  const Array resized = upsample_bilinear(Tensor(one_cell(2, 0, 0, 6)), 8).value();
  expect(four(0, 1, 0, 0) < resized(0, 1, 0, 0) && mask_from(four).ids == mask_from(resized).ids,
         "At the border scores are weaker than those of a resize, the mask is the same.");

  section("Predict: the object's score is 12", Kind::exact);
  print_mask(grown(one_cell(2, 0, 0, 12), 4));
  ImageRows rows{.title = "One cell of 3x3 speaks, enlarged by 32",
                 .columns = {"score 3", "score 6", "score 12", "score 48"},
                 .rows = {{}},
                 .size = 120};
  std::vector<std::int64_t> areas;
  for (const Real score : {Real(3), Real(6), Real(12), Real(48)}) {
    const Mask mask = mask_from(bilinear32(Tensor(one_cell(3, 1, 1, score))).value());
    areas.push_back(std::count(mask.ids.begin(), mask.ids.end(), 1));
    rows.rows[0].push_back(colourise(mask, {{225, 228, 232}, {0, 114, 178}}));
  }
  std::cout << "one cell of 32x32 = 1024 pixels paints " << areas[0] << ", " << areas[1] << ", "
            << areas[2] << ", " << areas[3] << " pixels\n";
  expect(areas[0] < 1024 && areas[3] > 3000, "Less than itself, or up to four times as much.");
  Diagram blobs = image_rows(rows);
  for (const PlacedImage& image : blobs.images) {
    const double cell = image.width / 3;
    blobs.boxes.push_back({.x = image.x + cell,
                           .y = image.y + cell,
                           .width = cell,
                           .height = cell,
                           .frame = kCellFrame,
                           .thin = true});
  }
  lesson.draw("blobs.png", blobs, Kind::exact);
}

inline void void_pixels(const Dataset& val) {
  section("Void by hand: three pixels, two classes", Kind::exact);
  const Tensor scores = Tensor::parameter(Array({1, 2, 1, 3}));
  const Labels labels{1, 1, 3, {0, kVoidLabel, 1}};
  const Tensor loss = cross_entropy(scores, labels);
  loss.backward();
  std::cout << "labels 0, void, 1; all scores 0; loss " << rounded(loss.item(), 4) << '\n';
  const Array& g = scores.grad();
  print_matrix("gradient of class 0", channel(g, 0).reshaped({1, 3}), 5);
  print_matrix("gradient of class 1", channel(g, 1).reshaped({1, 3}), 5);
  expect(g(0, 0, 0, 0) == -0.25 && g(0, 1, 0, 0) == 0.25 && g(0, 0, 0, 1) == 0,
         "(1/2 - 1) / 2 for the right class, (1/2) / 2 for the other one, exactly 0 for void.");
  const double share = collect_statistics(val).void_share();
  std::cout << "void in the shapes: " << rounded(100 * share, 1) << " % of the pixels\n";
  expect(share > 0.04 && share < 0.065, "Between 4 and 6.5 %: one pixel in twenty.");
}

}  // namespace pixelwise

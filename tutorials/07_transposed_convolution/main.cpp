// Lesson 07: a transposed convolution makes a map larger. It is the loop of lesson 04 once more:
// every number of x pastes a copy of the kernel into y.
#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>

#include "autograd/ops.h"
#include "datasets/drawing.h"
#include "datasets/image.h"
#include "datasets/shapes.h"
#include "layers/init.h"
#include "models/summary.h"
#include "models/zoo.h"
#include "tutorials/07_transposed_convolution/bilinear.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/image_rows.h"
#include "tutorials/support/lesson.h"
#include "tutorials/support/number_grid.h"
#include "tutorials/support/small_arrays.h"

using namespace pixelwise;

namespace {

std::int64_t output_size(std::int64_t in, std::int64_t k, std::int64_t stride,
                         std::int64_t padding) {
  return (in - 1) * stride + k - 2 * padding;
}

// y(row, column) += x(i, j) * w(u, v) for all of them. What lands outside of y is lost.
Array transposed(const Array& x, const Array& w, std::int64_t stride, std::int64_t padding) {
  const std::int64_t k = w.shape()[0];
  Array y({output_size(x.shape()[0], k, stride, padding),
           output_size(x.shape()[1], k, stride, padding)});
  for (std::int64_t i = 0; i < x.shape()[0]; ++i) {
    for (std::int64_t j = 0; j < x.shape()[1]; ++j) {
      for (std::int64_t u = 0; u < k; ++u) {
        for (std::int64_t v = 0; v < k; ++v) {
          const std::int64_t row = i * stride + u - padding, column = j * stride + v - padding;
          const bool inside =
              row >= 0 && row < y.shape()[0] && column >= 0 && column < y.shape()[1];
          if (inside) y(row, column) += x(i, j) * w(u, v);
        }
      }
    }
  }
  return y;
}

// Grey tiles: 0 is white, 1 is black.
Image grey(const Array& map) {
  const std::int64_t rows = map.shape()[2], columns = map.shape()[3];
  Image image(static_cast<int>(columns), static_cast<int>(rows), 3);
  for (std::int64_t r = 0; r < rows; ++r) {
    for (std::int64_t c = 0; c < columns; ++c) {
      const double value = std::clamp(static_cast<double>(map(0, 0, r, c)), 0.0, 1.0);
      std::fill_n(image.at(static_cast<int>(c), static_cast<int>(r)), 3,
                  static_cast<std::uint8_t>(std::lround(255 * (1 - value))));
    }
  }
  return image;
}

// The share of object pixels in blocks of 8x8: a coarse map, as a network has it.
Array coarse_map(const Mask& mask) {
  Array map({1, 1, mask.height / 8, mask.width / 8});
  for (int r = 0; r < mask.height; ++r) {
    for (int c = 0; c < mask.width; ++c) {
      const int label = mask.at(c, r);
      const Real object = label == 255 ? Real{0.5} : static_cast<Real>(label);
      map(0, 0, r / 8, c / 8) += object / 64;
    }
  }
  return map;
}

void three_ways_up(Lesson& lesson) {
  Rng rng(7);
  const ConvTranspose2dOptions times8{.stride = 8, .padding = 4};
  Array noise({1, 1, 16, 16});
  for (std::int64_t i = 0; i < noise.size(); ++i) noise(i) = static_cast<Real>(rng.uniform(0, 0.5));
  ImageRows picture{.columns = {"image", "coarse map", "bilinear", "random"}, .size = 120};
  for (const std::int64_t index : {4, 12}) {
    const Sample sample = make_shapes(ShapesTask::binary, 0, Split::val, index, 128, 128);
    const Tensor coarse(coarse_map(sample.mask));
    const Tensor smooth(bilinear_kernel(1, 16));
    picture.rows.push_back(
        {sample.image, grey(upsample_nearest(coarse, 8).value()),
         grey(conv_transpose2d(coarse, smooth, Tensor(), times8).value()),
         grey(conv_transpose2d(coarse, Tensor(noise), Tensor(), times8).value())});
  }
  picture.title = "A coarse map, enlarged with two kernels";
  lesson.draw("ways_up.png", image_rows(picture), Kind::exact);
}

void draw_pasting(Lesson& lesson, const Array& x, const Array& w, const Array& y) {
  Diagram d{.title = "Four copies, two pixels apart; where they overlap, they add up",
            .width = 520,
            .height = 336};
  const auto none = [](auto, auto) -> std::optional<Colour> { return std::nullopt; };
  add_grid(d, 20, 139, 36, x, "x", [](auto i, auto j) -> std::optional<Colour> {
    return i == 0 && j == 0 ? std::optional(kBlueBox) : std::nullopt;
  });
  add_grid(d, 126, 121, 36, w, "w", none);
  add_grid(d, 292, 85, 36, y, "y", [](auto i, auto j) -> std::optional<Colour> {
    if (i == 2 && j == 2) return kOrangeBox;
    if (i < 3 && j < 3) return kBlueBox;
    return std::nullopt;
  });
  d.captions.push_back({.x = 109, .y = 175, .text = "*", .centred = true});
  d.captions.push_back({.x = 263, .y = 175, .text = "->", .centred = true});
  d.captions.push_back({.x = 20, .y = 290, .text = "blue: under the copy that x(0,0) pastes"});
  d.captions.push_back(
      {.x = 20, .y = 314, .text = "orange: under all four copies, 1*9 + 2*7 + 3*3 + 4*1 = 36"});
  lesson.draw("pasting.svg", d, Kind::exact);
}

void by_hand(Lesson& lesson) {
  section("By hand: 2x2 numbers, a 3x3 kernel, stride 2", Kind::exact);
  const Array x({2, 2}, {1, 2, 3, 4}), w({3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9});
  const Array y = transposed(x, w, 2, 0);
  print_matrix("y", y, 2);
  expect(y(0, 0) == 1, "y(0,0) = 1*1: one copy.");
  expect(y(0, 2) == 5, "y(0,2) = 1*3 + 2*1 = 5: two copies.");
  expect(y(2, 2) == 36, "y(2,2) = 1*9 + 2*7 + 3*3 + 4*1 = 36: four copies.");
  const Array cut = transposed(x, w, 2, 1);
  print_matrix("with padding 1", cut, 2);
  expect(cut.shape() == Shape({3, 3}) && cut(1, 1) == 36,
         "Padding 1 cuts one row or column off each side.");
  lesson.value("middle", text(y(2, 2)));
  draw_pasting(lesson, x, w, y);
}

void the_library(Lesson& lesson) {
  section("The library gives the same", Kind::exact);
  Rng rng(1);
  double worst = 0, worst_dx = 0, worst_adjoint = 0;
  int cases = 0;
  for (std::int64_t stride = 1; stride <= 3; ++stride) {
    for (std::int64_t padding = 0; padding <= 1; ++padding, ++cases) {
      const Array x = random_array({4, 5}, rng), w = random_array({3, 3}, rng);
      const Tensor px = Tensor::parameter(image_like(x)), pw = Tensor::parameter(image_like(w));
      const Tensor y = conv_transpose2d(px, pw, Tensor(), {.stride = stride, .padding = padding});
      worst = std::max(worst, largest_difference(transposed(x, w, stride, padding), y.value()));
      const Array dy = random_array(y.shape(), rng);
      y.backward(dy);
      const Tensor back = conv2d(Tensor(dy), pw, Tensor(), {.stride = stride, .padding = padding});
      worst_dx = std::max(worst_dx, largest_difference(px.grad(), back.value()));
      const double left = sum(y * Tensor(dy)).item(), right = sum(px * back).item();
      worst_adjoint = std::max(worst_adjoint, std::abs(left - right));
    }
  }
  std::cout << cases << " cases: strides 1 to 3, padding 0 and 1\n";
  expect(worst < 1e-5, "The loop gives what conv_transpose2d gives.");
  expect(worst_dx < 1e-5, "Its gradient of x is a convolution of dy with the same weights.");
  expect(worst_adjoint < 1e-4, "sum of y * dy = sum of x * conv(dy), up to rounding.");
  lesson.value("cases", text(cases));
}

void channels() {
  section("Why the kernel is [in, out, k, k]", Kind::exact);
  Rng rng(2);
  const Tensor image(random_array({1, 3, 8, 8}, rng)), w(random_array({16, 3, 4, 4}, rng));
  const Tensor small = conv2d(image, w, Tensor(), {.stride = 2, .padding = 1});
  const Tensor large = conv_transpose2d(small, w, Tensor(), {.stride = 2, .padding = 1});
  std::cout << "conv2d            " << image.shape() << " with w " << w.shape() << " -> "
            << small.shape() << "\nconv_transpose2d  " << small.shape() << " with w " << w.shape()
            << " -> " << large.shape() << '\n';
  expect(large.shape() == image.shape(), "The same weights lead back to the shape of the image.");
}

void not_an_inverse(Lesson& lesson) {
  section("It is not the inverse", Kind::exact);
  const Array x({4, 4}, {9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1});
  const Tensor w(Array({1, 1, 2, 2}, {0.25, 0.25, 0.25, 0.25}));
  const Tensor small = conv2d(Tensor(image_like(x)), w, Tensor(), {.stride = 2});
  const Tensor large = conv_transpose2d(small, w, Tensor(), {.stride = 2});
  print_matrix("x", x, 2);
  print_matrix("conv(x), a mean of each 2x2 block", matrix_like(small.value()), 2);
  print_matrix("tconv(conv(x))", matrix_like(large.value()), 2);
  expect(large.value()(0, 0, 0, 0) == 0.75 && large.value()(0, 0, 3, 3) == 0.25,
         "The 9 does not come back, and blocks of ones become 0.25.");
  lesson.value("corner", text(large.value()(0, 0, 0, 0)));
}

void output_padding() {
  section("Predict: which size comes back?", Kind::exact);
  const Tensor w(Array({1, 1, 3, 3}, std::vector<Real>(9, 1)));
  for (const std::int64_t size : {7, 8}) {
    const Tensor small =
        conv2d(Tensor(Array({1, 1, size, size})), w, Tensor(), {.stride = 2, .padding = 1});
    const Tensor large = conv_transpose2d(small, w, Tensor(), {.stride = 2, .padding = 1});
    std::cout << "conv2d: " << size << " -> " << small.shape()[2]
              << ", conv_transpose2d: " << small.shape()[2] << " -> " << large.shape()[2] << '\n';
  }
  const Tensor ones(Array({1, 1, 4, 4}, std::vector<Real>(16, 1)));
  const ConvTranspose2dOptions options{.stride = 2, .padding = 1, .output_padding = 1};
  const Array y = conv_transpose2d(ones, w, Tensor(), options).value();
  Array last({1, 8});
  for (std::int64_t j = 0; j < 8; ++j) last(0, j) = y(0, 0, 7, j);
  print_matrix("last row with output_padding 1", last);
  expect(y.shape()[2] == 8, "With output_padding 1 there are 8 rows.");
  expect(y(0, 0, 7, 7) == 1, "The new row and column are not filled with zeros.");
}

// conv2d as a matrix, column by column: what it makes of an image that is 1 at one pixel.
HeatMap matrix_of_conv(bool transpose) {
  const Tensor w(Array({1, 1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9}));
  std::vector<std::vector<double>> rows(9, std::vector<double>(36));
  for (std::int64_t pixel = 0; pixel < 36; ++pixel) {
    Array one({1, 1, 6, 6});
    one(pixel) = 1;
    const Array y = conv2d(Tensor(one), w, Tensor(), {.stride = 2, .padding = 1}).value();
    for (std::int64_t i = 0; i < 9; ++i) {
      rows[static_cast<std::size_t>(i)][static_cast<std::size_t>(pixel)] =
          y(i) == 0 ? std::nan("") : static_cast<double>(y(i));
    }
  }
  HeatMap map{.title = "M: conv2d, 36 pixels -> 9",
              .x_label = "pixel of the 6x6 image",
              .y_label = "pixel of the 3x3 map",
              .value_label = "weight (white: 0)",
              .rows = rows,
              .width = 560,
              .height = 300};
  if (!transpose) return map;
  map.title = "M transposed: conv_transpose2d, 9 -> 36";
  std::swap(map.x_label, map.y_label);
  map.rows.assign(36, std::vector<double>(9));
  for (std::size_t i = 0; i < 9; ++i) {
    for (std::size_t pixel = 0; pixel < 36; ++pixel) map.rows[pixel][i] = rows[i][pixel];
  }
  map.width = 420;
  map.height = 620;
  return map;
}

void as_matrix(Lesson& lesson) {
  section("M and its transpose", Kind::exact);
  const HeatMap m = matrix_of_conv(false), back = matrix_of_conv(true);
  lesson.draw("matrix.svg", m, Kind::exact);
  lesson.draw("transposed.svg", back, Kind::exact);
  const Tensor kernel(Array({1, 1, 3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9}));
  Array x({1, 1, 3, 3});
  for (std::int64_t i = 0; i < 9; ++i) x(i) = static_cast<Real>(i * i % 5);
  const Array y = conv_transpose2d(Tensor(x), kernel, Tensor(),
                                   {.stride = 2, .padding = 1, .output_padding = 1})
                      .value();
  double worst = 0;
  for (std::size_t pixel = 0; pixel < 36; ++pixel) {
    double sum = 0;
    for (std::size_t i = 0; i < 9; ++i) {
      const double weight = back.rows[pixel][i];
      if (!std::isnan(weight)) sum += weight * static_cast<double>(x(static_cast<std::int64_t>(i)));
    }
    worst =
        std::max(worst, std::abs(sum - static_cast<double>(y(static_cast<std::int64_t>(pixel)))));
  }
  expect(worst == 0, "M transposed, times x, is conv_transpose2d.");
}

void what_it_costs() {
  section("What upsampling costs", Kind::exact);
  std::cout << "images of 224x224, 21 classes:\n";
  double largest = 0;
  for (const char* const name : {"fcn32s", "fcn16s", "fcn8s", "simple-fcn"}) {
    const UninitializedWeights quick;  // the numbers do not matter here
    Rng rng(1);
    const auto net = make_model({.name = name}, rng);
    const double share = 100 * upsampling_share(summarise(*net, {1, 3, 224, 224}));
    std::cout << std::left << std::setw(10) << name << std::right << std::fixed
              << std::setprecision(1) << std::setw(6) << share << " % of the multiply-adds\n"
              << std::defaultfloat << std::setprecision(6);
    if (std::string(name) != "simple-fcn") largest = std::max(largest, share);
  }
  expect(largest < 1, "In the three VGG nets it is less than 1 %.");
}

void lesson_07(Lesson& lesson) {
  three_ways_up(lesson);
  by_hand(lesson);
  the_library(lesson);
  channels();
  output_padding();
  as_matrix(lesson);
  not_an_inverse(lesson);
  bilinear(lesson);
  bilinear_against_resize(lesson);
  what_it_costs();
}

}  // namespace

int main(int argc, char** argv) {
  return run_lesson(argc, argv, "07_transposed_convolution", lesson_07);
}

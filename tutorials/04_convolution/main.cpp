// Lesson 04: a convolution is a list of taps. Its forward pass and its two gradients go through the
// same list, and differ only in who is summed.
#include <algorithm>
#include <cmath>
#include <iostream>

#include "autograd/ops.h"
#include "datasets/shapes.h"
#include "report/tile_sheet.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/lesson.h"
#include "tutorials/support/number_grid.h"
#include "tutorials/support/small_arrays.h"

using namespace pixelwise;

namespace {

// One product of a convolution: output (i, j), kernel number (u, v), input (row, column).
struct Tap {
  std::int64_t i, j, u, v, row, column;
};

// Rows of y from rows of x, or columns from columns. Whole numbers: the division drops the rest.
std::int64_t output_size(std::int64_t in, std::int64_t k, std::int64_t stride,
                         std::int64_t padding) {
  return (in + 2 * padding - k) / stride + 1;
}

// All taps of one channel. Those that fall outside of the image are left out.
std::vector<Tap> taps_of(std::int64_t height, std::int64_t width, std::int64_t k,
                         std::int64_t stride, std::int64_t padding) {
  std::vector<Tap> taps;
  for (std::int64_t i = 0; i < output_size(height, k, stride, padding); ++i) {
    for (std::int64_t j = 0; j < output_size(width, k, stride, padding); ++j) {
      for (std::int64_t u = 0; u < k; ++u) {
        for (std::int64_t v = 0; v < k; ++v) {
          const std::int64_t row = i * stride + u - padding, column = j * stride + v - padding;
          const bool inside = row >= 0 && row < height && column >= 0 && column < width;
          if (inside) taps.push_back({i, j, u, v, row, column});
        }
      }
    }
  }
  return taps;
}

// The three passes.
void forward(const std::vector<Tap>& taps, const Array& x, const Array& w, Array& y) {
  for (const Tap& t : taps) y(t.i, t.j) += x(t.row, t.column) * w(t.u, t.v);
}
void gradient_of_x(const std::vector<Tap>& taps, const Array& dy, const Array& w, Array& dx) {
  for (const Tap& t : taps) dx(t.row, t.column) += dy(t.i, t.j) * w(t.u, t.v);
}
void gradient_of_w(const std::vector<Tap>& taps, const Array& dy, const Array& x, Array& dw) {
  for (const Tap& t : taps) dw(t.u, t.v) += dy(t.i, t.j) * x(t.row, t.column);
}

// What a kernel answers to an image, as grey: white where it is 0, black where it is large.
Image response(const Image& image, const Array& kernel) {
  Array grey({1, 1, image.height, image.width});
  for (int r = 0; r < image.height; ++r) {
    for (int c = 0; c < image.width; ++c) {
      const std::uint8_t* pixel = image.at(c, r);
      grey(0, 0, r, c) = static_cast<Real>(pixel[0] + pixel[1] + pixel[2]) / Real{765};
    }
  }
  const Array y = conv2d(Tensor(grey), Tensor(kernel), Tensor(), {.padding = 1}).value();
  Image answer(image.width, image.height, 3);
  for (int r = 0; r < image.height; ++r) {
    for (int c = 0; c < image.width; ++c) {
      const double size = std::min(1.0, 0.5 * std::abs(static_cast<double>(y(0, 0, r, c))));
      std::fill_n(answer.at(c, r), 3, static_cast<std::uint8_t>(std::lround(255 * (1 - size))));
    }
  }
  return answer;
}

void a_kernel_that_sees_edges(Lesson& lesson) {
  const Array vertical({1, 1, 3, 3}, {-1, 0, 1, -2, 0, 2, -1, 0, 1});
  const Array horizontal({1, 1, 3, 3}, {-1, -2, -1, 0, 0, 0, 1, 2, 1});
  TileSheet sheet{
      .title = "What two kernels answer",
      .legend = {{Colour{255, 255, 255}, "answer 0"}, {Colour{0, 0, 0}, "strong answer"}},
      .columns = 3,
      .tile = 150};
  for (const std::int64_t index : {4, 12}) {
    const Image image = make_shapes(ShapesTask::segmentation, 0, Split::val, index, 128, 128).image;
    sheet.rows.push_back({"",
                          {{image, "image"},
                           {response(image, vertical), "vertical edges"},
                           {response(image, horizontal), "horizontal edges"}}});
  }
  lesson.draw("edges.png", sheet_diagram(sheet), Kind::exact);
}

// x, w and y with the taps of one output, and of one input, in colour.
void draw_taps(Lesson& lesson, const Array& x, const Array& w, const Array& y) {
  Diagram d{.title = "One y is the sum of four taps", .width = 480, .height = 310};
  add_grid(d, 20, 84, 44, x, "x", [](auto i, auto j) -> std::optional<Colour> {
    return i < 2 && j < 2 ? std::optional(kBlueBox) : std::nullopt;
  });
  add_grid(d, 200, 106, 44, w, "w", [](auto, auto) -> std::optional<Colour> { return kGreenBox; });
  add_grid(d, 340, 106, 44, y, "y", [](auto i, auto j) -> std::optional<Colour> {
    return i == 0 && j == 0 ? std::optional(kBlueBox) : std::nullopt;
  });
  d.captions.push_back({.x = 176, .y = 150, .text = "*", .centred = true});
  d.captions.push_back({.x = 314, .y = 150, .text = "=", .centred = true});
  d.captions.push_back({.x = 20, .y = 244, .text = "Blue: 1*1 + 2*2 + 4*3 + 5*4 = 37."});
  d.captions.push_back(
      {.x = 20, .y = 266, .text = "The kernel w then moves one column to the right, and so on."});
  d.captions.push_back(
      {.x = 20, .y = 288, .text = "The 5 in the middle of x is used in all four y."});
  lesson.draw("taps.svg", d, Kind::exact);
}

void by_hand(Lesson& lesson) {
  section("By hand: 3x3 pixels, a 2x2 kernel", Kind::exact);
  const Array x({3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9}), w({2, 2}, {1, 2, 3, 4});
  const std::vector<Tap> taps = taps_of(3, 3, 2, 1, 0);
  Array y({2, 2}), dx({3, 3}), dw({2, 2});
  const Array dy({2, 2}, {1, 0, 0, 10});
  forward(taps, x, w, y);
  gradient_of_x(taps, dy, w, dx);
  gradient_of_w(taps, dy, x, dw);
  std::cout << taps.size() << " taps\n";
  print_matrix("y", y, 2);
  print_matrix("dy", dy, 2);
  print_matrix("dx", dx, 2);
  print_matrix("dw", dw, 2);
  expect(y(0, 0) == 37, "y(0,0) = 1*1 + 2*2 + 4*3 + 5*4 = 37.");
  expect(dx(1, 1) == 14,
         "dx(1,1) = 1*4 + 10*1 = 14: two of its four taps meet a dy that is not 0.");
  expect(dw(0, 0) == 51, "dw(0,0) = 1*1 + 10*5 = 51.");
  draw_taps(lesson, x, w, y);

  // Each pass walks over the same taps: the number of multiply-adds is the same three times.
  lesson.value("taps", text(taps.size()));
}

void the_library(Lesson& lesson) {
  section("The library gives the same", Kind::exact);
  Rng rng(1);
  const std::int64_t height = 9, width = 8, k = 3;
  double worst = 0;
  int cases = 0;
  for (std::int64_t stride = 1; stride <= 3; ++stride) {
    for (std::int64_t padding = 0; padding <= 2; ++padding, ++cases) {
      const Shape out{output_size(height, k, stride, padding),
                      output_size(width, k, stride, padding)};
      const Array x = random_array({height, width}, rng), w = random_array({k, k}, rng),
                  dy = random_array(out, rng);
      const std::vector<Tap> taps = taps_of(height, width, k, stride, padding);
      Array y(out), dx(x.shape()), dw(w.shape());
      forward(taps, x, w, y);
      gradient_of_x(taps, dy, w, dx);
      gradient_of_w(taps, dy, x, dw);

      const Tensor px = Tensor::parameter(image_like(x)), pw = Tensor::parameter(image_like(w));
      const Tensor py = conv2d(px, pw, Tensor(), {.stride = stride, .padding = padding});
      py.backward(image_like(dy));
      worst = std::max({worst, largest_difference(y, matrix_like(py.value())),
                        largest_difference(dx, matrix_like(px.grad())),
                        largest_difference(dw, matrix_like(pw.grad()))});
    }
  }
  std::cout << cases << " cases: strides 1 to 3, padding 0 to 2\n";
  expect(worst < 1e-4, "y, dx and dw from the list of taps are those of conv2d and backward().");
  lesson.value("cases", text(cases));
}

// In how many taps does each x take part?
Array uses(std::int64_t size, std::int64_t k, std::int64_t stride, std::int64_t padding) {
  Array count({size, size});
  for (const Tap& t : taps_of(size, size, k, stride, padding)) count(t.row, t.column) += 1;
  return count;
}

void predict_uses(Lesson& lesson) {
  section("Predict: in how many taps does a pixel take part?", Kind::exact);
  const Array dense = uses(6, 3, 1, 1), strided = uses(6, 3, 2, 1);
  print_matrix("stride 1", dense, 2);
  print_matrix("stride 2", strided, 2);
  expect(dense(0, 0) == 4 && dense(2, 2) == 9,
         "Stride 1: nine taps for a pixel inside, four in the corner.");
  expect(strided(1, 1) == 4 && strided(2, 2) == 1,
         "Stride 2: four, two or one, and neighbours differ.");
  Diagram d{.title = "In how many taps each pixel takes part", .width = 480, .height = 326};
  const auto shade = [](const Array& counts, Real largest) {
    return [counts, largest](auto i, auto j) -> std::optional<Colour> {
      const auto blue = static_cast<std::uint8_t>(255 - 150 * counts(i, j) / largest);
      return Colour{blue, static_cast<std::uint8_t>(std::min(255, blue + 30)), 255};
    };
  };
  add_grid(d, 20, 84, 34, dense, "stride 1", shade(dense, 9));
  add_grid(d, 256, 84, 34, strided, "stride 2", shade(strided, 4));
  d.captions.push_back({.x = 20, .y = 306, .text = "3x3 kernel, padding 1. Darker: in more taps."});
  lesson.draw("uses.svg", d, Kind::exact);
}

// dw as a convolution of x: dy is the kernel, and a stride becomes a dilation.
void dilated(Lesson& lesson) {
  section("Why dw of a strided convolution looks dilated", Kind::exact);
  std::cout << "stride 2, padding 0: dw(0, v) = dy(0, 0) x(0, v) + dy(0, 1) x(0, v + 2) + ...\n";
  std::cout << "rows of x that dw(0, 0) reads:";
  std::int64_t last = -1;
  for (const Tap& t : taps_of(7, 7, 3, 2, 0)) {
    if (t.u == 0 && t.v == 0 && t.row != last) std::cout << ' ' << (last = t.row);
  }
  std::cout << '\n';
  Rng rng(2);
  const Array x = random_array({1, 1, 7, 7}, rng), dy = random_array({1, 1, 3, 3}, rng);
  const Tensor w = Tensor::parameter(Array({1, 1, 3, 3}));
  conv2d(Tensor(x), w, Tensor(), {.stride = 2}).backward(dy);
  const Array as_convolution = conv2d(Tensor(x), Tensor(dy), Tensor(), {.dilation = 2}).value();
  expect(largest_difference(w.grad(), as_convolution) < 1e-4,
         "dw at stride 2 is the convolution of x with dy as a kernel of dilation 2.");
  lesson.value("dilation", "2");
}

// The matrix M with y = M x, for images flattened row by row.
Array matrix_of(std::int64_t size, const Array& w, std::int64_t padding) {
  const std::int64_t k = w.shape()[0], out = output_size(size, k, 1, padding);
  Array m({out * out, size * size});
  for (const Tap& t : taps_of(size, size, k, 1, padding)) {
    m(t.i * out + t.j, t.row * size + t.column) = w(t.u, t.v);
  }
  return m;
}

double share_of_zeros(const Array& m) {
  std::int64_t zeros = 0;
  for (std::int64_t i = 0; i < m.size(); ++i) zeros += m(i) == 0 ? 1 : 0;
  return static_cast<double>(zeros) / static_cast<double>(m.size());
}

void as_matrix(Lesson& lesson) {
  section("A convolution is a matrix, mostly of zeros", Kind::exact);
  const Array w({3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9});
  const Array m = matrix_of(6, w, 0);
  HeatMap map{.title = "y = M x: a 6x6 image, a 3x3 kernel, no padding",
              .x_label = "pixel of x, row by row",
              .y_label = "pixel of y, row by row",
              .value_label = "number of the kernel, 1 to 9"};
  for (std::int64_t i = 0; i < m.shape()[0]; ++i) {
    map.rows.emplace_back();
    for (std::int64_t j = 0; j < m.shape()[1]; ++j) {
      map.rows.back().push_back(m(i, j) == 0 ? std::nan("") : static_cast<double>(m(i, j)));
    }
  }
  map.height = 340;
  lesson.draw("matrix.svg", map, Kind::exact);

  Array x({36, 1}), dy({16, 1});
  for (std::int64_t i = 0; i < 36; ++i) x(i, 0) = static_cast<Real>(i % 7);
  for (std::int64_t i = 0; i < 16; ++i) dy(i, 0) = static_cast<Real>(i % 5);
  const std::vector<Tap> taps = taps_of(6, 6, 3, 1, 0);
  Array y({4, 4}), dx({6, 6}), transposed({36, 16});
  forward(taps, x.reshaped({6, 6}), w, y);
  gradient_of_x(taps, dy.reshaped({4, 4}), w, dx);
  for (std::int64_t i = 0; i < 16; ++i) {
    for (std::int64_t j = 0; j < 36; ++j) transposed(j, i) = m(i, j);
  }
  expect(largest_difference(matmul(Tensor(m), Tensor(x)).value(), y.reshaped({16, 1})) == 0,
         "M x is the forward pass.");
  expect(
      largest_difference(matmul(Tensor(transposed), Tensor(dy)).value(), dx.reshaped({36, 1})) == 0,
      "M transposed, times dy, is dx.");

  const std::pair<std::int64_t, std::int64_t> cases[] = {{6, 0}, {6, 1}, {28, 1}};
  for (const auto& [size, padding] : cases) {
    const Array matrix = matrix_of(size, w, padding);
    std::cout << size << "x" << size << " pixels, padding " << padding << ": M is "
              << matrix.shape()[0] << " x " << matrix.shape()[1] << ", "
              << std::round(1e4 * share_of_zeros(matrix)) / 100 << " % zeros, " << w.size()
              << " different weights\n";
  }
  // Too large to write down: counted from its taps. Of each 224 rows, 3 * 224 - 2 meet a kernel
  // row.
  const double per_axis = 3 * 224 - 2, pixels = 224 * 224;
  const double share = per_axis * per_axis / (pixels * pixels);
  std::cout << "first layer of VGG-16, 3x224x224 -> 64x224x224: "
            << std::round(64 * pixels * 3 * pixels / 1e9) << " billion numbers, "
            << std::round(1e4 * 100 * share) / 1e4 << " % of them not zero\n";
  expect(share < 0.0002, "Less than 0.02 % of the matrix of VGG-16's first layer is not zero.");
}

// The gradient of the bias: each bias takes part once in every y of its output channel.
void the_bias() {
  section("The gradient of the bias", Kind::exact);
  Rng rng(3);
  const Array x = random_array({2, 3, 5, 5}, rng), w = random_array({2, 3, 3, 3}, rng);
  Array dy({2, 2, 3, 3});
  Real sums[2] = {0, 0};
  for (std::int64_t n = 0; n < 2; ++n) {
    for (std::int64_t o = 0; o < 2; ++o) {
      for (std::int64_t i = 0; i < 3; ++i) {
        for (std::int64_t j = 0; j < 3; ++j) {
          dy(n, o, i, j) = static_cast<Real>(o + 1);
          sums[o] += dy(n, o, i, j);
        }
      }
    }
  }
  const Tensor b = Tensor::parameter(Array({2}));
  conv2d(Tensor(x), Tensor(w), b).backward(dy);
  std::cout << "2 images, y 3x3, dy = 1 in channel 0 and 2 in channel 1: db = " << b.grad()(0)
            << ' ' << b.grad()(1) << '\n';
  expect(b.grad()(0) == sums[0] && b.grad()(1) == sums[1],
         "db is the sum of dy over all images and places of its output channel.");
}

void lesson_04(Lesson& lesson) {
  a_kernel_that_sees_edges(lesson);
  by_hand(lesson);
  the_library(lesson);
  predict_uses(lesson);
  as_matrix(lesson);
  dilated(lesson);
  the_bias();
}

}  // namespace

int main(int argc, char** argv) { return run_lesson(argc, argv, "04_convolution", lesson_04); }

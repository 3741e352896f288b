#include "tutorials/08_checkerboards/patterns.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>

#include "autograd/ops.h"
#include "layers/conv.h"
#include "layers/init.h"
#include "models/summary.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/number_grid.h"
#include "tutorials/support/small_arrays.h"

namespace pixelwise {
namespace {

// How many copies of a k x k kernel lie over each pixel: a transposed convolution of ones with
// ones.
Array overlap(std::int64_t size, std::int64_t k, std::int64_t stride) {
  const Tensor ones(
      Array({1, 1, size, size}, std::vector<Real>(static_cast<std::size_t>(size * size), 1)));
  const Tensor kernel(Array({1, 1, k, k}, std::vector<Real>(static_cast<std::size_t>(k * k), 1)));
  return matrix_like(conv_transpose2d(ones, kernel, Tensor(), {.stride = stride}).value());
}

Pattern of_kernel(const Array& kernel) {
  const Tensor ones(Array({1, 1, 12, 12}, std::vector<Real>(144, 1)));
  return pattern_of(conv_transpose2d(ones, Tensor(kernel), Tensor(), {.stride = 2}).value(), 2, 4);
}

// What `pixelwise summary` says of one transposed convolution that starts at random.
std::string note_of(std::int64_t kernel) {
  Rng rng(1);
  ConvTranspose2d layer({.in = 1, .out = 1, .kernel = kernel, .stride = 2}, rng);
  return summarise(layer, {1, 1, 6, 6}).notes.at(0);
}

// Rows of 0 1 2 3 ..., made twice as large.
void show_slope(const std::string& name, const Tensor& twice) {
  const Tensor mean_of_3(Array({1, 1, 1, 3}, std::vector<Real>(3, Real{1} / 3)));
  const Array y = conv2d(twice, mean_of_3, Tensor()).value();
  std::cout << name << ", then the mean of three:";
  for (std::int64_t j = 3; j < 9; ++j) std::cout << ' ' << y(0, 0, 0, j);
  std::cout << ", rises by";
  for (std::int64_t j = 3; j < 7; ++j) std::cout << ' ' << y(0, 0, 0, j + 1) - y(0, 0, 0, j);
  std::cout << "\n";
}

}  // namespace

// [pattern]
Pattern pattern_of(const Array& map, std::int64_t period, std::int64_t border) {
  const std::int64_t side = (map.shape()[2] - 2 * border) / period * period;
  const Array inside = crop(Tensor(map), border, border, side, side).value();
  const auto count = static_cast<double>(inside.size());
  double mean = 0, squares = 0, distances = 0;
  for (std::int64_t i = 0; i < inside.size(); ++i) mean += inside(i) / count;
  for (std::int64_t i = 0; i < inside.size(); ++i) {
    squares += inside(i) * inside(i);
    distances += (inside(i) - mean) * (inside(i) - mean);
  }
  return {squares > 0 ? distances / squares : 0, std::sqrt(distances / count), mean};
}
// [/pattern]

void show_overlaps(Lesson& lesson) {
  section("How many copies lie over a pixel?", Kind::exact);
  for (const std::int64_t k : {2, 3, 4}) {
    const Array map = overlap(6, k, 2);
    const std::int64_t middle = map.shape()[0] / 2;
    Real least = 100, most = 0;
    for (std::int64_t i = middle - 1; i <= middle; ++i) {
      for (std::int64_t j = middle - 1; j <= middle; ++j) {
        least = std::min(least, map(i, j));
        most = std::max(most, map(i, j));
      }
    }
    std::cout << "kernel " << k << "x" << k << ", stride 2, inside: from " << least << " to "
              << most << " copies, ratio " << most / least << "\n";
    expect(most / least == (k == 3 ? 4 : 1),
           k == 3 ? "3 is not divisible by 2: uneven, ratio 4." : "Divisible by 2: even inside.");
  }
  expect(note_of(3).find("4 times as many products") != std::string::npos &&
             note_of(4).find("checkerboard") == std::string::npos,
         "`pixelwise summary` warns of a random 3x3 kernel, and not of a random 4x4 kernel.");
  Diagram d{.title = "3x3 numbers, stride 2: copies over each pixel", .width = 560, .height = 350};
  const auto shade = [](const Array& counts) {
    return [counts](auto i, auto j) -> std::optional<Colour> {
      const auto light = static_cast<std::uint8_t>(255 - 30 * static_cast<int>(counts(i, j)));
      return Colour{light, static_cast<std::uint8_t>(std::min(255, light + 30)), 255};
    };
  };
  const Array three = overlap(3, 3, 2), four = overlap(3, 4, 2);
  add_grid(d, 20, 80, 30, three, "3x3 kernel", shade(three));
  add_grid(d, 290, 80, 30, four, "4x4 kernel", shade(four));
  lesson.draw("overlap.svg", d, Kind::exact);
}

void show_random_kernels() {
  section("Random kernels: does a divisible size help?");
  std::cout << std::fixed << std::setprecision(2);
  for (const std::int64_t k : {3, 4}) {
    double sum = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      Rng rng(seed);
      sum += of_kernel(random_array({1, 1, k, k}, rng)).share;
    }
    const std::vector<Real> all_one(static_cast<std::size_t>(k * k), 1);
    const double ones = of_kernel(Array({1, 1, k, k}, all_one)).share;
    const double bilinear = of_kernel(bilinear_kernel(1, k)).share;
    std::cout << k << "x" << k << ": kernel of ones " << ones << ", bilinear kernel " << bilinear
              << ", random kernels " << sum / 200 << " (mean of 200)\n";
    expect(sum / 200 > 0.6, "Random kernels make the pattern, divisible or not.");
    expect(k == 3 ? ones > 0.1 : ones < 1e-9,
           k == 3 ? "With ones, only overlap counts: uneven." : "With ones: even.");
    expect(bilinear < 1e-9, "The bilinear kernel makes none.");
  }
  std::cout << std::defaultfloat;
}

void show_slopes() {
  section("A slope: nearest or bilinear?", Kind::exact);
  Array slope({1, 1, 1, 8});
  for (std::int64_t j = 0; j < 8; ++j) slope(0, 0, 0, j) = static_cast<Real>(j);
  const Tensor x(slope);
  std::cout << std::fixed << std::setprecision(2);
  show_slope("nearest", upsample_nearest(x, Size2(1, 2)));
  show_slope("bilinear", upsample_bilinear(x, Size2(1, 16)));
  std::cout << std::defaultfloat;
}

}  // namespace pixelwise

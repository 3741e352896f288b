// Lesson 06: a fully connected layer is a convolution: by hand, by the library, and for VGG-16.
#pragma once

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>

#include "autograd/ops.h"
#include "layers/init.h"
#include "layers/parameters.h"
#include "models/surgery.h"
#include "models/vgg.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/lesson.h"
#include "tutorials/support/number_grid.h"
#include "tutorials/support/small_arrays.h"

namespace pixelwise {

// A fully connected layer with one output, at one place of a map: `row` is its row of the matrix,
// and the k x k numbers whose upper left corner is (i, j) are its input.
inline Real answer_at(const Array& map, const Array& row, std::int64_t k, std::int64_t i,
                      std::int64_t j) {
  Real sum = 0;
  for (std::int64_t u = 0; u < k; ++u) {
    for (std::int64_t v = 0; v < k; ++v) {
      sum += row(u * k + v) * map(i + u, j + v);
    }
  }
  return sum;
}

inline Array answers_everywhere(const Array& map, const Array& row, std::int64_t k) {
  Array answers({map.shape()[0] - k + 1, map.shape()[1] - k + 1});
  for (std::int64_t i = 0; i < answers.shape()[0]; ++i) {
    for (std::int64_t j = 0; j < answers.shape()[1]; ++j) {
      answers(i, j) = answer_at(map, row, k, i, j);
    }
  }
  return answers;
}

inline void draw_by_hand(Lesson& lesson, const Array& small, const Array& row, const Array& large,
                         const Array& answers) {
  Diagram d{.title = "A row of a matrix is a filter", .width = 560, .height = 374};
  const auto none = [](auto, auto) -> std::optional<Colour> { return std::nullopt; };
  const auto all = [](Colour colour) {
    return [colour](auto, auto) -> std::optional<Colour> { return colour; };
  };
  const auto corner = [](Colour colour) {
    return [colour](auto i, auto j) -> std::optional<Colour> {
      return i < 2 && j < 2 ? std::optional(colour) : std::nullopt;
    };
  };
  add_grid(d, 20, 76, 40, row.reshaped({1, 4}), "a row of the matrix", all(kBlueBox));
  d.captions.push_back({.x = 202, .y = 96, .text = "*", .centred = true});
  add_grid(d, 226, 76, 40, small.reshaped({1, 4}), "the map, flattened", all(kOrangeBox));
  d.captions.push_back({.x = 404, .y = 96, .text = "=  17"});
  d.captions.push_back({.x = 20, .y = 140, .text = "2*1 + 0*2 + 1*3 + 3*4 = 17"});
  add_grid(d, 60, 218, 40, row.reshaped({2, 2}), "the same, as a filter", all(kBlueBox));
  d.captions.push_back({.x = 202, .y = 260, .text = "over", .centred = true});
  add_grid(d, 246, 200, 40, large, "a larger map", corner(kOrangeBox));
  d.captions.push_back({.x = 396, .y = 260, .text = "=", .centred = true});
  add_grid(d, 424, 218, 40, answers, "4 answers", none);
  d.captions.push_back(
      {.x = 20, .y = 352, .text = "orange: the part that the matrix knew; its answer is still 17"});
  lesson.draw("by_hand.svg", d, Kind::exact);
}

inline void by_hand(Lesson& lesson) {
  section("By hand: a row of a matrix is a filter", Kind::exact);
  const Array small({2, 2}, {1, 2, 3, 4}), row({4}, {2, 0, 1, 3});
  const Array large({3, 3}, {1, 2, 5, 3, 4, 6, 7, 8, 9});
  const Array answers = answers_everywhere(large, row, 2);
  expect(answers_everywhere(small, row, 2)(0, 0) == 17 && answers(0, 0) == 17,
         "2*1 + 0*2 + 1*3 + 3*4 = 17: the old answer is one of the new ones.");
  expect(answers(1, 1) == 43, "2*4 + 0*6 + 1*8 + 3*9 = 43.");
  draw_by_hand(lesson, small, row, large, answers);
}

inline void the_library() {
  section("The library gives the same", Kind::exact);
  Rng rng(1);
  const std::int64_t k = 3;
  const Array map = random_array({6, 7}, rng), row = random_array({k * k}, rng);
  const Tensor filter(linear_as_conv(row.reshaped({1, k * k}), 1, k));
  const Tensor y = conv2d(Tensor(image_like(map)), filter, Tensor());
  expect(largest_difference(answers_everywhere(map, row, k), y.value()) < 1e-5,
         "One channel: the loop gives what conv2d gives.");

  const Array matrix = random_array({4, 2 * k * k}, rng), bias = random_array({4}, rng);
  const Tensor maps(random_array({1, 2, 6, 7}, rng));
  const Tensor filters(linear_as_conv(matrix, 2, k));
  const Tensor all = conv2d(maps, filters, Tensor(bias));
  std::cout << "matrix " << matrix.shape() << " -> filters " << filters.shape() << ": 2 channels, "
            << all.shape()[1] << " outputs, " << all.shape()[2] << "x" << all.shape()[3]
            << " places\n";
  double worst = 0;
  for (std::int64_t i = 0; i < 4; ++i) {
    for (std::int64_t j = 0; j < 5; ++j) {
      const Tensor one = linear(flatten(crop(maps, i, j, k, k)), Tensor(matrix), Tensor(bias));
      worst = std::max(worst, largest_difference(one.value(), crop(all, i, j, 1, 1).value()));
    }
  }
  expect(worst < 1e-5, "At every place: linear(flatten(block)) is the convolution's answer.");

  const Array back = conv_as_matrix(filters.value(), {}, 6, 7);
  std::int64_t zeros = 0;
  for (std::int64_t i = 0; i < back.size(); ++i) zeros += back(i) == 0 ? 1 : 0;
  const Tensor product = linear(flatten(maps), Tensor(back), Tensor());
  expect(
      largest_difference(product.value(), flatten(conv2d(maps, filters, Tensor())).value()) < 1e-5,
      text("And back: this convolution is a matrix ", back.shape(), ", ", zeros, " of ",
           back.size(), " numbers are zeros."));
}

inline void vgg16(Lesson& lesson) {
  section("VGG-16: fc6 is 4096 filters of 7x7", Kind::exact);
  const UninitializedWeights quick;  // the weights do not matter here
  Rng rng(2);
  VggClassifier before(vgg16_config(), 1000, rng);
  VggHeatMap after(vgg16_config(), 1000, rng);
  const auto old_shapes = state(before), new_shapes = state(after);
  for (const char* const name : {"fc6.weight", "fc7.weight", "score.weight"}) {
    std::cout << std::left << std::setw(13) << name << std::setw(14)
              << text(old_shapes.at(name).shape()) << " -> " << new_shapes.at(name).shape()
              << std::right << '\n';
  }
  const std::int64_t parameters = count_parameters(before).all;
  std::cout << "parameters before " << parameters << ", after " << count_parameters(after).all
            << '\n';
  lesson.value("vgg16_parameters", text(parameters));
  expect(parameters == 138'357'544 && count_parameters(after).all == parameters,
         "Not one parameter is lost, not one is new.");

  // Each filter is for itself, so three of the 4096 show it.
  const Array rows = random_array({3, 25'088}, rng);
  const Array filters = linear_as_conv(rows, 512, 7);
  std::cout << "three rows: " << rows.shape() << " -> " << filters.shape() << '\n';
  expect(filters(1, 5, 2, 3) == rows(1, 5 * 49 + 2 * 7 + 3),
         "Channel 5, row 2, column 3 is column 5 * 49 + 2 * 7 + 3 = 262.");
  expect(filters.to_vector() == rows.to_vector(),
         "Written one after the other, the 75,264 numbers are the same in the same order.");
  const Tensor pool5(random_array({1, 512, 12, 12}, rng));
  const Array map = conv2d(pool5, Tensor(filters), Tensor()).value();
  double worst = 0, largest = 0;
  for (std::int64_t i = 0; i < 6; ++i) {
    for (std::int64_t j = 0; j < 6; ++j) {
      const Array one = linear(flatten(crop(pool5, i, j, 7, 7)), Tensor(rows), Tensor()).value();
      for (std::int64_t o = 0; o < 3; ++o) {
        worst = std::max(worst, static_cast<double>(std::abs(one(0, o) - map(0, o, i, j))));
        largest = std::max(largest, static_cast<double>(std::abs(one(0, o))));
      }
    }
  }
  std::cout << "pool5 " << pool5.shape() << " -> " << map.shape() << '\n';
  expect(worst < 1e-5 * largest, "All 36 answers are those of the matrix, to 1e-5 of the largest.");
}

// The numbers of pool5, read in another order than fc6 was trained with.
inline void wrong_order() {
  section("Predict: the wrong order", Kind::exact);
  Rng rng(3);
  const Array rows = random_array({3, 8 * 9}, rng);
  Array filters({3, 8, 3, 3});
  for (std::int64_t o = 0; o < 3; ++o) {
    for (std::int64_t c = 0; c < 8; ++c) {
      for (std::int64_t place = 0; place < 9; ++place) {
        filters(o, c, place / 3, place % 3) = rows(o, place * 8 + c);  // row, column, channel
      }
    }
  }
  const Tensor map(random_array({1, 8, 3, 3}, rng));
  const Array right = linear(flatten(map), Tensor(rows), Tensor()).value();
  const Array wrong = conv2d(map, Tensor(filters), Tensor()).value();
  std::cout << std::fixed << std::setprecision(2) << "channel, row, column:";
  for (std::int64_t o = 0; o < 3; ++o) std::cout << ' ' << right(0, o);
  std::cout << "\nrow, column, channel:";
  for (std::int64_t o = 0; o < 3; ++o) std::cout << ' ' << wrong(0, o, 0, 0);
  std::cout << '\n' << std::defaultfloat << std::setprecision(6);
  expect(filters.shape() == linear_as_conv(rows, 8, 3).shape(), "The shapes are the same.");
  expect(largest_difference(right, wrong) > 1, "The answers are not.");
}

// Filters [O, 3, K, K] for images of n channels: the sum of the three, in equal parts.
inline Array spread(const Array& rgb, std::int64_t n) {
  Array spread(rgb.shape().with(1, n));
  const Shape s = spread.shape();
  for (std::int64_t o = 0; o < s[0]; ++o) {
    for (std::int64_t u = 0; u < s[2]; ++u) {
      for (std::int64_t v = 0; v < s[3]; ++v) {
        const Real sum = rgb(o, 0, u, v) + rgb(o, 1, u, v) + rgb(o, 2, u, v);
        for (std::int64_t c = 0; c < n; ++c) spread(o, c, u, v) = sum / static_cast<Real>(n);
      }
    }
  }
  return spread;
}

inline void other_channels() {
  section("Surgery on the first layer: other channels", Kind::exact);
  Rng rng(6);
  const Array rgb = random_array({16, 3, 3, 3}, rng);
  const Tensor grey(random_array({1, 1, 8, 8}, rng));
  const auto layer = [](const std::vector<Tensor>& channels, const Array& filters) {
    return conv2d(concat(channels), Tensor(filters), Tensor()).value();
  };
  const Array expected = layer({grey, grey, grey}, rgb);
  for (const std::int64_t n : {1, 100}) {
    const Array filters = spread(rgb, n);
    std::cout << rgb.shape() << " -> " << filters.shape() << '\n';
    const std::vector<Tensor> same(static_cast<std::size_t>(n), grey);
    expect(
        largest_difference(layer(same, filters), expected) < 1e-4,
        text(n, n == 1 ? " channel: " : " equal channels: ", "what the RGB filters say of grey."));
  }
  const Array depth = with_mean_channel(rgb);
  std::cout << rgb.shape() << " -> " << depth.shape() << '\n';
  const Array flat = layer({grey, grey, grey, Tensor(Array({1, 1, 8, 8}))}, depth);
  expect(largest_difference(flat, expected) < 1e-4,
         "A fourth channel: where it is 0, nothing changes. Its filter is the mean of the three.");
}

}  // namespace pixelwise

// Lesson 11, first part: skips as small numbers, and the steps up. Nothing is trained here.
#pragma once

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <vector>

#include "autograd/ops.h"
#include "layers/conv.h"
#include "layers/init.h"
#include "models/summary.h"
#include "models/zoo.h"
#include "tutorials/11_fcn16s_fcn8s/enlarge.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/lesson.h"
#include "tutorials/support/number_grid.h"
#include "tutorials/support/small_arrays.h"

namespace pixelwise {

// The skip of an FCN: enlarge the coarse scores, add the finer ones.
inline Array fused(const Array& coarse, const Array& skip) {
  Array y = twice_as_large(coarse);
  for (std::int64_t i = 0; i < y.size(); ++i) y(i) += skip(i);
  return y;
}

// 1 where the ring wins: where its score minus that of the background is above zero.
inline Array mask_of(const Array& difference) {
  Array mask(difference.shape());
  for (std::int64_t i = 0; i < mask.size(); ++i) mask(i) = difference(i) > 0 ? 1 : 0;
  return mask;
}

inline int pixels_that_differ(const Array& mask, const Array& truth) {
  int count = 0;
  for (std::int64_t i = 0; i < mask.size(); ++i) count += mask(i) != truth(i) ? 1 : 0;
  return count;
}

inline void draw_sum(Lesson& lesson, const Array& f1, const Array& f2, const Array& sum) {
  Diagram d{
      .title = "Orange: the ring wins (the number is above zero)", .width = 590, .height = 230};
  const auto add = [&](double x, const Array& matrix, const std::string& caption) {
    add_grid(d, x, 76, 34, matrix, caption, [&](auto i, auto j) -> std::optional<Colour> {
      return matrix(i, j) > 0 ? std::optional(kOrangeBox) : std::nullopt;
    });
  };
  add(20, f1, "F1, twice as large");
  add(225, f2, "F2, the skip");
  add(430, sum, "F1 + F2");
  d.captions.push_back({.x = 190, .y = 144, .text = "+", .centred = true});
  d.captions.push_back({.x = 395, .y = 144, .text = "=", .centred = true});
  lesson.draw("sum.svg", d, Kind::exact);
}

inline void by_hand(Lesson& lesson) {
  section("By hand: a coarse map and a skip", Kind::exact);
  const Array coarse({2, 2}, {16, 16, 16, 16});
  const Array skip({4, 4}, {-3, 2, 1, -3, 2, -20, -18, 2, 1, -19, -20, 1, 2, -5, 2, -2});
  const Array truth({4, 4}, {1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1});
  const Array f1 = matrix_like(twice_as_large(image_like(coarse)));
  const Array sum = matrix_like(fused(image_like(coarse), image_like(skip)));
  print_matrix("coarse", coarse, 3);
  expect(f1(0, 0) == 9 && f1(0, 1) == 12 && f1(1, 1) == 16,
         "F1: 0.75 * 0.75 * 16 = 9 in the corner, 12 at the edge, 16 inside.");
  const int wrong1 = pixels_that_differ(mask_of(f1), truth);
  const int wrong2 = pixels_that_differ(mask_of(skip), truth);
  const int wrong = pixels_that_differ(mask_of(sum), truth);
  std::cout << "wrong pixels of 16: F1 " << wrong1 << ", F2 " << wrong2 << ", F1 + F2 " << wrong
            << '\n';
  expect(wrong1 == 4, "F1 alone fills the hole of the ring: 4 pixels are wrong.");
  expect(wrong2 == 4 && wrong == 0,
         "F2 alone finds the hole, and loses 4 pixels of the ring. The sum is right.");
  draw_sum(lesson, f1, skip, sum);
}

inline void the_library() {
  section("The library gives the same", Kind::exact);
  Rng rng(1);
  double worst = 0, worst_back = 0;
  for (int i = 0; i < 6; ++i) {
    const std::int64_t classes = 1 + i % 3, h = 2 + i, w = 7 - i;
    const Tensor coarse = Tensor::parameter(random_array({2, classes, h, w}, rng));
    const Tensor skip = Tensor::parameter(random_array({2, classes, 2 * h, 2 * w}, rng));
    ConvTranspose2d upscore2(upsampling(classes, 2));
    const Tensor y = upscore2(coarse) + skip;
    worst = std::max(worst, largest_difference(fused(coarse.value(), skip.value()), y.value()));
    const Array dy = random_array(y.shape(), rng);
    y.backward(dy);
    worst_back = std::max(worst_back, largest_difference(skip.grad(), dy));
    worst_back =
        std::max(worst_back, largest_difference(coarse.grad(), back_through_twice_as_large(dy)));
  }
  expect(worst < 1e-5, "The loop gives what upscore2(coarse) + skip gives.");
  expect(worst_back < 1e-5,
         "The gradient goes to the skip as it is, and to the coarse map back "
         "through the enlarging.");
}

// One pixel with the channels x1 of one map and x2 of another, and two classes.
inline void add_or_concatenate() {
  section("Add or concatenate?", Kind::exact);
  const Array x1({1, 2, 1, 1}, {1, 2}), x2({1, 1, 1, 1}, 3);
  const Array w1({2, 2, 1, 1}, {1, 0, 2, -1}), w2({2, 1, 1, 1}, {2, 1});
  const Array both({2, 3, 1, 1}, {1, 0, 2, 2, -1, 1});  // [w1 | w2]
  const auto conv = [](const Tensor& x, const Array& w) {
    return conv2d(x, Tensor(w), Tensor(), {}).value();
  };
  const Array a = conv(Tensor(x1), w1), b = conv(Tensor(x2), w2);
  const Array c = conv(concat({Tensor(x1), Tensor(x2)}), both);
  std::cout << "conv of x1: " << a(0) << ' ' << a(1) << "   conv of x2: " << b(0) << ' ' << b(1)
            << "   their sum: " << a(0) + b(0) << ' ' << a(1) + b(1)
            << "\nconv of the concatenation: " << c(0) << ' ' << c(1) << '\n';
  expect(c(0) == a(0) + b(0) && c(1) == a(1) + b(1), "The same two numbers: 7 and 3.");

  Rng rng(2);
  const Tensor h(random_array({2, 128, 8, 8}, rng)), pool4(random_array({2, 96, 8, 8}, rng));
  const Tensor wh(random_array({6, 128, 3, 3}, rng)), wp(random_array({6, 96, 3, 3}, rng));
  // A kernel [6, 224, 3, 3] whose channels are those of the two kernels, one after the other.
  const Array wide = concat({wh, wp}).value();
  const Conv2dOptions same_size{.padding = 1};
  const Array sum =
      (conv2d(h, wh, Tensor(), same_size) + conv2d(pool4, wp, Tensor(), same_size)).value();
  const Array joined = conv2d(concat({h, pool4}), Tensor(wide), Tensor(), same_size).value();
  double largest = 0;
  for (std::int64_t i = 0; i < sum.size(); ++i) {
    largest = std::max(largest, std::abs(static_cast<double>(sum(i))));
  }
  expect(largest > 50 && largest_difference(sum, joined) < 1e-3,
         "With 224 channels and 3x3 kernels, too: numbers beyond 50 differ by less than 0.001.");
}

// One row of numbers, enlarged by `factor` with the bilinear kernel (lesson 07).
inline std::vector<double> enlarged_row(const std::vector<double>& x, int factor) {
  std::vector<double> y(x.size() * static_cast<std::size_t>(factor));
  for (int i = 0; i < static_cast<int>(x.size()); ++i) {
    for (int u = 0; u < 2 * factor; ++u) {
      const int column = i * factor + u - factor / 2;
      if (column < 0 || column >= static_cast<int>(y.size())) continue;
      const double weight = 1 - std::abs(u - (factor - 0.5)) / factor;
      y[static_cast<std::size_t>(column)] += x[static_cast<std::size_t>(i)] * weight;
    }
  }
  return y;
}

inline void print_row(const std::string& name, const std::vector<double>& row) {
  std::cout << name << ':';
  for (const double number : row) std::cout << ' ' << number;
  std::cout << '\n';
}

inline void two_steps_or_one() {
  section("By hand: two steps are not one", Kind::exact);
  const std::vector<double> x{0, 1, 0};
  const std::vector<double> once = enlarged_row(x, 4), twice = enlarged_row(enlarged_row(x, 2), 2);
  print_row("by 4           ", once);
  print_row("by 2, then by 2", twice);
  expect(once[5] == 0.875 && twice[5] == 0.75,
         "The top is 0.875 in one step, and 0.75 in two: means of means.");
}

// The steps up of the three networks, as their layers tell them.
inline void steps_up(Lesson& lesson) {
  section("The steps up", Kind::exact);
  for (const char* const name : {"fcn32s", "fcn16s", "fcn8s"}) {
    const UninitializedWeights quick;  // the numbers do not matter here
    Rng rng(1);
    const auto net = make_model({.name = name}, rng);
    std::int64_t whole = 1, last = 0, before = 0;
    std::cout << std::left << std::setw(6) << name << std::right;
    for (const SummaryRow& row : summarise(*net, {1, 3, 224, 224}).rows) {
      if (row.op == "conv_transpose2d") {
        last = row.shape[2] / before;
        whole *= last;
        std::cout << "   " << row.name << " x " << last;
      }
      before = row.shape[2];
    }
    std::cout << '\n';
    require(whole == 32, name, ": all steps together enlarge by ", whole);
    lesson.value(text("last_", name), text(last));
  }
  Rng rng(1);
  const auto toy = make_model({.name = "toy-8s", .classes = 6}, rng);
  const Summary summary = summarise(*toy, {1, 3, 128, 128});
  std::cout << "pixels that a score sees:";
  for (const char* const layer : {"score_pool3", "score_pool4", "score_fr"}) {
    std::cout << "  " << layer << ' ' << summary_row(summary, layer).receptive_field;
  }
  std::cout << '\n';
  lesson.value("pool3_sees", text(summary_row(summary, "score_pool3").receptive_field));
}

}  // namespace pixelwise

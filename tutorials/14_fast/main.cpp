// Lesson 14: the same convolution ten times, each time faster. Each idea is a file of rungs/.
// `./run 14 --rung 4` stops after rung 4.
#include <cstdlib>
#include <cstring>
#include <iostream>

#include "autograd/array.h"
#include "base/check.h"
#include "tutorials/14_fast/ladder.h"
#include "tutorials/14_fast/ledger.h"
#include "tutorials/14_fast/workers.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/number_grid.h"

using namespace pixelwise;

namespace {

constexpr int kLast = 10;

void count_by_hand(Lesson& lesson) {
  section("By hand: the work", Kind::exact);
  const std::int64_t per_output = 9 * kTimed.c, outputs = kTimed.h * kTimed.w * kTimed.o;
  const std::int64_t numbers = kTimed.c * kTimed.h * kTimed.w + 9 * kTimed.c * kTimed.o + outputs;
  const double intensity = operations(kTimed) / (4.0 * static_cast<double>(numbers));
  std::cout << "one number of y:  9 taps * " << kTimed.c << " channels = " << per_output
            << " multiply-adds\nnumbers of y:     " << kTimed.h << " * " << kTimed.w << " pixels * "
            << kTimed.o << " channels = " << outputs << "\nall of it:        " << per_output
            << " * " << outputs << " * 2 = " << static_cast<std::int64_t>(operations(kTimed))
            << " operations\nx, w and y:       " << numbers << " numbers of 4 bytes\n"
            << "operations for each of these bytes: " << static_cast<int>(intensity) << '\n';
  expect(intensity > 100, "More than 100 operations for each byte.");
  lesson.value("operations", text(static_cast<std::int64_t>(operations(kTimed) / 1e6)));
  lesson.value("intensity", text(static_cast<int>(intensity)));
}

void im2col_by_hand() {
  section("By hand: im2col", Kind::exact);
  const rungs::Sizes s{.n = 1, .c = 1, .h = 2, .w = 2, .o = 1};
  const std::vector<float> x = {1, 2, 3, 4}, w = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  const std::vector<float> matrix = rungs::im2col_matrix(s, x.data());
  print_matrix("x", Array({2, 2}, {x.begin(), x.end()}));
  print_matrix("im2col", Array({4, 9}, {matrix.begin(), matrix.end()}));
  std::vector<float> y(4), expected(4);
  rungs::im2col(s, x.data(), w.data(), y.data());
  rungs::formula(s, x.data(), w.data(), expected.data());
  print_matrix("im2col times 1 2 3 4 5 6 7 8 9", Array({2, 2}, {y.begin(), y.end()}));
  expect(y == expected, "This is the convolution of x with the kernel 1 ... 9.");
  expect(matrix.size() == 9 * x.size(), "The matrix is nine times as large as x.");
}

// A tile of sums as it stays in the registers: rows of A, columns of B.
void draw_tile(Lesson& lesson) {
  Diagram d{.title = "A tile of 3 x 4 sums: 7 loads, 12 products", .width = 540, .height = 290};
  const auto paint = [](std::optional<Colour> colour) {
    return [colour](auto, auto) { return colour; };
  };
  add_grid(d, 200, 72, 46, Array({1, 4}, {1, 2, 0, 1}), "4 numbers of B", paint(kBlueBox));
  add_grid(d, 90, 132, 46, Array({3, 1}, {2, 1, 3}), "3 numbers of A", paint(kBlueBox));
  Array sums({3, 4});
  const float a[] = {2, 1, 3}, b[] = {1, 2, 0, 1};
  for (std::int64_t r = 0; r < 3; ++r) {
    for (std::int64_t c = 0; c < 4; ++c) sums(r, c) = static_cast<Real>(a[r] * b[c]);
  }
  add_grid(d, 200, 132, 46, sums, "", paint(kOrangeBox));
  d.captions.push_back({.x = 400, .y = 190, .text = "sums, in registers"});
  lesson.draw("tile.svg", d, Kind::exact);
}

void winograd_by_hand(Lesson& lesson) {
  section("By hand: Winograd", Kind::exact);
  const double d[] = {1, 2, 3, 4}, g[] = {1, 0, 2};
  const double y0 = d[0] * g[0] + d[1] * g[1] + d[2] * g[2];
  const double y1 = d[1] * g[0] + d[2] * g[1] + d[3] * g[2];
  const double m[] = {(d[0] - d[2]) * g[0], (d[1] + d[2]) * ((g[0] + g[1] + g[2]) / 2),
                      (d[2] - d[1]) * ((g[0] - g[1] + g[2]) / 2), (d[3] - d[1]) * g[2]};
  std::cout << "d = 1 2 3 4, g = 1 0 2\nthe formula, 6 products:\n  y0 = d0 g0 + d1 g1 + d2 g2 = "
            << y0 << "\n  y1 = d1 g0 + d2 g1 + d3 g2 = " << y1 << "\nWinograd, 4 products:\n"
            << "  m0 = (d0 - d2) g0                  = (1 - 3) * 1   = " << m[0]
            << "\n  m1 = (d1 + d2) (g0 + g1 + g2) / 2  = (2 + 3) * 1.5 = " << m[1]
            << "\n  m2 = (d2 - d1) (g0 - g1 + g2) / 2  = (3 - 2) * 1.5 = " << m[2]
            << "\n  m3 = (d3 - d1) g2                  = (4 - 2) * 2   = " << m[3]
            << "\n  y0 = m0 + m1 + m2 = " << m[0] + m[1] + m[2]
            << "\n  y1 = m1 - m2 + m3 = " << m[1] - m[2] + m[3] << '\n';
  expect(m[0] + m[1] + m[2] == y0 && m[1] - m[2] + m[3] == y1, "The same y0 and y1.");
  expect(36.0 / 16 == 2.25, "In two dimensions: 4 * 4 products instead of 6 * 6.");
  lesson.value("saving", "2.25");
}

void climb(Lesson& lesson, int last) {
  const std::vector<Step> all = steps(last);
  const Machine machine = measure_machine();
  check_ladder(all);
  roofline(lesson, all, time_ladder(lesson, all, machine), machine);
}

void lesson_14(Lesson& lesson) {
  count_by_hand(lesson);
  im2col_by_hand();
  draw_tile(lesson);
  winograd_by_hand(lesson);
  climb(lesson, kLast);
  same_bits(lesson);
  false_sharing(lesson);
  memory_ledger(lesson);
  memory_peaks(lesson);
  memory_of_networks(lesson);
}

// Takes "--rung K" out of the arguments. Returns K, 0 without it, -1 if K is no rung.
int take_rung(int& argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--rung") != 0) continue;
    const int rung = i + 1 < argc ? std::atoi(argv[i + 1]) : 0;
    if (rung < 1 || rung > kLast) return -1;
    for (int k = i; k + 2 < argc; ++k) argv[k] = argv[k + 2];
    argc -= 2;
    return rung;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const int rung = take_rung(argc, argv);
  if (rung < 0) {
    std::cerr << "tutorial 14: --rung takes a number from 1 to " << kLast
              << ": rungs up to this one are checked and timed\n";
    return 2;
  }
  const bool help =
      argc > 1 && (std::strcmp(argv[1], "--help") == 0 || std::strcmp(argv[1], "-h") == 0);
  const int status = run_lesson(argc, argv, "14_fast", [rung](Lesson& lesson) {
    if (rung > 0) {
      climb(lesson, rung);
    } else {
      lesson_14(lesson);
    }
  });
  if (help) std::cout << "  --rung K    rungs 1 to K only, K from 1 to " << kLast << '\n';
  return status;
}

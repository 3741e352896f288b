// Lesson 03: scores, probabilities, a loss, and three ways to make it smaller.
#include <algorithm>
#include <array>
#include <cmath>
#include <iomanip>
#include <iostream>

#include "autograd/ops.h"
#include "layers/init.h"
#include "optim/adam.h"
#include "optim/loss_scale.h"
#include "optim/sgd.h"
#include "training/to_array.h"
#include "tutorials/03_learning/by_colour.h"
#include "tutorials/03_learning/plain_loops.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/lesson.h"

using namespace pixelwise;

namespace {

std::string fixed(double number, int decimals = 3) {
  std::ostringstream out;
  out << std::fixed << std::setprecision(decimals) << number;
  return out.str();
}

bool near(double a, double b, double tolerance = 1e-5) { return std::abs(a - b) <= tolerance; }

void a_linear_map() {
  section("A linear map", Kind::exact);
  const Array x({1, 2}, {2, 1}), w({3, 2}, {1, 2, 3, -1, 0, 1}), b({3}, {0, 1, -1});
  // [linear_loop]
  Array y({1, 3});
  for (std::int64_t c = 0; c < 3; ++c) {
    y(0, c) = b(c);
    for (std::int64_t k = 0; k < 2; ++k) y(0, c) += w(c, k) * x(0, k);
  }
  // [/linear_loop]
  const Array same = linear(Tensor(x), Tensor(w), Tensor(b)).value();
  std::cout << "scores: " << y(0, 0) << ' ' << y(0, 1) << ' ' << y(0, 2) << '\n';
  expect(y(0, 0) == 4 && y(0, 1) == 6 && y(0, 2) == 0, "By hand 4, 6 and 0.");
  expect(y.to_vector() == same.to_vector(), "The library's linear() gives the same.");
}

void probabilities(Lesson& lesson) {
  section("Scores into probabilities", Kind::exact);
  const std::vector<double> scores{2, 1, 0}, p = softmax_of(scores);
  BarChart chart{.title = "Three scores of one pixel: softmax shares 1, sigmoids do not",
                 .y_label = "probability",
                 .categories = {"score 2", "score 1", "score 0"},
                 .groups = {{.name = "softmax"}, {.name = "sigmoid of each"}},
                 .y_max = 1,
                 .width = 640};
  double softmax_sum = 0, sigmoid_sum = 0;
  for (std::size_t c = 0; c < 3; ++c) {
    const double s = 1 / (1 + std::exp(-scores[c]));
    std::cout << "score " << scores[c] << ": softmax " << fixed(p[c]) << ", sigmoid " << fixed(s)
              << '\n';
    softmax_sum += p[c], sigmoid_sum += s;
    chart.groups[0].values.emplace_back(p[c]), chart.groups[1].values.emplace_back(s);
  }
  std::cout << "sums: " << fixed(softmax_sum) << " and " << fixed(sigmoid_sum) << '\n';
  const Array library = softmax(Tensor(Array({1, 3}, {2, 1, 0}))).value();
  expect(near(library(0, 0), p[0]), "The library's softmax gives the same.");
  const double three = 1 / (1 + std::exp(-3.0));
  expect(near(softmax_of({5, 2})[0], three),
         "With the scores 5 and 2, softmax gives the first class sigmoid(5 - 2).");
  lesson.draw("probabilities.svg", chart, Kind::trained);
}

void the_loss() {
  section("Cross-entropy", Kind::exact);
  const Tensor scores = Tensor::parameter(Array({3, 3}, {2, 1, 0, 2, 1, 0, 5, 5, 5}));
  const Labels labels{3, 1, 1, {0, 2, kVoidLabel}};
  const std::vector<double> p = softmax_of({2, 1, 0});
  const double first = -std::log(p[0]), second = -std::log(p[2]);
  std::cout << "pixel 1, right class 0: p = " << fixed(p[0]) << ", loss " << fixed(first)
            << "\npixel 2, right class 2: p = " << fixed(p[2]) << ", loss " << fixed(second)
            << "\npixel 3, void: does not count\nsum " << fixed(first + second) << ", mean "
            << fixed((first + second) / 2) << '\n';
  const double mean = cross_entropy(scores, labels).item();
  const Tensor sum = cross_entropy(scores, labels, {.reduction = Reduction::sum});
  expect(near(mean, (first + second) / 2) && near(sum.item(), first + second),
         "The library gives the same mean and the same sum.");
  sum.backward();
  expect(near(scores.grad()(1, 2), p[2] - 1) && near(scores.grad()(1, 0), p[0]),
         "The gradient of the sum is p - 1 for the right class, and p for the others.");
}

// Two scores, and a net that is certain and wrong: p of the right class is 0.001.
void why_a_logarithm() {
  section("Why a logarithm", Kind::exact);
  const Array certain_and_wrong({1, 2}, {static_cast<Real>(std::log(0.001 / 0.999)), 0});
  const Tensor a = Tensor::parameter(certain_and_wrong), b = Tensor::parameter(certain_and_wrong);
  cross_entropy(a, {1, 1, 1, {0}}).backward();
  const Tensor p = sum(softmax(b) * Tensor(Array({1, 2}, {1, 0})));
  (p * Real{-1} + Real{1}).backward();
  std::cout << "p = 0.001. Gradient with the loss -ln p: " << fixed(a.grad()(0, 0))
            << ", with 1 - p: " << fixed(b.grad()(0, 0)) << '\n';
  expect(near(a.grad()(0, 0), -0.999) && near(b.grad()(0, 0), -0.001 * 0.999),
         "-ln p pulls 1000 times as hard as 1 - p.");
}

void sum_or_mean(Lesson& lesson) {
  section("Sum or mean", Kind::exact);
  const StepScale published{Reduction::sum, 1, 375, 500, 0.99};
  StepScale mean = published, plain = published, four = published;
  mean.reduction = plain.reduction = Reduction::mean;
  plain.momentum = 0;
  four.batch = 4;
  const auto row = [&](const char* what, const StepScale& to) {
    std::cout << what << translate_lr(1e-10, published, to) << '\n';
  };
  std::cout << "the recipe of FCN on 500x375: sum, batch 1, momentum 0.99\n";
  row("  as published               lr ", published);
  row("  the same, batch 4          lr ", four);
  row("  mean                       lr ", mean);
  row("  mean, without momentum     lr ", plain);
  expect(near(translate_lr(1e-10, published, mean), 1.875e-5, 1e-15),
         "1e-10 with the sum is 1.875e-5 with the mean: 500 * 375 = 187500 times as much.");
  lesson.value("mean_lr", "1.875e-5");
}

// Where the library's optimiser is after 40 steps on the same valley.
template <class Optimiser, class Options>
Point library_walk(const Options& options) {
  const Tensor at = Tensor::parameter(Array({2}, {10, 1}));
  Optimiser optimiser({at}, options);
  for (int t = 1; t <= 40; ++t) {
    optimiser.zero_grad();
    (sum(at * at * Tensor(Array({2}, {1, 25}))) * Real{0.5}).backward();
    optimiser.step();
  }
  return {at.value()(0), at.value()(1)};
}

void three_optimisers(Lesson& lesson) {
  section("Three ways down", Kind::trained);
  std::vector<Series> paths{{.name = "SGD, lr 0.03", .dots = true},
                            {.name = "momentum, lr 0.03", .dots = true},
                            {.name = "Adam, lr 0.3", .dots = true}};
  Point a{10, 1}, b = a, c = a, velocity{}, m{}, v{};
  for (int t = 0; t <= 40; ++t) {
    const Point* now[] = {&a, &b, &c};
    for (std::size_t i = 0; i < 3; ++i) {
      paths[i].x.push_back((*now[i])[0]), paths[i].y.push_back((*now[i])[1]);
    }
    if (t == 40) break;
    sgd_step(a, 0.03);
    momentum_step(b, velocity, 0.03);
    adam_step(c, m, v, 0.3, t + 1);
  }
  const auto same = [](const Point& p, const Point& q) {
    return near(p[0], q[0], 1e-3) && near(p[1], q[1], 1e-3);
  };
  std::cout << "x after 40 steps from 10: SGD " << fixed(a[0], 2) << ", momentum " << fixed(b[0], 2)
            << ", Adam " << fixed(c[0], 2) << '\n';
  expect(same(a, library_walk<Sgd>(SgdOptions{.lr = 0.03})),
         "The library's SGD ends at the same point.");
  expect(same(b, library_walk<Sgd>(SgdOptions{.lr = 0.03, .momentum = 0.9})),
         "The library's SGD with momentum ends at the same point.");
  expect(same(c, library_walk<Adam>(AdamOptions{.lr = 0.3})),
         "The library's Adam ends at the same point.");
  Point jumps{10, 1};
  for (int t = 0; t < 40; ++t) sgd_step(jumps, 0.09);
  expect(std::abs(jumps[1]) > 100, "With lr 0.09 (above 2/25 = 0.08) SGD jumps out of the valley.");
  lesson.draw("paths.svg",
              LinePlot{.title = "40 steps in a valley that is 25 times as steep in y",
                       .x_label = "x (the goal is 0)",
                       .y_label = "y (the goal is 0)",
                       .series = paths,
                       .width = 640},
              Kind::timed);
}

// The standard deviation of the numbers in a layer.
double spread(const Array& a) {
  double sum = 0, squares = 0;
  for (std::int64_t i = 0; i < a.size(); ++i) sum += a(i), squares += double{a(i)} * a(i);
  const double n = static_cast<double>(a.size()), mean = sum / n;
  return std::sqrt(std::max(0.0, squares / n - mean * mean));
}

Array normal(const Shape& shape, double deviation, Rng& rng) {
  Array a(shape);
  for (std::int64_t i = 0; i < a.size(); ++i) a(i) = static_cast<Real>(deviation * rng.normal());
  return a;
}

void initialisation(Lesson& lesson) {
  section("The first weights", Kind::trained);
  LinePlot plot{.title = "How large the numbers are: standard deviation after each layer",
                .x_label = "layer (0: input)",
                .width = 640};
  // The axis shows the powers of ten from 10^6 down; log_y would mix 10000 and 1e-06.
  for (int power = 6; power >= -8; --power) {
    plot.y_names.push_back(power % 2 != 0 ? "" : power == 0 ? "1" : text("10^", power));
  }
  const double he = std::sqrt(2.0 / 64);
  double last_of[4] = {}, gradient_of[4] = {};
  const std::pair<const char*, double> kinds[] = {
      {"zeros", 0}, {"too small (0.02)", 0.02}, {"He (0.177)", he}, {"too large (1)", 1}};
  for (std::size_t k = 0; k < 4; ++k) {
    Rng rng(5);
    Tensor h(normal({256, 64}, 1, rng)), first;
    Series series{.name = kinds[k].first, .x = {0}, .y = {spread(h.value())}, .dots = true};
    for (int layer = 1; layer <= 8; ++layer) {
      const Tensor w = Tensor::parameter(normal({64, 64}, kinds[k].second, rng));
      if (layer == 1) first = w;
      h = relu(linear(h, w, Tensor()));
      series.x.push_back(layer), series.y.push_back(spread(h.value()));
    }
    last_of[k] = series.y.back();
    mean(h).backward();
    gradient_of[k] = spread(first.grad());
    std::cout << kinds[k].first << ": after 8 layers " << last_of[k]
              << ", gradient of the first weights " << gradient_of[k] << '\n';
    for (double& y : series.y) y = std::log10(y) - 6;
    if (k > 0) plot.series.push_back(series);
  }
  expect(last_of[0] == 0 && gradient_of[0] == 0,
         "Zeros: nothing arrives, and the first weights get no gradient: they stay zeros.");
  expect(last_of[1] < 1e-4 && last_of[3] > 1e4, "Too small fades away, too large explodes.");
  expect(last_of[2] > 0.2 && last_of[2] < 3, "He's sqrt(2 / inputs) keeps the size.");
  lesson.draw("initialisation.svg", plot, Kind::timed);
}

// The loss in each of 300 steps of a net 32 -> 64 -> 21 whose labels are kept, or drawn anew.
std::vector<double> losses(bool redraw) {
  Rng rng(2);
  const Tensor w1 = Tensor::parameter(he_normal({64, 32}, 32, rng));
  const Tensor w2 = Tensor::parameter(Array({21, 64}));  // zeros: all scores equal at first
  Adam adam({w1, w2}, {.lr = redraw ? 1e-3 : 1e-2});
  const Tensor x(normal({256, 32}, 1, rng));
  Labels labels{256, 1, 1, std::vector<std::uint8_t>(256)};
  std::vector<double> result;
  for (int i = 0; i < 300; ++i) {
    if (redraw || i == 0) {
      for (std::uint8_t& id : labels.ids) id = to_label(static_cast<std::int64_t>(rng.below(21)));
    }
    adam.zero_grad();
    const Tensor loss = cross_entropy(linear(relu(linear(x, w1, Tensor())), w2, Tensor()), labels);
    result.push_back(loss.item());
    loss.backward();
    adam.step();
  }
  return result;
}

void one_batch(Lesson& lesson) {
  section("One batch, and labels at random", Kind::trained);
  LinePlot plot{.title = "The same net and images, labels kept or redrawn",
                .x_label = "step",
                .y_label = "loss (nats per image)",
                .y_min = 0,
                .width = 640};
  const std::vector<double> kept = losses(false), redrawn = losses(true);
  std::vector<double> steps;
  for (int i = 1; i <= 300; ++i) steps.push_back(i);
  plot.series = {{.name = "one batch, labels kept", .x = steps, .y = kept},
                 {.name = "labels redrawn in each step", .x = steps, .y = redrawn},
                 {.name = "ln 21 (on the orange line)",
                  .x = {1, 300},
                  .y = {std::log(21), std::log(21)},
                  .dashed = true}};
  double tail = 0;
  for (std::size_t i = 200; i < 300; ++i) tail += redrawn[i] / 100;
  const double none = cross_entropy(Tensor(Array({1, 21})), {1, 1, 1, {7}}).item();
  lesson.value("ln21", fixed(std::log(21.0), 4));
  std::cout << "kept: from " << fixed(kept.front(), 4) << " to " << fixed(kept.back(), 4)
            << "\nredrawn: from " << fixed(redrawn.front(), 4) << " to " << fixed(tail, 2) << '\n';
  expect(near(none, std::log(21.0)), "21 equal scores: the loss is ln 21 = 3.0445.");
  expect(kept.back() < 0.1, "256 labels that stay the same are learned by heart.");
  expect(tail > 3.0 && tail < 3.2, "Labels drawn anew cannot be learned: the loss stays at ln 21.");
  lesson.draw("one_batch.svg", plot, Kind::timed);
}

void lesson_03(Lesson& lesson) {
  a_linear_map();
  probabilities(lesson);
  the_loss();
  why_a_logarithm();
  one_batch(lesson);
  three_optimisers(lesson);
  sum_or_mean(lesson);
  initialisation(lesson);
  by_colour(lesson);
}

}  // namespace

int main(int argc, char** argv) { return run_lesson(argc, argv, "03_learning", lesson_03); }

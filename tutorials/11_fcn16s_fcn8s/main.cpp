// Tutorial 11: finer layers know where, deeper layers know what. FCN-16s and FCN-8s add the scores
// of pool4 and pool3 on the way up (Long et al., 2015, 4.2), each starting from the one before.
#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>

#include "datasets/drawing.h"
#include "datasets/image.h"
#include "models/surgery.h"
#include "models/zoo.h"
#include "training/evaluate.h"
#include "training/predict.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/figures.h"
#include "tutorials/support/lesson.h"

using namespace pixelwise;

namespace {

using Weights = std::map<std::string, Array>;

const Preprocessing& how_to_prepare = preprocessing("shapes");

struct Results {
  Weights weights32s;
  ConfusionMatrix fcn32s{1};
  StageResult fcn16s, fcn8s, control, at_once;
};

// The scores that two networks give for one image: how far apart at most?
double score_difference(const Array& a, const Array& b) {
  double largest = 0;
  for (std::int64_t i = 0; i < a.size(); ++i) {
    largest = std::max(largest, std::abs(static_cast<double>(a(i)) - b(i)));
  }
  return largest;
}

// 32x in one step against 2x and then 16x, with the same weights and a skip that adds zero.
void zero_skip(const Weights& weights32s, const Dataset& val) {
  section("A skip that is zero, and yet changes the result");
  const auto coarse = stage_network(ladder_stage("fcn32s"), weights32s);
  Rng rng(0);
  const auto fine = make_model({.name = "toy-16s", .classes = val.num_classes()}, rng);
  const TransplantReport report = transplant(weights32s, *fine);
  std::cout << "FCN-32s -> FCN-16s: " << to_string(report) << '\n';
  const Image image = val.get(0).image;
  const double difference = score_difference(scores_of(*coarse, image, how_to_prepare),
                                             scores_of(*fine, image, how_to_prepare));
  std::cout << "scores before training differ by up to " << difference << '\n';
  expect(difference > 0.01,
         "Bilinear by 2 and then by 16 is close to, but not the same as, bilinear by 32.");
}

void train_all(Lesson& lesson, Results& r) {
  section("Training");
  const Dataset& val = *lesson.data().val;
  const Weights classifier = lesson.weights_of("classifier");
  r.fcn32s = evaluate(*stage_network(ladder_stage("fcn32s"), r.weights32s), val, how_to_prepare);
  r.fcn16s = lesson.train("fcn16s", &r.weights32s);
  r.fcn8s = lesson.train("fcn8s", &r.fcn16s.weights);
  r.control = lesson.train("fcn32s_control", &classifier);
  r.at_once = lesson.train("fcn8s_at_once", &classifier);
}

void print_row(const std::string& name, int iterations, const ConfusionMatrix& c) {
  std::cout << std::left << std::setw(22) << name << std::right << std::setw(11) << iterations
            << std::fixed << std::setprecision(3);
  for (const double score : {c.pixel_accuracy(), c.mean_accuracy(), c.mean_iou(), c.fw_iou()}) {
    std::cout << std::setw(11) << score;
  }
  std::cout << std::defaultfloat << std::setprecision(6) << '\n';
}

void print_table(const Results& r) {
  std::cout << std::setw(22) << "";
  for (const char* column : {"iterations", "pixel acc", "mean acc", "mean IoU", "f.w. IoU"}) {
    std::cout << std::setw(11) << column;
  }
  std::cout << '\n';
  print_row("FCN-32s", 200, r.fcn32s);
  print_row("FCN-16s, untrained", 200, r.fcn16s.before);
  print_row("FCN-16s", 320, r.fcn16s.after);
  print_row("FCN-8s, untrained", 320, r.fcn8s.before);
  print_row("FCN-8s", 440, r.fcn8s.after);
  print_row("FCN-32s, longer", 440, r.control.after);
  print_row("FCN-8s at once", 440, r.at_once.after);
  std::fflush(stdout);
}

void check_claims(const Results& r) {
  const double iou32 = r.fcn32s.mean_iou(), iou16 = r.fcn16s.after.mean_iou();
  const double iou8 = r.fcn8s.after.mean_iou();
  expect(iou16 > iou32 + 0.10 && iou8 > iou16 + 0.06,
         "32s < 16s < 8s: each skip gains, the first more than .10 and the second more than .06.");
  expect(std::abs(r.fcn16s.before.mean_iou() - iou32) < 0.09,
         "An untrained skip starts the next stage near the end of the one before.");
  expect(r.fcn16s.before.mean_iou() != iou32 && r.fcn8s.before.mean_iou() != iou16,
         "Near, but not at it: two upsamplings in a row are not one.");
  expect(
      r.control.after.mean_iou() < iou16,
      "It is the skip, not the time: FCN-32s trained for 440 iterations stays below FCN-16s after "
      "320.");
  expect(r.at_once.after.mean_iou() > iou8,
         "All skips from the start, for as many iterations, is better than in stages here.");

  std::vector<double> gains;
  for (std::size_t c = 0; c < 6; ++c) {
    gains.push_back(r.fcn8s.after.iou()[c].value() - r.fcn32s.iou()[c].value());
  }
  constexpr std::ptrdiff_t kRing = 4;
  expect(std::max_element(gains.begin(), gains.end()) - gains.begin() == kRing,
         "Of all classes the ring gains most from 32s to 8s: its hole is smaller than a cell.");
}

void draw_masks(Lesson& lesson, const Results& r) {
  const Dataset& val = *lesson.data().val;
  const std::unique_ptr<Network> nets[] = {
      stage_network(ladder_stage("fcn32s"), r.weights32s),
      stage_network(ladder_stage("fcn16s"), r.fcn16s.weights),
      stage_network(ladder_stage("fcn8s"), r.fcn8s.weights),
  };
  std::vector<Image> tiles;
  for (const std::int64_t i : {0, 1, 2, 3}) {
    const Sample sample = val.get(i);
    tiles.push_back(sample.image);
    tiles.push_back(colourise(sample.mask, val.palette()));
    for (const auto& net : nets) {
      tiles.push_back(colourise(predict(*net, sample.image, how_to_prepare), val.palette()));
    }
  }
  write_png(lesson.picture("masks.png"), make_sheet(tiles, {.columns = 5}));
}

void draw_curves(Lesson& lesson, const Results& r) {
  const double start = r.control.before.mean_iou();
  const Series staged{
      .name = "in stages",
      .x = {0, 200, 200, 320, 320, 440},
      .y = {start, r.fcn32s.mean_iou(), r.fcn16s.before.mean_iou(), r.fcn16s.after.mean_iou(),
            r.fcn8s.before.mean_iou(), r.fcn8s.after.mean_iou()},
      .dots = true};
  const Series control{.name = "FCN-32s, longer",
                       .x = {0, 440},
                       .y = {start, r.control.after.mean_iou()},
                       .dots = true,
                       .dashed = true};
  const Series at_once{.name = "FCN-8s at once",
                       .x = {0, 440},
                       .y = {r.at_once.before.mean_iou(), r.at_once.after.mean_iou()},
                       .dots = true,
                       .dashed = true};
  lesson.draw("stages.svg",
              LinePlot{.title = "Measured at the dots, straight lines between them",
                       .x_label = "iterations of segmentation",
                       .y_label = "mean IoU",
                       .series = {staged, control, at_once},
                       .markers = {{0, "32s"}, {200, "16s"}, {320, "8s"}},
                       .y_min = 0,
                       .y_max = 1},
              Kind::trained);
  lesson.draw(
      "iou.svg",
      iou_chart("IoU on 150 validation images", *lesson.data().val,
                {{"FCN-32s", r.fcn32s}, {"FCN-16s", r.fcn16s.after}, {"FCN-8s", r.fcn8s.after}}),
      Kind::trained);
}

void lesson_11(Lesson& lesson) {
  Results results;
  results.weights32s = lesson.weights_of("fcn32s");
  zero_skip(results.weights32s, *lesson.data().val);
  train_all(lesson, results);
  section("Results on 150 validation images");
  print_table(results);
  draw_masks(lesson, results);
  draw_curves(lesson, results);
  check_claims(results);
}

}  // namespace

int main(int argc, char** argv) { return run_lesson(argc, argv, "11_fcn16s_fcn8s", lesson_11); }

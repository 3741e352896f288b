// Lesson 11: finer layers know where, deeper layers know what. FCN-16s and FCN-8s add the scores of
// pool4 and pool3 on the way up (Long et al., 2015, 4.2). First in small numbers (arithmetic.h),
// then trained.
#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>

#include "layers/parameters.h"
#include "models/score_terms.h"
#include "models/summary.h"
#include "models/surgery.h"
#include "tutorials/11_fcn16s_fcn8s/arithmetic.h"
#include "tutorials/11_fcn16s_fcn8s/experiments.h"
#include "tutorials/11_fcn16s_fcn8s/terms.h"
#include "tutorials/support/figures.h"
#include "tutorials/support/image_rows.h"

using namespace pixelwise;

namespace {

using Weights = std::map<std::string, Array>;

const Preprocessing& how_to_prepare = preprocessing("shapes");

struct Results {
  Weights weights32s;
  ConfusionMatrix fcn32s{1};
  StageResult fcn16s, fcn8s, control, at_once;
};

std::string fixed(double number, int decimals) {
  std::ostringstream out;
  out << std::fixed << std::setprecision(decimals) << number;
  return out.str();
}

// 32x in one step against 2x and then 16x, with the same weights and a skip that adds zero.
void zero_skip(const Weights& weights32s, const Dataset& val) {
  section("A skip that adds zero");
  const auto coarse = stage_network(ladder_stage("fcn32s"), weights32s);
  Rng rng(0);
  const auto fine = make_model({.name = "toy-16s", .classes = val.num_classes()}, rng);
  const TransplantReport report = transplant(weights32s, *fine);
  std::cout << "tensors copied " << report.copied.size() << ", dropped " << report.dropped.size()
            << ", missing " << report.missing.size() << '\n';
  double largest = 0, difference = 0;
  int changed = 0, pixels = 0;
  for (std::int64_t index = 0; index < 20; ++index) {
    const Image image = val.get(index).image;
    const Array one = scores_of(*coarse, image, how_to_prepare);
    const Array two = scores_of(*fine, image, how_to_prepare);
    for (std::int64_t i = 0; i < one.size(); ++i) {
      largest = std::max(largest, std::abs(static_cast<double>(one(i))));
    }
    difference = std::max(difference, largest_difference(one, two));
    const std::vector<std::int64_t> a = best_classes(one), b = best_classes(two);
    for (std::size_t i = 0; i < a.size(); ++i) changed += a[i] != b[i] ? 1 : 0;
    pixels += static_cast<int>(a.size());
  }
  std::cout << "20 images: scores up to " << fixed(largest, 1) << " change by up to "
            << fixed(difference, 1) << ", the class of " << fixed(100.0 * changed / pixels, 1)
            << " % of the pixels changes\n";
  expect(difference > 0.01 && changed > 0, "Zero was added, and yet masks changed.");
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
  const WhereAndWhat two = where_and_what(c);
  std::cout << std::left << std::setw(20) << name << std::right << std::setw(10) << iterations
            << std::setw(11) << fixed(c.mean_iou(), 3) << std::setw(9) << fixed(two.where, 3)
            << std::setw(9) << fixed(two.what, 3) << std::endl;
}

void print_header() {
  std::cout << std::setw(30) << "iterations" << std::setw(11) << "mean IoU" << std::setw(9)
            << "where" << std::setw(9) << "what" << '\n';
}

void in_stages(const Results& r) {
  section("In stages");
  print_header();
  print_row("FCN-32s", 200, r.fcn32s);
  print_row("FCN-16s, untrained", 200, r.fcn16s.before);
  print_row("FCN-16s", 320, r.fcn16s.after);
  print_row("FCN-8s, untrained", 320, r.fcn8s.before);
  print_row("FCN-8s", 440, r.fcn8s.after);
  const double iou32 = r.fcn32s.mean_iou(), iou16 = r.fcn16s.after.mean_iou();
  const double iou8 = r.fcn8s.after.mean_iou();
  expect(iou16 > iou32 + 0.10 && iou8 > iou16 + 0.06,
         "Mean IoU: the first skip gains more than .10, the second one more than .06.");
  expect(std::abs(r.fcn16s.before.mean_iou() - iou32) < 0.09 &&
             std::abs(r.fcn8s.before.mean_iou() - iou16) < 0.05,
         "Untrained, FCN-16s is within .09 of FCN-32s, and FCN-8s within .05 of FCN-16s.");
  expect(where_and_what(r.fcn8s.after).where > where_and_what(r.fcn32s).where + 0.15,
         "Where: more than .15 better with both skips.");

  std::vector<double> gains;
  for (std::size_t c = 0; c < 6; ++c) {
    gains.push_back(r.fcn8s.after.iou()[c].value() - r.fcn32s.iou()[c].value());
  }
  expect(std::max_element(gains.begin(), gains.end()) - gains.begin() == kRing,
         "Of all classes the ring gains most: its hole is smaller than a cell of 32x32 pixels.");
}

void control(const Results& r) {
  section("Predict: the control");
  print_header();
  print_row("FCN-32s", 200, r.fcn32s);
  print_row("FCN-32s, longer", 440, r.control.after);
  print_row("FCN-16s", 320, r.fcn16s.after);
  expect(r.control.after.mean_iou() < r.fcn16s.after.mean_iou(),
         "Mean IoU: FCN-32s stays below FCN-16s.");
  const WhereAndWhat before = where_and_what(r.fcn32s), longer = where_and_what(r.control.after);
  expect(longer.what > before.what && longer.what - before.what > longer.where - before.where,
         "The additional time taught it what, more than where.");
  expect(longer.where < where_and_what(r.fcn16s.after).where - 0.1,
         "Where: it is more than .10 below FCN-16s.");
  section("Predict: all skips at once");
  print_header();
  print_row("FCN-8s, in stages", 440, r.fcn8s.after);
  print_row("FCN-8s, at once", 440, r.at_once.after);
  expect(r.at_once.after.mean_iou() > r.fcn8s.after.mean_iou(), "At once is better here.");
}

// The trained FCN-8s with its skips added in the wrong place, and what happens without any crop.
void wrong_places(const Results& r, const Dataset& val) {
  section("The wrong place");
  Rng rng(0);
  OneCellOff wrong(toy_config(), val.num_classes(), rng);
  load_state(wrong, r.fcn8s.weights);
  const double moved = evaluate(wrong, val, how_to_prepare).mean_iou();
  std::cout << "mean IoU with the skips in place " << fixed(r.fcn8s.after.mean_iou(), 3)
            << ", one cell off " << fixed(moved, 3) << '\n';
  expect(moved < r.fcn8s.after.mean_iou() - 0.10, "One cell off costs more than .10.");
  VggConfig thin = vgg16_config(4, 8, 0);
  thin.family = Family::caffe;
  Fcn8s net(thin, val.num_classes(), rng);
  const auto [pool3, pool4, fc7] = net.trunk.features(Tensor(Array({1, 3, 128, 128})));
  std::string message = "none";
  try {
    net.upscore2(net.score_fr(fc7)) + net.score_pool4(pool4);
  } catch (const std::invalid_argument& error) {
    message = error.what();
  }
  std::cout << "without a crop: " << message << '\n';
  require(message != "none", "lesson 11: maps of different size were added");
}

// One image, and what the three score layers say of the ring there.
void what_skips_add(Lesson& lesson, const Results& r) {
  section("What each skip adds", Kind::timed);  // a single pixel: its numbers are not compared
  const Dataset& val = *lesson.data().val;
  Rng rng(0);
  Fcn8s net(toy_config(), val.num_classes(), rng);
  load_state(net, r.fcn8s.weights);
  const auto coarse = stage_network(ladder_stage("fcn32s"), r.weights32s);
  const auto place = pixel_in_a_hole(*coarse, net, val, how_to_prepare);
  expect(place.has_value(), "FCN-32s fills the hole of a ring, and FCN-8s does not.");
  const Sample sample = val.get(place->index);
  const Array image = to_array(sample.image, how_to_prepare);
  const ScoreTerms at = score_terms(net, image, {kBackground, kRing}, place->row, place->column);
  const EvaluationScope evaluation(net);
  const Array scores = net(Tensor(image)).value();
  const std::array<Tensor, 3> terms = terms_of(net, Tensor(image));
  expect(largest_difference((terms[0] + terms[1] + terms[2]).value(), scores) < 1e-3,
         "F1 + F2 + F3 are the scores of FCN-8s, to less than 0.001.");

  std::cout << "one pixel in the hole   background   ring\n";
  for (const ScoreTerm& term : at.terms) {
    std::cout << std::left << std::setw(20) << term.name << std::right << std::setw(14)
              << fixed(term.parts[0], 1) << std::setw(7) << fixed(term.parts[1], 1) << '\n';
  }
  std::cout << std::left << std::setw(20) << "sum" << std::right << std::setw(14)
            << fixed(at.scores[0], 1) << std::setw(7) << fixed(at.scores[1], 1) << '\n';
  expect(at.scores[0] > at.scores[1], "The background wins, which is right.");

  std::vector<std::vector<double>> maps;
  for (const Tensor& term : terms) maps.push_back(ring_over_background(term.value()));
  maps.push_back(ring_over_background(scores));
  const std::vector<Image> pictures = with_one_scale(maps, sample.image.width, sample.image.height);
  TileSheet sheet{.title = "Score of the ring minus score of the background",
                  .legend = signed_legend(),
                  .columns = 3,
                  .tile = 170};
  sheet.rows.push_back({"",
                        {{sample.image, "image"},
                         {colourise(sample.mask, val.palette()), "truth"},
                         {pictures[0], "F1, from fc7"},
                         {pictures[1], "F2, from pool4"},
                         {pictures[2], "F3, from pool3"},
                         {pictures[3], "F1 + F2 + F3"}}});
  lesson.draw("terms.png", sheet_diagram(sheet), Kind::trained);
}

void draw_masks(Lesson& lesson, const Results& r) {
  const Dataset& val = *lesson.data().val;
  const std::unique_ptr<Network> nets[] = {
      stage_network(ladder_stage("fcn32s"), r.weights32s),
      stage_network(ladder_stage("fcn16s"), r.fcn16s.weights),
      stage_network(ladder_stage("fcn8s"), r.fcn8s.weights),
  };
  ImageRows rows{.title = "Four validation images",
                 .columns = {"image", "truth", "FCN-32s", "FCN-16s", "FCN-8s"},
                 .legend = {val.class_names(), val.palette()},
                 .size = 104};
  for (const std::int64_t i : {0, 1, 2, 3}) {
    const Sample sample = val.get(i);
    rows.rows.push_back({sample.image, colourise(sample.mask, val.palette())});
    for (const auto& net : nets) {
      rows.rows.back().push_back(
          colourise(predict(*net, sample.image, how_to_prepare), val.palette()));
    }
  }
  lesson.draw("masks.png", image_rows(rows));
}

void draw_curves(Lesson& lesson, const Results& r) {
  const double start = r.control.before.mean_iou();
  const Series staged{
      .name = "in stages",
      .x = {0, 200, 200, 320, 320, 440},
      .y = {start, r.fcn32s.mean_iou(), r.fcn16s.before.mean_iou(), r.fcn16s.after.mean_iou(),
            r.fcn8s.before.mean_iou(), r.fcn8s.after.mean_iou()},
      .dots = true};
  const Series longer{.name = "FCN-32s, longer",
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
                       .series = {staged, longer, at_once},
                       .markers = {{0, "32s"}, {200, "16s"}, {320, "8s"}},
                       .y_min = 0,
                       .y_max = 1,
                       .width = 620},
              Kind::trained);
  BarChart ious =
      iou_chart("IoU on 150 validation images", *lesson.data().val,
                {{"FCN-32s", r.fcn32s}, {"FCN-16s", r.fcn16s.after}, {"FCN-8s", r.fcn8s.after}});
  ious.width = 620;
  lesson.draw("iou.svg", ious, Kind::trained);
}

void lesson_11(Lesson& lesson) {
  by_hand(lesson);
  the_library();
  add_or_concatenate();
  two_steps_or_one();
  steps_up(lesson);
  Results results;
  results.weights32s = lesson.weights_of("fcn32s");
  zero_skip(results.weights32s, *lesson.data().val);
  train_all(lesson, results);
  in_stages(results);
  control(results);
  wrong_places(results, *lesson.data().val);
  what_skips_add(lesson, results);
  draw_masks(lesson, results);
  draw_curves(lesson, results);
}

}  // namespace

int main(int argc, char** argv) {
  return run_lesson(argc, argv, "11_fcn16s_fcn8s", lesson_11, experiments_11);
}

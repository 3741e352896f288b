// Lesson 00: draws one image with three answers (classification, detection, segmentation), runs the
// program of main.cpp, and shows its training as a film.
#include "tutorials/support/lesson.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <sstream>

#include "autograd/ops.h"
#include "datasets/batch.h"
#include "datasets/drawing.h"
#include "datasets/open_dataset.h"
#include "datasets/shapes.h"
#include "layers/parameters.h"
#include "metrics/all_one_class.h"
#include "models/simple_fcn.h"
#include "optim/adam.h"
#include "training/evaluate.h"
#include "training/predict.h"
#include "training/to_array.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/image_rows.h"
#include "tutorials/support/kept_output.h"

using namespace pixelwise;

void train_a_network();  // main.cpp

namespace {

std::string percent(double share) { return text(std::lround(100 * share), " %"); }

// What the program prints, and how long it takes.
std::string the_program(Lesson& lesson) {
  section("The program", Kind::trained);
  const auto start = std::chrono::steady_clock::now();
  const KeptOutput kept;
  train_a_network();
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  std::ostringstream one_decimal;
  one_decimal << std::fixed << std::setprecision(1) << seconds.count();
  lesson.value("seconds", one_decimal.str(), Kind::timed);
  std::string printed = kept.text();
  section("Its time", Kind::timed);
  std::cout << "training and measuring took " << one_decimal.str() << " seconds\n";
  return printed;
}

// What the network makes of three images after some steps.
struct Frame {
  int step;
  ConfusionMatrix scores;
  std::vector<Image> masks;
};

constexpr int kSteps = 200;
constexpr int kShownImages[] = {3, 8, 21};

struct Film {
  std::vector<Frame> frames;
  Array scores;  // [1, 2, 128, 128] of the first of these images, in the end
  std::int64_t weights;
};

// The training of main.cpp once more. It stops at some steps and looks.
Film film() {
  const DatasetPtr train = open_dataset("shapes-binary", Split::train);
  const DatasetPtr val = open_dataset("shapes-binary", Split::val);
  const Preprocessing input = preprocessing("shapes");
  const BatchSource batches(train, input, {.batch_size = 4, .seed = 1});
  Rng rng(1);
  SimpleFcn net(train->num_classes(), rng, /*width=*/8);
  Adam adam(trainable_parameters(net), {.lr = 5e-3});

  std::vector<Frame> frames;
  const auto look = [&](int step) {
    Frame frame{step, evaluate(net, *val, input), {}};
    for (const int index : kShownImages) {
      frame.masks.push_back(colourise(predict(net, val->get(index).image, input), val->palette()));
    }
    frames.push_back(std::move(frame));
  };
  for (int i = 0; i < kSteps; ++i) {
    if (i == 0 || i == 10 || i == 25 || i == 50 || i == 100) look(i);
    const Batch batch = batches.batch(i);
    const Tensor loss = cross_entropy(net(Tensor(to_array(batch))), batch.labels);
    adam.zero_grad();
    loss.backward();
    adam.step();
  }
  look(kSteps);
  return {frames, scores_of(net, val->get(kShownImages[0]).image, input),
          count_parameters(net).all};
}

const Frame& frame_at(const std::vector<Frame>& frames, int step) {
  return *std::find_if(frames.begin(), frames.end(),
                       [&](const Frame& f) { return f.step == step; });
}

void draw_film(Lesson& lesson, const std::vector<Frame>& frames) {
  const DatasetPtr val = open_dataset("shapes-binary", Split::val);
  ImageRows rows{.title = "From noise to masks",
                 .columns = {"image", "untrained", "200 steps", "truth"},
                 .legend = {val->class_names(), val->palette()},
                 .size = 128};
  for (std::size_t k = 0; k < std::size(kShownImages); ++k) {
    const Sample sample = val->get(kShownImages[k]);
    rows.rows.push_back({sample.image, frame_at(frames, 0).masks[k],
                         frame_at(frames, kSteps).masks[k],
                         colourise(sample.mask, val->palette())});
  }
  rows.legend.names.emplace_back("outline, not counted");
  rows.legend.palette.push_back(kVoidColour);
  lesson.draw("film.png", image_rows(rows), Kind::exact);
}

// The two scores of a pixel, and which class wins.
void scores_of_pixels(const Array& scores) {
  section("Scores of three pixels", Kind::timed);  // they differ from machine to machine
  struct Place {
    const char* name;
    int row, column;
    bool object;
  };
  int right = 0;
  std::cout << std::fixed << std::setprecision(1);
  for (const Place& p : {Place{"background", 20, 100, false}, Place{"in the cross", 73, 20, true},
                         Place{"in the square", 93, 100, true}}) {
    const Real background = scores(0, 0, p.row, p.column), object = scores(0, 1, p.row, p.column);
    std::cout << "row " << p.row << ", column " << p.column << " (" << p.name << "): background "
              << background << ", object " << object << '\n';
    right += (object > background) == p.object ? 1 : 0;
  }
  std::cout << std::defaultfloat << std::setprecision(6);
  expect(right == 3, "At these three pixels the higher score is that of the true class.");
}

// The share of pixels for which the background has the higher score.
double background_share(const ConfusionMatrix& counts) {
  return static_cast<double>(counts.predicted_pixels(0)) /
         static_cast<double>(counts.labelled_pixels());
}

void noise_to_masks(Lesson& lesson, const Film& taken, const std::string& printed) {
  section("Noise to masks", Kind::trained);
  const std::vector<Frame>& frames = taken.frames;
  std::cout << "steps  background wins  pixels right  mean IoU\n"
            << std::fixed << std::setprecision(2);
  Series curve{.name = "the network", .dots = true};
  for (const Frame& frame : frames) {
    const double right = frame.scores.pixel_accuracy(), iou = frame.scores.mean_iou();
    std::cout << std::setw(5) << frame.step << std::setw(17) << background_share(frame.scores)
              << std::setw(14) << right << std::setw(10) << iou << '\n';
    curve.x.push_back(frame.step);
    curve.y.push_back(iou);
  }
  const ConfusionMatrix background = all_one_class(*open_dataset("shapes-binary", Split::val));
  std::cout << "Without a network, background everywhere: " << background.pixel_accuracy()
            << " of the pixels right, mean IoU " << background.mean_iou() << '\n'
            << std::defaultfloat << std::setprecision(6);
  const double first = frames.front().scores.mean_iou(), last = frames.back().scores.mean_iou();
  const double half = frame_at(frames, kSteps / 2).scores.mean_iou();
  expect(first < 0.5, "The untrained network has a mean IoU below 0.5.");
  expect(last > 0.8, "After 200 steps it is above 0.8.");
  const double early = frame_at(frames, 25).scores.mean_iou();
  expect(std::abs(early - background.mean_iou()) < 0.1,
         "After 25 steps its mean IoU is hardly above that of background everywhere.");
  expect(background_share(frame_at(frames, 25).scores) > 0.9,
         "After 25 steps the background wins at more than nine of ten pixels.");
  expect(half > 0.6 * last, "After half of the steps it has more than half of its mean IoU.");
  std::ostringstream end;
  end << "mean IoU " << last << "\n";
  const bool same =
      printed.size() >= end.str().size() &&
      printed.compare(printed.size() - end.str().size(), end.str().size(), end.str()) == 0;
  std::cout << (same ? "The film shows the same training as the program: the same numbers.\n"
                     : "You have changed main.cpp. The film shows the training as it was.\n");
  draw_film(lesson, frames);
  lesson.draw("learning.svg",
              LinePlot{.title = "Mean IoU while the network learns",
                       .x_label = "training steps",
                       .y_label = "mean IoU (1: all right)",
                       .series = {curve,
                                  {.name = "background everywhere",
                                   .x = {0, kSteps},
                                   .y = {background.mean_iou(), background.mean_iou()},
                                   .dashed = true}},
                       .y_min = 0,
                       .y_max = 1,
                       .width = 640,
                       .height = 320},
              Kind::trained);
  lesson.value("mean_iou", text(std::round(100 * last) / 100), Kind::trained);
  lesson.value("weights", text(taken.weights));
}

// The smallest box around all pixels of a class.
struct ObjectBox {
  int top, bottom, left, right;
  int inside = 0;  // pixels of the class
  int area() const { return (bottom - top + 1) * (right - left + 1); }
};

ObjectBox box_around(const Mask& mask, int class_number) {
  ObjectBox box{mask.height, -1, mask.width, -1};
  for (int y = 0; y < mask.height; ++y) {
    for (int x = 0; x < mask.width; ++x) {
      if (mask.at(x, y) != class_number) continue;
      box = {std::min(box.top, y), std::max(box.bottom, y), std::min(box.left, x),
             std::max(box.right, x), box.inside + 1};
    }
  }
  return box;
}

void three_answers(Lesson& lesson) {
  section("Three answers to one image", Kind::exact);
  const Classes classes = shapes_classes();
  const Sample sample = make_shapes(ShapesTask::segmentation, 0, Split::val, 4, 128, 128);
  const Image masked = overlay(sample.image, sample.mask, classes.palette,
                               {.opacity = 0.75, .outline = true, .transparent_class = 0});
  Diagram d = image_rows({.title = "One image, three questions",
                          .columns = {"classification", "detection", "segmentation"},
                          .rows = {{sample.image, sample.image, masked}}});
  d.height += 60;
  const double below = d.images[0].y + d.images[0].width + 16;
  const double zoom = d.images[1].width / sample.image.width;
  std::string names;
  double fullest = 0, legend = d.images[0].x;
  for (int c = 1; c < static_cast<int>(classes.names.size()); ++c) {
    const ObjectBox box = box_around(sample.mask, c);
    if (box.inside == 0) continue;
    const std::string& name = classes.names[static_cast<std::size_t>(c)];
    const double share = static_cast<double>(box.inside) / box.area();
    fullest = std::max(fullest, share);
    names += (names.empty() ? "" : ", ") + name;
    std::cout << name << ": rows " << box.top << " to " << box.bottom << ", columns " << box.left
              << " to " << box.right << "; " << percent(share) << " of this box is " << name
              << '\n';
    d.boxes.push_back({.x = d.images[1].x + zoom * box.left,
                       .y = d.images[1].y + zoom * box.top,
                       .width = zoom * (box.right - box.left + 1),
                       .height = zoom * (box.bottom - box.top + 1),
                       .frame = classes.palette[static_cast<std::size_t>(c)]});
    d.boxes.push_back({.x = legend,
                       .y = below + 21,
                       .width = 14,
                       .height = 14,
                       .fill = classes.palette[static_cast<std::size_t>(c)]});
    d.captions.push_back({.x = legend + 20, .y = below + 28, .text = name});
    legend += 100;
  }
  const std::string answers[] = {names, "a box for each", "a class for each pixel"};
  for (std::size_t k = 0; k < 3; ++k) {
    const double middle = d.images[k].x + d.images[k].width / 2;
    d.captions.push_back({.x = middle, .y = below, .text = answers[k], .centred = true});
  }
  std::cout << "classification: the names; detection: 4 numbers for each box; segmentation: "
            << sample.mask.ids.size() << " numbers\n";
  expect(fullest < 0.6, "Every box is filled to less than 60 % by its object.");
  lesson.draw("answers.png", d, Kind::exact);
}

void lesson_00(Lesson& lesson) {
  three_answers(lesson);
  const Film taken = film();
  scores_of_pixels(taken.scores);
  const std::string printed = the_program(lesson);
  noise_to_masks(lesson, taken, printed);
}

}  // namespace

int main(int argc, char** argv) { return run_lesson(argc, argv, "00_first_program", lesson_00); }

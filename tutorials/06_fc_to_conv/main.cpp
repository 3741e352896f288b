// Lesson 06: a classifier looks at one image of one size. Seen as a convolution, the same weights
// look everywhere at once: fully connected layers become convolutions (Long et al., 2015, 3.1).
#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>

#include "autograd/ops.h"
#include "datasets/drawing.h"
#include "datasets/image.h"
#include "datasets/shapes.h"
#include "datasets/transforms.h"
#include "layers/init.h"
#include "layers/parameters.h"
#include "metrics/confusion.h"
#include "models/summary.h"
#include "models/surgery.h"
#include "models/zoo.h"
#include "training/evaluate.h"
#include "training/heat_map.h"
#include "training/predict.h"
#include "training/to_array.h"
#include "tutorials/06_fc_to_conv/matrix_as_filter.h"
#include "tutorials/06_fc_to_conv/windows.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/image_rows.h"
#include "tutorials/support/lesson.h"

using namespace pixelwise;

namespace {

const Preprocessing& how_to_prepare = preprocessing("shapes");
constexpr int kWindow = 96, kStride = 32, kClasses = 5;

Tensor input_of(const Sample& sample) {
  return Tensor(to_array(make_batch({sample}, how_to_prepare)));
}

void surgery(VggClassifier& classifier, VggHeatMap& net, const Dataset& images) {
  section("Surgery: the same numbers as convolutions");
  std::cout << "fc6.weight " << classifier.fc6.weight.shape() << " -> " << net.fc6.weight.shape()
            << "\n"
            << to_string(transplant(state(classifier), net)) << '\n';
  double largest = 0, logit = 0;
  for (std::int64_t i = 0; i < 32; ++i) {
    const Tensor image = input_of(images.get(i));
    const Tensor fc = classifier(image), conv = flatten(net(image));  // [1, 5] and [1, 5, 1, 1]
    largest = std::max(largest, largest_difference(fc.value(), conv.value()));
    logit = std::max(logit, largest_difference(fc.value(), Array({1, kClasses})));
  }
  std::cout << "32 images of 96x96: largest logit " << logit << ", largest difference " << largest
            << '\n';
  expect(largest <= 1e-5 * std::max(1.0, logit),
         "On 96x96 the convolutions give the classifier's logits: differences are rounding, below "
         "1/100,000 of the largest.");
  Rng rng(4);
  VggHeatMap other(toy_config(), kClasses + 1, rng);
  const TransplantReport report = transplant(state(classifier), other);
  std::cout << "into a net for 6 classes: copied " << report.copied.size() << ", reshaped "
            << report.reshaped.size() << ", dropped " << report.dropped.size() << ", missing "
            << report.missing.size() << '\n';
  expect(report.dropped == std::vector<std::string>({"score.bias", "score.weight"}) &&
             report.missing.size() == 2,
         "Dropped, and missing, are the weight and the bias of the score layer.");
}

Sample shapes_image(std::int64_t index, int size) {
  return make_shapes(ShapesTask::segmentation, 0, Split::val, index, size, size);
}

void heat_maps(Lesson& lesson, VggHeatMap& net) {
  section("Heat maps: a larger image, several objects");
  ImageRows picture{.title = "Scores of five classes, for 6x6 windows", .size = 84};
  picture.columns = {"image"};
  for (const std::string& name : shape_kinds().names) picture.columns.push_back(name);
  for (const std::int64_t index : {3, 9, 15}) {
    const Sample sample = shapes_image(index, 256);
    const Array map = net(input_of(sample)).value();  // [1, 5, 6, 6]
    picture.rows.push_back({resize_image(sample.image, 168, 168)});
    for (std::int64_t c = 0; c < kClasses; ++c) {
      const Image heat = heat_overlay(sample.image, map, c, 3, 15, kStride);
      picture.rows.back().push_back(resize_image(heat, 168, 168));
    }
  }
  lesson.draw("heat_maps.png", image_rows(picture));
  std::cout << "[1, 3, 256, 256] -> " << net(input_of(shapes_image(3, 256))).shape()
            << ": a map of 6x6 cells for each class\n";
}

// The class of each cell over the middle 32x32 pixels of its window. Background (0) is what no
// window has in its middle, and where no score is above `least`. Kind c of a shape is class c + 1.
Mask mask_of(const Array& map, double least, const Image& image) {
  Mask mask(image.width, image.height, 0);
  const std::vector<std::int64_t> best = best_classes(map);
  const std::int64_t rows = map.shape()[2], columns = map.shape()[3];
  for (std::int64_t y = 0; y < rows * kStride; ++y) {
    for (std::int64_t x = 0; x < columns * kStride; ++x) {
      const std::int64_t i = y / kStride, j = x / kStride;
      const std::int64_t c = best[static_cast<std::size_t>(i * columns + j)];
      const bool sure = static_cast<double>(map(0, c, i, j)) > least;
      mask.at(static_cast<int>(x) + 32, static_cast<int>(y) + 32) =
          sure ? to_label(c + 1) : std::uint8_t{0};
    }
  }
  return mask;
}

void first_mask(Lesson& lesson, VggHeatMap& net) {
  section("A first mask: the best class of each cell, 32 times as large");
  constexpr double kNone = -1e9, kSure = 8;
  const Palette palette = shapes_classes().palette;
  ImageRows picture{.title = "A mask from a heat map",
                    .columns = {"image", "best class", "score above 8", "truth"},
                    .legend = shapes_classes(),
                    .size = 124};
  ConfusionMatrix everywhere(6), sure(6), background(6);
  for (std::int64_t index = 0; index < 40; ++index) {
    const Sample sample = shapes_image(index, 256);
    const Array map = net(input_of(sample)).value();
    const Mask all = mask_of(map, kNone, sample.image), some = mask_of(map, kSure, sample.image);
    everywhere.add(sample.mask.ids, all.ids);
    sure.add(sample.mask.ids, some.ids);
    background.add(sample.mask.ids, Mask(256, 256).ids);
    if (index == 3 || index == 9 || index == 15) {
      const auto tile = [&](const Mask& mask) {
        return colourise(resize_mask(mask, 128, 128), palette);
      };
      picture.rows.push_back(
          {resize_image(sample.image, 128, 128), tile(all), tile(some), tile(sample.mask)});
    }
  }
  lesson.draw("first_mask.png", image_rows(picture));
  std::cout << "40 images of 256x256         pixel accuracy  mean IoU\n"
            << std::fixed << std::setprecision(3);
  for (const auto& [name, scores] : {std::pair("the best class everywhere", &everywhere),
                                     std::pair("where its score is above 8", &sure),
                                     std::pair("background everywhere", &background)}) {
    std::cout << std::left << std::setw(30) << name << std::right << std::setw(12)
              << scores->pixel_accuracy() << std::setw(10) << scores->mean_iou() << '\n';
  }
  std::cout << std::defaultfloat << std::setprecision(6);
  expect(everywhere.pixel_accuracy() < 0.6,
         "Without a class for the background, at least four of ten pixels are wrong.");
  expect(sure.mean_iou() > background.mean_iou(),
         "With a threshold the mean IoU is above that of background everywhere,");
  expect(sure.pixel_accuracy() < background.pixel_accuracy(), "although fewer pixels are right.");
}

// What `pixelwise predict --heat-map` does.
void by_command(Lesson& lesson, VggHeatMap& net) {
  section("By command");
  const Image image = shapes_image(15, 256).image;
  write_png(lesson.picture("shapes.png"), image);
  const HeatMapResult result = judge_windows(net, image, how_to_prepare, shape_kinds().palette);
  write_png(lesson.picture("command.png"), heat_sheet(image, result));
  std::int64_t windows = 0;
  for (const HeatClass& heat : result.found) windows += heat.windows;
  expect(windows == 36, "6x6 windows, and each has a best class.");
}

void sliding_window(Lesson& lesson, VggHeatMap& net) {
  section("Is it the same as sliding the classifier over the image?");
  const Tensor image = input_of(shapes_image(0, 384));
  const Rows padded = compare_with_windows(net, image, kWindow, kStride, 0);
  lesson.draw("difference.svg",
              HeatMap{.title = "One pass against 100 windows of 96x96",
                      .x_label = "column of the cell",
                      .y_label = "row of the cell",
                      .value_label = "largest difference of a logit",
                      .rows = padded,
                      .width = 520,
                      .height = 400},
              Kind::trained);
  std::cout << "convolutions padded with zeros: up to " << maximum(padded) << " apart\n";
  expect(maximum(padded) > 0.1,
         "With padding, the cells are not what the classifier says of the windows.");

  const std::int64_t sees = summarise(net, {1, 3, 96, 96}).rows.back().receptive_field;
  const double with_context = maximum(compare_with_windows(net, image, kWindow, kStride, kStride));
  std::cout << "A cell sees " << sees << " pixels, " << (sees - kWindow) / 2
            << " beyond its window on each side; in the cut-out these are zeros.\n"
            << "windows with 32 pixels of their surroundings: up to " << with_context << " apart\n";
  lesson.value("sees", text(sees));
  expect(with_context < 1e-4, "Shown what surrounds the window, the classifier says the same.");

  Rng rng(1);
  UnpaddedNet unpadded(rng);
  const double rounding = maximum(compare_with_windows(unpadded, image, 18, 4, 0));
  std::cout << "no padding anywhere: up to " << rounding << " apart\n";
  expect(rounding < 1e-4, "Without padding they agree up to rounding.");
}

void how_many_windows(Lesson& lesson) {
  section("Predict: how many windows?", Kind::exact);
  Rng rng(5);
  VggHeatMap net(vgg16_config(1, 2), 1000, rng);  // VGG-16 with few channels: the same sizes
  Shape map;
  for (const Shape& image : {Shape{1, 3, 224, 224}, Shape{1, 3, 375, 500}}) {
    map = net(Tensor(Array(image))).shape();
    std::cout << image << " -> " << map << '\n';
  }
  lesson.value("windows500", text(map[2] * map[3]));
  expect(map == Shape{1, 1000, 5, 9}, "375 rows: 11 cells, 5 windows. 500 columns: 15 cells, 9.");
  const std::int64_t sees = summarise(net, {1, 3, 224, 224}).rows.back().receptive_field;
  std::cout << "A window has 224 pixels, a cell sees " << sees << ".\n";
  expect(sees == 404, "A cell sees 90 pixels more than its window on each side.");
}

double multiply_adds(Network& net, std::int64_t size) {
  return static_cast<double>(summarise(net, {1, 3, size, size}).multiply_adds);
}

// Windows of `window` pixels, 32 apart, against one pass: prints both, returns how many times less.
double saving(const std::string& name, Network& net, std::int64_t window, std::int64_t size) {
  const std::int64_t across = (size - window) / kStride + 1, windows = across * across;
  const double slid = static_cast<double>(windows) * multiply_adds(net, window) / 1e9;
  const double pass = multiply_adds(net, size) / 1e9;
  std::cout << std::left << std::setw(9) << name << text(size, "x", size) << std::right
            << std::setw(8) << windows << std::fixed << std::setprecision(2) << std::setw(19)
            << slid << " G" << std::setw(13) << pass << " G" << std::setw(10)
            << std::setprecision(1) << slid / pass << "\n"
            << std::defaultfloat << std::setprecision(6);
  return slid / pass;
}

void cost(Lesson& lesson, VggHeatMap& toy) {
  section("Predict: what one pass saves", Kind::exact);
  const UninitializedWeights quick;
  Rng rng(0);
  VggHeatMap vgg(vgg16_config(), 1000, rng);
  std::cout << "net      image    windows   multiply-adds of all     of one pass     times\n";
  saving("VGG-16", vgg, 224, 224);
  const double at384 = saving("VGG-16", vgg, 224, 384);
  saving("VGG-16", vgg, 224, 512);
  const double ours = saving("ours", toy, kWindow, 384);
  lesson.value("vgg_saving", text(std::round(at384 * 10) / 10));
  expect(at384 > 11 && at384 < 11.5,
         "One pass of VGG-16 over 384x384 gives 36 windows for 1/11 of the multiply-adds.");
  expect(ours > 5.5 && ours < 9,
         "Ours saves less: 6 times, and it could never be more than 9 times.");
}

void lesson_06(Lesson& lesson) {
  by_hand(lesson);
  the_library();
  vgg16(lesson);
  wrong_order();
  other_channels();
  how_many_windows(lesson);
  why_padding_matters(lesson);

  const Dataset& val = *lesson.data().classify_val;
  section("The classifier");
  const auto weights = lesson.train("classifier", nullptr).weights;
  Rng rng(0);
  VggClassifier classifier(toy_config(), kClasses, rng);
  load_state(classifier, weights);
  const double accuracy = evaluate(classifier, val, how_to_prepare).pixel_accuracy();
  std::cout << "right on " << 100 * accuracy << " % of " << val.size() << " images\n";
  expect(accuracy >= 0.85, "The classifier names at least 85 % of the shapes.");

  const NoGrad no_grad;
  VggHeatMap net(toy_config(), kClasses, rng);
  surgery(classifier, net, val);
  heat_maps(lesson, net);
  first_mask(lesson, net);
  by_command(lesson, net);
  sliding_window(lesson, net);
  cost(lesson, net);
}

}  // namespace

int main(int argc, char** argv) { return run_lesson(argc, argv, "06_fc_to_conv", lesson_06); }

// Lesson 01: what masks are, how they are kept in files, and how a result is measured against one.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iomanip>
#include <iostream>

#include "base/labels.h"
#include "base/terminal.h"
#include "datasets/drawing.h"
#include "datasets/image.h"
#include "datasets/mask.h"
#include "datasets/open_dataset.h"
#include "datasets/transforms.h"
#include "metrics/all_one_class.h"
#include "metrics/truth_bound.h"
#include "tutorials/01_pixels/masks.h"
#include "tutorials/01_pixels/measure.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/image_rows.h"
#include "tutorials/support/lesson.h"
#include "tutorials/support/number_grid.h"

using namespace pixelwise;

namespace {

// With `digits` digits behind the point.
std::string number(double value, int digits) {
  std::ostringstream out;
  out << std::fixed << std::setprecision(digits) << value;
  return out.str();
}

bool is(double value, double rounded, double half_unit) {
  return std::abs(value - rounded) <= half_unit;
}

// The numbers of a part of a mask, each in the colour of its class.
void draw_numbers(Lesson& lesson, const Mask& mask, const Palette& palette, int left, int top) {
  constexpr int kRows = 8, kColumns = 14;
  Array part({kRows, kColumns});
  for (int row = 0; row < kRows; ++row) {
    for (int column = 0; column < kColumns; ++column) {
      part(row, column) = static_cast<Real>(mask.at(left + column, top + row));
    }
  }
  Diagram d{.title = "A mask is a grid of class numbers", .width = 640, .height = 424};
  add_grid(
      d, 26, 70, 42, part,
      text("rows ", top, " to ", top + kRows - 1, ", columns ", left, " to ", left + kColumns - 1),
      [&](auto row, auto column) -> std::optional<Colour> {
        const auto id = static_cast<std::size_t>(part(row, column));
        return id == kVoidLabel ? kVoidColour : palette[id];
      });
  lesson.draw("numbers.svg", d, Kind::exact);
}

void a_mask_is_numbers(Lesson& lesson, const Dataset& shapes) {
  section("A mask is numbers", Kind::exact);
  const Sample sample = shapes.get(4);
  const std::uint8_t* pixel = sample.image.at(90, 80);
  std::cout << "image: " << sample.image.height << " rows, " << sample.image.width << " columns, "
            << sample.image.channels << " channels; the pixel in row 80, column 90 is "
            << int{pixel[0]} << ' ' << int{pixel[1]} << ' ' << int{pixel[2]} << '\n'
            << "mask:  " << sample.mask.height << " rows, " << sample.mask.width
            << " columns; the class of the same pixel is " << int{sample.mask.at(90, 80)} << '\n'
            << "how many pixels of each number: " << to_text(id_histogram(sample.mask)) << '\n';
  draw_numbers(lesson, sample.mask, shapes.palette(), 30, 26);
  ImageRows rows{
      .title = "The same mask, twice",
      .columns = {"image", "mask as grey", "mask with a palette"},
      .rows = {{sample.image, as_grey(sample.mask), colourise(sample.mask, shapes.palette())}},
      .legend = {shapes.class_names(), shapes.palette()}};
  rows.legend.names.emplace_back("void");
  rows.legend.palette.push_back(kVoidColour);
  lesson.draw("masks.png", image_rows(rows), Kind::exact);
}

// Writes the mask with a palette, reads it again, and tries to read a coloured picture as a mask.
void masks_as_files(const Mask& mask, const Palette& palette, const std::string& path) {
  write_mask(path, mask, palette);
  expect(read_mask(path).ids == mask.ids,
         "What was written as a mask is read as the same numbers.");

  write_png(path, colourise(mask, palette));  // an image: three channels, and no class numbers
  expect(read_mask(path, palette).ids == mask.ids,
         "With the palette, the colours of an image become the same numbers.");
  try {
    read_mask(path);  // without: which colour is which class?
  } catch (const std::runtime_error& error) {
    const std::string message = error.what();
    std::cout << "Without the palette the library says:\n"
              << wrapped(message.substr(message.find("mask.png")), 80) << '\n';
  }
}

void files(const Dataset& shapes) {
  section("Masks as files", Kind::exact);
  const auto path = std::filesystem::temp_directory_path() / "pixelwise_lesson_01_mask.png";
  masks_as_files(shapes.get(4).mask, shapes.palette(), path.string());
  std::filesystem::remove(path);
}

void class_numbers_are_names(Lesson& lesson, const Dataset& shapes) {
  section("Class numbers are names", Kind::exact);
  Mask block(2, 2);
  block.ids = {1, 3, 1, 3};
  const int between = averaged(block).ids[0];
  std::cout << "the average of the rows (1 3) and (1 3), disc and triangle: " << between << " ("
            << shapes.class_names()[static_cast<std::size_t>(between)] << ")\n";
  expect(between == 2, "The average of discs and triangles is a square.");

  const Mask mask = shapes.get(4).mask, average = averaged(mask);
  const Mask nearest = resize_mask(mask, mask.width / 2, mask.height / 2);
  const int wrong = invented(mask, average);
  std::cout << "the mask, averaged to half its size: " << wrong
            << " pixels have a number that none of their four pixels had\n"
            << "how many pixels of each number: " << to_text(id_histogram(average)) << '\n';
  expect(wrong > 0 && invented(mask, nearest) == 0,
         "Averaging invents numbers; taking one of the pixels (nearest neighbour) does not.");
  lesson.value("invented", text(wrong));
}

void one_mask_or_many(Lesson& lesson, const Dataset& shapes) {
  section("One mask of classes, or one mask per class", Kind::exact);
  const Mask mask = shapes.get(4).mask;
  const std::vector<Mask> masks = one_per_class(mask, shapes.num_classes());
  int once = 0, labelled = 0;
  for (std::size_t i = 0; i < mask.ids.size(); ++i) {
    int ones = 0;
    for (const Mask& of_class : masks) ones += of_class.ids[i];
    labelled += mask.ids[i] != kVoidLabel ? 1 : 0;
    once += ones == 1 ? 1 : 0;
  }
  std::cout << labelled << " labelled pixels; of the " << masks.size()
            << " masks, exactly one is 1 at " << once << " pixels\n";
  expect(once == labelled, "Every labelled pixel is 1 in exactly one of the masks.");
  ImageRows rows{.title = "One mask of classes, or one mask per class",
                 .columns = {"of classes"},
                 .rows = {{colourise(mask, shapes.palette())}},
                 .size = 128};
  for (const std::size_t c : {2, 3, 4}) {
    Mask black_and_white = masks[c];
    for (std::uint8_t& id : black_and_white.ids) id = static_cast<std::uint8_t>(255 * id);
    rows.columns.push_back(shapes.class_names()[c] + "?");
    rows.rows[0].push_back(as_grey(black_and_white));
  }
  lesson.draw("binary.png", image_rows(rows), Kind::exact);
}

// A mask of 10 x 10 pixels with a rectangle of class 1, five columns wide.
Mask rectangle(int first_row, int last_row) {
  Mask mask(10, 10);
  for (int row = first_row; row <= last_row; ++row) {
    for (int column = 3; column < 8; ++column) mask.at(column, row) = 1;
  }
  return mask;
}

Array as_matrix(const Mask& mask) {
  return {{mask.height, mask.width}, std::vector<Real>(mask.ids.begin(), mask.ids.end())};
}

void draw_confusion(Lesson& lesson, const Mask& truth, const Mask& prediction, const Counts& n) {
  Diagram d{.title = "100 pixels, and how they are counted", .width = 640, .height = 280};
  const auto blue_ones = [](const Mask& mask) {
    return [&mask](auto row, auto column) -> std::optional<Colour> {
      return mask.at(static_cast<int>(column), static_cast<int>(row)) == 1 ? std::optional(kBlueBox)
                                                                           : std::nullopt;
    };
  };
  add_grid(d, 16, 80, 18, as_matrix(truth), "truth", blue_ones(truth));
  add_grid(d, 214, 80, 18, as_matrix(prediction), "prediction", blue_ones(prediction));
  Array counts({2, 2});
  for (const std::size_t t : {0, 1}) {
    for (const std::size_t p : {0, 1}) {
      counts(static_cast<std::int64_t>(t), static_cast<std::int64_t>(p)) =
          static_cast<Real>(n[t][p]);
    }
  }
  add_grid(d, 486, 120, 62, counts, "predicted",
           [](auto t, auto p) -> std::optional<Colour> { return t == p ? kGreenBox : kOrangeBox; });
  const auto say = [&](double x, double y, const char* words) {
    d.captions.push_back({.x = x, .y = y, .text = words, .centred = true});
  };
  d.captions.back().y -= 16;  // "predicted" above the class numbers
  say(517, 108, "0");
  say(579, 108, "1");
  say(474, 151, "0");
  say(474, 213, "1");
  say(444, 182, "truth");
  lesson.draw("confusion.svg", d, Kind::exact);
}

void by_hand(Lesson& lesson) {
  section("A confusion matrix by hand", Kind::exact);
  const Mask truth = rectangle(1, 9), prediction = rectangle(0, 7);
  const Counts n = count(truth, prediction);
  std::cout << "            predicted 0  predicted 1\n";
  for (const std::size_t t : {0, 1}) {
    std::cout << "truth " << t << std::setw(16) << n[t][0] << std::setw(13) << n[t][1] << '\n';
  }
  const Measures s = measures_of(n);
  std::cout << "pixel accuracy " << number(s.pixel_accuracy, 4) << "  mean accuracy "
            << number(s.mean_accuracy, 4) << "  mean IoU " << number(s.mean_iou, 4) << "  f.w. IoU "
            << number(s.fw_iou, 4) << '\n';
  expect(n == Counts{{50, 5}, {10, 35}}, "The matrix is [[50, 5], [10, 35]].");
  expect(is(s.pixel_accuracy, 0.85, 1e-12) && is(s.mean_accuracy, 0.8434, 5e-5) &&
             is(s.mean_iou, 0.7346, 5e-5) && is(s.fw_iou, 0.7381, 5e-5),
         "The measures are 0.85, 0.8434, 0.7346 and 0.7381.");
  draw_confusion(lesson, truth, prediction, n);

  section("The library gives the same", Kind::exact);
  ConfusionMatrix matrix(2);
  matrix.add(truth.ids, prediction.ids);
  const auto iou = matrix.iou(), dice = matrix.dice();
  for (const std::size_t c : {0, 1}) {
    std::cout << "class " << c << ": IoU " << number(*iou[c], 4) << ", Dice " << number(*dice[c], 4)
              << '\n';
  }
  expect(is(*dice[0], 2 * *iou[0] / (1 + *iou[0]), 1e-12) &&
             is(*dice[1], 2 * *iou[1] / (1 + *iou[1]), 1e-12),
         "For each class Dice is 2 IoU / (1 + IoU).");
  const double mean_dice = (*dice[0] + *dice[1]) / 2;
  const double from_mean_iou = 2 * matrix.mean_iou() / (1 + matrix.mean_iou());
  std::cout << "mean Dice " << number(mean_dice, 4) << "; 2 IoU / (1 + IoU) of the mean IoU "
            << number(from_mean_iou, 4) << '\n';
  expect(from_mean_iou - mean_dice > 1e-4, "For averages over classes it is not.");
  expect(is(matrix.pixel_accuracy(), s.pixel_accuracy, 1e-12) &&
             is(matrix.mean_accuracy(), s.mean_accuracy, 1e-12) &&
             is(matrix.mean_iou(), s.mean_iou, 1e-12) && is(matrix.fw_iou(), s.fw_iou, 1e-12),
         "All four measures are those of ConfusionMatrix.");
}

void dice_and_iou(Lesson& lesson) {
  Series dice{.name = "Dice"}, iou{.name = "IoU", .dashed = true};
  for (int i = 0; i <= 50; ++i) {
    const double value = i / 50.0;
    iou.x.push_back(value);
    iou.y.push_back(value);
    dice.x.push_back(value);
    dice.y.push_back(2 * value / (1 + value));
  }
  lesson.draw("dice.svg",
              LinePlot{.title = "Dice is never below IoU",
                       .x_label = "IoU",
                       .y_label = "measure (1: all right)",
                       .series = {dice, iou},
                       .y_min = 0,
                       .y_max = 1,
                       .width = 560,
                       .height = 320},
              Kind::exact);
}

void background_everywhere(Lesson& lesson, const Dataset& shapes) {
  section("Background everywhere", Kind::exact);
  const ConfusionMatrix matrix = all_one_class(shapes);
  std::vector<std::optional<double>> shares;
  for (int c = 0; c < matrix.classes(); ++c) {
    shares.emplace_back(static_cast<double>(matrix.truth_pixels(c)) /
                        static_cast<double>(matrix.labelled_pixels()));
    const auto iou = matrix.iou()[static_cast<std::size_t>(c)];
    std::cout << std::left << std::setw(11) << shapes.class_names()[static_cast<std::size_t>(c)]
              << std::right << " share " << number(*shares.back(), 3) << "  IoU "
              << number(iou.value_or(std::nan("")), 3) << '\n';
  }
  std::cout << "pixel accuracy " << number(matrix.pixel_accuracy(), 3) << "  mean accuracy "
            << number(matrix.mean_accuracy(), 3) << "  mean IoU " << number(matrix.mean_iou(), 3)
            << "  f.w. IoU " << number(matrix.fw_iou(), 3) << '\n';
  expect(is(matrix.pixel_accuracy(), 0.75, 0.005) && is(matrix.mean_iou(), 0.125, 0.001),
         "Background everywhere: three of four pixels are right, and the mean IoU is 1/8.");
  lesson.draw("shares.svg",
              BarChart{.title = "How frequent is each class?",
                       .y_label = "share of the pixels",
                       .categories = shapes.class_names(),
                       .groups = {{.values = shares}},
                       .category_colours = shapes.palette(),
                       .width = 560,
                       .height = 320},
              Kind::exact);
  lesson.value("accuracy", number(matrix.pixel_accuracy(), 2));
  lesson.value("miou", number(matrix.mean_iou(), 3));
}

// The mean IoU of each image by itself, averaged: another number than that of one matrix.
double average_over_images(const Dataset& data, int factor) {
  double sum = 0;
  for (std::int64_t i = 0; i < data.size(); ++i) {
    const Mask truth = data.get(i).mask;
    ConfusionMatrix of_image(data.num_classes());
    of_image.add(truth.ids, through_coarse_grid(truth, data.num_classes(), factor).ids);
    sum += of_image.mean_iou();
  }
  return sum / static_cast<double>(data.size());
}

void through_a_grid(Lesson& lesson, const Dataset& shapes) {
  section("Predict: the truth through a coarse grid", Kind::exact);
  ImageRows rows{.title = "The truth, made coarse and large again",
                 .columns = {"truth", "stride 8", "stride 16", "stride 32"},
                 .legend = {shapes.class_names(), shapes.palette()},
                 .size = 140};
  rows.legend.names.emplace_back("void");
  rows.legend.palette.push_back(kVoidColour);
  for (const int index : {4, 8}) {
    const Mask truth = shapes.get(index).mask;
    rows.rows.push_back({colourise(truth, shapes.palette())});
    for (const int factor : {8, 16, 32}) {
      rows.rows.back().push_back(
          colourise(through_coarse_grid(truth, shapes.num_classes(), factor), shapes.palette()));
    }
  }
  lesson.draw("coarse.png", image_rows(rows), Kind::exact);
  std::cout << "stride  pixel accuracy  mean IoU\n";
  std::vector<double> ious;
  for (const int factor : {4, 8, 16, 32}) {
    const ConfusionMatrix matrix = truth_downsampling_bound(shapes, factor);
    ious.push_back(matrix.mean_iou());
    std::cout << std::setw(6) << factor << std::setw(16) << number(matrix.pixel_accuracy(), 3)
              << std::setw(10) << number(ious.back(), 3) << '\n';
  }
  expect(is(ious[0], 0.999, 0.001) && is(ious[1], 0.978, 0.005) && is(ious[2], 0.815, 0.01) &&
             is(ious[3], 0.465, 0.02),
         "At stride 32 more than half of the mean IoU is lost, at stride 8 hardly anything.");
  const double average = average_over_images(shapes, 32);
  std::cout << "stride 32: one matrix " << number(ious[3], 3) << ", mean over images "
            << number(average, 3) << '\n';
  expect(std::abs(average - ious[3]) > 0.02,
         "The mean over images is another number than the mean IoU of one matrix.");
  lesson.value("bound32", number(ious[3], 2));
}

void lesson_01(Lesson& lesson) {
  const DatasetPtr shapes = open_dataset("shapes", Split::val);
  a_mask_is_numbers(lesson, *shapes);
  files(*shapes);
  class_numbers_are_names(lesson, *shapes);
  one_mask_or_many(lesson, *shapes);
  by_hand(lesson);
  dice_and_iou(lesson);
  background_everywhere(lesson, *shapes);
  through_a_grid(lesson, *shapes);
}

}  // namespace

int main(int argc, char** argv) { return run_lesson(argc, argv, "01_pixels", lesson_01); }

#include "tutorials/05_pooling/over_fitting.h"

#include <algorithm>
#include <cmath>
#include <iostream>

#include "report/tile_sheet.h"
#include "training/evaluate.h"
#include "tutorials/05_pooling/small_vgg.h"
#include "tutorials/support/expect.h"

namespace pixelwise {
namespace {

// The share of images that are named right, in percent, while a network learns.
struct Course {
  std::vector<double> steps, train, val;
};

DatasetPtr first_images(const Dataset& data, std::int64_t count) {
  std::vector<Sample> samples;
  for (std::int64_t i = 0; i < count; ++i) samples.push_back(data.get(i));
  return std::make_shared<InMemoryDataset>(data.info(), std::move(samples));
}

Course learn(const DatasetPtr& train, const Dataset& val, const BatchOptions& options) {
  Rng rng(0);
  VggClassifier net(toy_config(), 5, rng);
  Course course;
  train_classifier(net, BatchSource(train, small_vgg_input(), options), [&](std::int64_t step) {
    if (step % 40 != 0) return;
    const auto right = [&](const Dataset& data) {
      return 100 * evaluate(net, data, small_vgg_input()).pixel_accuracy();
    };
    course.steps.push_back(static_cast<double>(step));
    course.train.push_back(right(*train));
    course.val.push_back(right(val));
  });
  return course;
}

// [augmentation]
// Turned, mirrored, larger or smaller: a disc stays a disc. Each batch draws the numbers anew.
const BatchOptions kAugmented = {.batch_size = 16,
                                 .seed = 1,
                                 .flip_left_right = true,  // one batch in two
                                 .flip_up_down = true,
                                 .scale_low = 0.8,  // between 0.8 and 1.25 times as large
                                 .scale_high = 1.25,
                                 .rotate = 90,   // up to 90 degrees, to the left or right
                                 .jitter = 0.2,  // brightness, contrast, colour: 0.8 to 1.2 times
                                 .crop_width = 96,
                                 .crop_height = 96};
// [/augmentation]

// The training of a_small_vgg() with other weights at the beginning and another order of the
// images: named right of the new ones, in percent.
double other_random_numbers(Lesson& lesson) {
  Rng rng(1);
  VggClassifier net(toy_config(), 5, rng);
  const LadderData& data = lesson.data();
  const BatchOptions options{.batch_size = 16, .seed = 2};
  train_classifier(net, BatchSource(data.classify_train, small_vgg_input(), options));
  return 100 * evaluate(net, *data.classify_val, small_vgg_input()).pixel_accuracy();
}

// The pixels again that became the input of a network: preprocessing backwards.
Image image_in(const Batch& batch) {
  const Preprocessing& how = small_vgg_input();
  Image image(static_cast<int>(batch.w), static_cast<int>(batch.h), 3);
  for (std::size_t i = 0; i < image.pixels.size(); ++i) {
    const float pixel = (batch.values[i] * how.deviation[i % 3] + how.mean[i % 3]) / how.scale;
    image.pixels[i] = static_cast<std::uint8_t>(std::clamp(std::lround(pixel), 0L, 255L));
  }
  return image;
}

void draw_augmented(Lesson& lesson, const DatasetPtr& images) {
  TileSheet sheet{.title = "One image, as training sees it", .columns = 6, .tile = 80};
  const DatasetPtr one = first_images(*images, 1);
  BatchOptions options = kAugmented;
  options.batch_size = 1;
  const BatchSource batches(one, small_vgg_input(), options);
  sheet.rows.push_back({"as it is stored", {{one->get(0).image}}});
  std::vector<CaptionedTile> tiles;
  for (std::int64_t i = 0; i < 6; ++i) tiles.push_back({image_in(batches.batch(i))});
  sheet.rows.push_back({"in six batches", tiles});
  lesson.draw("augmented.png", sheet_diagram(sheet), Kind::exact);
}

}  // namespace

void over_fitting(Lesson& lesson) {
  section("Two hundred images", Kind::trained);
  const Dataset& val = *lesson.data().classify_val;
  const DatasetPtr few = first_images(*lesson.data().classify_train, 200);
  const Course plain = learn(few, val, {.batch_size = 16, .seed = 1});
  const Course augmented = learn(few, val, kAugmented);
  const auto print = [](const char* name, const Course& course) {
    std::cout << name << ": right on " << std::lround(course.train.back())
              << " % of its images, on " << std::lround(course.val.back()) << " % of new ones\n";
  };
  print("as they are", plain);
  print("with augmentation", augmented);
  const double again = other_random_numbers(lesson);
  std::cout << "all 4000 as they are, other random numbers: right on " << std::lround(again)
            << " % of new ones\n";
  expect(plain.train.back() > 95, "It knows its images by heart.");
  expect(plain.train.back() - plain.val.back() > 15,
         "On new images it is much worse: over-fitting.");
  expect(augmented.val.back() > plain.val.back() + 15,
         "With augmentation it names many more of the new images: at least 15 in 100.");
  lesson.draw("over_fitting.svg",
              LinePlot{.title = "Two hundred images to learn from",
                       .x_label = "step",
                       .y_label = "named right (%)",
                       .series = {{.name = "its own", .x = plain.steps, .y = plain.train},
                                  {.name = "new", .x = plain.steps, .y = plain.val},
                                  {.name = "its own, with augmentation",
                                   .x = augmented.steps,
                                   .y = augmented.train,
                                   .dashed = true},
                                  {.name = "new, with augmentation",
                                   .x = augmented.steps,
                                   .y = augmented.val,
                                   .dashed = true}},
                       .y_min = 0,
                       .y_max = 108,
                       .width = 560},
              Kind::timed);
  draw_augmented(lesson, few);
}

}  // namespace pixelwise

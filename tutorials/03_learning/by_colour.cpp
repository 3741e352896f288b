// Trains a linear map from the colour of a pixel to its class, and draws what it answers.
#include "tutorials/03_learning/by_colour.h"

#include <algorithm>
#include <cmath>
#include <iostream>

#include "autograd/ops.h"
#include "datasets/batch.h"
#include "datasets/drawing.h"
#include "datasets/open_dataset.h"
#include "optim/adam.h"
#include "training/to_array.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/image_rows.h"

namespace pixelwise {
namespace {

// All pixels of a batch as rows: [pixels, 3], and a label for each.
std::pair<Array, Labels> as_rows(const Batch& batch) {
  const std::int64_t pixels = batch.n * batch.h * batch.w;
  Array rows({pixels, batch.c});
  std::copy(batch.values.begin(), batch.values.end(), rows.mutable_data());
  return {rows, Labels{pixels, 1, 1, batch.labels.ids}};
}

std::vector<std::uint8_t> most_likely(const Array& scores) {
  std::vector<std::uint8_t> ids;
  for (std::int64_t i = 0; i < scores.shape()[0]; ++i) {
    const Real* row = scores.data() + i * scores.shape()[1];
    ids.push_back(to_label(std::max_element(row, row + scores.shape()[1]) - row));
  }
  return ids;
}

}  // namespace

void by_colour(Lesson& lesson) {
  section("A classifier that sees one pixel", Kind::trained);
  const DatasetPtr train = open_dataset("shapes", Split::train);
  const DatasetPtr val = open_dataset("shapes", Split::val);
  const Preprocessing& how = preprocessing("shapes");
  const BatchSource batches(train, how, {.batch_size = 4, .seed = 1});
  const Tensor w = Tensor::parameter(Array({6, 3})), b = Tensor::parameter(Array({6}));
  Adam adam({w, b}, {.lr = 0.05});
  // Objects are rare: they count four times, or nothing but background would be answered.
  const CrossEntropyOptions loss{.class_weights = {1, 4, 4, 4, 4, 4}};
  for (int i = 0; i < 150; ++i) {
    const auto [x, labels] = as_rows(batches.batch(i));
    adam.zero_grad();
    cross_entropy(linear(Tensor(x), w, b), labels, loss).backward();
    adam.step();
  }
  std::int64_t objects = 0, found = 0, kind = 0, background = 0, left_alone = 0;
  ImageRows rows{.title = "What a classifier of single pixels answers",
                 .columns = {"image", "truth", "answer"},
                 .legend = shapes_classes(),
                 .size = 168};
  for (std::int64_t i = 0; i < val->size(); ++i) {
    const Sample sample = val->get(i);
    const auto [x, labels] = as_rows(make_batch({sample}, how));
    Mask answer(sample.image.width, sample.image.height);
    answer.ids = most_likely(linear(Tensor(x), w, b).value());
    for (std::size_t k = 0; k < answer.ids.size(); ++k) {
      if (labels.ids[k] == 0) ++background, left_alone += answer.ids[k] == 0;
      if (labels.ids[k] == 0 || labels.ids[k] == kVoidLabel) continue;
      ++objects, found += answer.ids[k] != 0, kind += answer.ids[k] == labels.ids[k];
    }
    if (i >= 3) continue;
    const Palette colours = with_void(shapes_classes().palette);
    rows.rows.push_back(
        {sample.image, colourise(sample.mask, colours), colourise(answer, colours)});
  }
  const auto percent = [](std::int64_t part, std::int64_t all) {
    return std::round(100.0 * static_cast<double>(part) / static_cast<double>(all));
  };
  const double object = percent(found, objects), alone = percent(left_alone, background),
               right = percent(kind, objects);
  std::cout << "background: " << alone << " % is called background\nobjects: " << object
            << " % is called an object, " << right << " % the right kind of object\n";
  expect(object > 60 && alone > 60, "Colour tells object from background, most of the time.");
  expect(std::abs(right - object / 5) < 5,
         "The kind of object is guessed: right for about a fifth of those found (5 kinds).");
  lesson.draw("by_colour.png", image_rows(rows), Kind::trained);
}

}  // namespace pixelwise

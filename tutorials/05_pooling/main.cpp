// Lesson 05: max-pooling, what one score sees, and a small VGG that learns five shapes.
#include <algorithm>
#include <cmath>
#include <iostream>
#include <numeric>

#include "autograd/ops.h"
#include "datasets/batch.h"
#include "datasets/drawing.h"
#include "datasets/image.h"
#include "layers/parameters.h"
#include "models/vgg.h"
#include "optim/adam.h"
#include "report/progress.h"
#include "training/evaluate.h"
#include "training/to_array.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/lesson.h"
#include "tutorials/support/number_grid.h"

using namespace pixelwise;

namespace {

const Preprocessing& how_to_prepare = preprocessing("shapes");

// [max_pool]
// The largest element of each 2x2 block of a matrix, and where it was: row * columns + column.
struct Pooled2x2 {
  Array y;
  std::vector<std::int64_t> places;
};

Pooled2x2 max_pool_2x2(const Array& x) {
  const std::int64_t rows = x.shape()[0] / 2, columns = x.shape()[1] / 2;
  Pooled2x2 result{Array({rows, columns}), {}};
  for (std::int64_t i = 0; i < rows; ++i) {
    for (std::int64_t j = 0; j < columns; ++j) {
      std::int64_t best = 2 * i * x.shape()[1] + 2 * j;  // begin with the first, not with 0
      for (const std::int64_t row : {2 * i, 2 * i + 1}) {
        for (const std::int64_t column : {2 * j, 2 * j + 1}) {
          if (x(row, column) > x(best)) best = row * x.shape()[1] + column;
        }
      }
      result.y(i, j) = x(best);
      result.places.push_back(best);
    }
  }
  return result;
}
// [/max_pool]

void print(const std::string& name, const Array& matrix) {
  std::cout << name << " =";
  for (std::int64_t i = 0; i < matrix.shape()[0]; ++i) {
    std::cout << (i > 0 ? "\n" + std::string(name.size() + 2, ' ') : "");
    for (std::int64_t j = 0; j < matrix.shape()[1]; ++j) std::cout << ' ' << matrix(i, j);
  }
  std::cout << '\n';
}

void pooling_by_hand(Lesson& lesson) {
  section("Max-pooling remembers", Kind::exact);
  const Array x({4, 4}, {1, 3, 2, 0, 2, 9, 1, 4, 5, 5, 7, 6, 5, 5, 2, 8});
  const Pooled2x2 pooled = max_pool_2x2(x);
  const Tensor px = Tensor::parameter(x.reshaped({1, 1, 4, 4}));
  const Tensor py = max_pool2d(px);
  py.backward(Array({1, 1, 2, 2}, {1, 2, 3, 4}));
  const Array dx = px.grad().reshaped({4, 4});
  print("y", pooled.y);
  print("dx", dx);
  expect(pooled.y(0, 0) == 9 && py.value()(0, 0, 0, 0) == 9,
         "Loop and library: the largest of 1, 3, 2, 9 is 9.");
  expect(dx(2, 0) == 3 && dx(2, 1) == 0 && dx(3, 0) == 0,
         "A tie: of four fives the first gets everything.");

  Diagram d{.title = "Forward: the largest of each block. Backward: dy goes to where it was.",
            .width = 900,
            .height = 270};
  const Colour colours[] = {kBlueBox, kOrangeBox, kGreenBox, Colour{235, 205, 222}};
  const auto block = [&](std::int64_t i, std::int64_t j) { return colours[i / 2 * 2 + j / 2]; };
  add_grid(d, 40, 75, 42, x, "x",
           [&](auto i, auto j) -> std::optional<Colour> { return block(i, j); });
  add_grid(d, 300, 117, 42, pooled.y, "y",
           [&](auto i, auto j) -> std::optional<Colour> { return block(2 * i, 2 * j); });
  add_grid(d, 480, 117, 42, Array({2, 2}, {1, 2, 3, 4}), "dy",
           [&](auto i, auto j) -> std::optional<Colour> { return block(2 * i, 2 * j); });
  add_grid(d, 660, 75, 42, dx, "dx", [&](auto i, auto j) -> std::optional<Colour> {
    return dx(i, j) != 0 ? std::optional(block(i, j)) : std::nullopt;
  });
  d.arrows.push_back({220, 159, 290, 159, {}});
  d.arrows.push_back({575, 159, 650, 159, {}});
  lesson.draw("max_pool.svg", d, Kind::exact);
}

// How many pixels of the image one element depends on, along one axis: each layer adds k - 1 steps,
// and a step is as many pixels as all strides before it together.
std::int64_t field_after(
    const std::vector<std::pair<std::int64_t, std::int64_t>>& kernel_and_stride) {
  std::int64_t field = 1, step = 1;
  for (const auto& [kernel, stride] : kernel_and_stride) {
    field += (kernel - 1) * step;
    step *= stride;
  }
  return field;
}

// |dL/dpixel| when L is one element in the middle of pool5 of a VGG-16 (all channels added up).
Array influence(VggTrunk& trunk, std::int64_t size, std::int64_t channels, Rng& rng) {
  Array image({1, channels, size, size});
  for (std::int64_t i = 0; i < image.size(); ++i) image(i) = static_cast<Real>(rng.normal());
  const Tensor x = Tensor::parameter(std::move(image));
  const Tensor pool5 = trunk.pools(x)[4];
  Array dy(pool5.shape());
  const std::int64_t middle = dy.shape()[2] / 2;
  for (std::int64_t c = 0; c < dy.shape()[1]; ++c)
    dy(0, c, middle, middle) = static_cast<Real>(rng.normal());
  pool5.backward(dy);
  Array sum({size, size});
  for (std::int64_t c = 0; c < channels; ++c) {
    for (std::int64_t i = 0; i < size; ++i) {
      for (std::int64_t j = 0; j < size; ++j) sum(i, j) += std::abs(x.grad()(0, c, i, j));
    }
  }
  return sum;
}

void receptive_field(Lesson& lesson) {
  section("What one score sees", Kind::trained);
  std::vector<std::pair<std::int64_t, std::int64_t>> layers;
  for (const int convs : {2, 2, 3, 3, 3}) {
    for (int k = 0; k < convs; ++k) layers.emplace_back(3, 1);
    layers.emplace_back(2, 2);
  }
  const std::int64_t pool5 = field_after(layers);
  layers.emplace_back(7, 1);  // fc6
  const std::int64_t score = field_after(layers);
  std::cout << "VGG-16 on paper: pool5 sees " << pool5 << " pixels, a score " << score << '\n';
  expect(pool5 == 212 && score == 404, "An element of pool5 sees 212x212 pixels, a score 404x404.");

  Rng rng(1);
  VggTrunk trunk(vgg16_config(/*width=*/8), rng);
  const std::int64_t size = 320;
  Array total({size, size});
  for (int image = 0; image < 6; ++image) {
    const Array one = influence(trunk, size, 3, rng);
    for (std::int64_t i = 0; i < total.size(); ++i) total(i) += one(i);
  }
  std::int64_t first = size, last = 0;
  double sum = 0, inner = 0;
  const std::int64_t middle = (size / 32 / 2) * 32 + 16;  // of the cell that was asked
  // Beyond the field the fast kernels leave rounding errors.
  const double rounding = 1e-6 * *std::max_element(total.data(), total.data() + total.size());
  for (std::int64_t i = 0; i < size; ++i) {
    for (std::int64_t j = 0; j < size; ++j) {
      if (total(i, j) <= rounding) total(i, j) = 0;
      if (total(i, j) == 0) continue;
      first = std::min(first, i), last = std::max(last, i);
      sum += total(i, j);
      if (std::abs(i - middle) <= 53 && std::abs(j - middle) <= 53) inner += total(i, j);
    }
  }
  std::cout << "by gradient: not zero in " << last - first + 1
            << " rows; half as wide a square (1/4 of the area) holds "
            << std::lround(100 * inner / sum) << " % of it\n";
  expect(last - first + 1 == 212, "By gradient no pixel beyond these 212 has any influence.");
  expect(inner / sum > 0.5, "The middle quarter of the area has more than half of the influence.");
  HeatMap map{.title = "Influence of each pixel on one element of pool5",
              .x_label = "column (blocks of 8 pixels)",
              .y_label = "row (blocks of 8 pixels)",
              .value_label = "|gradient|, largest = 1"};
  double largest = 0;
  const std::int64_t cell = 8;
  for (std::int64_t i = 0; i < size; i += cell) {
    map.rows.emplace_back();
    for (std::int64_t j = 0; j < size; j += cell) {
      double mean = 0;
      for (std::int64_t k = 0; k < cell * cell; ++k) mean += total(i + k / cell, j + k % cell);
      map.rows.back().push_back(mean);
      largest = std::max(largest, mean);
    }
  }
  for (auto& row : map.rows) {
    for (double& value : row) value = value == 0 ? std::nan("") : value / largest;
  }
  lesson.draw("influence.png", map, Kind::timed);
  lesson.value("pool5_field", text(pool5));
  lesson.value("score_field", text(score));
}

// Channel by channel an array [1, C, H, W] as grey tiles, dark where it is large.
std::vector<Image> maps_of(const Array& a, std::int64_t count) {
  std::vector<Image> tiles;
  for (std::int64_t c = 0; c < count; ++c) {
    double largest = 1e-9;
    for (std::int64_t i = 0; i < a.shape()[2]; ++i) {
      for (std::int64_t j = 0; j < a.shape()[3]; ++j)
        largest = std::max(largest, static_cast<double>(a(0, c, i, j)));
    }
    Image tile(static_cast<int>(a.shape()[3]), static_cast<int>(a.shape()[2]), 3);
    for (int i = 0; i < tile.height; ++i) {
      for (int j = 0; j < tile.width; ++j) {
        const double share = std::max(0.0, static_cast<double>(a(0, c, i, j))) / largest;
        std::fill_n(tile.at(j, i), 3, static_cast<std::uint8_t>(std::lround(255 - 255 * share)));
      }
    }
    tiles.push_back(tile);
  }
  return tiles;
}

Image enlarged(const Image& image, int times) {
  return make_sheet({image}, {.columns = 1, .gap = 0, .zoom = times});
}

// The sixteen 3x3 filters of the first layer as colours: grey is 0.
std::vector<Image> filters_of(const Array& w) {
  double largest = 0;
  for (std::int64_t i = 0; i < w.size(); ++i)
    largest = std::max(largest, static_cast<double>(std::abs(w(i))));
  std::vector<Image> tiles;
  for (std::int64_t o = 0; o < w.shape()[0]; ++o) {
    Image tile(3, 3, 3);
    for (int i = 0; i < 3; ++i) {
      for (int j = 0; j < 3; ++j) {
        for (int c = 0; c < 3; ++c) {
          tile.at(j, i)[c] = static_cast<std::uint8_t>(
              std::lround(128 + 127 * static_cast<double>(w(o, c, i, j)) / largest));
        }
      }
    }
    tiles.push_back(tile);
  }
  return tiles;
}

// How far b is from a, as a share of a's length.
double distance(const Array& a, const Array& b) {
  double difference = 0, length = 0;
  for (std::int64_t i = 0; i < a.size(); ++i) {
    difference += std::pow(static_cast<double>(b(i)) - static_cast<double>(a(i)), 2);
    length += std::pow(static_cast<double>(a(i)), 2);
  }
  return std::sqrt(difference / length);
}

double mean_of(const std::vector<double>& values, std::size_t begin, std::size_t end) {
  return std::accumulate(values.begin() + static_cast<std::ptrdiff_t>(begin),
                         values.begin() + static_cast<std::ptrdiff_t>(end), 0.0) /
         static_cast<double>(end - begin);
}

std::vector<double> train_classifier(VggClassifier& net, const DatasetPtr& images) {
  const std::int64_t steps = 400;
  const BatchSource batches(images, how_to_prepare, {.batch_size = 16, .seed = 1});
  Adam adam(trainable_parameters(net), {.lr = 2e-3});
  std::vector<double> losses;
  Progress progress("A small VGG", steps);
  for (std::int64_t i = 0; i < steps; ++i) {
    const Batch batch = batches.batch(i);
    const Tensor scores = net(Tensor(to_array(batch)));       // [16, 5]
    const Tensor loss = cross_entropy(scores, batch.labels);  // []
    adam.zero_grad();
    loss.backward();
    adam.set_lr(2e-3 * static_cast<double>(steps - i) / static_cast<double>(steps));
    adam.step();
    losses.push_back(static_cast<double>(loss.item()));
    progress.update(i + 1, text("loss ", losses.back()));
  }
  progress.finish();
  return losses;
}

void a_small_vgg(Lesson& lesson) {
  section("A small VGG learns five shapes", Kind::trained);
  const LadderData& data = lesson.data();
  Rng rng(0);
  VggClassifier net(toy_config(), 5, rng);
  const auto before = state(net);
  const std::vector<double> losses = train_classifier(net, data.classify_train);
  const double train = evaluate(net, *data.classify_train, how_to_prepare).pixel_accuracy();
  const double val = evaluate(net, *data.classify_val, how_to_prepare).pixel_accuracy();
  std::cout << "right on " << std::lround(100 * train) << " % of the training images, on "
            << std::lround(100 * val) << " % of new ones\n";
  expect(std::abs(losses[0] - std::log(5.0)) < 0.01,
         "The first loss is ln 5 = 1.609: five classes, nothing known.");
  expect(mean_of(losses, 5, 25) > 1.4, "For a while nothing seems to happen: the plateau.");
  expect(mean_of(losses, losses.size() - 50, losses.size()) < 0.5,
         "Then the loss drops: over the last 50 steps it is below 0.5.");
  expect(val > 0.85, "In the end it names more than 85 % of new images.");
  std::vector<double> steps(losses.size());
  std::iota(steps.begin(), steps.end(), 0);
  lesson.draw("loss.svg",
              LinePlot{.title = "Loss of the small VGG",
                       .x_label = "step",
                       .y_label = "loss (nats per image)",
                       .series = {{.name = "training", .x = steps, .y = losses, .smooth = 9},
                                  {.name = "ln 5: guessing",
                                   .x = {0, steps.back()},
                                   .y = {std::log(5.0), std::log(5.0)},
                                   .dashed = true}},
                       .y_min = 0},
              Kind::timed);

  const double moved = distance(before.at("conv1_1.weight"), state(net).at("conv1_1.weight"));
  std::cout << "training moved the first layer's filters by " << std::lround(100 * moved)
            << " % of their size\n";
  std::vector<Image> tiles = filters_of(before.at("conv1_1.weight"));
  for (const Image& tile : filters_of(state(net).at("conv1_1.weight"))) tiles.push_back(tile);
  write_png(lesson.picture("filters.png"),
            make_sheet(tiles, {.columns = 16, .gap = 5, .zoom = 14}));

  const Sample sample = data.classify_val->get(3);
  const auto pools = net.trunk.pools(Tensor(to_array(make_batch({sample}, how_to_prepare))));
  std::vector<Image> maps{sample.image};
  for (const Image& map : maps_of(pools[0].value(), 6)) maps.push_back(enlarged(map, 2));
  maps.push_back(Image());
  for (const Image& map : maps_of(pools[2].value(), 6)) maps.push_back(enlarged(map, 8));
  write_png(lesson.picture("maps.png"), make_sheet(maps, {.columns = 7}));
}

void lesson_05(Lesson& lesson) {
  pooling_by_hand(lesson);
  receptive_field(lesson);
  a_small_vgg(lesson);
}

}  // namespace

int main(int argc, char** argv) { return run_lesson(argc, argv, "05_pooling", lesson_05); }

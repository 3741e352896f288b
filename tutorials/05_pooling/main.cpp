// Lesson 05: max-pooling, what one score sees, and a small VGG that learns five shapes.
#include <algorithm>
#include <cmath>
#include <iostream>
#include <numeric>

#include "autograd/ops.h"
#include "layers/parameters.h"
#include "training/evaluate.h"
#include "training/look_inside.h"
#include "training/to_array.h"
#include "tutorials/05_pooling/over_fitting.h"
#include "tutorials/05_pooling/small_vgg.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/lesson.h"
#include "tutorials/support/number_grid.h"

using namespace pixelwise;

namespace {

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

void pooling_by_hand(Lesson& lesson) {
  section("Max-pooling remembers", Kind::exact);
  const Array x({4, 4}, {1, 3, 2, 0, 2, 9, 1, 4, 5, 5, 7, 6, 5, 5, 2, 8});
  const Pooled2x2 pooled = max_pool_2x2(x);
  const Tensor px = Tensor::parameter(x.reshaped({1, 1, 4, 4}));
  const Tensor py = max_pool2d(px);
  py.backward(Array({1, 1, 2, 2}, {1, 2, 3, 4}));
  const Array dx = px.grad().reshaped({4, 4});
  print_matrix("y", pooled.y);
  print_matrix("dx", dx);
  expect(pooled.y(0, 0) == 9 && py.value()(0, 0, 0, 0) == 9,
         "Loop and library: the largest of 1, 3, 2, 9 is 9.");
  expect(dx(2, 0) == 3 && dx(2, 1) == 0 && dx(3, 0) == 0,
         "A tie: of four fives the first gets everything.");

  Diagram d{.title = "Max-pooling, there and back", .width = 480, .height = 500};
  const Colour colours[] = {kBlueBox, kOrangeBox, kGreenBox, Colour{235, 205, 222}};
  const auto block = [&](std::int64_t i, std::int64_t j) { return colours[i / 2 * 2 + j / 2]; };
  const auto whole = [&](auto i, auto j) -> std::optional<Colour> { return block(i, j); };
  const auto pooled_block = [&](auto i, auto j) -> std::optional<Colour> {
    return block(2 * i, 2 * j);
  };
  d.captions.push_back({.x = 20, .y = 52, .text = "Forward: the largest of each block"});
  add_grid(d, 40, 94, 38, x, "x", whole);
  add_grid(d, 330, 132, 38, pooled.y, "y", pooled_block);
  d.arrows.push_back({210, 170, 315, 170, {}});
  d.captions.push_back({.x = 20, .y = 282, .text = "Backward: dy goes to where the largest was"});
  add_grid(d, 330, 362, 38, Array({2, 2}, {1, 2, 3, 4}), "dy", pooled_block);
  add_grid(d, 40, 324, 38, dx, "dx", [&](auto i, auto j) -> std::optional<Colour> {
    return dx(i, j) != 0 ? std::optional(block(i, j)) : std::nullopt;
  });
  d.arrows.push_back({315, 400, 210, 400, {}});
  lesson.draw("max_pool.svg", d, Kind::exact);
}

// [field_after]
// How many pixels of the image one element depends on, along one axis. A step is the distance of
// two neighbouring cells of the map, in pixels of the image. A kernel of k cells reaches from the
// first cell to the last: over k - 1 steps. A stride makes the next step longer.
std::int64_t field_after(
    const std::vector<std::pair<std::int64_t, std::int64_t>>& kernel_and_stride) {
  std::int64_t field = 1, step = 1;
  for (const auto& [kernel, stride] : kernel_and_stride) {
    field += (kernel - 1) * step;
    step *= stride;
  }
  return field;
}
// [/field_after]

// The influence of every pixel of noise on one element in the middle of a layer, mean over images.
Array influence_in(Network& net, const std::string& layer, std::int64_t cell, std::int64_t size) {
  Rng rng(1);
  std::vector<Array> images;
  for (int k = 0; k < 6; ++k) {
    Array image({1, 3, size, size});
    for (std::int64_t i = 0; i < image.size(); ++i) image(i) = static_cast<Real>(rng.normal());
    images.push_back(std::move(image));
  }
  return mean_influence(net, images, layer, {cell, cell});
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

  // A thin VGG-16: the same layers with fewer channels, random weights. Its fc6 is a convolution,
  // so it takes images larger than 404.
  Rng rng(1);
  VggHeatMap net(vgg16_config(/*width=*/8, /*fc_width=*/64), 21, rng);
  const std::int64_t size = 480;
  const Array at_score = influence_in(net, "fc6", 4, size);
  const SeenArea score_area = seen_area(at_score);
  const SeenArea pool5_area = seen_area(influence_in(net, "pool5", 7, size));
  const auto print = [](const char* name, const SeenArea& area) {
    std::cout << name << ": pixels in " << area.rows << " rows have influence; 90 % of it is in "
              << area.effective << " x " << area.effective << '\n';
  };
  std::cout << "by gradient:\n";
  print("pool5", pool5_area);
  print("score", score_area);
  expect(pool5_area.rows == 212 && score_area.rows == 404,
         "By gradient no pixel beyond the field on paper has influence.");
  expect(10 * score_area.effective < 9 * score && 10 * pool5_area.effective < 8 * pool5,
         "But 90 % of the influence is in a smaller square.");
  Sight sight{.field = score, .influence = at_score, .area = score_area};
  Image white(static_cast<int>(size), static_cast<int>(size), 3);
  std::fill(white.pixels.begin(), white.pixels.end(), std::uint8_t{255});
  lesson.draw("influence.png", sight_picture(sight, white, "What one score of VGG-16 sees"),
              Kind::timed);
  lesson.value("pool5_field", text(pool5));
  lesson.value("score_field", text(score));
  lesson.value("score_effective", text(score_area.effective), Kind::trained);
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

// Filter number o of the kernels [O, C, K, K].
Array filter(const Array& w, std::int64_t o) {
  const Shape& s = w.shape();
  Array one({s[1], s[2], s[3]});
  std::int64_t at = 0;
  for (std::int64_t c = 0; c < s[1]; ++c) {
    for (std::int64_t u = 0; u < s[2]; ++u) {
      for (std::int64_t v = 0; v < s[3]; ++v) one(at++) = w(o, c, u, v);
    }
  }
  return one;
}

double mean_of(const std::vector<double>& values, std::size_t begin, std::size_t end) {
  return std::accumulate(values.begin() + static_cast<std::ptrdiff_t>(begin),
                         values.begin() + static_cast<std::ptrdiff_t>(end), 0.0) /
         static_cast<double>(end - begin);
}

// The mean influence of the pixels of eight images on the middle element of pool5.
Array influence_of_images(Network& net, const Dataset& images) {
  std::vector<Array> inputs;
  for (std::int64_t k = 0; k < 8; ++k) {
    inputs.push_back(to_array(make_batch({images.get(k)}, small_vgg_input())));
  }
  return mean_influence(net, inputs, "pool5", {1, 1});
}

// The filters before and after training, and below in large the one that changed most.
Diagram filters_picture(const Array& before, const Array& after) {
  TileSheet sheet{.title = "The sixteen filters of the first layer",
                  .rows = {{"before training (as colours, grey is 0)", filter_tiles(before, false)},
                           {"after training", filter_tiles(after, false)}},
                  .columns = 8,
                  .tile = 50};
  std::size_t most = 0;
  double largest = -1;
  for (std::int64_t o = 0; o < before.shape()[0]; ++o) {
    const double change = distance(filter(before, o), filter(after, o));
    if (change > largest) largest = change, most = static_cast<std::size_t>(o);
  }
  Diagram d = sheet_diagram(sheet);
  const double side = 150, top = d.height + 30;
  d.captions.push_back(
      {.x = 20, .y = top - 20, .text = "the filter that changed most: before, after"});
  d.images.push_back({20, top, side, sheet.rows[0].tiles[most].image});
  d.images.push_back({40 + side, top, side, sheet.rows[1].tiles[most].image});
  d.height = static_cast<int>(top + side + 20);
  return d;
}

// Four channels of the first and of the third pooling, in the order of their numbers.
void draw_maps(Lesson& lesson, VggClassifier& net) {
  const Sample sample = lesson.data().classify_val->get(3);
  const RecordedGraph graph = record_layers(net, to_array(make_batch({sample}, small_vgg_input())));
  TileSheet maps{.title = "What a trained network makes of an image",
                 .legend = {signed_legend()[0], signed_legend()[1]}};  // after ReLU: not negative
  maps.legend[0].second = "strong answer";
  maps.rows.push_back({"the image, 96x96", {{sample.image}}});
  for (const char* pool : {"pool1", "pool3"}) {
    const Tensor map = map_of_layer(graph, pool);
    std::vector<CaptionedTile> tiles = map_tiles(map.value(), 4);
    std::sort(tiles.begin(), tiles.end(), [](const CaptionedTile& a, const CaptionedTile& b) {
      return std::pair(a.caption.size(), a.caption) < std::pair(b.caption.size(), b.caption);
    });
    maps.rows.push_back({text(pool, ", ", map.shape()[2], "x", map.shape()[3], ": of ",
                              map.shape()[1], " channels the 4 that vary most"),
                         tiles});
  }
  lesson.draw("maps.png", sheet_diagram(maps), Kind::timed);
}

void a_small_vgg(Lesson& lesson) {
  section("A small VGG learns five shapes", Kind::trained);
  const LadderData& data = lesson.data();
  Rng rng(0);
  VggClassifier net(toy_config(), 5, rng);
  const auto before = state(net);
  const SeenArea sees_before = seen_area(influence_of_images(net, *data.classify_val));
  const std::vector<double> losses = train_classifier(
      net, BatchSource(data.classify_train, small_vgg_input(), {.batch_size = 16, .seed = 1}));
  const double train = evaluate(net, *data.classify_train, small_vgg_input()).pixel_accuracy();
  const double val = evaluate(net, *data.classify_val, small_vgg_input()).pixel_accuracy();
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
                       .series = {{.name = "mean over 9 steps (pale: each step)",
                                   .x = steps,
                                   .y = losses,
                                   .smooth = 9},
                                  {.name = "ln 5: guessing",
                                   .x = {0, steps.back()},
                                   .y = {std::log(5.0), std::log(5.0)},
                                   .dashed = true}},
                       .y_min = 0,
                       .width = 560},
              Kind::timed);

  const SeenArea sees_after = seen_area(influence_of_images(net, *data.classify_val));
  std::cout << "an element of pool5 sees 94 x 94 pixels on paper; 90 % of the influence is in\n"
            << sees_before.effective << " x " << sees_before.effective << " before training, in "
            << sees_after.effective << " x " << sees_after.effective << " after it\n";
  const Array first = before.at("conv1_1.weight"), trained = state(net).at("conv1_1.weight");
  std::cout << "first layer: the change of its filters is "
            << std::lround(100 * distance(first, trained)) << " % as long as they are\n";
  lesson.draw("filters.png", filters_picture(first, trained), Kind::exact);
  draw_maps(lesson, net);
}

void lesson_05(Lesson& lesson) {
  pooling_by_hand(lesson);
  receptive_field(lesson);
  a_small_vgg(lesson);
  over_fitting(lesson);
}

}  // namespace

int main(int argc, char** argv) { return run_lesson(argc, argv, "05_pooling", lesson_05); }

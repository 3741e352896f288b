// Lesson 08: checkerboards. Where copies of a kernel overlap unevenly, a pattern appears, and where
// its numbers are random (patterns.cpp). Five ways to make a map larger are compared here, before
// training and after it.
#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <memory>

#include "autograd/ops.h"
#include "datasets/image.h"
#include "datasets/shapes.h"
#include "layers/conv.h"
#include "layers/init.h"
#include "layers/parameters.h"
#include "metrics/confusion.h"
#include "optim/adam.h"
#include "report/tile_sheet.h"
#include "training/predict.h"
#include "tutorials/08_checkerboards/patterns.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/lesson.h"

using namespace pixelwise;

namespace {

// [decoders]
enum class Up { transposed3, transposed4, bilinear_start, nearest_conv, resize_conv };

// One step: twice as large, `in` channels to `out`.
struct UpLayer : Network {
  Up kind;
  std::unique_ptr<Network> layer;

  UpLayer(Up how, std::int64_t in, std::int64_t out, Rng& rng) : kind(how) {
    if (kind == Up::nearest_conv || kind == Up::resize_conv) {
      layer = std::make_unique<Conv2d>(
          Conv2dConfig{.in = in, .out = out, .kernel = 3, .padding = 1}, rng);
      return;
    }
    const bool odd = kind == Up::transposed3;  // then one row more makes it twice as large
    auto transposed =
        std::make_unique<ConvTranspose2d>(ConvTranspose2dConfig{.in = in,
                                                                .out = out,
                                                                .kernel = odd ? 3 : 4,
                                                                .stride = 2,
                                                                .padding = 1,
                                                                .output_padding = odd ? 1 : 0,
                                                                .bias = true},
                                          rng);
    if (kind == Up::bilinear_start) {
      // The bilinear kernel, for each pair of channels times one random number.
      const Array mix = he_normal({in, out, 1, 1}, in, rng), bilinear = bilinear_kernel(1, 4);
      transposed->weight = Tensor::parameter((Tensor(mix) * Tensor(bilinear)).value());
    }
    layer = std::move(transposed);
  }

  Tensor forward(const Tensor& x) override {
    if (kind == Up::nearest_conv) return layer->forward(upsample_nearest(x, 2));
    if (kind == Up::resize_conv) {
      return layer->forward(upsample_bilinear(x, Size2(2 * x.shape()[2], 2 * x.shape()[3])));
    }
    return layer->forward(x);
  }
  void visit(const Visitor& v) override { v("layer", *layer); }
};

// From a coarse map [N, 1, H, W] to scores of background and object, four times as large.
struct Decoder : Network {
  UpLayer up1, up2;
  Decoder(Up how, Rng& rng) : up1(how, 1, 8, rng), up2(how, 8, 2, rng) {}
  Tensor forward(const Tensor& x) override { return up2(relu(up1(x))); }
  void visit(const Visitor& v) override {
    v("up1", up1);
    v("up2", up2);
  }
};
// [/decoders]

constexpr int kSize = 64;

// Image `index` of the shapes: the share of object in blocks of 4x4 pixels, and the labels.
struct Task {
  Array coarse;
  Labels labels;
};

Task make_task(Split split, std::int64_t first, std::int64_t count) {
  Task task{Array({count, 1, kSize / 4, kSize / 4}), {count, kSize, kSize, {}}};
  for (std::int64_t n = 0; n < count; ++n) {
    const Mask mask = make_shapes(ShapesTask::binary, 0, split, first + n, kSize, kSize).mask;
    for (int r = 0; r < kSize; ++r) {
      for (int c = 0; c < kSize; ++c) {
        const std::uint8_t label = mask.at(c, r);
        const Real object = label == kVoidLabel ? Real{0.5} : static_cast<Real>(label);
        task.coarse(n, 0, r / 4, c / 4) += object / 16;
        task.labels.ids.push_back(label);
      }
    }
  }
  return task;
}

// Score of object minus score of background, of the first image.
Array object_score(Network& net, const Array& coarse) {
  const NoGrad no_grad;
  const Array scores = net(Tensor(coarse)).value();
  Array difference({1, 1, scores.shape()[2], scores.shape()[3]});
  for (std::int64_t i = 0; i < scores.shape()[2]; ++i) {
    for (std::int64_t j = 0; j < scores.shape()[3]; ++j) {
      difference(0, 0, i, j) = scores(0, 1, i, j) - scores(0, 0, i, j);
    }
  }
  return difference;
}

double object_iou(Network& net) {
  const Task val = make_task(Split::val, 0, 32);
  const NoGrad no_grad;
  ConfusionMatrix confusion(2);
  confusion.add(val.labels.ids, argmax(net(Tensor(val.coarse)).value()).ids);
  return confusion.iou()[1].value_or(0);
}

void train(Network& net) {
  Adam adam(trainable_parameters(net), {.lr = 1e-2});
  for (int i = 0; i < 200; ++i) {
    const Task batch = make_task(Split::train, 8 * i, 8);
    const Tensor loss = cross_entropy(net(Tensor(batch.coarse)), batch.labels);
    adam.zero_grad();
    loss.backward();
    adam.step();
  }
}

// Grey: the mean is in the middle; black and white are as far from it as the numbers are large. So
// a faint pattern on large numbers looks faint.
Image grey(const Array& map, std::int64_t border) {
  const std::int64_t size = map.shape()[2] - 2 * border;
  const Array part = crop(Tensor(map), border, border, size, size).value();
  double sum = 0, squares = 0;
  for (std::int64_t i = 0; i < part.size(); ++i) {
    sum += static_cast<double>(part(i));
    squares += static_cast<double>(part(i)) * static_cast<double>(part(i));
  }
  const auto count = static_cast<double>(part.size());
  const double mean = sum / count, reach = 1.5 * std::sqrt(squares / count) + 1e-12;
  Image image(static_cast<int>(size), static_cast<int>(size), 3);
  for (int r = 0; r < image.height; ++r) {
    for (int c = 0; c < image.width; ++c) {
      const double share = (static_cast<double>(part(0, 0, r, c)) - mean) / reach;
      const double light = std::clamp(0.5 - share / 2, 0.0, 1.0);
      std::fill_n(image.at(c, r), 3, static_cast<std::uint8_t>(std::lround(255 * light)));
    }
  }
  return image;
}

struct Contender {
  std::string name, caption;
  Up how;
  Pattern before = {}, after = {};
  double iou = 0;
};

Array even_map(Real value) { return Array({1, 1, 16, 16}, std::vector<Real>(256, value)); }

void compete(std::vector<Contender>& contenders, Lesson& lesson) {
  const Array half = even_map(0.5), one = even_map(1);
  TileRow before{"an even map of 0.5, before training"}, after{"the same map, after training"};
  TileRow ring{"a ring, after training"};
  for (Contender& c : contenders) {
    Rng rng(2);
    Decoder net(c.how, rng);
    before.tiles.push_back({grey(object_score(net, half), 8), c.caption});
    c.before = pattern_of(object_score(net, one), 4, 8);
    train(net);
    after.tiles.push_back({grey(object_score(net, half), 8), c.caption});
    c.after = pattern_of(object_score(net, one), 4, 8);
    c.iou = object_iou(net);
    const Array coarse = make_task(Split::val, 4, 1).coarse;
    ring.tiles.push_back({grey(object_score(net, coarse), 0), c.caption});
  }
  const TileSheet sheet{.title = "Five ways up; each square has its own grey scale",
                        .rows = {before, after, ring},
                        .legend = {{Colour{32, 32, 32}, "more"},
                                   {Colour{128, 128, 128}, "the mean"},
                                   {Colour{224, 224, 224}, "less"}},
                        .columns = 5,
                        .tile = 96};
  lesson.draw("five.png", sheet_diagram(sheet), Kind::trained);
}

void five_decoders(Lesson& lesson) {
  section("Five ways up, before and after training");
  std::vector<Contender> all = {{"3x3 transposed", "3x3", Up::transposed3},
                                {"4x4 transposed", "4x4", Up::transposed4},
                                {"4x4, bilinear start", "4x4 bilinear", Up::bilinear_start},
                                {"nearest, then conv", "nearest", Up::nearest_conv},
                                {"bilinear, then conv", "bilinear", Up::resize_conv}};
  compete(all, lesson);
  std::cout << "an even map of 1     before training   after training\n"
            << "                     share    size     mean    size     IoU of object\n"
            << std::fixed;
  for (const Contender& c : all) {
    std::cout << std::left << std::setw(20) << c.name << std::right << std::setprecision(3)
              << std::setw(6) << c.before.share << std::setprecision(2) << std::setw(8)
              << c.before.size << std::setw(9) << c.after.mean << std::setw(8) << c.after.size
              << std::setprecision(3) << std::setw(18) << c.iou << "\n";
  }
  std::cout << std::defaultfloat;
  expect(all[0].before.share > 0.5 && all[1].before.share > 0.5,
         "Random: a strong pattern before training.");
  expect(
      all[0].after.size > 0.5 * all[0].before.size && all[1].after.size > 0.5 * all[1].before.size,
      "Training leaves more than half of its size.");
  expect(all[2].before.size < 0.01 && all[2].after.size < 0.1,
         "A bilinear start: none before training, below 0.1 after it.");
  expect(std::max({all[3].before.size, all[3].after.size, all[4].before.size, all[4].after.size}) <
             1e-3,
         "Resize, then convolution: none, before and after.");
}

// Whole decoders with their random numbers of the start, on an even map: the mean share.
double two_steps(Up how) {
  const Array even = even_map(1);
  double sum = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Rng rng(seed);
    Decoder net(how, rng);
    sum += pattern_of(object_score(net, even), 4, 8).share;
  }
  return sum / 200;
}

void random_decoders() {
  const double three = two_steps(Up::transposed3), four = two_steps(Up::transposed4);
  std::cout << std::fixed << std::setprecision(2) << "two steps: 3x3 " << three << ", 4x4 " << four
            << " (mean of 200)\n"
            << std::defaultfloat;
  expect(std::min(three, four) > 0.75, "Two steps: above 3/4.");
}

void lesson_08(Lesson& lesson) {
  show_overlaps(lesson);
  show_random_kernels();
  random_decoders();
  five_decoders(lesson);
  show_slopes();
}

}  // namespace

int main(int argc, char** argv) { return run_lesson(argc, argv, "08_checkerboards", lesson_08); }

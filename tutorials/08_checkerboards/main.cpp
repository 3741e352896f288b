// Lesson 08: checkerboards. Where copies of a kernel overlap unevenly, a pattern appears. Five ways
// to make a map larger are compared, before training and after it.
#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <memory>

#include "autograd/ops.h"
#include "datasets/drawing.h"
#include "datasets/image.h"
#include "datasets/shapes.h"
#include "layers/conv.h"
#include "layers/init.h"
#include "layers/parameters.h"
#include "metrics/confusion.h"
#include "optim/adam.h"
#include "training/predict.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/lesson.h"
#include "tutorials/support/number_grid.h"
#include "tutorials/support/small_arrays.h"

using namespace pixelwise;

namespace {

// How many copies of a k x k kernel lie over each pixel: a transposed convolution of ones with
// ones.
Array overlap(std::int64_t size, std::int64_t k, std::int64_t stride) {
  const Tensor ones(
      Array({1, 1, size, size}, std::vector<Real>(static_cast<std::size_t>(size * size), 1)));
  const Tensor kernel(Array({1, 1, k, k}, std::vector<Real>(static_cast<std::size_t>(k * k), 1)));
  return matrix_like(conv_transpose2d(ones, kernel, Tensor(), {.stride = stride}).value());
}

// The share of a map's square sum that is a repeated pattern of step x step pixels: 0 for an even
// map, near 1 if nothing but the pattern is there. The border is left out.
double pattern_energy(const Array& map, std::int64_t step, std::int64_t border) {
  const std::int64_t rows = map.shape()[2], columns = map.shape()[3];
  std::vector<double> sums(static_cast<std::size_t>(step * step)), counts(sums.size());
  double squares = 0, total = 0, count = 0;
  for (std::int64_t i = border; i < rows - border; ++i) {
    for (std::int64_t j = border; j < columns - border; ++j) {
      const auto value = static_cast<double>(map(0, 0, i, j));
      const auto phase = static_cast<std::size_t>(i % step * step + j % step);
      sums[phase] += value;
      counts[phase] += 1;
      squares += value * value;
      total += value;
      count += 1;
    }
  }
  double variance = 0;
  for (std::size_t p = 0; p < sums.size(); ++p) {
    const double difference = sums[p] / counts[p] - total / count;
    variance += counts[p] * difference * difference;
  }
  return squares > 0 ? variance / squares : 0;
}

void overlaps(Lesson& lesson) {
  section("How many copies lie over a pixel?", Kind::exact);
  for (const std::int64_t k : {2, 3, 4}) {
    const Array map = overlap(6, k, 2);
    const std::int64_t middle = map.shape()[0] / 2;
    Real least = 100, most = 0;
    for (std::int64_t i = middle - 1; i <= middle; ++i) {
      for (std::int64_t j = middle - 1; j <= middle; ++j) {
        least = std::min(least, map(i, j));
        most = std::max(most, map(i, j));
      }
    }
    std::cout << "kernel " << k << "x" << k << ", stride 2: from " << least << " to " << most
              << " copies, ratio " << most / least << "\n";
    expect(most / least == (k == 3 ? 4 : 1),
           k == 3 ? "3 is not divisible by 2: uneven, ratio 4." : "Divisible by 2: even inside.");
  }
  Diagram d{.title = "A map of 3x3 numbers, stride 2: how many copies lie over each pixel",
            .width = 900,
            .height = 390};
  const auto shade = [](const Array& counts) {
    return [counts](auto i, auto j) -> std::optional<Colour> {
      const auto light = static_cast<std::uint8_t>(255 - 30 * static_cast<int>(counts(i, j)));
      return Colour{light, static_cast<std::uint8_t>(std::min(255, light + 30)), 255};
    };
  };
  const Array three = overlap(3, 3, 2), four = overlap(3, 4, 2);
  add_grid(d, 80, 80, 38, three, "3x3 kernel", shade(three));
  add_grid(d, 500, 80, 38, four, "4x4 kernel", shade(four));
  lesson.draw("overlap.svg", d, Kind::exact);
}

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
    const bool odd = kind == Up::transposed3;
    auto transposed =
        std::make_unique<ConvTranspose2d>(ConvTranspose2dConfig{.in = in,
                                                                .out = out,
                                                                .kernel = odd ? 3 : 4,
                                                                .stride = 2,
                                                                .padding = 1,
                                                                .output_padding = odd ? 1 : 0,
                                                                .bias = true},
                                          rng);
    if (kind == Up::bilinear_start) {  // random from channel to channel, bilinear in space
      const Array mix = he_normal({in, out, 1, 1}, in, rng), tent = bilinear_kernel(1, 4);
      transposed->weight = Tensor::parameter((Tensor(mix) * Tensor(tent)).value());
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
  std::string name;
  Up how;
  double before = 0, after = 0, iou = 0;
};

void compete(std::vector<Contender>& contenders, Lesson& lesson) {
  const Array even({1, 1, 16, 16}, std::vector<Real>(256, Real{0.5}));
  std::vector<Image> before, after, example;
  for (Contender& c : contenders) {
    Rng rng(2);
    Decoder net(c.how, rng);
    before.push_back(grey(object_score(net, even), 8));
    c.before = pattern_energy(object_score(net, even), 4, 8);
    train(net);
    after.push_back(grey(object_score(net, even), 8));
    c.after = pattern_energy(object_score(net, even), 4, 8);
    c.iou = object_iou(net);
    example.push_back(grey(object_score(net, make_task(Split::val, 4, 1).coarse), 8));
  }
  std::vector<Image> tiles = before;
  tiles.insert(tiles.end(), after.begin(), after.end());
  tiles.insert(tiles.end(), example.begin(), example.end());
  write_png(lesson.picture("five.png"), make_sheet(tiles, {.columns = 5, .zoom = 4}));
}

void five_decoders(Lesson& lesson) {
  section("Five ways up, before and after training");
  std::vector<Contender> all = {{"3x3 transposed", Up::transposed3},
                                {"4x4 transposed", Up::transposed4},
                                {"4x4, bilinear start", Up::bilinear_start},
                                {"nearest, then conv", Up::nearest_conv},
                                {"bilinear, then conv", Up::resize_conv}};
  compete(all, lesson);
  std::cout << "pattern in an even map   before   after   IoU of object\n" << std::fixed;
  for (const Contender& c : all) {
    std::cout << std::left << std::setw(22) << c.name << std::right << std::setprecision(3)
              << std::setw(9) << c.before << std::setw(8) << c.after << std::setw(16) << c.iou
              << "\n";
  }
  std::cout << std::defaultfloat;
  expect(all[0].before > 0.5 && all[1].before > 0.5, "Random: a strong pattern before training.");
  expect(all[0].after > 0.5 && all[1].after > 0.05, "Training does not remove it by itself.");
  expect(all[2].before < 0.01 && all[2].after < 0.05, "A bilinear start has hardly any.");
  expect(std::max({all[3].before, all[3].after, all[4].before, all[4].after}) < 0.01,
         "Resize, then convolution: none, before and after.");
}

void random_kernels() {
  section("Random kernels: does a divisible size help?");
  std::cout << std::fixed << std::setprecision(2);
  for (const std::int64_t k : {3, 4}) {
    double sum = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      Rng rng(seed);
      const Tensor ones(Array({1, 1, 12, 12}, std::vector<Real>(144, 1)));
      const Tensor w(random_array({1, 1, k, k}, rng));
      sum += pattern_energy(conv_transpose2d(ones, w, Tensor(), {.stride = 2}).value(), 2, 4);
    }
    Array flat({1, 1, 25, 25});
    const Array counts = overlap(12, k, 2);
    const double even =
        pattern_energy(counts.reshaped({1, 1, counts.shape()[0], counts.shape()[1]}), 2, 4);
    std::cout << k << "x" << k << ": kernel of ones " << even << ", random kernels " << sum / 200
              << " (mean of 200)\n";
    expect(sum / 200 > 0.6, "Random kernels make the pattern, divisible or not.");
    expect(k == 3 ? even > 0.1 : even < 1e-9,
           k == 3 ? "With ones, only overlap counts: uneven." : "With ones: even.");
  }
  std::cout << std::defaultfloat;
}

void lesson_08(Lesson& lesson) {
  overlaps(lesson);
  random_kernels();
  five_decoders(lesson);
}

}  // namespace

int main(int argc, char** argv) { return run_lesson(argc, argv, "08_checkerboards", lesson_08); }

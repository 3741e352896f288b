// Tutorial 06: a classifier looks at one image of one size. Seen as a convolution, the same weights
// look everywhere at once: fully connected layers become convolutions (Long et al., 2015, 3.1).
#include <algorithm>
#include <chrono>
#include <cmath>
#include <iostream>

#include "autograd/ops.h"
#include "datasets/drawing.h"
#include "datasets/image.h"
#include "datasets/shapes.h"
#include "datasets/transforms.h"
#include "layers/parameters.h"
#include "models/summary.h"
#include "models/surgery.h"
#include "models/vgg.h"
#include "training/evaluate.h"
#include "training/to_array.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/figures.h"
#include "tutorials/support/lesson.h"
#include "tutorials/support/small_arrays.h"

using namespace pixelwise;

namespace {

const Preprocessing& how_to_prepare = preprocessing("shapes");
using Rows = std::vector<std::vector<double>>;
constexpr std::int64_t kWindow = 96, kStride = 32, kClasses = 5;

// VggClassifier with every fully connected layer as a convolution. fc6 sees 3x3 cells of pool5 and
// has no padding: each output belongs to exactly one window of 96x96 pixels.
struct HeatMapNet : Network {
  VggTrunk trunk;
  Conv2d fc6, fc7, score;

  explicit HeatMapNet(Rng& rng)
      : trunk(toy_config(), rng),
        fc6({.in = 128, .out = 128, .kernel = 3}),
        fc7({.in = 128, .out = 128, .kernel = 1}),
        score({.in = 128, .out = kClasses, .kernel = 1}) {}

  Tensor forward(const Tensor& image) override {  // [N, 3, H, W]
    Tensor h = trunk.pools(image)[4];             // [N, 128, H/32, W/32]
    h = relu(fc6(h));                             // [N, 128, H/32 - 2, W/32 - 2]
    h = relu(fc7(h));
    return score(h);  // [N, 5, H/32 - 2, W/32 - 2]
  }
  void visit(const Visitor& v) override {
    trunk.visit(v);
    v("fc6", fc6);
    v("fc7", fc7);
    v("score", score);
  }
};

// The same idea without any padding: 18x18 pixels give one cell, and cells are 4 pixels apart.
struct UnpaddedNet : Network {
  Conv2d conv1, conv2, fc;

  explicit UnpaddedNet(Rng& rng)
      : conv1({.in = 3, .out = 8, .kernel = 3}, rng),
        conv2({.in = 8, .out = 16, .kernel = 3}, rng),
        fc({.in = 16, .out = kClasses, .kernel = 3}, rng) {}

  Tensor forward(const Tensor& image) override {
    return fc(max_pool2d(relu(conv2(max_pool2d(relu(conv1(image)))))));
  }
  void visit(const Visitor& v) override { v("conv1", conv1), v("conv2", conv2), v("fc", fc); }
};

Tensor input_of(const Sample& sample) {
  return Tensor(to_array(make_batch({sample}, how_to_prepare)));
}

double milliseconds(const std::function<void()>& work) {
  double best = 1e9;
  for (int run = 0; run < 3; ++run) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - begin;
    best = std::min(best, time.count());
  }
  return best;
}

// For every cell of the map: how far its scores are from what `net` says of the cell's window
// alone, cut out with `margin` pixels of its surroundings. Cells whose surroundings lie outside are
// left out.
Rows compare_with_windows(Network& net, const Tensor& image, std::int64_t window,
                          std::int64_t stride, std::int64_t margin) {
  const Tensor map = net(image);
  const std::int64_t first = margin / stride, size = window + 2 * margin;
  Rows rows;
  for (std::int64_t i = first; i < map.shape()[2] - first; ++i) {
    rows.emplace_back();
    for (std::int64_t j = first; j < map.shape()[3] - first; ++j) {
      const Tensor cut = crop(image, i * stride - margin, j * stride - margin, size, size);
      const Tensor alone = crop(net(cut), first, first, 1, 1);
      rows.back().push_back(largest_difference(crop(map, i, j, 1, 1).value(), alone.value()));
    }
  }
  return rows;
}

double maximum(const Rows& rows) {
  double largest = 0;
  for (const auto& row : rows) {
    for (const double value : row) largest = std::max(largest, value);
  }
  return largest;
}

// The same multiply-adds for one cell, whatever the size of the image: what VGG-16 needs for 32x32
// pixels of its convolutions, and for one position of fc6, fc7 and its 1000 scores.
void count_vgg() {
  Rng rng(0);
  VggTrunk trunk(vgg16_config(), rng);
  struct TrunkOnly : Network {
    VggTrunk& trunk;
    explicit TrunkOnly(VggTrunk& t) : trunk(t) {}
    Tensor forward(const Tensor& image) override { return trunk.pools(image)[4]; }
    void visit(const Visitor& v) override { trunk.visit(v); }
  } net(trunk);
  const double cell = static_cast<double>(summarise(net, {1, 3, 32, 32}).multiply_adds);
  const double fc = 7. * 7 * 512 * 4096 + 4096. * 4096 + 4096. * 1000;
  const double windows = 36 * (49 * cell + fc), one_pass = 144 * cell + 36 * fc;
  std::cout << "VGG-16 at 384x384: 36 windows of 224x224 " << windows / 1e9
            << " G multiply-adds, one pass " << one_pass / 1e9 << " G: 1/" << windows / one_pass
            << "\n";
  expect(windows / one_pass > 11 && windows / one_pass < 11.5,
         "One pass of VGG-16 over 384x384 gives 36 windows for 1/11 of the multiply-adds.");
}

void surgery(VggClassifier& classifier, HeatMapNet& net, const Dataset& images) {
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
}

void heat_maps(Lesson& lesson, HeatMapNet& net) {
  section("Heat maps: a larger image, several objects");
  std::vector<Image> tiles;
  for (const std::int64_t index : {3, 9, 15}) {
    const Sample sample = make_shapes(ShapesTask::segmentation, 0, Split::val, index, 256, 256);
    const Array map = net(input_of(sample)).value();  // [1, 5, 6, 6]
    tiles.push_back(resize_image(sample.image, 160, 160));
    for (std::int64_t c = 0; c < kClasses; ++c) {
      const Image heat = heat_overlay(sample.image, map, c, 3, 15, 192, 192);
      tiles.push_back(resize_image(heat, 160, 160));
    }
  }
  std::cout << "An image of 256x256 gives a map of 6x6 cells for each class.\n";
  write_png(lesson.picture("heat_maps.png"), make_sheet(tiles, {.columns = 6}));
}

void sliding_window(Lesson& lesson, HeatMapNet& net) {
  section("Is it the same as sliding the classifier over the image?");
  const Tensor image = input_of(make_shapes(ShapesTask::segmentation, 0, Split::val, 0, 384, 384));
  const Rows padded = compare_with_windows(net, image, kWindow, kStride, 0);
  lesson.draw("difference.svg",
              HeatMap{.title = "One pass against 100 windows of 96x96",
                      .x_label = "column of the cell",
                      .y_label = "row of the cell",
                      .value_label = "largest difference of a logit",
                      .rows = padded},
              Kind::trained);
  std::cout << "convolutions padded with zeros: up to " << maximum(padded) << " apart\n";
  expect(maximum(padded) > 0.1,
         "With padding, the cells are not what the classifier says of the windows.");

  const std::int64_t sees = summarise(net, {1, 3, 96, 96}).rows.back().receptive_field;
  const double with_context = maximum(compare_with_windows(net, image, kWindow, kStride, kStride));
  std::cout << "A cell sees " << sees << " pixels, " << (sees - kWindow) / 2
            << " beyond its window on each side; in the cut-out these are zeros.\n"
            << "windows with 32 pixels of their surroundings: up to " << with_context << " apart\n";
  expect(with_context < 1e-4, "Shown what surrounds the window, the classifier says the same.");

  Rng rng(1);
  UnpaddedNet unpadded(rng);
  const double rounding = maximum(compare_with_windows(unpadded, image, 18, 4, 0));
  std::cout << "no padding anywhere: up to " << rounding << " apart\n";
  expect(rounding < 1e-4, "Without padding they agree up to rounding.");
}

void cost(HeatMapNet& net) {
  section("What it saves", Kind::timed);
  const double window = static_cast<double>(summarise(net, {1, 3, 96, 96}).multiply_adds);
  const double one_pass = static_cast<double>(summarise(net, {1, 3, 384, 384}).multiply_adds);
  const Tensor image{Array({1, 3, 384, 384})}, crops{Array({10, 3, kWindow, kWindow})};
  const double pass_time = milliseconds([&] { net(image); });
  const double windows_time = milliseconds([&] {
    for (int row = 0; row < 10; ++row) net(crops);
  });
  std::cout << "this net at 384x384: 100 windows " << 100 * window / 1e6
            << " M multiply-adds, one pass " << one_pass / 1e6 << " M: 1/"
            << 100 * window / one_pass << "\n  measured: " << windows_time << " ms and "
            << pass_time << " ms: 1/" << windows_time / pass_time << '\n';
  expect(100 * window / one_pass > 5.5 && 100 * window / one_pass < 9,
         "This net saves less: about 1/6, and never more than 1/9 (nine cells in a window).");
  count_vgg();
}

void lesson_06(Lesson& lesson) {
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
  HeatMapNet net(rng);
  surgery(classifier, net, val);
  heat_maps(lesson, net);
  sliding_window(lesson, net);
  cost(net);
}

}  // namespace

int main(int argc, char** argv) { return run_lesson(argc, argv, "06_fc_to_conv", lesson_06); }

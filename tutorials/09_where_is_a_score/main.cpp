// Lesson 09: where on the image is a cell of a map? Each layer takes a coordinate x to a x + b. The
// crops of the published FCNs follow from this: nobody has to know 19, 27 or 31 by heart.
#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>

#include "autograd/ops.h"
#include "layers/init.h"
#include "models/align.h"
#include "models/segment.h"
#include "models/zoo.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/lesson.h"
#include "tutorials/support/small_arrays.h"

using namespace pixelwise;

namespace {

// [coordinates]
struct Map {  // coordinate x of the image is coordinate a x + b of the map
  double a = 1, b = 0;
};

Map conv(const Map& in, double k, double s, double p) {
  return {in.a / s, (in.b + p - (k - 1) / 2) / s};
}
Map conv_transpose(const Map& in, double k, double s, double p) {
  return {in.a * s, in.b * s + (k - 1) / 2 - p};
}
double pixel(const Map& map, double cell) {  // the other way: a x + b = cell
  return (cell - map.b) / map.a;
}
double offset(const Map& frame, const Map& larger) {  // cell 0 of the frame, in the larger map
  return larger.a * pixel(frame, 0) + larger.b;
}
// [/coordinates]

// [fcn8s]
struct Maps {
  Map pool3, pool4, score;
};

Maps trunk_of_vgg16(double first_padding = 100, double fc6_padding = 0) {
  Maps maps;
  Map m;
  const std::vector<int> convs = {2, 2, 3, 3, 3};
  for (std::size_t stage = 0; stage < 5; ++stage) {
    for (int i = 0; i < convs[stage]; ++i) {
      m = conv(m, 3, 1, stage == 0 && i == 0 ? first_padding : 1);
    }
    m = conv(m, 2, 2, 0);  // pooling
    if (stage == 2) maps.pool3 = m;
    if (stage == 3) maps.pool4 = m;
  }
  maps.score = conv(m, 7, 1, fc6_padding);  // fc6; fc7 and score_fr are 1x1: they move nothing
  return maps;
}

std::vector<double> crops_of_fcn8s() {
  const Maps at = trunk_of_vgg16();
  const Map image, upscore2 = conv_transpose(at.score, 4, 2, 0);
  // pool4 is cropped to upscore2 and added: the sum lies where upscore2 lies.
  const Map upscore_pool4 = conv_transpose(upscore2, 4, 2, 0);
  const Map upscore8 = conv_transpose(upscore_pool4, 16, 8, 0);
  return {offset(upscore2, at.pool4), offset(upscore_pool4, at.pool3), offset(image, upscore8)};
}
// [/fcn8s]

std::string list(const std::vector<double>& numbers) {
  std::string all;
  for (const double n : numbers) all += text(all.empty() ? "" : ", ", n);
  return all;
}

void by_hand(Lesson& lesson) {
  section("By hand: one pooling, two poolings", Kind::exact);
  const Map image, one = conv(image, 2, 2, 0), two = conv(one, 2, 2, 0);
  std::cout << "one pooling:  a = " << one.a << ", b = " << one.b << "\n"
            << "two poolings: a = " << two.a << ", b = " << two.b << "\n";
  for (const auto& [name, map] : {std::pair{"one", one}, std::pair{"two", two}}) {
    std::cout << "after " << name << ", cells 0, 1, 2 lie on pixels " << pixel(map, 0) << ", "
              << pixel(map, 1) << ", " << pixel(map, 2) << "\n";
  }
  expect(pixel(one, 0) == 0.5 && pixel(two, 0) == 1.5,
         "Cell 0 lies between pixels: on 0.5 after one pooling, on 1.5 after two.");
  lesson.value("first", text(pixel(two, 0)));
}

const AlignedLayer& layer_of(const AlignmentReport& report, const std::string& name) {
  const auto found = std::find_if(report.layers.begin(), report.layers.end(),
                                  [&](const AlignedLayer& layer) { return layer.name == name; });
  require(found != report.layers.end(), "lesson 09: no layer ", name);
  return *found;
}

AlignmentReport align_library(const std::string& model, Family family) {
  Rng rng(1);
  const UninitializedWeights quick;  // only positions matter
  return align(*make_model({.name = model, .width = 8, .fc_width = 8, .family = family}, rng),
               {1, 3, 224, 224});
}

void first_score() {
  section("Which place does score (0, 0) speak about?", Kind::exact);
  const Map published = trunk_of_vgg16().score, same = trunk_of_vgg16(1, 3).score;
  for (const auto& [name, map] : {std::pair{"published", published}, {"family same", same}}) {
    std::cout << name << ": score 0 lies on pixel " << pixel(map, 0) << ", score 1 on pixel "
              << pixel(map, 1) << "\n";
  }
  const auto last_of = [](const std::string& name, const Map& map, int cells) {
    const double resized = (cells - 0.5) * 224 / cells - 0.5;  // the middle of the last cell
    std::cout << name << ": the last of " << cells << " scores lies on pixel "
              << pixel(map, cells - 1) << ", resized to 224 pixels on " << resized << "\n";
    return resized - pixel(map, cells - 1);
  };
  const double wrong = last_of("published", published, 8), right = last_of("family same", same, 7);
  expect(wrong == -27 && right == 0, "Resizing moves it by 27 pixels, and in family same by 0.");
  for (const auto& [family, map] :
       {std::pair{Family::caffe, published}, std::pair{Family::same, same}}) {
    const AlignmentReport report = align_library("fcn8s", family);
    const AlignedLayer& theirs = layer_of(report, "score_fr");
    expect(theirs.rows.scale == map.a && theirs.rows.shift == map.b && theirs.field == 404,
           text("The library agrees, ", family == Family::caffe ? "published" : "family same",
                ", and each score sees 404x404 pixels."));
  }
}

// Where the first cells of each map of FCN-8s are, along one axis.
void draw_cells(Lesson& lesson) {
  const AlignmentReport report = align_library("fcn8s", Family::caffe);
  LinePlot plot{.title = "FCN-8s as published, 224 pixels: where the cells are",
                .x_label = "pixels; those of the image are 0 to 223",
                .markers = {{.x = 0, .label = "image begins"}, {.x = 223, .label = "ends"}},
                .y_names = {}};
  for (const char* const name : {"pool3", "upscore_pool4", "pool4", "upscore2", "score_fr"}) {
    const AlignedLayer& layer = layer_of(report, name);
    Series cells{.dots = true};
    const double y = -static_cast<double>(plot.y_names.size());
    for (std::int64_t i = 0; i < layer.shape[2]; ++i) {
      cells.x.push_back((static_cast<double>(i) - layer.rows.shift) / layer.rows.scale);
      cells.y.push_back(y);
    }
    plot.series.push_back(cells);
    plot.y_names.push_back(name);
  }
  plot.series.push_back({.x = {-102, 330}, .y = {-99, -99}});  // unseen: room for the last dots
  plot.y_min = 0.5 - static_cast<double>(plot.y_names.size());
  plot.y_max = 0.5;
  lesson.draw("cells.svg", plot, Kind::exact);
}

void crops(Lesson& lesson) {
  section("The crops of the published nets", Kind::exact);
  const Maps at = trunk_of_vgg16();
  const Map image;
  const Map upscore2 = conv_transpose(at.score, 4, 2, 0);
  const double of32 = offset(image, conv_transpose(at.score, 64, 32, 0));
  const std::vector<double> of16 = {offset(upscore2, at.pool4),
                                    offset(image, conv_transpose(upscore2, 32, 16, 0))};
  const std::vector<double> of8 = crops_of_fcn8s();
  std::cout << "FCN-32s: " << of32 << "\nFCN-16s: " << list(of16) << "\nFCN-8s:  " << list(of8)
            << "\n";
  expect(of32 == 19, "FCN-32s crops at 19.");
  expect(of16 == std::vector<double>{5, 27}, "FCN-16s crops at 5 and 27.");
  expect(of8 == std::vector<double>{5, 9, 31}, "FCN-8s crops at 5, 9 and 31.");
  for (const auto& [name, ours] : {std::pair{"fcn32s", std::vector<double>{of32}},
                                   std::pair{"fcn16s", of16}, std::pair{"fcn8s", of8}}) {
    std::vector<double> theirs;
    for (const auto& [layer, crop] : align_library(name, Family::caffe).offsets) {
      theirs.push_back(static_cast<double>(crop));
    }
    expect(theirs == ours, text("The network ", name, " of the library crops there, too."));
  }
  lesson.value("last", text(of8[2]));
  draw_cells(lesson);
}

// Rows of all maps whose size changes, for an image with so many rows, up to fc6's: pools of this
// family round up.
std::vector<std::int64_t> sizes_to_fc6(std::int64_t rows, std::int64_t padding) {
  std::vector<std::int64_t> sizes = {rows + 2 * padding - 2};  // conv1_1: 3x3
  for (int stage = 0; stage < 5; ++stage) sizes.push_back((sizes.back() + 1) / 2);
  sizes.push_back(sizes.back() - 6);  // fc6: 7x7
  return sizes;
}

std::int64_t cells_of_fc6(std::int64_t rows, std::int64_t padding) {
  return sizes_to_fc6(rows, padding).back();
}

std::vector<std::int64_t> sizes_after_fc6(std::int64_t rows) {
  const std::int64_t upscore2 = (cells_of_fc6(rows, 100) - 1) * 2 + 4;
  const std::int64_t upscore_pool4 = (upscore2 - 1) * 2 + 4;
  return {upscore2, upscore_pool4, (upscore_pool4 - 1) * 8 + 16};
}

std::int64_t rows_of_upscore8(std::int64_t rows) { return sizes_after_fc6(rows).back(); }

void sizes() {
  section("Sizes: from 224 pixels to 8 scores and to 312", Kind::exact);
  std::cout << "conv1_1, five pools, fc6:       ";
  for (const std::int64_t size : sizes_to_fc6(224, 100)) std::cout << ' ' << size;
  std::cout << "\nupscore2, upscore_pool4, upscore8:";
  for (const std::int64_t size : sizes_after_fc6(224)) std::cout << ' ' << size;
  std::cout << "\nupscore8 for an image of 500 pixels: " << rows_of_upscore8(500) << "\n";
  expect(cells_of_fc6(224, 100) == 8, "224 pixels give 8 scores.");
}

// Where a crop begins that leaves equally much on both sides.
double centre(std::int64_t rows) { return static_cast<double>(rows_of_upscore8(rows) - rows) / 2; }

void not_the_centre() {
  section("Predict: is the crop in the middle?", Kind::exact);
  std::cout << "image  upscore8  crop  left over below  a centre crop would be\n";
  for (const std::int64_t rows : {219, 224, 250, 256, 480, 500, 512}) {
    const std::int64_t up = rows_of_upscore8(rows);
    std::cout << std::setw(5) << rows << std::setw(10) << up << std::setw(6) << 31 << std::setw(17)
              << up - rows - 31 << std::setw(24) << centre(rows) << "\n";
  }
  expect(centre(224) == 44 && centre(500) == 34,
         "A centre crop would be 44 at 224 pixels, and 34 at 500: it moves, the truth does not.");
  double nearest = 100, furthest = -100;
  for (std::int64_t rows = 1; rows <= 1000; ++rows) {
    nearest = std::min(nearest, centre(rows) - 31);
    furthest = std::max(furthest, centre(rows) - 31);
  }
  std::cout << "for 1 to 1000 pixels, the centre is between " << nearest << " and " << furthest
            << " away from 31\n";
  expect(nearest == 0 && furthest == 15.5, "At worst, as with 219 pixels, it is 15.5 away.");
}

void padding_100() {
  section("Why padding 100?", Kind::exact);
  const auto works = [](std::int64_t padding) { return cells_of_fc6(1, padding) >= 1; };
  std::int64_t smallest = 0;
  while (!works(smallest)) ++smallest;
  std::cout << "with a padding of 1, as elsewhere, the smallest image has " <<
      [] {
        std::int64_t rows = 1;
        while (cells_of_fc6(rows, 1) < 1) ++rows;
        return rows;
      }() << " pixels, with padding 100 one pixel is enough\n"
            << "smallest padding for which one pixel is enough: " << smallest << "\n";
  expect(smallest == 97, "97 is the smallest padding with which an image of any size passes fc6.");
  expect(!works(96) && works(100), "With 96 the smallest images do not pass, with 100 they do.");
}

void multiples_of_32() {
  section("Why multiples of 32, in the other family?", Kind::exact);
  for (const std::int64_t rows : {96, 100, 127, 128}) {
    std::int64_t size = rows;
    for (int stage = 0; stage < 5; ++stage) size /= 2;  // pools round down
    std::cout << rows << " pixels -> " << size << " cells -> " << 32 * size << " pixels\n";
  }
  std::cout << "padded by 14 on each side: 100 -> 128 -> 4 cells -> 128, cut to 100\n";
  Rng rng(1);
  const auto net = make_model({.name = "toy-8s", .classes = 2}, rng);
  const NoGrad no_grad;
  const Tensor scores = segment(*net, Tensor(Array({1, 3, 100, 45})));
  expect(scores.shape() == Shape({1, 2, 100, 45}),
         "segment() pads and cuts: scores for an image of 100x45 are 100x45.");
}

// A net of three layers that sees its image shifted by every amount below its stride, and the same
// layers without stride.
void shift_and_stitch() {
  section("Shift and stitch is dilation", Kind::exact);
  Rng rng(5);
  const Array image = random_array({1, 1, 12, 12}, rng);
  const Tensor w1(random_array({1, 1, 3, 3}, rng)), w2(random_array({1, 1, 3, 3}, rng)), none;
  Array stitched({1, 1, 4, 4});
  for (std::int64_t top = 0; top < 2; ++top) {
    for (std::int64_t left = 0; left < 2; ++left) {
      const Tensor part = crop(Tensor(image), top, left, 11, 11);
      const Tensor y =
          conv2d(max_pool2d(conv2d(part, w1, none), {.kernel = 2, .stride = 2}), w2, none);
      for (std::int64_t i = 0; i < 2; ++i) {
        for (std::int64_t j = 0; j < 2; ++j) {
          stitched(0, 0, 2 * i + top, 2 * j + left) = y.value()(0, 0, i, j);
        }
      }
    }
  }
  const Tensor dense =
      conv2d(max_pool2d(conv2d(Tensor(image), w1, none), {.kernel = 2, .stride = 1}), w2, none,
             {.dilation = 2});
  std::cout << "four shifted runs: 2x2 scores each, stitched to 4x4\n"
            << "one run with pooling of stride 1, then a kernel of dilation 2: " << dense.shape()[2]
            << "x" << dense.shape()[3] << " scores\n";
  expect(dense.shape()[2] >= 4, "The dilated net gives at least as many scores.");
  double worst = 0;
  for (std::int64_t i = 0; i < 4; ++i) {
    for (std::int64_t j = 0; j < 4; ++j) {
      worst = std::max(worst, std::abs(static_cast<double>(stitched(0, 0, i, j)) -
                                       static_cast<double>(dense.value()(0, 0, i, j))));
    }
  }
  expect(worst < 1e-5, "They are the same scores.");
}

void lesson_09(Lesson& lesson) {
  by_hand(lesson);
  first_score();
  crops(lesson);
  sizes();
  not_the_centre();
  padding_100();
  multiples_of_32();
  shift_and_stitch();
}

}  // namespace

int main(int argc, char** argv) { return run_lesson(argc, argv, "09_where_is_a_score", lesson_09); }

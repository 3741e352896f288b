// The capstone: FCN-32s, FCN-16s and FCN-8s, trained from the first to the last step with the
// operations that the reader wrote in the exercises.
#include <chrono>
#include <cmath>
#include <filesystem>
#include <iomanip>
#include <iostream>

#include "autograd/graph.h"
#include "base/check.h"
#include "base/run_main.h"
#include "datasets/drawing.h"
#include "datasets/image.h"
#include "datasets/palette.h"
#include "metrics/confusion.h"
#include "optim/adam.h"
#include "report/panel.h"
#include "report/progress.h"
#include "training/predict.h"
#include "tutorials/capstone/net.h"
#include "tutorials/capstone/task.h"

using namespace pixelwise;

namespace {

struct Options {
  std::int64_t iterations = 350;  // of all three stages together
  std::uint64_t seed = 0;
  std::string out = "out/capstone";
};

struct Stage {
  std::string name;
  Skips skips;
  std::int64_t iterations;
};

constexpr std::int64_t kBatch = 4, kValidation = 64, kShown = 4;

double train(const CapstoneNet& net, const Operations& ops, const Stage& stage,
             std::int64_t first_image, std::uint64_t seed) {
  Adam adam(net.parameters(stage.skips), {.lr = 4e-3});
  Progress progress(stage.name, stage.iterations);
  double loss = 0;
  for (std::int64_t i = 0; i < stage.iterations; ++i) {
    const double left = static_cast<double>(stage.iterations - i);
    adam.set_lr(4e-3 * left / static_cast<double>(stage.iterations));
    const SmallBatch batch = small_batch(seed, Split::train, first_image + kBatch * i, kBatch);
    const Tensor mean_loss =
        ops.cross_entropy(net.scores(Tensor(batch.images), stage.skips), batch.labels);
    adam.zero_grad();
    mean_loss.backward();
    adam.step();
    loss = static_cast<double>(mean_loss.item());
    require(std::isfinite(loss), "capstone: the loss is ", loss, " at iteration ", i, " of ",
            stage.name, "; grade your operations again: ./run learn");
    progress.update(i + 1, text("loss ", std::round(1e3 * loss) / 1e3));
  }
  progress.finish();
  return loss;
}

Labels predict(const CapstoneNet& net, Skips skips, const Array& images) {
  const NoGrad no_grad;
  return argmax(net.scores(Tensor(images), skips).value());
}

ConfusionMatrix evaluate(const CapstoneNet& net, Skips skips, std::uint64_t seed) {
  ConfusionMatrix confusion(2);
  for (std::int64_t first = 0; first < kValidation; first += kBatch) {
    const SmallBatch batch = small_batch(seed, Split::val, first, kBatch);
    confusion.add(batch.labels.ids, predict(net, skips, batch.images).ids);
  }
  return confusion;
}

const Palette& colours() {
  static const Palette palette = {{0, 0, 0}, {230, 159, 0}};
  return palette;
}

// Image and truth, to begin with; each stage adds a column.
Panel new_panel(std::uint64_t seed) {
  Panel panel{.columns = {"image", "truth"}};
  for (std::int64_t i = 0; i < kShown; ++i) {
    const Sample sample = small_shapes(seed, Split::val, i);
    panel.pictures.push_back({sample.image, colourise(sample.mask, colours())});
  }
  return panel;
}

void add_column(Panel& panel, const CapstoneNet& net, const Stage& stage, std::uint64_t seed) {
  panel.columns.push_back(stage.name);
  const Labels labels = predict(net, stage.skips, small_batch(seed, Split::val, 0, kShown).images);
  for (std::int64_t n = 0; n < kShown; ++n) {
    Mask mask(64, 64);
    for (int y = 0; y < 64; ++y) {
      for (int x = 0; x < 64; ++x) mask.at(x, y) = labels(n, y, x);
    }
    panel.pictures[static_cast<std::size_t>(n)].push_back(colourise(mask, colours()));
  }
}

std::string list(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all.empty() ? "none" : all;
}

void say_whose(const Operations& ops) {
  std::cout << "Yours:         " << list(ops.yours) << "\nThe library's: " << list(ops.the_librarys)
            << "\n";
}

int run(const Options& options) {
  const Operations ops = operations();
  say_whose(ops);
  Rng rng(options.seed);
  const CapstoneNet net(ops, rng);
  const std::int64_t all = options.iterations, later = all * 2 / 7;
  const std::vector<Stage> stages = {{"FCN-32s", Skips::none, all - 2 * later},
                                     {"FCN-16s", Skips::pool4, later},
                                     {"FCN-8s", Skips::pool4_and_pool3, later}};
  Panel panel = new_panel(options.seed);
  std::int64_t image = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (const Stage& stage : stages) {
    train(net, ops, stage, image, options.seed);
    image += kBatch * stage.iterations;
    const ConfusionMatrix confusion = evaluate(net, stage.skips, options.seed);
    std::cout << std::left << std::setw(9) << stage.name << std::right << std::fixed
              << std::setprecision(3) << " mean IoU " << confusion.mean_iou() << "  pixel accuracy "
              << confusion.pixel_accuracy() << std::endl;
    add_column(panel, net, stage, options.seed);
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  std::filesystem::create_directories(options.out);
  const std::string picture = options.out + "/panel.png";
  write_png(picture, panel_sheet(panel, 3));
  std::cout << "\n" << picture << "\nTrained in " << format_duration(seconds.count()) << ".\n";
  say_whose(ops);
  return 0;
}

Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    const bool known = name == "--iterations" || name == "--seed" || name == "--out";
    require(known && i + 1 < argc, "usage: capstone [--iterations N] [--seed N] [--out DIR]; '",
            name, "' ", known ? "needs a value" : "is none of these");
    const std::string value = argv[++i];
    if (name == "--out") {
      options.out = value;
      continue;
    }
    require(!value.empty() && value.size() < 9 &&
                value.find_first_not_of("0123456789") == std::string::npos,
            "capstone: ", name, " needs a whole number, not '", value, "'");
    if (name == "--seed") options.seed = std::stoull(value);
    if (name == "--iterations") options.iterations = std::stoll(value);
  }
  require(options.iterations >= 7, "capstone: --iterations ", options.iterations,
          " is not enough for three stages; 7 is the least");
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  return run_main([&] { return run(read_options(argc, argv)); });
}

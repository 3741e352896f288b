// Lesson 10: from a classifier to a segmentation network. FCN-32s keeps the classifier's weights,
// replaces its last layer and enlarges a coarse map of scores by 32 (Long et al., 2015, 3.3 and 4).
#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <sstream>

#include "datasets/drawing.h"
#include "layers/init.h"
#include "metrics/truth_bound.h"
#include "models/summary.h"
#include "models/zoo.h"
#include "tutorials/10_fcn32s/by_hand.h"
#include "tutorials/10_fcn32s/coarse.h"
#include "tutorials/10_fcn32s/learning.h"
#include "tutorials/10_fcn32s/plain_transplant.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/figures.h"
#include "tutorials/support/image_rows.h"
#include "tutorials/support/lesson.h"

using namespace pixelwise;

namespace {

const Preprocessing& how_to_prepare = preprocessing("shapes");
constexpr std::int64_t kClasses = 6;  // the five shapes, and the background

void print_fate(const std::string& name, const std::string& from, const std::string& to,
                const std::string& fate) {
  std::cout << std::left << std::setw(17) << name << std::setw(16) << from << std::setw(19) << to
            << fate << std::right << '\n';
}

void transplanting(const Weights& classifier) {
  section("A transplant", Kind::exact);
  Rng rng(0);
  Fcn32s by_loop(toy_config(), kClasses, rng), by_library(toy_config(), kClasses, rng);
  const Weights fresh = state(by_library);
  plain_transplant(classifier, by_loop);
  const TransplantReport report = transplant(classifier, by_library);
  print_fate("", "classifier", "FCN-32s", "");
  for (const char* name :
       {"conv1_1.weight", "fc6.weight", "score.weight", "score_fr.weight", "upscore.weight"}) {
    const auto is_in = [&](const std::vector<std::string>& names) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    const auto shape = [&](const Weights& weights) {
      const auto found = weights.find(name);
      return found == weights.end() ? std::string("-") : text(found->second.shape());
    };
    print_fate(name, shape(classifier), shape(fresh),
               is_in(report.copied)     ? "copied"
               : is_in(report.reshaped) ? "reshaped"
               : is_in(report.dropped)  ? "dropped"
                                        : "missing");
  }
  std::cout << to_string(report) << '\n';
  expect(report.reshaped == std::vector<std::string>{"fc6.weight", "fc7.weight"} &&
             report.dropped == std::vector<std::string>{"score.bias", "score.weight"},
         "fc6 and fc7 are reshaped, only the old score layer is thrown away.");
  const Weights loop = state(by_loop);
  bool same = true;
  for (const auto& [name, values] : state(by_library)) {
    same = same && values.to_vector() == loop.at(name).to_vector();
  }
  expect(same, "The loop and the library give the same numbers.");
}

void before_training(const Weights& classifier, const Dataset& val) {
  section("Before training", Kind::exact);
  StartedFcn started(classifier);
  const Batch batch = make_batch({val.get(0)}, how_to_prepare);
  const Tensor scores = started.net(Tensor(to_array(batch)));
  const Real loss = cross_entropy(scores, batch.labels).item();
  std::cout << "scores " << scores.shape() << ", all " << largest(scores.value()) << "; loss "
            << rounded(loss, 4) << '\n';
  expect(std::abs(loss - std::log(6.0)) < 1e-4,
         "All six classes are equally likely: the loss is ln 6 = 1.7918.");
  const ConfusionMatrix confusion = evaluate(started.net, val, how_to_prepare);
  std::cout << "pixel accuracy " << rounded(confusion.pixel_accuracy()) << ", mean IoU "
            << rounded(confusion.mean_iou()) << '\n';
  expect(std::abs(confusion.pixel_accuracy() - 0.75) < 0.01 &&
             std::abs(confusion.mean_iou() - confusion.pixel_accuracy() / 6) < 1e-9,
         "Background wins everywhere: the mean IoU is the pixel accuracy divided by 6.");
}

std::string gradient_text(const Weights& gradients, const std::string& name) {
  const auto found = gradients.find(name);
  if (found == gradients.end()) return "none";
  std::ostringstream out;
  out << std::setprecision(2) << largest(found->second);
  return out.str();
}

void first_steps(const Weights& classifier, const Dataset& train) {
  section("The first two steps", Kind::trained);
  std::vector<Sample> samples;
  for (std::int64_t i = 0; i < 4; ++i) samples.push_back(train.get(i));
  const Batch batch = make_batch(samples, how_to_prepare);
  StartedFcn frozen(classifier),
      learning(classifier, [](Fcn32s&net) { net.upscore.weight.set_requires_grad(true); });
  const auto a = first_gradients(frozen.net, batch, 2), b = first_gradients(learning.net, batch, 2);
  std::cout << "largest |gradient|   upscore is frozen     upscore learns\n"
            << "                     step 1    step 2      step 1    step 2\n";
  bool only_score = true, all_learn = true, same = true;
  for (const char* name : {"conv1_1.weight", "fc7.weight", "score_fr.weight", "upscore.weight"}) {
    std::cout << std::left << std::setw(17) << name << std::right;
    for (const Weights* gradients : {&a[0], &a[1], &b[0], &b[1]}) {
      std::cout << std::setw(gradients == &b[0] ? 12 : 10) << gradient_text(*gradients, name);
    }
    std::cout << '\n';
    if (std::string(name) == "upscore.weight") continue;
    const bool is_score = std::string(name) == "score_fr.weight";
    only_score = only_score && (largest(a[0].at(name)) > 0) == is_score;
    all_learn = all_learn && largest(a[1].at(name)) > 0;
    for (const std::size_t s : {0U, 1U}) {
      same = same && a[s].at(name).to_vector() == b[s].at(name).to_vector();
    }
  }
  expect(only_score,
         "Step 1: the score layer alone has a gradient, all layers before it exactly 0.");
  expect(all_learn, "Step 2: every layer has one, although upscore, the last layer, is frozen.");
  expect(same, "Frozen or not, upscore hands on the same gradients, bit for bit.");
  expect(largest(b[0].at("upscore.weight")) == 0,
         "Step 1: upscore itself would learn nothing, because its input is 0.");
}

void layers_of(Lesson& lesson) {
  section("The layers", Kind::exact);
  Rng rng(0);
  Fcn32s net(toy_config(), kClasses, rng);
  lesson.draw("upscore.png",
              HeatMap{.title = "upscore: the kernel of one class, 64x64",
                      .x_label = "column",
                      .y_label = "row",
                      .value_label = "weight",
                      .rows = kernel_rows(net.upscore.weight.value())},
              Kind::exact);
  const Summary summary = summarise(net, {1, 3, 128, 128});
  const SummaryRow& upscore = summary_row(summary, "upscore");
  std::istringstream lines(to_text(summary));
  std::string line;
  for (int row = 0; std::getline(lines, line); ++row) {  // four more blocks, and ReLU after fc
    const bool middle = row > 3 && (row < 16 || line.rfind("relu", 0) == 0);
    if (!middle) std::cout << line << '\n';
    if (row == 4) std::cout << "...\n";
  }
  expect(upscore.parameters == 6 * 6 * 64 * 64 && upscore.trainable == 0,
         "None of the 6 * 6 * 64 * 64 = 147,456 weights of upscore is trained.");
  const UninitializedWeights quick;  // the numbers do not matter here
  const auto published = make_model({.name = "fcn32s", .family = Family::caffe}, rng);
  const double toy = 100 * upsampling_share(summary),
               vgg = 100 * upsampling_share(summarise(*published, {1, 3, 500, 500}));
  std::cout << "the published FCN-32s at 500x500: " << rounded(vgg, 1) << " %\n";
  expect(std::abs(toy - 3.3) < 0.05 && std::abs(vgg - 0.3) < 0.05,
         "Enlarging costs 3.3 % of the work here, and 0.3 % in the published net.");
}

void several_sizes(const Weights& classifier) {
  section("Images of two sizes", Kind::exact);
  Sample small{Image(64, 96, 3), Mask(64, 96), "small"},
      large{Image(128, 96, 3), Mask(128, 96), "large"};
  try {
    make_batch({small, large}, how_to_prepare);
  } catch (const std::invalid_argument& error) {
    std::cout << error.what() << '\n';
  }
  StartedFcn started(classifier);
  std::vector<double> gradients;
  for (const Sample& sample : {small, large}) {
    const Batch batch = make_batch({sample}, how_to_prepare);
    cross_entropy(started.net(Tensor(to_array(batch))), batch.labels).backward();
    gradients.push_back(largest(started.net.score_fr.bias.grad()));
    std::cout << "after '" << sample.name << "': the largest gradient of score_fr.bias is "
              << rounded(gradients.back()) << '\n';
  }
  expect(gradients[1] > 1.5 * gradients[0],
         "One image after the other, without zero_grad() between: their gradients add up.");
}

// The scores of a network before and after the step that makes them large.
struct Masks {
  Mask nearest, bilinear, fcn8s;
};

Masks masks_of(Fcn32s& net, Network& fcn8s, const Sample& sample) {
  const NoGrad no_grad;
  const Tensor scores = coarse_scores(net, make_batch({sample}, how_to_prepare));
  return {mask_from(nearest32(scores).value()), mask_from(bilinear32(scores).value()),
          predict(fcn8s, sample.image, how_to_prepare)};
}

void encoder_only(Lesson& lesson, const StageResult& fcn32s) {
  const Weights weights8s = lesson.weights_of("fcn8s");
  section("One map of scores, enlarged in two ways");
  const Dataset& val = *lesson.data().val;
  Rng rng(0);
  Fcn32s net(toy_config(), kClasses, rng);
  load_state(net, fcn32s.weights);
  const auto fcn8s = stage_network(ladder_stage("fcn8s"), weights8s);
  ImageRows rows{.title = "What the same scores become",
                 .columns = {"image", "truth", "nearest", "FCN-32s", "FCN-8s"},
                 .legend = {val.class_names(), val.palette()},
                 .size = 98};
  ConfusionMatrix nearest(kClasses), bilinear(kClasses), eight(kClasses);
  for (std::int64_t i = 0; i < val.size(); ++i) {
    const Sample sample = val.get(i);
    const Masks masks = masks_of(net, *fcn8s, sample);
    nearest.add(sample.mask.ids, masks.nearest.ids);
    bilinear.add(sample.mask.ids, masks.bilinear.ids);
    eight.add(sample.mask.ids, masks.fcn8s.ids);
    if (i >= 4) continue;
    rows.rows.push_back({sample.image});
    for (const Mask* mask : {&sample.mask, &masks.nearest, &masks.bilinear, &masks.fcn8s}) {
      rows.rows.back().push_back(colourise(*mask, val.palette()));
    }
  }
  lesson.draw("masks.png", image_rows(rows), Kind::exact);
  BarChart chart = iou_chart("IoU on 150 validation images", val,
                             {{"nearest", nearest}, {"FCN-32s", bilinear}, {"FCN-8s", eight}});
  const std::vector<Colour>& colours = plot_colours();  // of 32s and 8s as in the ladder's report
  chart.groups[0].colour = colours[5];
  chart.groups[1].colour = colours[0];
  chart.groups[2].colour = colours[1];
  chart.width = 800;
  lesson.draw("iou.svg", chart, Kind::trained);
  std::cout << "mean IoU: nearest " << rounded(nearest.mean_iou()) << ", bilinear (FCN-32s) "
            << rounded(bilinear.mean_iou()) << ", FCN-8s " << rounded(eight.mean_iou()) << '\n';
  lesson.value("nearest", rounded(nearest.mean_iou()), Kind::trained);
  lesson.value("bilinear", rounded(bilinear.mean_iou()), Kind::trained);
  expect(std::abs(bilinear.mean_iou() - fcn32s.after.mean_iou()) < 1e-9,
         "Bilinear: FCN-32s itself.");
  expect(bilinear.mean_iou() > nearest.mean_iou(), "Bilinear beats nearest.");
  expect(eight.mean_iou() > bilinear.mean_iou() + 0.2, "Finer scores gain more than .2 on top.");
}

void which_layers_learn(Lesson& lesson, const Weights& classifier) {
  section("Which layers learn?");
  const std::vector<PartRun> runs = part_runs(lesson, classifier);
  std::cout << "                                                   mean IoU\n"
            << "what learns               parameters  steps   loss  seed 0  seed 1\n";
  LinePlot losses{.title = "FCN-32s on shapes: which layers learn",
                  .x_label = "step",
                  .y_label = "loss (nats per pixel)",
                  .y_min = 0,
                  .y_max = 3,
                  .width = 560,
                  .height = 420};
  const std::size_t colours[] = {6, 5, 2, 0, 3};
  for (std::size_t r = 0; r < runs.size(); ++r) {
    const PartRun& run = runs[r];
    std::cout << std::left << std::setw(25) << run.name << std::right << std::setw(11)
              << run.trained << std::setw(7) << run.losses.size() << std::setw(7)
              << rounded(last_loss(run.losses)) << std::setw(8) << rounded(run.mean_ious[0])
              << std::setw(8) << rounded(run.mean_ious[1]) << '\n';
    if (r == 0) continue;  // a flat line
    Series& line = losses.series.emplace_back(Series{
        .name = run.name, .y = run.losses, .smooth = 9, .colour = plot_colours()[colours[r]]});
    for (std::size_t i = 0; i < run.losses.size(); ++i) line.x.push_back(static_cast<double>(i));
  }
  lesson.draw("loss.svg", losses, Kind::trained);
  const std::vector<double>& still = runs[0].losses;
  expect(std::abs(still.back() - std::log(6.0)) < 1e-4,
         "Only upscore, behind a score layer of zeros: after 20 steps the loss is still ln 6.");
  const auto by = [&](std::size_t better, std::size_t worse) {
    return std::min(runs[better].mean_ious[0] - runs[worse].mean_ious[0],
                    runs[better].mean_ious[1] - runs[worse].mean_ious[1]);
  };
  expect(by(2, 1) > 0, "774 numbers of the score layer do more than the 147,456 of upscore.");
  expect(by(3, 2) > 0.05, "FCN-32s is better than the score layer alone, by more than .05.");
}

void truth_through_a_grid(Lesson& lesson, const Dataset& val, const StageResult& result) {
  section("How good can a map with one score for 32x32 pixels be?");
  const double grid = truth_downsampling_bound(val, 32).mean_iou();
  std::cout << "on all images: the truth through a grid of 32 " << rounded(grid) << ", FCN-32s "
            << rounded(result.after.mean_iou()) << '\n';
  expect(grid > 0.43 && grid < 0.52, "Through the grid even the truth stays below .52.");

  std::vector<Sample> samples;
  for (std::int64_t i = 0; i < 16; ++i) samples.push_back(val.get(i));
  const double truth =
      truth_downsampling_bound(InMemoryDataset(val.info(), samples), 32).mean_iou();
  const Batch batch = make_batch(samples, how_to_prepare);
  const double blocks = best_scores(batch, kClasses, nearest32).mean_iou(),
               best = best_scores(batch, kClasses, bilinear32).mean_iou();
  std::cout << "on 16 of them: the truth through the grid " << rounded(truth)
            << "\nscores found by gradient descent: enlarged as blocks " << rounded(blocks)
            << ", bilinearly " << rounded(best) << '\n';
  lesson.value("grid", rounded(grid), Kind::exact);
  lesson.value("best", rounded(best), Kind::trained);
  expect(best > truth + 0.1, "Other scores on the same grid are better by more than .1.");
  expect(best > blocks + 0.1, "As blocks, even the best scores are worse by more than .1.");
}

void lesson_10(Lesson& lesson) {
  const Dataset& val = *lesson.data().val;
  by_hand(lesson);
  const Weights classifier = lesson.weights_of("classifier");
  transplanting(classifier);
  before_training(classifier, val);
  layers_of(lesson);
  void_pixels(val);
  first_steps(classifier, *lesson.data().train);
  several_sizes(classifier);

  section("Training");
  const StageResult fcn32s = lesson.train("fcn32s", &classifier);
  expect(fcn32s.weights.at("upscore.weight").to_vector() == bilinear_kernel(6, 64).to_vector(),
         "After training, upscore is the bilinear kernel, bit for bit.");
  encoder_only(lesson, fcn32s);
  which_layers_learn(lesson, classifier);
  truth_through_a_grid(lesson, val, fcn32s);
}

}  // namespace

int main(int argc, char** argv) { return run_lesson(argc, argv, "10_fcn32s", lesson_10); }

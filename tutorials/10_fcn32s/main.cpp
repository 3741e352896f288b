// Tutorial 10: from a classifier to a segmentation network. FCN-32s keeps the classifier's weights,
// replaces its last layer and enlarges a coarse map of scores by 32 (Long et al., 2015, 3.3 and 4).
#include <algorithm>
#include <cmath>
#include <iostream>

#include "autograd/ops/cross_entropy.h"
#include "datasets/drawing.h"
#include "datasets/image.h"
#include "datasets/statistics.h"
#include "layers/init.h"
#include "layers/parameters.h"
#include "metrics/truth_bound.h"
#include "models/fcn.h"
#include "models/summary.h"
#include "optim/adam.h"
#include "training/evaluate.h"
#include "training/predict.h"
#include "training/to_array.h"
#include "training/trainer.h"
#include "tutorials/support/expect.h"
#include "tutorials/support/figures.h"
#include "tutorials/support/lesson.h"

using namespace pixelwise;

namespace {

using Weights = std::map<std::string, Array>;

const Preprocessing& how_to_prepare = preprocessing("shapes");
constexpr std::int64_t kClasses = 6;  // the five shapes, and the background

void transplant_and_start(const Weights& classifier, const Dataset& val) {
  section("From the classifier to FCN-32s");
  Rng rng(0);
  Fcn32s net(toy_config(), kClasses, rng);
  const TransplantReport report = transplant(classifier, net);
  std::cout << to_string(report) << '\n';
  expect(report.reshaped == std::vector<std::string>{"fc6.weight", "fc7.weight"},
         "fc6 and fc7 are the two layers that are reshaped.");
  expect(report.dropped == std::vector<std::string>{"score.bias", "score.weight"},
         "Of the classifier only its score layer is thrown away.");

  const Batch batch = make_batch({val.get(0)}, how_to_prepare);
  const Tensor scores = net(Tensor(to_array(batch)));
  const Real loss = cross_entropy(scores, batch.labels).item();
  std::cout << "scores " << scores.shape() << ", loss before training " << loss << '\n';
  expect(std::abs(loss - std::log(6.0)) < 1e-4,
         "The new score layer is zero: all classes are equally likely, the loss is ln 6 = 1.7918.");

  const ConfusionMatrix confusion = evaluate(net, val, how_to_prepare);
  std::cout << "pixel accuracy " << confusion.pixel_accuracy() << ", mean IoU "
            << confusion.mean_iou() << '\n';
  expect(std::abs(confusion.pixel_accuracy() - 0.75) < 0.01 &&
             std::abs(confusion.mean_iou() - confusion.pixel_accuracy() / 6) < 1e-9,
         "A network that calls everything background has 3/4 of the pixels right, and a mean IoU "
         "of only 1/6 of that.");
}

void draw_upsampling(Lesson& lesson) {
  section("Upsampling by 32 that interpolates");
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
  const SummaryRow& row = summary_row(summary, "upscore");
  std::cout << to_text(summary);
  expect(row.parameters == 147456 && row.trainable == 0,
         "None of the 147,456 weights of upscore is trained.");
  expect(std::abs(upsampling_share(summary) - 0.033) < 0.0005,
         "Enlarging costs 3.3 % of the multiply-adds.");
}

void what_void_is(const Dataset& val) {
  section("Void: pixels that do not count");
  const double share = collect_statistics(val).void_share();
  std::cout << "void: " << 100 * share << " % of the pixels\n";
  expect(share > 0.04 && share < 0.065,
         "About one pixel in twenty lies on a boundary and is void.");
  const Batch batch = make_batch({val.get(0)}, how_to_prepare);
  const Tensor scores = Tensor::parameter(Array({1, kClasses, batch.h, batch.w}));
  cross_entropy(scores, batch.labels).backward();
  double on_void = 0, elsewhere = 1;
  for (std::int64_t h = 0; h < batch.h; ++h) {
    for (std::int64_t w = 0; w < batch.w; ++w) {
      const double g = std::abs(scores.grad()(0, 0, h, w));
      if (batch.labels(0, h, w) == kVoidLabel) {
        on_void = std::max(on_void, g);
      } else {
        elsewhere = std::min(elsewhere, g);
      }
    }
  }
  expect(on_void == 0 && elsewhere > 0,
         "A void pixel sends back a gradient of exactly 0, every other pixel a larger one.");
}

// The ladder's recipe, spelled out once, with the trunk frozen: only score_fr learns.
StageResult train_score_layer(Lesson& lesson, const Weights& classifier) {
  const LadderStage stage = ladder_stage("fcn32s");
  Rng rng(0);
  Fcn32s net(toy_config(), kClasses, rng);
  transplant(classifier, net);
  set_requires_grad(net.trunk, false);

  StageResult result;
  Adam optimizer(trainable_parameters(net), {.lr = 2e-3});
  TrainerOptions options;
  options.lr = 2e-3;
  options.schedule = linear_schedule(stage.iterations);
  options.on_step = [&](const TrainingStep& step) { result.losses.push_back(step.loss); };
  const BatchOptions batches{
      .batch_size = stage.batch_size, .flip_left_right = true, .flip_up_down = true};
  Trainer(net, optimizer, BatchSource(lesson.data().train, how_to_prepare, batches), options)
      .run_until(stage.iterations);
  result.after = evaluate(net, *lesson.data().val, how_to_prepare);
  std::cout << "trained: " << count_parameters(net).trainable << " of " << count_parameters(net).all
            << " parameters\n";
  return result;
}

std::vector<double> iterations(const StageResult& result) {
  std::vector<double> x;
  for (std::size_t i = 0; i < result.losses.size(); ++i) x.push_back(static_cast<double>(i));
  return x;
}

void compare_training(Lesson& lesson, const StageResult& all, const StageResult& score_only) {
  section("All layers, or only the new one?");
  lesson.draw(
      "loss.svg",
      LinePlot{
          .title = "FCN-32s on shapes",
          .x_label = "iteration",
          .y_label = "loss (nats per pixel)",
          .series = {{.name = "all layers", .x = iterations(all), .y = all.losses, .smooth = 9},
                     {.name = "score layer only",
                      .x = iterations(score_only),
                      .y = score_only.losses,
                      .smooth = 9}},
          .y_min = 0},
      Kind::trained);
  lesson.draw("iou.svg",
              iou_chart("IoU on 150 validation images", *lesson.data().val,
                        {{"all layers", all.after}, {"score layer only", score_only.after}}),
              Kind::trained);
  std::cout << "mean IoU: all layers " << all.after.mean_iou() << ", score layer only "
            << score_only.after.mean_iou() << '\n';
  expect(all.after.mean_iou() > score_only.after.mean_iou() + 0.05,
         "Training all layers is better than training only the new one.");
}

// The best scores there are: instead of a network, the 4x4 scores of each image are what is
// trained.
double best_coarse_scores(const Batch& batch) {
  Rng rng(0);
  Fcn32s net(toy_config(), kClasses, rng);
  const Tensor scores = Tensor::parameter(Array({batch.n, kClasses, batch.h / 32, batch.w / 32}));
  Adam optimizer({scores}, {.lr = 0.5});
  for (int i = 0; i < 200; ++i) {
    optimizer.zero_grad();
    cross_entropy(net.upscore(scores), batch.labels).backward();
    optimizer.step();
  }
  ConfusionMatrix confusion(kClasses);
  confusion.add(batch.labels.ids, argmax(net.upscore(scores).value()).ids);
  return confusion.mean_iou();
}

void compare_with_truth(const Dataset& val, const StageResult& result) {
  section("How good can a map with one score per 32x32 pixels be?");
  const double bound = truth_downsampling_bound(val, 32).mean_iou();
  std::cout << "mean IoU on all images: the truth through a grid of 32 " << bound
            << ", the network " << result.after.mean_iou() << '\n';
  expect(bound > 0.43 && bound < 0.52,
         "Averaged over 32x32 blocks and enlarged again, even the truth has a mean IoU below .52.");

  std::vector<Sample> samples;
  for (std::int64_t i = 0; i < 16; ++i) samples.push_back(val.get(i));
  const double truth =
      truth_downsampling_bound(InMemoryDataset(val.info(), samples), 32).mean_iou();
  const double best = best_coarse_scores(make_batch(samples, how_to_prepare));
  std::cout << "on 16 of them: the truth through the grid " << truth
            << ", the best scores that gradient descent finds " << best << '\n';
  expect(best > truth + 0.1,
         "That is no bound: scores chosen for the purpose go through the same grid and do better.");
}

void draw_masks(Lesson& lesson, const Weights& weights) {
  const auto net = stage_network(ladder_stage("fcn32s"), weights);
  const Dataset& val = *lesson.data().val;
  std::vector<Image> tiles;
  for (const std::int64_t i : {0, 1, 2, 3}) {
    const Sample sample = val.get(i);
    tiles.push_back(sample.image);
    tiles.push_back(colourise(sample.mask, val.palette()));
    tiles.push_back(colourise(predict(*net, sample.image, how_to_prepare), val.palette()));
  }
  write_png(lesson.picture("masks.png"), make_sheet(tiles, {.columns = 6}));
}

void lesson_10(Lesson& lesson) {
  const Dataset& val = *lesson.data().val;
  const Weights classifier = lesson.weights_of("classifier");
  transplant_and_start(classifier, val);
  draw_upsampling(lesson);
  what_void_is(val);

  section("Training");
  const StageResult all = lesson.train("fcn32s", &classifier);
  expect(all.weights.at("upscore.weight").to_vector() == bilinear_kernel(6, 64).to_vector(),
         "After training, upscore is the bilinear kernel, bit for bit.");
  draw_masks(lesson, all.weights);
  const StageResult score_only = train_score_layer(lesson, classifier);
  compare_training(lesson, all, score_only);
  compare_with_truth(val, all);
}

}  // namespace

int main(int argc, char** argv) { return run_lesson(argc, argv, "10_fcn32s", lesson_10); }

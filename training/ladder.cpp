#include "training/ladder.h"

#include <chrono>
#include <cmath>

#include "autograd/ops.h"
#include "base/check.h"
#include "datasets/open_dataset.h"
#include "layers/mode_scope.h"
#include "layers/parameters.h"
#include "models/fcn.h"
#include "models/zoo.h"
#include "optim/adam.h"
#include "training/evaluate.h"
#include "training/interrupt.h"
#include "training/ladder_task.h"
#include "training/to_array.h"

namespace pixelwise {
namespace {

// A different seed for each stage and purpose, all from the one seed of the ladder.
std::uint64_t derived_seed(std::uint64_t seed, const std::string& stage, std::uint64_t purpose) {
  std::uint64_t stream = purpose;
  for (const char letter : stage) stream = stream * 131 + static_cast<unsigned char>(letter);
  return Rng(seed, stream).next();
}

std::unique_ptr<Network> new_network(const LadderStage& stage, std::uint64_t seed) {
  Rng rng(seed);
  const auto classes = static_cast<std::int64_t>(stage_classes(stage).names.size());
  return make_model({.name = stage.model, .classes = classes}, rng);
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

Classes stage_classes(const LadderStage& stage) {
  const LadderTask& task = ladder_task(stage.data);
  return stage.classifies ? task.kinds : task.classes;
}

std::vector<LadderStage> ladder_stages(bool scratch, const std::string& data) {
  std::vector<LadderStage> stages = {
      {"classifier", "Classifier", "toy-classifier", "", 400, 16, true},
      {"fcn32s", "FCN-32s", "toy-32s", "classifier", 200, 8},
      {"fcn16s", "FCN-16s", "toy-16s", "fcn32s", 120, 8},
      {"fcn8s", "FCN-8s", "toy-8s", "fcn16s", 120, 8},
      {"fcn32s_control", "FCN-32s, longer", "toy-32s", "classifier", 440, 8},
      {"fcn8s_at_once", "FCN-8s at once", "toy-8s", "classifier", 440, 8},
  };
  if (scratch) {
    stages.push_back({"fcn32s_scratch", "FCN-32s from scratch", "toy-32s", "", 200, 8});
    stages.push_back(
        {"fcn16s_scratch", "FCN-16s from scratch", "toy-16s", "fcn32s_scratch", 120, 8});
    stages.push_back({"fcn8s_scratch", "FCN-8s from scratch", "toy-8s", "fcn16s_scratch", 120, 8});
  }
  for (LadderStage& stage : stages) stage.data = data;
  return stages;
}

LadderData ladder_data(std::uint64_t seed, const std::string& data) {
  DatasetOptions options;
  options.seed = seed;
  const std::string whole_images = whole_images_of(data);
  return {open_dataset(whole_images, Split::train, options),
          open_dataset(whole_images, Split::val, options),
          open_dataset(data, Split::train, options), open_dataset(data, Split::val, options)};
}

StageResult run_stage(const LadderStage& stage, const LadderData& data, std::uint64_t seed,
                      const std::map<std::string, Array>* start, const StageHooks& hooks) {
  StageResult result;
  result.stage = stage;
  const std::unique_ptr<Network> network = new_network(stage, derived_seed(seed, stage.name, 0));
  if (start != nullptr) result.transplant = transplant(*start, *network);

  const Preprocessing& how = preprocessing("shapes");
  const Dataset& val = stage.classifies ? *data.classify_val : *data.val;
  EvaluateOptions evaluation;
  evaluation.should_stop = hooks.should_stop;
  result.before = evaluate(*network, val, how, evaluation);

  BatchOptions batches;
  batches.batch_size = stage.batch_size;
  batches.seed = derived_seed(seed, stage.name, 1);
  batches.flip_left_right = true;
  batches.flip_up_down = !ladder_task(stage.data).upright;
  Adam optimizer(trainable_parameters(*network), {.lr = stage.lr});
  TrainerOptions options;
  options.lr = stage.lr;
  options.schedule = linear_schedule(stage.iterations);
  options.should_stop = hooks.should_stop;
  options.on_warning = hooks.on_warning;
  options.on_step = [&](const TrainingStep& step) {
    result.losses.push_back(step.loss);
    if (hooks.on_step) hooks.on_step(step);
  };
  const auto begin = std::chrono::steady_clock::now();
  Trainer trainer(*network, optimizer,
                  BatchSource(stage.classifies ? data.classify_train : data.train, how, batches),
                  options);
  trainer.run_until(stage.iterations);
  if (trainer.iterations_done() < stage.iterations) throw Interrupted();
  result.seconds = seconds_since(begin);

  result.after = evaluate(*network, val, how, evaluation);
  result.weights = state(*network);
  return result;
}

std::unique_ptr<Network> stage_network(const LadderStage& stage,
                                       const std::map<std::string, Array>& weights) {
  std::unique_ptr<Network> network = new_network(stage, 0);
  load_state(*network, weights);
  return network;
}

double surgery_max_difference(const std::map<std::string, Array>& classifier_weights,
                              const Dataset& images) {
  Rng rng(0);
  VggClassifier classifier(toy_config(), images.num_classes(), rng);
  load_state(classifier, classifier_weights);
  FcnTrunk trunk(toy_config(), rng);
  transplant(classifier_weights, trunk);

  const NoGrad no_grad;
  double largest = 0;
  for (std::int64_t i = 0; i < std::min<std::int64_t>(images.size(), 32); ++i) {
    const Tensor image(to_array(make_batch({images.get(i)}, preprocessing("shapes"))));
    const Tensor centre = crop(trunk.features(image).fc7, 1, 1, 1, 1);  // of 3x3 cells
    const Array by_conv = classifier.score(flatten(centre)).value();
    const Array by_linear = classifier(image).value();
    for (std::int64_t c = 0; c < images.num_classes(); ++c) {
      largest = std::max(largest, std::abs(static_cast<double>(by_conv(c)) - by_linear(c)));
    }
  }
  return largest;
}

}  // namespace pixelwise

// The ladder: one task, and the steps classifier -> FCN-32s -> FCN-16s -> FCN-8s. Each starts from
// the weights of the one before. Controls show what the steps are worth. A stage is a row of a
// table; the tutorials run single rows.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "datasets/dataset.h"
#include "layers/module.h"
#include "metrics/confusion.h"
#include "models/surgery.h"
#include "training/trainer.h"

namespace pixelwise {

/// One row: a network, where its weights come from, and how long it trains.
struct LadderStage {
  std::string name;   // "fcn16s", as in results.json
  std::string title;  // "FCN-16s"
  std::string model;  // of models/zoo.h
  std::string from;   // the stage whose weights it starts from; empty: random
  std::int64_t iterations;
  std::int64_t batch_size;
  bool classifies = false;      // whole images (shapes-classify) instead of pixels (shapes)
  std::string data = "shapes";  // of pixels; ladder_task.h has what goes with it
  double lr = 2e-3;             // the learning rate at the start; it falls linearly to 0
};

/// What the network of a stage tells apart.
Classes stage_classes(const LadderStage& stage);

/// The published progression: the classifier, 32s, 16s, 8s. Then the control (32s for as many
/// iterations as 32s, 16s and 8s together) and 8s at once (as many, all skips from the start).
/// `scratch` appends the three stages without the classifier.
std::vector<LadderStage> ladder_stages(bool scratch, const std::string& data = "shapes");

/// What a stage did.
struct StageResult {
  LadderStage stage;
  double seconds = 0;  // of training alone
  std::vector<double> losses;
  ConfusionMatrix before{1}, after{1};  // on the validation images
  std::map<std::string, Array> weights;
  TransplantReport transplant;  // empty for a random start
};

struct LadderData {
  DatasetPtr classify_train, classify_val, train, val;
};

/// The task of pixels `data`, and that of whole images with it. The training images come from
/// `seed`, the validation images are always the same. Throws std::invalid_argument for data that
/// has no ladder.
LadderData ladder_data(std::uint64_t seed, const std::string& data = "shapes");

struct StageHooks {
  std::function<void(const TrainingStep&)> on_step;
  std::function<void(const std::string&)> on_warning;
  std::function<bool()> should_stop;
};

/// Trains one stage: Adam, learning rate falls linearly from stage.lr to 0, flips of whole batches
/// left to right and, unless things stand upright (ladder_task.h), upside down, mean loss over the
/// pixels that are not void. `start`: the weights of stage.from (null: random). Throws Interrupted
/// if asked to stop.
StageResult run_stage(const LadderStage& stage, const LadderData& data, std::uint64_t seed,
                      const std::map<std::string, Array>* start, const StageHooks& hooks = {});

/// The network of a stage with the given weights.
std::unique_ptr<Network> stage_network(const LadderStage& stage,
                                       const std::map<std::string, Array>& weights);

/// The largest difference between the classifier's logits on validation images of 96x96 and the
/// logits of the same weights as convolutions (at the FCN's centre cell, which sees just this
/// image).
double surgery_max_difference(const std::map<std::string, Array>& classifier_weights,
                              const Dataset& images);

}  // namespace pixelwise

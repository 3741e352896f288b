// What a training run was asked to do: one table of settings for --help, settings.json and
// resuming.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/zoo.h"

namespace pixelwise {

/// Each setting may be left open; complete_settings fills in what is sensible.
struct TrainSettings {
  std::optional<std::string> model, data;
  std::optional<std::uint64_t> seed;
  std::optional<std::int64_t> width, fc_width;
  std::optional<double> dropout;
  std::optional<std::string> family;
  std::optional<std::string> weights, freeze, preprocess;
  std::optional<double> split;
  std::optional<std::int64_t> iterations, batch, accumulate;
  std::optional<std::string> optimizer, schedule;
  std::optional<double> lr, momentum, decay, clip;
  std::optional<std::string> loss, class_weights, augment;
  std::optional<std::int64_t> every;
};

/// Calls visit(name, member, help) for every setting; `name` is the option without its dashes.
template <class Settings, class Visit>
void visit_settings(Settings& s, const Visit& visit) {
  visit("model", s.model, "The network; one of those listed below");
  visit("data", s.data, "The data set; one of those listed below");
  visit("seed", s.seed, "Seed of weights, order, augmentation, dropout and generated data [0]");
  visit("width", s.width, "Channels of the first stage [as published]");
  visit("fc-width", s.fc_width, "Outputs of fc6 and fc7 of VGG nets [4096]");
  visit("dropout", s.dropout, "Dropout after fc6 and fc7 of VGG nets [.5; 0 from random weights]");
  visit("family", s.family, "same or caffe, of FCNs [same; fcn-alexnet caffe]");
  visit("weights", s.weights, "Start from the tensors of this file that fit");
  visit("freeze", s.freeze, "Do not train parameters whose names begin so, as conv1,conv2");
  visit("preprocess", s.preprocess,
        "How pixels become input: caffe, torchvision, unit, none or shapes");
  visit("split", s.split, "Share of training images where the data has no split of its own [.8]");
  visit("iterations", s.iterations, "Updates to make [by model and data]");
  visit("batch", s.batch, "Images per batch [by model and data]");
  visit("accumulate", s.accumulate, "Batches per update, their gradients averaged [1]");
  visit("optimizer", s.optimizer, "sgd, adam or adamw [adam]");
  visit("schedule", s.schedule,
        "How the learning rate falls: constant, linear, step, poly or cosine");
  visit("lr", s.lr, "Learning rate at the start [by model, width and optimizer]");
  visit("momentum", s.momentum, "Momentum of sgd [.9]");
  visit("decay", s.decay, "Weight decay [sgd 5e-4, adam 0, adamw .01]");
  visit("clip", s.clip, "Scale gradients down to this norm; 0: never [0]");
  visit(
      "loss", s.loss,
      "Cross-entropy, mean or sum over the pixels that are not void; mean+dice: and the soft Dice "
      "loss [mean]");
  visit("class-weights", s.class_weights,
        "none; median: rare classes count more; sqrt-median: the square roots of these weights; or "
        "a number for each class, as 1,.5,3 [by data]");
  visit("augment", s.augment,
        "Joined by commas: flip, flip-ud, scale=LOW:HIGH, rotate=DEGREES, jitter=.2 (of "
        "brightness, contrast, saturation), crop=HxW; or none [by data]");
  visit("every", s.every, "Iterations between validations and checkpoints [a tenth of all]");
}

/// The settings that are fixed as JSON, a name and a value each, and back. The text is that of an
/// object; settings that are open do not stand in it. Throws std::invalid_argument for text that is
/// not of this form.
std::string to_json(const TrainSettings& settings);
TrainSettings settings_from_json(const std::string& json);

/// The settings that are fixed: name (with _ instead of -) and value, to be shown.
std::vector<std::pair<std::string, std::string>> settings_list(const TrainSettings& settings);

/// Throws std::invalid_argument, naming it, if a setting that `asked` fixes differs from the
/// complete settings of a run.
void require_same(const TrainSettings& asked, const TrainSettings& run);

/// Paths in the settings made absolute, so that a run can be resumed from any folder.
void make_paths_absolute(TrainSettings& settings);

/// The network that complete settings speak of.
ModelConfig model_config(const TrainSettings& settings, std::int64_t classes);

}  // namespace pixelwise

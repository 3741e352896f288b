#include "training/complete_settings.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/check.h"
#include "base/closest_word.h"
#include "datasets/preprocess.h"
#include "optim/schedule.h"
#include "training/default_recipe.h"
#include "training/setting_words.h"

namespace pixelwise {
namespace {

void require_one_of(const char* option, const std::string& value,
                    const std::vector<std::string>& choices) {
  std::string list;
  for (const std::string& choice : choices) list += (list.empty() ? "" : ", ") + choice;
  require(std::find(choices.begin(), choices.end(), value) != choices.end(), "--", option, " '",
          value, "': expected one of ", list, did_you_mean(value, choices));
}

void check_numbers(const TrainSettings& s) {
  const auto at_least_one = [](const char* option, std::optional<std::int64_t> value) {
    require(!value || *value >= 1, "--", option, " ", value.value_or(1), ": expected at least 1");
  };
  at_least_one("iterations", s.iterations);
  at_least_one("batch", s.batch);
  at_least_one("accumulate", s.accumulate);
  at_least_one("every", s.every);
  require(*s.accumulate <= 1'000'000, "--accumulate ", *s.accumulate, ": that is too many");
  require(!s.lr || (std::isfinite(*s.lr) && *s.lr > 0), "--lr ", s.lr.value_or(0),
          ": expected a number above 0");
  require(*s.momentum >= 0 && *s.momentum < 1, "--momentum ", *s.momentum,
          ": expected 0 <= momentum < 1");
  require(*s.decay >= 0, "--decay ", *s.decay, ": expected 0 or more");
  require(*s.clip >= 0, "--clip ", *s.clip, ": expected 0 or more");
  require(*s.split > 0 && *s.split < 1, "--split ", *s.split, ": expected 0 < split < 1");
}

void check_choices(const TrainSettings& s, const Dataset& train) {
  require_one_of("optimizer", *s.optimizer, {"sgd", "adam", "adamw"});
  require_one_of("loss", *s.loss, {"mean", "sum", "mean+dice"});
  if (s.family) require_one_of("family", *s.family, {"same", "caffe"});
  make_schedule(*s.schedule, s.iterations.value_or(1));
  preprocessing(*s.preprocess);
  if (s.augment) parse_augmentation(*s.augment);
  if (s.class_weights) check_class_weights(*s.class_weights, train);
}

template <class Value>
void fill(std::optional<Value>& setting, Value value) {
  if (!setting) setting = std::move(value);
}

// Generated shapes look the same from all sides; other generated scenes do not stand on their
// heads.
void fill_for_generated(TrainSettings& s, const Dataset& train, bool classifier) {
  fill<std::string>(s.augment, train.name().starts_with("shapes") ? "flip,flip-ud" : "flip");
  fill<std::int64_t>(s.batch, classifier ? 16 : 8);
  fill<std::int64_t>(s.iterations, classifier || s.weights ? 440 : 750);
}

// A photograph of one object (Fashion-MNIST) is full of it: a crop would cut the object.
void fill_for_single_objects(TrainSettings& s) {
  fill<std::string>(s.augment, "flip");
  fill<std::int64_t>(s.batch, 16);
  fill<std::int64_t>(s.iterations, 1500);
  // The 10,000 images for validation take as long as some 200 iterations.
  fill<std::int64_t>(s.every, std::max<std::int64_t>(1, *s.iterations / 3));
}

template <class Value>
void choose(const char* option, std::optional<Value>& setting, const Choice<Value>& choice,
            const Note& note) {
  setting = choice.value;
  note(text("chosen: --", option, " ", choice.value, " (", choice.reason, ")"));
}

double usual_lr(const TrainSettings& s) {
  if (*s.optimizer == "sgd") return 1e-2;
  return s.model->starts_with("toy") ? 2e-3 : 1e-3;
}

// What follows from all images together; asks for their statistics only if something does.
void choose_by_images(TrainSettings& s, const Dataset& train, const TrainStatistics& statistics,
                      const Note& note) {
  if (s.augment && s.batch && s.class_weights) return;
  const DatasetStatistics data = statistics ? statistics() : collect_statistics(train);
  if (!s.augment) choose("augment", s.augment, default_augment(data), note);
  if (!s.batch) choose("batch", s.batch, default_batch(data, parse_augmentation(*s.augment)), note);
  if (!s.class_weights) {
    choose("class-weights", s.class_weights, default_class_weights(data, train.class_names()),
           note);
  }
}

void choose_for_files(TrainSettings& s, const Dataset& train, const TrainStatistics& statistics,
                      const Note& note) {
  choose_by_images(s, train, statistics, note);
  if (!s.iterations) {
    const std::int64_t per_update = *s.batch * *s.accumulate;
    choose("iterations", s.iterations, default_iterations(train.size(), per_update), note);
  }
  if (s.lr) return;
  // Loaded weights are good already: large steps would spoil them.
  if (*s.optimizer == "sgd" || s.weights || s.model->starts_with("toy")) {
    s.lr = usual_lr(s);
  } else {
    choose("lr", s.lr, default_lr(s.width), note);
  }
}

}  // namespace

TrainSettings complete_settings(TrainSettings s, const Dataset& train, const Note& note,
                                const TrainStatistics& statistics) {
  require(s.model.has_value(), "--model is missing: the network to train");
  const ModelInfo info = model_info(*s.model);
  return complete_settings(std::move(s), train, info, note, statistics);
}

TrainSettings complete_settings(TrainSettings s, const Dataset& train, const ModelInfo& info,
                                const Note& note, const TrainStatistics& statistics) {
  fill(s.model, info.name);
  require(info.classifier == train.whole_image(), "--model ", *s.model,
          info.classifier ? " names whole images, but the masks of " : " labels pixels, but ",
          train.name(), info.classifier ? " label pixels" : " has one class for each whole image");
  fill<std::uint64_t>(s.seed, 0);
  fill<double>(s.split, 0.8);
  const bool generated = train.info().generated;
  const bool chosen_by_images = !generated && !train.whole_image();
  if (generated) {
    fill_for_generated(s, train, info.classifier);
  } else if (train.whole_image()) {
    fill_for_single_objects(s);
  }
  fill<std::string>(s.preprocess, chosen_by_images ? "torchvision" : "shapes");
  fill<std::string>(s.schedule, chosen_by_images ? "poly" : "linear");
  if (!chosen_by_images) fill<std::string>(s.class_weights, "none");
  fill<std::string>(s.data, train.name());
  fill<std::int64_t>(s.accumulate, 1);
  fill<std::string>(s.optimizer, "adam");
  const bool sgd = *s.optimizer == "sgd";
  if (!chosen_by_images) fill(s.lr, usual_lr(s));
  fill<double>(s.momentum, 0.9);
  fill<double>(s.decay, sgd ? 5e-4 : *s.optimizer == "adamw" ? 0.01 : 0.0);
  fill<double>(s.clip, 0.0);
  fill<std::string>(s.loss, "mean");
  const bool has_dropout = info.has_fc_width;
  if (has_dropout && !s.weights) fill<double>(s.dropout, 0.0);
  check_numbers(s);
  check_choices(s, train);
  if (chosen_by_images) choose_for_files(s, train, statistics, note);
  fill<std::int64_t>(s.every, std::max<std::int64_t>(1, *s.iterations / 10));
  return s;
}

}  // namespace pixelwise

#include "training/complete_settings.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/check.h"
#include "datasets/preprocess.h"
#include "optim/schedule.h"
#include "training/setting_words.h"

namespace pixelwise {
namespace {

void require_one_of(const char* option, const std::string& value,
                    const std::vector<std::string>& choices) {
  std::string list;
  for (const std::string& choice : choices) list += (list.empty() ? "" : ", ") + choice;
  require(std::find(choices.begin(), choices.end(), value) != choices.end(), "--", option, " '",
          value, "': expected one of ", list);
}

void check_numbers(const TrainSettings& s) {
  const auto at_least_one = [](const char* option, std::int64_t value) {
    require(value >= 1, "--", option, " ", value, ": expected at least 1");
  };
  at_least_one("iterations", *s.iterations);
  at_least_one("batch", *s.batch);
  at_least_one("accumulate", *s.accumulate);
  at_least_one("every", *s.every);
  require(*s.accumulate <= 1'000'000, "--accumulate ", *s.accumulate, ": that is too many");
  require(std::isfinite(*s.lr) && *s.lr > 0, "--lr ", *s.lr, ": expected a number above 0");
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
  make_schedule(*s.schedule, *s.iterations);
  preprocessing(*s.preprocess);
  parse_augmentation(*s.augment);
  check_class_weights(*s.class_weights, train);
}

template <class Value>
void fill(std::optional<Value>& setting, Value value) {
  if (!setting) setting = std::move(value);
}

// Crops of two thirds of a photograph leave room for variety, and take half the time.
std::string crop_for(const Image& image) {
  const auto part = [](int size) { return std::max(32, size * 2 / 3 / 32 * 32); };
  return text("crop=", part(image.height), "x", part(image.width));
}

// Generated shapes look the same from all sides; photographs and garments do not stand on their
// heads. A photograph of one object (Fashion-MNIST) is full of it: a crop would cut the object.
void fill_by_data(TrainSettings& s, const Dataset& train, bool classifier) {
  if (train.info().generated) {
    fill<std::string>(s.augment, train.name().starts_with("shapes") ? "flip,flip-ud" : "flip");
    fill<std::string>(s.preprocess, "shapes");
    fill<std::int64_t>(s.batch, classifier ? 16 : 8);
    fill<std::int64_t>(s.iterations, classifier || s.weights ? 440 : 750);
    fill<std::string>(s.schedule, "linear");
  } else if (train.whole_image()) {
    fill<std::string>(s.augment, "flip");
    fill<std::string>(s.preprocess, "shapes");
    fill<std::int64_t>(s.batch, 16);
    fill<std::int64_t>(s.iterations, 1500);
    fill<std::string>(s.schedule, "linear");
    // The 10,000 images for validation take as long as some 200 iterations.
    fill<std::int64_t>(s.every, std::max<std::int64_t>(1, *s.iterations / 3));
  } else {
    if (!s.augment) s.augment = "flip," + crop_for(train.get(0).image);
    fill<std::string>(s.preprocess, "torchvision");
    fill<std::int64_t>(s.batch, 4);
    fill<std::int64_t>(s.iterations, 1500);
    fill<std::string>(s.schedule, "poly");
    // On CamVid (fcn8s --width 16 --fc-width 128): mean IoU .50 instead of .40.
    fill<std::string>(s.class_weights, "median");
  }
}

}  // namespace

TrainSettings complete_settings(TrainSettings s, const Dataset& train) {
  require(s.model.has_value(), "--model is missing: the network to train");
  const ModelInfo info = model_info(*s.model);
  return complete_settings(std::move(s), train, info);
}

TrainSettings complete_settings(TrainSettings s, const Dataset& train, const ModelInfo& info) {
  fill(s.model, info.name);
  const bool toy = s.model->starts_with("toy");
  require(info.classifier == train.whole_image(), "--model ", *s.model,
          info.classifier ? " names whole images, but the masks of " : " labels pixels, but ",
          train.name(), info.classifier ? " label pixels" : " has one class for each whole image");
  fill<std::uint64_t>(s.seed, 0);
  fill<double>(s.split, 0.8);
  fill_by_data(s, train, info.classifier);
  fill<std::string>(s.data, train.name());
  fill<std::int64_t>(s.accumulate, 1);
  fill<std::string>(s.optimizer, "adam");
  const bool sgd = *s.optimizer == "sgd";
  fill<double>(s.lr, sgd ? 1e-2 : toy ? 2e-3 : 1e-3);
  fill<double>(s.momentum, 0.9);
  fill<double>(s.decay, sgd ? 5e-4 : *s.optimizer == "adamw" ? 0.01 : 0.0);
  fill<double>(s.clip, 0.0);
  fill<std::string>(s.loss, "mean");
  fill<std::string>(s.class_weights, "none");
  fill<std::int64_t>(s.every, std::max<std::int64_t>(1, *s.iterations / 10));
  const bool has_dropout = info.has_fc_width;
  if (has_dropout && !s.weights) fill<double>(s.dropout, 0.0);
  check_numbers(s);
  check_choices(s, train);
  return s;
}

}  // namespace pixelwise

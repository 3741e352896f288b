#include "training/train_data.h"

#include "base/check.h"
#include "base/counted.h"
#include "datasets/check_labels.h"
#include "datasets/open_dataset.h"
#include "report/score_text.h"
#include "training/setting_words.h"

namespace pixelwise {
namespace {

// "street 31.0 %, car 5.1 %, ..."
std::string shares_text(const std::vector<double>& shares, const std::vector<std::string>& names) {
  std::string line;
  for (std::size_t c = 0; c < shares.size(); ++c) {
    line += text(line.empty() ? "" : ", ", names[c], " ", percent_text(shares[c]));
  }
  return line;
}

}  // namespace

TrainData open_train_data(const TrainSettings& s, const Note& note) {
  const int size = static_cast<int>(model_info(*s.model).image_size);
  DatasetOptions options;
  options.seed = s.seed.value_or(0);
  options.split = s.split.value_or(0.8);
  options.width = options.height = size;
  require(options.split > 0 && options.split < 1, "--split ", options.split,
          ": expected 0 < split < 1");
  TrainData data;
  data.train = open_cached(*s.data, Split::train, options);
  for (const std::string& line : data.train->notes()) note(*s.data + ": " + line);
  data.val = open_cached(*s.data, Split::val, options);
  return data;
}

DataStatistics check_data(const TrainData& data, const Note& note) {
  DataStatistics found{collect_statistics(*data.train), collect_statistics(*data.val)};
  note(text(data.train->name(), ": ", found.train.images, " training and ",
            counted(found.val.images, "validation image"), "; ",
            shares_text(found.train.class_shares(), data.train->class_names())));
  check_labels(data.train->name(), found.train, found.val);
  return found;
}

void require_batches(const DatasetStatistics& train, const TrainSettings& s) {
  require(*s.batch == 1 || train.sizes.size() == 1 || parse_augmentation(*s.augment).crop_width > 0,
          "the images have ", train.sizes.size(),
          " different sizes: give --augment crop=HxW, or --batch 1");
}

}  // namespace pixelwise

// --weights of eval and predict: a network ready to use, from our checkpoints, or from any weight
// file together with --model.
#pragma once

#include <optional>
#include <string>

#include "app/common.h"
#include "models/zoo.h"
#include "training/checkpoint.h"

namespace pixelwise {

struct WeightsOptions {
  std::string weights;
  std::optional<std::string> model, preprocess, family, class_names;
  std::optional<std::int64_t> classes, width, fc_width;

  void add(CLI::App& app);

  /// The network; `common` says which family was assumed. Throws std::runtime_error if the file
  /// cannot be read or does not fit, UsageError if something must be said that the file does not
  /// say.
  LoadedModel load(const CommonOptions& common) const;
};

/// Unless the user said a `family`, that in which `model` should take the weights of `file`, if
/// they tell: that of its card, or without one, for a whole FCN as Caffe and pytorch-fcn have it,
/// the caffe family, which is then said.
void take_family(std::optional<std::string>& family, const Checkpoint& file,
                 const std::string& path, const std::string& model, const CommonOptions& common);

/// Names and colours for a network whose file does not know them: those of Pascal VOC for 21.
Classes usual_classes(std::int64_t count);

}  // namespace pixelwise

// A network from any file of weights, together with what the user says of it.
#pragma once

#include <optional>
#include <string>

#include "training/checkpoint.h"
#include "training/note.h"
#include "training/train_settings.h"

namespace pixelwise {

/// What is said of a network besides its file. Our checkpoints need nothing of it.
struct ModelWords {
  std::optional<std::string> model, preprocess, family;
  std::optional<std::string> class_names;  // a file, see class_names.h
  std::optional<std::int64_t> classes, width, fc_width;
};

/// The network in a file that was read from `path`, ready to use. Throws std::runtime_error if the
/// weights do not fit, std::invalid_argument if something must be said that the file does not say,
/// or was said differently from the file.
LoadedModel open_model(const std::string& path, const Checkpoint& file, const ModelWords& said,
                       const Note& note = no_note);

/// Unless the user said a `family`, that in which `model` should take the weights of `file`, if
/// they tell: that of its card, or without one, for a whole FCN as Caffe and pytorch-fcn have it,
/// the caffe family, which is then noted.
void take_family(std::optional<std::string>& family, const Checkpoint& file,
                 const std::string& path, const std::string& model, const Note& note);

/// What the file that a training starts from says where the settings are open: model, sizes,
/// family, preprocessing. Throws std::invalid_argument for what neither says.
void take_from_weights(TrainSettings& settings, const Checkpoint& file, const Note& note);

/// Names and colours for a network whose file does not know them: those of Pascal VOC for 21.
Classes usual_classes(std::int64_t count);

}  // namespace pixelwise

#include "training/open_model.h"

#include <map>

#include "base/check.h"
#include "layers/init.h"
#include "models/surgery.h"
#include "training/class_count.h"
#include "training/class_names.h"
#include "training/names_of.h"

namespace pixelwise {
namespace {

std::optional<Family> family_of(const Checkpoint& file, const std::string& model) {
  if (!model_info(model).has_caffe_family) return std::nullopt;
  if (file.card) return file.card->model.family;
  if (is_whole_fcn(with_our_names(file.weights))) return Family::caffe;
  return std::nullopt;
}

// Says as which family the weights are read where neither their file nor the user said it.
void note_family(const Note& note, const std::string& path, const std::string& model,
                 std::optional<Family> recognised) {
  const ModelInfo& info = model_info(model);
  if (!info.has_caffe_family || info.family == Family::caffe) return;  // there is one family only
  if (recognised == Family::caffe) {
    note(text(path, ": a whole FCN in the names of Caffe and pytorch-fcn, read as of the ",
              "caffe family; --family same takes the other one"));
  } else {
    note(text(path, " does not say its family: read as same; --family caffe takes the other",
              " one"));
  }
}

// The widths of the network that the weights come from, where the new one is of its kind.
void take_sizes(const ModelCard& card, TrainSettings& s) {
  const ModelInfo from = model_info(card.model.name), to = model_info(*s.model);
  const bool same_kind = from.name == to.name ||
                         (from.has_fc_width && to.has_fc_width && from.narrowest == to.narrowest);
  if (!same_kind) return;
  if (!s.width) s.width = card.model.width;
  if (!s.fc_width) s.fc_width = card.model.fc_width;
}

// Throws unless what was said of a checkpoint is what it says itself.
void require_agreement(const std::string& path, const ModelWords& said, const ModelCard& card) {
  const ModelConfig& made = card.model;
  require(!said.model || *said.model == made.name, "--model ", said.model.value_or(""), ": ", path,
          " is a ", made.name, "; leave --model out");
  require(!said.classes || *said.classes == made.classes, "--classes ", said.classes.value_or(0),
          ": ", path, " has ", made.classes);
  require((!said.width || said.width == made.width) &&
              (!said.fc_width || said.fc_width == made.fc_width),
          "--width, --fc-width: ", path, " says its own; leave them out");
  const char* const its = family_name(made.family.value_or(model_info(made.name).family));
  require(!said.family || *said.family == its, "--family ", said.family.value_or(""), ": ", path,
          " is of the ", its, " family; leave --family out");
  require(!said.preprocess || *said.preprocess == card.preprocessing.name, "--preprocess ",
          said.preprocess.value_or(""), ": ", path, " was trained with ", card.preprocessing.name,
          "; leave --preprocess out");
  require(!said.class_names, "--class-names: ", path, " names its classes; leave it out");
}

}  // namespace

LoadedModel open_model(const std::string& path, const Checkpoint& file, const ModelWords& said,
                       const Note& note) {
  if (file.card) {
    LoadedModel loaded = load_model(path, file);
    require_agreement(path, said, loaded.card);
    return loaded;
  }
  require(said.model.has_value(), path, " does not say of which model it is: --model");
  require(said.preprocess.has_value(), path, " does not say how pixels become input: --preprocess");
  std::map<std::string, Array> tensors = with_our_names(file.weights).tensors;
  const auto classes = said.classes ? said.classes : classes_of_tensors(tensors, {*said.model});
  require(classes.has_value(), path, " does not say how many classes it knows: --classes");
  LoadedModel loaded;
  loaded.card.model = {*said.model, *classes, said.width, said.fc_width, std::nullopt};
  loaded.card.model.family =
      said.family ? family_named(*said.family) : family_of(file, *said.model);
  loaded.card.preprocessing = preprocessing(*said.preprocess);
  loaded.card.classes = usual_classes(*classes);
  loaded.classes_are_named = said.class_names.has_value();
  if (said.class_names) {
    loaded.card.classes.names = read_class_names(*said.class_names, *classes);
  }
  Rng rng(0);
  const UninitializedWeights all_are_replaced;
  loaded.network = make_model(loaded.card.model, rng);
  if (!said.family) note_family(note, path, *said.model, loaded.card.model.family);
  tensors = with_names_of(*loaded.network, tensors);
  const TransplantReport report = transplant(tensors, *loaded.network);
  if (report.copied.empty() && report.reshaped.empty()) {
    fail_file(path, "none of its tensors fits --model ", *said.model, ": ",
              both_sides(tensors, *loaded.network));
  }
  const std::string wrong = misfits(report, tensors, *loaded.network);
  if (!wrong.empty()) fail_file(path, "does not fit --model ", *said.model, ": ", wrong);
  return loaded;
}

void take_family(std::optional<std::string>& family, const Checkpoint& file,
                 const std::string& path, const std::string& model, const Note& note) {
  if (family) return;
  const auto found = family_of(file, model);
  if (!found) return;
  family = family_name(*found);
  if (!file.card) note_family(note, path, model, found);
}

void take_from_weights(TrainSettings& s, const Checkpoint& file, const Note& note) {
  const std::string& path = *s.weights;
  if (file.card && !s.preprocess) s.preprocess = file.card->preprocessing.name;
  if (file.card && !s.model) s.model = file.card->model.name;
  require(s.model.has_value(), path, " does not say of which model it is: --model");
  if (file.card) take_sizes(*file.card, s);
  take_family(s.family, file, path, *s.model, note);
  require(s.preprocess.has_value(), path, " does not say how pixels become input: --preprocess");
}

Classes usual_classes(std::int64_t count) {
  return count == 21 ? voc_classes() : numbered_classes(static_cast<int>(count));
}

}  // namespace pixelwise

#include "app/weights_option.h"

#include "layers/init.h"
#include "models/surgery.h"
#include "training/class_names.h"
#include "weights/names.h"

namespace pixelwise {
namespace {

std::optional<Family> family_of(const Checkpoint& file, const std::string& model) {
  if (!model_info(model).has_caffe_family) return std::nullopt;
  if (file.card) return file.card->model.family;
  if (is_whole_fcn(with_our_names(file.weights))) return Family::caffe;
  return std::nullopt;
}

// Says as which family the weights are read where neither their file nor the user said it.
void note_family(const CommonOptions& common, const std::string& path, const std::string& model,
                 std::optional<Family> recognised) {
  const ModelInfo& info = model_info(model);
  if (!info.has_caffe_family || info.family == Family::caffe) return;  // there is one family only
  if (recognised == Family::caffe) {
    common.note(text(path, ": a whole FCN in the names of Caffe and pytorch-fcn, read as of the ",
                     "caffe family; --family same takes the other one"));
  } else {
    common.note(text(path, " does not say its family: read as same; --family caffe takes the other",
                     " one"));
  }
}

}  // namespace

void WeightsOptions::add(CLI::App& app) {
  app.add_option("--weights", weights,
                 "A checkpoint, or with --model any file that 'convert' reads")
      ->type_name("FILE")
      ->required();
  app.add_option("--model", model, "The network, where the file does not say it");
  app.add_option("--classes", classes, "Its number of classes");
  app.add_option("--class-names", class_names,
                 "A file with their names, one on each line, where the file does not say them")
      ->type_name("FILE");
  app.add_option("--width", width, "Channels of its first stage");
  app.add_option("--fc-width", fc_width, "Outputs of its fc6 and fc7");
  app.add_option("--family", family,
                 "Its family: same or caffe [same; for a whole FCN as Caffe and pytorch-fcn name "
                 "it, caffe]");
  app.add_option("--preprocess", preprocess,
                 "How pixels become input, where the file does not say it: caffe, torchvision, "
                 "unit, none or shapes");
}

LoadedModel WeightsOptions::load(const CommonOptions& common) const {
  const Checkpoint file = load_weights(weights);
  if (file.card) {
    LoadedModel loaded = load_model(weights, file);
    require_usage(!model || *model == loaded.card.model.name, "--model ", model.value_or(""), ": ",
                  weights, " is a ", loaded.card.model.name, "; leave --model out");
    require_usage(!classes || *classes == loaded.card.model.classes, "--classes ",
                  classes.value_or(0), ": ", weights, " has ", loaded.card.model.classes);
    const ModelConfig& made = loaded.card.model;
    require_usage((!width || width == made.width) && (!fc_width || fc_width == made.fc_width),
                  "--width, --fc-width: ", weights, " says its own; leave them out");
    const char* const its = family_name(made.family.value_or(model_info(made.name).family));
    require_usage(!family || *family == its, "--family ", family.value_or(""), ": ", weights,
                  " is of the ", its, " family; leave --family out");
    require_usage(!preprocess || *preprocess == loaded.card.preprocessing.name, "--preprocess ",
                  preprocess.value_or(""), ": ", weights, " was trained with ",
                  loaded.card.preprocessing.name, "; leave --preprocess out");
    require_usage(!class_names, "--class-names: ", weights, " names its classes; leave it out");
    return loaded;
  }
  require_usage(model.has_value(), weights, " does not say of which model it is: --model");
  require_usage(preprocess.has_value(), weights,
                " does not say how pixels become input: --preprocess");
  require_usage(classes.has_value(), weights, " does not say how many classes it knows: --classes");
  const RenamedWeights renamed = with_our_names(file.weights);
  LoadedModel loaded;
  understand([&] {
    loaded.card.model = {*model, *classes, width, fc_width, std::nullopt};
    loaded.card.model.family = family ? family_named(*family) : family_of(file, *model);
    loaded.card.preprocessing = preprocessing(*preprocess);
    loaded.card.classes = usual_classes(*classes);
    loaded.classes_are_named = false;
    Rng rng(0);
    const UninitializedWeights all_are_replaced;
    loaded.network = make_model(loaded.card.model, rng);
  });
  if (class_names) {
    loaded.card.classes.names = read_class_names(*class_names, *classes);
    loaded.classes_are_named = true;
  }
  if (!family) note_family(common, weights, *model, loaded.card.model.family);
  const std::map<std::string, Array>& tensors = renamed.tensors;
  const TransplantReport report = transplant(tensors, *loaded.network);
  const std::string wrong = misfits(report, tensors, *loaded.network);
  if (report.copied.empty() && report.reshaped.empty()) {
    fail_file(weights, "none of its tensors fits --model ", *model, ": ",
              both_sides(tensors, *loaded.network));
  }
  if (!wrong.empty()) fail_file(weights, "does not fit --model ", *model, ": ", wrong);
  return loaded;
}

void take_family(std::optional<std::string>& family, const Checkpoint& file,
                 const std::string& path, const std::string& model, const CommonOptions& common) {
  if (family) return;
  const auto found = understand([&] { return family_of(file, model); });
  if (!found) return;
  family = family_name(*found);
  if (!file.card) note_family(common, path, model, found);
}

Classes usual_classes(std::int64_t count) {
  return count == 21 ? voc_classes() : numbered_classes(static_cast<int>(count));
}

}  // namespace pixelwise

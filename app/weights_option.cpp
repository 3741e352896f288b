#include "app/weights_option.h"

#include "layers/parameters.h"

namespace pixelwise {

void WeightsOptions::add(CLI::App& app) {
  app.add_option("--weights", weights, "A checkpoint, or another safetensors file with --model")
      ->type_name("FILE")
      ->required();
  app.add_option("--model", model, "The network, where the file does not say it");
  app.add_option("--classes", classes, "Its number of classes");
  app.add_option("--width", width, "Channels of its first stage");
  app.add_option("--fc-width", fc_width, "Outputs of its fc6 and fc7");
  app.add_option("--family", family, "Its family: same or caffe");
  app.add_option("--preprocess", preprocess,
                 "How pixels become input, where the file does not say it: caffe, torchvision, "
                 "unit, none or shapes");
}

LoadedModel WeightsOptions::load() const {
  const Checkpoint file = load_checkpoint(weights);
  if (file.card) {
    LoadedModel loaded = load_model(weights);
    require_usage(!model || *model == loaded.card.model.name, "--model ", model.value_or(""), ": ",
                  weights, " is a ", loaded.card.model.name, "; leave --model out");
    require_usage(!classes || *classes == loaded.card.model.classes, "--classes ",
                  classes.value_or(0), ": ", weights, " has ", loaded.card.model.classes);
    const ModelConfig& made = loaded.card.model;
    const char* const its = family_name(made.family.value_or(model_info(made.name).family));
    require_usage(!family || *family == its, "--family ", family.value_or(""), ": ", weights,
                  " is of the ", its, " family; leave --family out");
    require_usage(!preprocess || *preprocess == loaded.card.preprocessing.name, "--preprocess ",
                  preprocess.value_or(""), ": ", weights, " was trained with ",
                  loaded.card.preprocessing.name, "; leave --preprocess out");
    return loaded;
  }
  require_usage(model.has_value(), weights, " does not say of which model it is: --model");
  require_usage(preprocess.has_value(), weights,
                " does not say how pixels become input: --preprocess");
  require_usage(classes.has_value(), weights, " does not say how many classes it knows: --classes");
  LoadedModel loaded;
  understand([&] {
    loaded.card.model = {*model, *classes, width, fc_width, std::nullopt};
    if (family) loaded.card.model.family = family_named(*family);
    loaded.card.preprocessing = preprocessing(*preprocess);
    loaded.card.classes = numbered_classes(static_cast<int>(*classes));
    if (*classes == 21) loaded.card.classes = voc_classes();
    Rng rng(0);
    loaded.network = make_model(loaded.card.model, rng);
  });
  try {
    load_state(*loaded.network, file.weights);
  } catch (const std::invalid_argument& error) {
    fail_file(weights, error.what());
  }
  return loaded;
}

}  // namespace pixelwise

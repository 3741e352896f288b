#include "app/model_options.h"

#include "app/data_options.h"
#include "app/words.h"

namespace pixelwise {
namespace {

bool is_toy(const std::string& model) { return model.starts_with("toy"); }

}  // namespace

void ModelOptions::add(CLI::App& app) {
  app.add_option("--model", model, "The network; one of those listed below")->required();
  app.add_option("--size", size,
                 "Height and width of the image, or one number for both [224x224; toy nets "
                 "128x128, their classifier 96x96]")
      ->type_name("HxW");
  app.add_option("--classes", classes, "Number of classes [21; toy nets 6, their classifier 5]");
  app.add_option("--width", width, "Channels of the first stage [as published]");
  app.add_option("--fc-width", fc_width, "Outputs of fc6 and fc7 of VGG nets [4096]");
  app.add_option("--dropout", dropout, "Dropout after fc6 and fc7 of VGG nets [.5]");
  app.add_option(
      "--family", family,
      "same: maps fit as they are; caffe: as published, padded by 100 and cropped [same; "
      "fcn-alexnet caffe]");
  app.footer("\n" + list_of_models());
}

std::int64_t ModelOptions::number_of_classes() const {
  const bool classifier = understand([&] { return model_info(model); }).classifier;
  const std::int64_t usual = !is_toy(model) ? (classifier ? 1000 : 21) : classifier ? 5 : 6;
  return classes.value_or(usual);
}

ModelConfig ModelOptions::config() const {
  ModelConfig config{model, number_of_classes(), width, fc_width, dropout};
  if (family) config.family = understand([&] { return family_named(*family); });
  return config;
}

std::unique_ptr<Network> ModelOptions::make() const {
  const ModelConfig what = config();
  return understand([&] {
    Rng rng(0);
    return make_model(what, rng);
  });
}

std::unique_ptr<Network> ModelOptions::make_narrow() const {
  ModelOptions narrow = *this;
  const ModelInfo info = understand([&] { return model_info(model); });
  if (info.narrowest > 0 && !width) narrow.width = info.narrowest;
  if (info.has_fc_width && !fc_width) narrow.fc_width = 1;
  return narrow.make();
}

Shape ModelOptions::input(std::int64_t n) const {
  const ModelInfo info = understand([&] { return model_info(model); });
  std::int64_t usual = is_toy(model) ? 128 : 224;
  if (info.image_size > 0) usual = info.image_size;
  if (size.empty()) return {n, 3, usual, usual};
  const auto [height, width_of_image] = height_and_width("--size", size);
  require_usage(
      info.image_size == 0 || (height == info.image_size && width_of_image == info.image_size),
      "--size ", size, ": the classifier ", model, " takes ", info.image_size, "x", info.image_size,
      " only");
  return {n, 3, height, width_of_image};
}

}  // namespace pixelwise

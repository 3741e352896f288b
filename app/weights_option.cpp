#include "app/weights_option.h"

namespace pixelwise {

void WeightsOptions::add(CLI::App& app) {
  app.add_option("--weights", weights,
                 "A checkpoint, or with --model any file that 'convert' reads")
      ->type_name("FILE")
      ->required();
  app.add_option("--model", said.model, "The network, where the file does not say it");
  app.add_option("--classes", said.classes,
                 "Its number of classes, where the file has no score layer");
  app.add_option("--class-names", said.class_names,
                 "A file with their names, one on each line, where the file does not say them")
      ->type_name("FILE");
  app.add_option("--width", said.width, "Channels of its first stage");
  app.add_option("--fc-width", said.fc_width, "Outputs of its fc6 and fc7");
  app.add_option("--family", said.family,
                 "Its family: same or caffe [same; for a whole FCN as Caffe and pytorch-fcn name "
                 "it, caffe]");
  app.add_option("--preprocess", said.preprocess,
                 "How pixels become input, where the file does not say it: caffe, torchvision, "
                 "unit, none or shapes");
}

LoadedModel WeightsOptions::load(const CommonOptions& common) const {
  const Checkpoint file = load_weights(weights);
  return understand([&] { return open_model(weights, file, said, common.owner().note); });
}

}  // namespace pixelwise

// All networks by name, as the command line knows them.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/vgg.h"

namespace pixelwise {

/// What a network is built from; a checkpoint stores it.
struct ModelConfig {
  std::string name = "toy-8s";
  std::int64_t classes = 21;
  std::optional<std::int64_t> width =
      std::nullopt;  // channels of the first stage; by default the published ones
  std::optional<std::int64_t> fc_width = std::nullopt;  // outputs of fc6 and fc7 (VGG nets)
  std::optional<double> dropout = std::nullopt;         // after fc6 and fc7 (VGG nets)
  std::optional<Family> family = std::nullopt;  // of FCNs; by default same, of AlexNet caffe
};

/// "same" or "caffe", and back. Throws std::invalid_argument for another word.
const char* family_name(Family family);
Family family_named(const std::string& name);

/// One network that can be made by name.
struct ModelInfo {
  std::string name;
  std::string description;
  bool classifier = false;       // scores for whole images instead of pixels
  std::int64_t image_size = 0;   // the only size a classifier takes; 0 for the others
  Family family = Family::same;  // by default
  std::int64_t narrowest = 0;    // the least width; 0 where the width is fixed
  bool has_fc_width = false;     // whether fc_width can be given
  bool has_caffe_family = false;
};
std::vector<ModelInfo> model_infos();

/// The network of this name. Throws std::invalid_argument for an unknown one, and lists all names.
const ModelInfo& model_info(const std::string& name);

/// Makes a network with weights drawn from `rng`. Throws std::invalid_argument for options that it
/// does not have.
std::unique_ptr<Network> make_model(const ModelConfig& config, Rng& rng);

/// Makes a network from a config whose name is that of its model.
using ModelMaker = std::function<std::unique_ptr<Network>(const ModelConfig&, Rng&)>;

/// Adds a network of your own. From then on its name is known as those above are: make_model()
/// makes it, checkpoints with this name can be loaded, and the command line (app/pixelwise_main.h)
/// takes it after --model. Options of the config that `info` does not speak of (width where
/// narrowest is 0, and so on) are refused before `make` is called.
///
/// Call it at the start of main(), before other threads run. Throws std::invalid_argument for a
/// name that is taken, or is empty or has spaces.
void register_model(const ModelInfo& info, ModelMaker make);

}  // namespace pixelwise

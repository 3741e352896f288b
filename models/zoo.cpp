#include "models/zoo.h"

#include "base/check.h"
#include "models/fcn.h"
#include "models/simple_fcn.h"

namespace pixelwise {
namespace {

VggConfig vgg_config(const ModelConfig& c) {
  return vgg16_config(c.width.value_or(64), c.fc_width.value_or(4096), c.dropout.value_or(0.5));
}

VggConfig fixed_toy_config(const ModelConfig& c) {
  require(!c.width && !c.fc_width && !c.dropout, c.name,
          ": the toy nets have fixed sizes; width, fc-width and dropout go with the VGG nets");
  return toy_config();
}

std::unique_ptr<Network> make_simple_fcn(const ModelConfig& c, Rng& rng) {
  require(!c.fc_width && !c.dropout, c.name, ": has no fully connected layers and no dropout");
  return std::make_unique<SimpleFcn>(c.classes, rng, c.width.value_or(64));
}

struct Maker {
  ModelInfo info;
  std::unique_ptr<Network> (*make)(const ModelConfig&, Rng&);
};

constexpr SkipScales kAtOnceScales{.pool4 = 0.01F, .pool3 = 0.0001F};

const std::vector<Maker>& makers() {
  using Ptr = std::unique_ptr<Network>;
  using C = const ModelConfig&;
  static const std::vector<Maker> all = {
      {{"toy-classifier", "one convolution per stage; tells the shapes apart", true, 96},
       [](C c, Rng& rng) -> Ptr {
         return std::make_unique<VggClassifier>(fixed_toy_config(c), c.classes, rng);
       }},
      {{"toy-32s", "FCN-32s on the toy trunk", false, 0},
       [](C c, Rng& rng) -> Ptr {
         return std::make_unique<Fcn32s>(fixed_toy_config(c), c.classes, rng);
       }},
      {{"toy-16s", "FCN-16s on the toy trunk", false, 0},
       [](C c, Rng& rng) -> Ptr {
         return std::make_unique<Fcn16s>(fixed_toy_config(c), c.classes, rng);
       }},
      {{"toy-8s", "FCN-8s on the toy trunk", false, 0},
       [](C c, Rng& rng) -> Ptr {
         return std::make_unique<Fcn8s>(fixed_toy_config(c), c.classes, rng);
       }},
      {{"vgg16", "VGG-16, the classifier", true, 224},
       [](C c, Rng& rng) -> Ptr {
         return std::make_unique<VggClassifier>(vgg_config(c), c.classes, rng);
       }},
      {{"fcn32s", "FCN-32s on VGG-16", false, 0},
       [](C c, Rng& rng) -> Ptr {
         return std::make_unique<Fcn32s>(vgg_config(c), c.classes, rng);
       }},
      {{"fcn16s", "FCN-16s on VGG-16", false, 0},
       [](C c, Rng& rng) -> Ptr {
         return std::make_unique<Fcn16s>(vgg_config(c), c.classes, rng);
       }},
      {{"fcn8s", "FCN-8s on VGG-16", false, 0},
       [](C c, Rng& rng) -> Ptr { return std::make_unique<Fcn8s>(vgg_config(c), c.classes, rng); }},
      {{"fcn8s-atonce", "FCN-8s with scaled skips, as published for training in one stage", false,
        0},
       [](C c, Rng& rng) -> Ptr {
         return std::make_unique<Fcn8s>(vgg_config(c), c.classes, rng, kAtOnceScales);
       }},
      {{"simple-fcn", "encoder-decoder without skips", false, 0}, make_simple_fcn},
  };
  return all;
}

const Maker& find(const std::string& name) {
  std::string known;
  for (const Maker& maker : makers()) {
    if (maker.info.name == name) return maker;
    known += (known.empty() ? "" : ", ") + maker.info.name;
  }
  fail("model '", name, "' is unknown; there are ", known);
}

}  // namespace

const std::vector<ModelInfo>& model_infos() {
  static const std::vector<ModelInfo> infos = [] {
    std::vector<ModelInfo> list;
    for (const Maker& maker : makers()) list.push_back(maker.info);
    return list;
  }();
  return infos;
}

const ModelInfo& model_info(const std::string& name) { return find(name).info; }

std::unique_ptr<Network> make_model(const ModelConfig& config, Rng& rng) {
  const Maker& maker = find(config.name);
  // Masks hold a class in a byte; whole images are named by any number.
  const std::int64_t most = maker.info.classifier ? 100'000 : 255;
  require(config.classes >= 1 && config.classes <= most, config.name, ": ", config.classes,
          " classes; 1 to ", most, " are possible", most == 255 ? " (255 is the void label)" : "");
  require(config.width.value_or(1) >= 1 && config.fc_width.value_or(1) >= 1, config.name,
          ": width and fc-width must be at least 1");
  return maker.make(config, rng);
}

}  // namespace pixelwise

#include "models/zoo.h"

#include <deque>
#include <utility>

#include "base/check.h"
#include "base/closest_word.h"
#include "models/alexnet.h"
#include "models/fcn.h"
#include "models/fpn.h"
#include "models/model_size.h"
#include "models/progressive.h"
#include "models/simple_fcn.h"
#include "models/unet.h"

namespace pixelwise {
namespace {

VggConfig vgg_config(const ModelConfig& c) {
  VggConfig config =
      vgg16_config(c.width.value_or(64), c.fc_width.value_or(4096), c.dropout.value_or(0.5));
  config.family = c.family.value_or(Family::same);
  return config;
}

VggConfig fixed_toy_config(const ModelConfig& c) {
  require(!c.width && !c.fc_width && !c.dropout, c.name,
          ": the toy nets have fixed sizes; width, fc-width and dropout go with the VGG nets");
  require(c.family.value_or(Family::same) == Family::same, c.name,
          ": the toy nets are of the same family; their fc6 of 3x3 would leave scores too large to "
          "be cropped from a padding of 100");
  return toy_config();
}

std::unique_ptr<Network> make_simple_fcn(const ModelConfig& c, Rng& rng) {
  require(!c.fc_width && !c.dropout, c.name, ": has no fully connected layers and no dropout");
  require(c.family.value_or(Family::same) == Family::same, c.name,
          ": its maps fit as they are; the caffe family is one of FCNs on VGG and AlexNet");
  return std::make_unique<SimpleFcn>(c.classes, rng, c.width.value_or(64));
}

std::unique_ptr<Network> make_fpn(const ModelConfig& c, Rng& rng) {
  require(!c.fc_width && !c.dropout, c.name,
          ": has the convolutions of VGG-16 only, no fully connected layers and no dropout");
  return std::make_unique<FpnVgg>(vgg_config(c), c.classes, rng);
}

// The part of a U-Net's config that its name says, and the rest from the options.
std::unique_ptr<Network> make_unet(const ModelConfig& c, UNetConfig config, Rng& rng) {
  require(!c.fc_width, c.name, ": has no fully connected layers");
  require(c.family.value_or(Family::same) == Family::same, c.name,
          ": the caffe family is one of FCNs on VGG and AlexNet; unet-valid crops its skips");
  config.width = c.width.value_or(64);
  config.dropout = c.dropout.value_or(0);
  return std::make_unique<UNet>(config, c.classes, rng);
}

std::unique_ptr<Network> make_fcn_alexnet(const ModelConfig& c, Rng& rng) {
  require(
      c.family.value_or(Family::caffe) == Family::caffe, c.name,
      ": there is a caffe family only; no padding makes the maps of its kernels of 11 and 63 fit");
  const AlexNetConfig config{c.width.value_or(96), c.fc_width.value_or(4096),
                             c.dropout.value_or(0.5)};
  return std::make_unique<FcnAlexNet>(config, c.classes, rng);
}

ModelInfo vgg_info(const char* name, const char* description, std::int64_t image_size = 0) {
  return {.name = name,
          .description = description,
          .classifier = image_size > 0,
          .image_size = image_size,
          .narrowest = 1,
          .has_fc_width = true,
          .has_caffe_family = image_size == 0};
}

struct Maker {
  ModelInfo info;
  ModelMaker make;
};

constexpr SkipScales kAtOnceScales{.pool4 = 0.01F, .pool3 = 0.0001F};

// A deque, because references to its elements stay valid when a model is added.
std::deque<Maker>& makers() {
  using Ptr = std::unique_ptr<Network>;
  using C = const ModelConfig&;
  static std::deque<Maker> all = {
      {{.name = "toy-classifier",
        .description = "one convolution per stage; tells the shapes apart",
        .classifier = true,
        .image_size = 96},
       [](C c, Rng& rng) -> Ptr {
         return std::make_unique<VggClassifier>(fixed_toy_config(c), c.classes, rng);
       }},
      {{.name = "toy-32s", .description = "FCN-32s on the toy trunk"},
       [](C c, Rng& rng) -> Ptr {
         return std::make_unique<Fcn32s>(fixed_toy_config(c), c.classes, rng);
       }},
      {{.name = "toy-16s", .description = "FCN-16s on the toy trunk"},
       [](C c, Rng& rng) -> Ptr {
         return std::make_unique<Fcn16s>(fixed_toy_config(c), c.classes, rng);
       }},
      {{.name = "toy-8s", .description = "FCN-8s on the toy trunk"},
       [](C c, Rng& rng) -> Ptr {
         return std::make_unique<Fcn8s>(fixed_toy_config(c), c.classes, rng);
       }},
      {{.name = "toy-progressive", .description = "the progressive FCN on the toy trunk"},
       [](C c, Rng& rng) -> Ptr {
         return std::make_unique<ProgressiveFcn>(fixed_toy_config(c), c.classes, rng);
       }},
      {vgg_info("vgg16", "VGG-16, the classifier", 224),
       [](C c, Rng& rng) -> Ptr {
         return std::make_unique<VggClassifier>(vgg_config(c), c.classes, rng);
       }},
      {vgg_info("fcn32s", "FCN-32s on VGG-16"),
       [](C c, Rng& rng) -> Ptr {
         return std::make_unique<Fcn32s>(vgg_config(c), c.classes, rng);
       }},
      {vgg_info("fcn16s", "FCN-16s on VGG-16"),
       [](C c, Rng& rng) -> Ptr {
         return std::make_unique<Fcn16s>(vgg_config(c), c.classes, rng);
       }},
      {vgg_info("fcn8s", "FCN-8s on VGG-16"),
       [](C c, Rng& rng) -> Ptr { return std::make_unique<Fcn8s>(vgg_config(c), c.classes, rng); }},
      {vgg_info("fcn8s-atonce", "FCN-8s with scaled skips, as published for training in one stage"),
       [](C c, Rng& rng) -> Ptr {
         return std::make_unique<Fcn8s>(vgg_config(c), c.classes, rng, kAtOnceScales);
       }},
      {vgg_info("progressive", "five upsamplings by 2, and skips from pool4 to pool1"),
       [](C c, Rng& rng) -> Ptr {
         return std::make_unique<ProgressiveFcn>(vgg_config(c), c.classes, rng);
       }},
      {{.name = "fcn-alexnet",
        .description = "FCN-32s on AlexNet, in the caffe family only",
        .family = Family::caffe,
        .narrowest = 6,
        .has_fc_width = true,
        .has_caffe_family = true},
       make_fcn_alexnet},
      {{.name = "simple-fcn", .description = "encoder-decoder without skips", .narrowest = 1},
       make_simple_fcn},
      {{.name = "unet", .description = "U-Net, padded: maps fit as they are", .narrowest = 1},
       [](C c, Rng& rng) { return make_unet(c, {}, rng); }},
      {{.name = "unet-valid",
        .description = "U-Net as published: no padding, cropped skips",
        .narrowest = 1},
       [](C c, Rng& rng) { return make_unet(c, {.valid = true}, rng); }},
      {{.name = "unet-resize",
        .description = "U-Net, padded; resizes and convolves instead of transposed convolutions",
        .narrowest = 1},
       [](C c, Rng& rng) { return make_unet(c, {.resize = true}, rng); }},
      {{.name = "fpn", .description = "feature pyramid on VGG-16's pool2 to pool5", .narrowest = 1},
       make_fpn},
  };
  return all;
}

const Maker& find(const std::string& name) {
  std::string known;
  std::vector<std::string> names;
  for (const Maker& maker : makers()) {
    if (maker.info.name == name) return maker;
    known += (known.empty() ? "" : ", ") + maker.info.name;
    names.push_back(maker.info.name);
  }
  fail("model '", name, "' is unknown; there are ", known, did_you_mean(name, names));
}

// What the makers above check for themselves, each in its own words.
void refuse_other_options(const ModelInfo& info, const ModelConfig& c) {
  require(!c.width || *c.width >= info.narrowest, c.name, ": width ", c.width.value_or(0),
          "; at least ", info.narrowest, " is possible");
  require(!c.width || info.narrowest > 0, c.name, ": its width is fixed");
  require(info.has_fc_width || (!c.fc_width && !c.dropout), c.name,
          ": fc-width and dropout do not go with it");
  require(info.has_caffe_family || c.family.value_or(info.family) == info.family, c.name,
          ": it is of the ", family_name(info.family), " family only");
}

}  // namespace

const char* family_name(Family family) { return family == Family::same ? "same" : "caffe"; }

Family family_named(const std::string& name) {
  require(name == "same" || name == "caffe", "family '", name,
          "' is unknown; there are same, caffe");
  return name == "same" ? Family::same : Family::caffe;
}

std::vector<ModelInfo> model_infos() {
  std::vector<ModelInfo> infos;
  for (const Maker& maker : makers()) infos.push_back(maker.info);
  return infos;
}

const ModelInfo& model_info(const std::string& name) { return find(name).info; }

std::unique_ptr<Network> make_model(const ModelConfig& config, Rng& rng) {
  const Maker& maker = find(config.name);
  // A mask stores a class in one byte. The class of a whole image can be any number.
  const std::int64_t most = maker.info.classifier ? 100'000 : 255;
  require(config.classes >= 1 && config.classes <= most, config.name, ": ", config.classes,
          " classes; 1 to ", most, " are possible", most == 255 ? " (255 is the void label)" : "");
  require(config.width.value_or(1) >= 1 && config.fc_width.value_or(1) >= 1, config.name,
          ": width and fc-width must be at least 1");
  // Widths beyond reason are refused with the memory that they would take.
  const auto make = [&](const ModelConfig& c) {
    Rng own(0);
    return maker.make(c, own);
  };
  if (config.width.value_or(0) > 1024 || config.fc_width.value_or(0) > 65'536) {
    require_memory_for(config, approximate_parameters(config, maker.info, make));
  }
  return maker.make(config, rng);
}

void register_model(const ModelInfo& info, ModelMaker make) {
  require(!info.name.empty() && info.name.find(' ') == std::string::npos, "register_model: name '",
          info.name, "'; it must be one word, as it is typed after --model");
  for (const Maker& maker : makers()) {
    require(maker.info.name != info.name, "register_model: there is a model '", info.name,
            "' already; choose another name");
  }
  require(make != nullptr, "register_model: ", info.name, " comes without a function to make it");
  makers().push_back({info, [info, make = std::move(make)](const ModelConfig& config, Rng& rng) {
                        refuse_other_options(info, config);
                        return make(config, rng);
                      }});
}

}  // namespace pixelwise

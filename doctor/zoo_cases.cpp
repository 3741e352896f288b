#include "doctor/zoo_cases.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/labels.h"
#include "datasets/transforms.h"
#include "training/checkpoint.h"
#include "weights/safetensors.h"

namespace pixelwise {
namespace {

void for_each(ZooTraining& training, const std::function<void(Sample&)>& spoil) {
  for (Sample& sample : training.data.samples) spoil(sample);
}

// What a file of weights brings besides the layers of the task.
bool is_trunk(const std::string& name) {
  return !name.starts_with("score") && !name.starts_with("up") && !name.starts_with("deconv");
}

// The tensors of the healthy network, changed, as a file without a card.
void start_from_changed(ZooTraining& training, const char* file,
                        const std::function<void(std::string& name, Array& values)>& change) {
  WeightFile weights;
  for (auto& [name, values] : load_weights(training.base).weights) {
    std::string new_name = name;
    Array new_values = values;
    if (is_trunk(name)) change(new_name, new_values);
    weights.tensors[new_name] = new_values;
  }
  training.settings.weights = training.folder + "/" + file;
  write_safetensors(*training.settings.weights, weights);
}

void no_transplant(ZooTraining& training) {
  start_from_changed(training, "renamed.safetensors",
                     [](std::string& name, Array&) { name = "trunk_" + name; });
  training.settings.iterations = *training.settings.iterations / 4;
}

void all_zero(ZooTraining& training) {
  start_from_changed(training, "zero.safetensors",
                     [](std::string&, Array& values) { values = Array(values.shape()); });
}

void sum_loss(ZooTraining& training) {
  training.settings.optimizer = "sgd";
  training.settings.loss = "sum";
  training.settings.lr = 1e-2;
}

// From weights that saw red first, on images that have blue first.
void blue_first(ZooTraining& training) {
  training.settings.weights = training.base;
  training.settings.iterations = 20;
  training.settings.lr = 1e-4;
  for_each(training, [](Sample& sample) {
    for (std::size_t k = 0; k + 2 < sample.image.pixels.size(); k += 3) {
      std::swap(sample.image.pixels[k], sample.image.pixels[k + 2]);
    }
  });
}

void shifted(ZooTraining& training) {
  for_each(training, [](Sample& sample) {
    const Mask before = sample.mask;
    for (int y = 1; y < before.height; ++y) {
      for (int x = 1; x < before.width; ++x) sample.mask.at(x, y) = before.at(x - 1, y - 1);
    }
  });
}

// As if a mask of two thirds of the size had been enlarged like a picture.
void smooth_masks(ZooTraining& training) {
  for_each(training, [](Sample& sample) {
    const Mask small =
        resize_mask(sample.mask, sample.mask.width * 2 / 3, sample.mask.height * 2 / 3);
    Image grey(small.width, small.height, 1);
    grey.pixels = small.ids;
    sample.mask.ids = resize_image(grey, sample.mask.width, sample.mask.height).pixels;
  });
}

// Borders as in Pascal VOC, but with the number of one more class instead of 255.
void void_as_class(ZooTraining& training) {
  const std::uint8_t border = to_label(training.data.classes++);
  for_each(training, [&](Sample& sample) {
    const Mask before = sample.mask;
    for (int y = 0; y + 1 < before.height; ++y) {
      for (int x = 0; x + 1 < before.width; ++x) {
        for (const auto& [dx, dy] : {std::pair{1, 0}, {0, 1}}) {
          if (before.at(x, y) == before.at(x + dx, y + dy)) continue;
          sample.mask.at(x, y) = sample.mask.at(x + dx, y + dy) = border;
        }
      }
    }
  });
}

void other_order(ZooTraining& training) {
  for_each(training, [&](Sample& sample) {
    if (training.val.count(sample.name) == 0) return;
    for (std::uint8_t& id : sample.mask.ids) id = to_label((id + 1) % training.data.classes);
  });
}

// Values of 0 to 1 that were saved as 8 bits.
void black_images(ZooTraining& training) {
  for_each(training, [](Sample& sample) {
    for (std::uint8_t& v : sample.image.pixels) v = v / 255;
  });
}

std::function<void(ZooTraining&)> with(const std::function<void(TrainSettings&)>& change) {
  return [=](ZooTraining& training) { change(training.settings); };
}

std::vector<ZooCase> broken() {
  return {
      {"no transplant", "weights not transplanted", no_transplant},
      {"all-zero weights", "zero weights", all_zero},
      {"sum loss with the lr of a mean", "sum loss with the lr of a mean", sum_loss},
      {"learning rate x 100", "learning rate too high", with([](TrainSettings& s) { s.lr = 0.1; })},
      {"BGR for RGB", "red and blue exchanged", blue_first},
      {"mean not subtracted", "mean not subtracted",
       with([](TrainSettings& s) { s.preprocess = "none"; })},
      {"labels shifted by one", "labels shifted", shifted},
      {"masks resized bilinearly", "masks resized smoothly", smooth_masks},
      {"void trained on", "void trained on", void_as_class},
      {"wrong class order", "wrong class order", other_order},
      {"crop too small", "crop too small",
       with([](TrainSettings& s) { s.augment = "flip,crop=16x16"; })},
      {"constant images", "constant images", black_images},
  };
}

// Other settings that work as well.
std::vector<ZooCase> healthy() {
  return {
      {"healthy", "", [](ZooTraining&) {}},
      {"healthy, sgd", "", with([](TrainSettings& s) {
         s.optimizer = "sgd";
         s.lr = 0.05;
         s.iterations = 2 * *s.iterations;
       })},
      {"healthy, large crops", "", with([](TrainSettings& s) {
         s.augment = "flip,crop=48x48,scale=.9:1.2";
         s.preprocess = "torchvision";
       })},
      {"healthy, from weights", "",
       [](ZooTraining& training) {
         training.settings.weights = training.base;
         training.settings.iterations = *training.settings.iterations / 4;
       }},
      {"healthy, two classes", "",
       [](ZooTraining& training) {
         training.data.classes = 2;
         for_each(training, [](Sample& sample) {
           for (std::uint8_t& id : sample.mask.ids) id = id > 0 ? 1 : 0;
         });
       }},
  };
}

}  // namespace

const std::vector<ZooCase>& zoo_cases() {
  static const std::vector<ZooCase> cases = [] {
    std::vector<ZooCase> list = broken();
    for (ZooCase& one : healthy()) list.push_back(std::move(one));
    return list;
  }();
  return cases;
}

}  // namespace pixelwise

#include "weights/names.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

namespace pixelwise {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;  // theirs, ours

// torchvision counts convolutions, ReLUs and pools alike.
constexpr std::array<Pair, 13> kFeatures = {{{"features.0", "conv1_1"},
                                             {"features.2", "conv1_2"},
                                             {"features.5", "conv2_1"},
                                             {"features.7", "conv2_2"},
                                             {"features.10", "conv3_1"},
                                             {"features.12", "conv3_2"},
                                             {"features.14", "conv3_3"},
                                             {"features.17", "conv4_1"},
                                             {"features.19", "conv4_2"},
                                             {"features.21", "conv4_3"},
                                             {"features.24", "conv5_1"},
                                             {"features.26", "conv5_2"},
                                             {"features.28", "conv5_3"}}};
constexpr std::array<Pair, 3> kTorchvisionFc = {
    {{"classifier.0", "fc6"}, {"classifier.3", "fc7"}, {"classifier.6", "score"}}};
constexpr std::array<Pair, 3> kTimmFc = {
    {{"pre_logits.fc1", "fc6"}, {"pre_logits.fc2", "fc7"}, {"head.fc", "score"}}};

// Caffe's VGG-16 counts its last layer on.
constexpr std::array<Pair, 1> kPaperFc = {{{"fc8", "score"}}};

// Layers of ours that were renamed: old, new.
constexpr std::array<Pair, 3> kRenamed = {
    {{"up1", "deconv1"}, {"up2", "deconv2"}, {"up3", "deconv3"}}};  // SimpleFcn

constexpr std::string_view kModule = "module.";       // around all names: DataParallel
constexpr std::string_view kCompiled = "_orig_mod.";  // anywhere in a name: torch.compile

using Layers = std::set<std::string, std::less<>>;

std::string_view layer_of(std::string_view tensor) { return tensor.substr(0, tensor.rfind('.')); }

// The thirteen convolutions of VGG-16 and no other "features": not VGG-19, not batch norm.
bool has_vgg16_features(const Layers& layers) {
  const bool all = std::all_of(kFeatures.begin(), kFeatures.end(),
                               [&](const Pair& pair) { return layers.contains(pair.first); });
  const auto features = std::count_if(layers.begin(), layers.end(), [](const std::string& layer) {
    return layer.starts_with("features.");
  });
  return all && static_cast<std::size_t>(features) == kFeatures.size();
}

Naming naming_of(const Layers& layers) {
  if (has_vgg16_features(layers)) {
    const bool timm = layers.contains("pre_logits.fc1") || layers.contains("head.fc");
    return timm ? Naming::timm : Naming::torchvision;
  }
  return layers.contains("conv1_1") ? Naming::paper : Naming::other;
}

std::string our_layer(std::string_view layer, Naming naming) {
  const auto look_up = [&](const auto& table) {
    const auto found = std::find_if(table.begin(), table.end(),
                                    [&](const Pair& pair) { return pair.first == layer; });
    return std::string(found == table.end() ? layer : found->second);
  };
  if (naming == Naming::paper) return look_up(kPaperFc);
  if (naming == Naming::other) return std::string(layer);
  if (layer.starts_with("features.")) return look_up(kFeatures);
  return naming == Naming::timm ? look_up(kTimmFc) : look_up(kTorchvisionFc);
}

}  // namespace

namespace {

std::string not_compiled(std::string name) {
  for (std::size_t at = 0; (at = name.find(kCompiled, at)) != std::string::npos;) {
    const bool whole_word = at == 0 || name[at - 1] == '.';
    if (whole_word) name.erase(at, kCompiled.size());
    at += whole_word ? 0 : kCompiled.size();
  }
  return name;
}

// The names without what PyTorch puts around a module: "_orig_mod." wherever it stands, and
// "module." as often as all names begin with it. Two names never become one.
std::map<std::string, std::string> without_wrappers(const std::map<std::string, Array>& tensors) {
  std::map<std::string, int> times;
  for (const auto& [name, values] : tensors) ++times[not_compiled(name)];
  std::map<std::string, std::string> names;  // the file's -> without
  for (const auto& [name, values] : tensors) {
    const std::string bare = not_compiled(name);
    names[name] = times.at(bare) == 1 ? bare : name;
  }
  const auto wrapped = [](const auto& pair) { return pair.second.starts_with(kModule); };
  while (!names.empty() && std::all_of(names.begin(), names.end(), wrapped)) {
    for (auto& [name, bare] : names) bare.erase(0, kModule.size());
  }
  return names;
}

}  // namespace

RenamedWeights with_our_names(const std::map<std::string, Array>& tensors) {
  const std::map<std::string, std::string> unwrapped = without_wrappers(tensors);
  Layers layers;
  for (const auto& [name, values] : tensors) layers.emplace(layer_of(unwrapped.at(name)));

  RenamedWeights renamed;
  renamed.naming = naming_of(layers);
  for (const auto& [name, values] : tensors) {
    const std::string_view theirs = unwrapped.at(name);
    const std::string_view layer = layer_of(theirs);
    std::string ours = our_layer(layer, renamed.naming) + std::string(theirs.substr(layer.size()));
    // A name of ours that the file has besides keeps its tensor.
    if (ours != theirs && tensors.contains(ours)) ours = theirs;
    if (ours != name) renamed.from[ours] = name;
    renamed.tensors[ours] = values;
  }
  return renamed;
}

RenamedWeights with_their_names(const std::map<std::string, Array>& tensors) {
  return {tensors, with_our_names(tensors).naming, {}};
}

RenamedWeights with_new_names(RenamedWeights weights, const std::set<std::string>& wanted) {
  for (const auto& [old_layer, new_layer] : kRenamed) {
    for (const char* const part : {".weight", ".bias"}) {
      const std::string before = std::string(old_layer) + part;
      const std::string now = std::string(new_layer) + part;
      const bool is_old = wanted.contains(now) && !wanted.contains(before);
      if (!is_old || weights.tensors.contains(now)) continue;
      auto tensor = weights.tensors.extract(before);
      if (tensor.empty()) continue;
      tensor.key() = now;
      weights.tensors.insert(std::move(tensor));
      const auto file_name = weights.from.extract(before);
      weights.from[now] = file_name.empty() ? before : file_name.mapped();
    }
  }
  return weights;
}

bool is_whole_fcn(const RenamedWeights& weights) {
  return weights.naming == Naming::paper &&
         std::any_of(weights.tensors.begin(), weights.tensors.end(),
                     [](const auto& tensor) { return tensor.first.starts_with("upscore"); });
}

std::string to_string(Naming naming) {
  switch (naming) {
    case Naming::paper:
      return "the papers' names (Caffe, pytorch-fcn)";
    case Naming::torchvision:
      return "torchvision's names of VGG-16";
    case Naming::timm:
      return "timm's names of VGG-16";
    case Naming::other:
      break;
  }
  return "names of its own";
}

}  // namespace pixelwise

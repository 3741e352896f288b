#include "training/class_count.h"

#include <functional>

#include "layers/init.h"
#include "weights/names.h"

namespace pixelwise {
namespace {

std::map<std::string, Shape> shapes_of(const ModelConfig& config) {
  Rng rng(0);
  const UninitializedWeights unneeded;
  const auto network = make_model(config, rng);
  std::map<std::string, Shape> shapes;
  VisitorCallbacks callbacks;
  callbacks.parameter = [&](const std::string& name, Tensor& p) { shapes[name] = p.shape(); };
  network->visit(Visitor(callbacks));
  return shapes;
}

}  // namespace

// Whichever size differs between a network for 2 classes and one for 3 is the number of classes.
std::optional<std::int64_t> classes_of_tensors(const std::map<std::string, Array>& tensors,
                                               ModelConfig config) {
  const ModelInfo info = model_info(config.name);
  config.width = info.narrowest > 0 ? std::optional(info.narrowest) : std::nullopt;
  config.fc_width = info.has_fc_width ? std::optional<std::int64_t>(1) : std::nullopt;
  config.classes = 2;
  const auto for_two = shapes_of(config);
  config.classes = 3;
  std::set<std::string> names;
  for (const auto& [name, shape] : for_two) names.insert(name);
  const auto renamed = with_new_names({tensors, Naming::other, {}}, names).tensors;
  for (const auto& [name, shape] : shapes_of(config)) {
    const auto found = renamed.find(name);
    if (found == renamed.end() || found->second.shape().rank() != shape.rank()) continue;
    for (int d = 0; d < shape.rank(); ++d) {
      if (shape[d] == 3 && for_two.at(name)[d] == 2) return found->second.shape()[d];
    }
  }
  return std::nullopt;
}

}  // namespace pixelwise

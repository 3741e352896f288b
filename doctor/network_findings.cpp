#include "doctor/network_findings.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "base/counted.h"
#include "layers/parameters.h"
#include "training/evaluate.h"
#include "training/names_of.h"
#include "training/start_weights.h"
#include "training/to_array.h"

namespace pixelwise {
namespace {

// In the order of the written shape: a fully connected layer may have become a convolution.
double cosine(const Array& first, const Array& second) {
  const std::vector<Real> a = first.to_vector(), b = second.to_vector();
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += double{a[i]} * double{b[i]};
    aa += double{a[i]} * double{a[i]};
    bb += double{b[i]} * double{b[i]};
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

// Weights of convolutions and fully connected layers that a file could have brought: score layers
// and upsampling belong to the task.
bool is_feature(const std::string& name, const Array& values) {
  const bool weight = values.shape().rank() == 4 || values.shape().rank() == 2;
  return weight && !name.starts_with("score") && !name.starts_with("up");
}

std::string zero_weights(const std::string& layers) {
  return text("all weights of ", layers,
              " are zero: nothing passes, and nothing can be learned through them");
}

// How the preprocessing of a file differs from that of a run.
void find_other_inputs(const Preprocessing& run, const std::string& path, const Preprocessing& file,
                       Findings& findings) {
  const std::string both = text("the weights of ", path, " were trained with the preprocessing '",
                                file.name, "', this run has '", run.name, "': ");
  const std::vector<Words> with = {{"train", "--weights", path, "--preprocess", file.name}};
  if (run.bgr != file.bgr) {
    findings.push_back(
        {FindingKind::fault, "red and blue exchanged",
         both + (run.bgr ? "blue comes first now, it was red" : "red comes first now, it was blue"),
         with});
  }
  const bool centred = file.mean != std::array<float, 3>{};
  if (run.mean == std::array<float, 3>{} && centred) {
    findings.push_back({FindingKind::fault, "mean not subtracted",
                        both + "the mean is no longer subtracted", with});
  } else if (run.bgr == file.bgr && (run.mean != file.mean || run.scale != file.scale)) {
    findings.push_back(
        {FindingKind::fault, "other preprocessing", both + "numbers of another size arrive", with});
  }
}

}  // namespace

Findings network_findings(Network& network, const Preprocessing& how, const Dataset& data,
                          std::vector<LayerActivity>* layers) {
  const Batch images = make_batch(samples_of_one_size(data, 0, 4), how);
  Findings findings;
  const std::vector<LayerActivity> activity = layer_activity(network, Tensor(to_array(images)));
  std::string zero;
  for (const LayerActivity& layer : activity) {
    if (layer.zero_weights) zero += (zero.empty() ? "" : ", ") + layer.layer;
  }
  if (!zero.empty()) {
    findings.push_back({FindingKind::fault, "zero weights", zero_weights(zero)});
  }
  const std::string uncentred = uncentred_inputs(images, how);
  if (!uncentred.empty()) {
    findings.push_back({FindingKind::fault, "mean not subtracted", uncentred});
  }
  for (const LayerActivity& layer : activity) {
    if (2 * layer.dead <= layer.channels) continue;
    findings.push_back(
        {FindingKind::sign, "dead channels",
         text(layer.layer, ": ", layer.dead, " of ", layer.channels,
              " channels are dead, 0 at every pixel of ", counted(images.n, "image"))});
  }
  if (layers != nullptr) *layers = activity;
  return findings;
}

Findings start_findings(Network& network, const Preprocessing& how, const std::string& path,
                        const Checkpoint& file) {
  Findings findings;
  const std::map<std::string, Array> tensors =
      with_names_of(network, with_our_names(file.weights)).tensors;
  std::vector<std::string> zero, foreign;
  std::size_t layers = 0;
  for (const auto& [name, parameter] : named_parameters(network)) {
    if (!is_feature(name, parameter.value())) continue;
    ++layers;
    const auto found = tensors.find(name);
    const bool fits = found != tensors.end() && found->second.size() == parameter.value().size();
    if (fits && is_zero(found->second)) {
      zero.push_back(name);
    } else if (!fits || cosine(found->second, parameter.value()) < 0.2) {
      foreign.push_back(name);
    }
  }
  if (!zero.empty()) {
    findings.push_back(
        {FindingKind::fault,
         "zero weights",
         zero_weights(text(zero.size(), " of ", layers, " layers in ", path, first_names(zero))),
         {{"inspect", path}}});
  }
  if (2 * foreign.size() > layers) {
    findings.push_back({FindingKind::fault,
                        "weights not transplanted",
                        text("of ", layers, " layers, ", foreign.size(), " do not come from ", path,
                             first_names(foreign), ": they began at random"),
                        {{"inspect", path}}});
  }
  if (file.card) find_other_inputs(how, path, file.card->preprocessing, findings);
  return findings;
}

}  // namespace pixelwise

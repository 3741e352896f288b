#include "training/examine.h"

#include "base/check.h"
#include "base/counted.h"
#include "datasets/batch.h"
#include "report/score_text.h"
#include "training/evaluate.h"
#include "training/to_array.h"

namespace pixelwise {

Examination examine(const LoadedModel& model, const Dataset& data, const ConfusionMatrix& scores) {
  const Batch images = make_batch(samples_of_one_size(data, 0, 4), model.card.preprocessing);
  Examination report;
  const auto find = [&](const std::string& what) { report.findings.push_back(what); };
  const std::string uncentred = uncentred_inputs(images, model.card.preprocessing);
  if (!uncentred.empty()) find(uncentred);
  report.layers = layer_activity(*model.network, Tensor(to_array(images)));
  for (const LayerActivity& layer : report.layers) {
    if (layer.zero_weights) find(text("all weights of ", layer.layer, " are zero: nothing passes"));
    if (2 * layer.dead > layer.channels) {
      find(text(layer.layer, ": ", layer.dead, " of ", layer.channels,
                " channels are dead, 0 at every pixel of ", counted(images.n, "image")));
    }
  }
  for (int c = 0; c < scores.classes(); ++c) {
    if (scores.predicted_pixels(c) != scores.labelled_pixels()) continue;
    find(text("every pixel is called ", data.class_names()[static_cast<std::size_t>(c)],
              "; that alone scores the pixel accuracy ", score_text(scores.pixel_accuracy())));
  }
  return report;
}

}  // namespace pixelwise

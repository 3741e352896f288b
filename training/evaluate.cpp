#include "training/evaluate.h"

#include <algorithm>
#include <span>

#include "base/check.h"
#include "base/counted.h"
#include "datasets/batch.h"
#include "layers/mode_scope.h"
#include "models/segment.h"
#include "training/interrupt.h"
#include "training/predict.h"
#include "training/to_array.h"

namespace pixelwise {

std::vector<Sample> samples_of_one_size(const Dataset& dataset, std::int64_t first,
                                        std::int64_t most) {
  std::vector<Sample> samples{dataset.get(first)};
  for (std::int64_t i = first + 1; i < std::min(dataset.size(), first + most); ++i) {
    Sample sample = dataset.get(i);
    const Image& image = samples.front().image;
    if (sample.image.width != image.width || sample.image.height != image.height) break;
    samples.push_back(std::move(sample));
  }
  return samples;
}

ConfusionMatrix evaluate(Network& network, const Dataset& dataset, const Preprocessing& how,
                         const EvaluateOptions& options) {
  const EvaluationScope evaluation(network);
  ConfusionMatrix confusion(dataset.num_classes());
  for (std::int64_t done = 0; done < dataset.size();) {
    if (options.should_stop && options.should_stop()) throw Interrupted();
    const Batch batch = make_batch(samples_of_one_size(dataset, done, options.batch_size), how);
    const Array scores = segment(network, Tensor(to_array(batch))).value();
    require(scores.shape()[1] == dataset.num_classes(), "evaluate: the network has ",
            counted(scores.shape()[1], "class"), " but ", dataset.name(), " has ",
            dataset.num_classes());
    const Labels prediction = argmax(scores);
    require(prediction.h == batch.labels.h && prediction.w == batch.labels.w, "evaluate: scores ",
            scores.shape(), " for labels of ", batch.labels.h, "x", batch.labels.w,
            "; is this a classifier on a segmentation data set, or the reverse?");
    confusion.add(batch.labels.ids, prediction.ids);
    done += batch.n;
    if (options.on_progress) options.on_progress(done, dataset.size());
  }
  return confusion;
}

}  // namespace pixelwise

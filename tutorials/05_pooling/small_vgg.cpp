#include "tutorials/05_pooling/small_vgg.h"

#include "autograd/ops.h"
#include "base/check.h"
#include "layers/parameters.h"
#include "optim/adam.h"
#include "report/progress.h"
#include "training/to_array.h"

namespace pixelwise {

const Preprocessing& small_vgg_input() { return preprocessing("shapes"); }

std::vector<double> train_classifier(VggClassifier& net, const BatchSource& batches,
                                     const std::function<void(std::int64_t)>& after_step) {
  const std::int64_t steps = 400;
  Adam adam(trainable_parameters(net), {.lr = 2e-3});
  std::vector<double> losses;
  Progress progress("A small VGG", steps);
  for (std::int64_t i = 0; i < steps; ++i) {
    const Batch batch = batches.batch(i);
    const Tensor scores = net(Tensor(to_array(batch)));       // [16, 5]
    const Tensor loss = cross_entropy(scores, batch.labels);  // []
    adam.zero_grad();
    loss.backward();
    adam.set_lr(2e-3 * static_cast<double>(steps - i) / static_cast<double>(steps));
    adam.step();
    losses.push_back(static_cast<double>(loss.item()));
    progress.update(i + 1, text("loss ", losses.back()));
    if (after_step) after_step(i + 1);
  }
  progress.finish();
  return losses;
}

}  // namespace pixelwise

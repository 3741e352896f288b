#include <iostream>

#include "autograd/ops.h"
#include "base/run_main.h"
#include "datasets/batch.h"
#include "datasets/open_dataset.h"
#include "layers/parameters.h"
#include "models/simple_fcn.h"
#include "optim/adam.h"
#include "training/evaluate.h"
#include "training/to_array.h"

using namespace pixelwise;

void train_a_network() {
  const DatasetPtr train = open_dataset("shapes-binary", Split::train);
  const DatasetPtr val = open_dataset("shapes-binary", Split::val);
  const Preprocessing input = preprocessing("shapes");
  const BatchSource batches(train, input, {.batch_size = 4, .seed = 1});

  Rng rng(1);
  SimpleFcn net(train->num_classes(), rng, /*width=*/8);
  Adam adam(trainable_parameters(net), {.lr = 5e-3});

  for (int i = 0; i < 200; ++i) {
    const Batch batch = batches.batch(i);
    const Tensor scores = net(Tensor(to_array(batch)));       // [4, 2, 128, 128]
    const Tensor loss = cross_entropy(scores, batch.labels);  // []
    adam.zero_grad();
    loss.backward();
    adam.step();
    if (i % 50 == 0) std::cout << "iteration " << i << "  loss " << loss.item() << "\n";
  }
  std::cout << "mean IoU " << evaluate(net, *val, input).mean_iou() << "\n";
}

int main() { return run_main(train_a_network); }

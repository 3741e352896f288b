// A new net with a new operation, trained on drawn shapes. The loss must fall.
#include <iostream>

#include "autograd/ops.h"
#include "base/run_main.h"
#include "datasets/batch.h"
#include "datasets/open_dataset.h"
#include "layers/conv.h"
#include "layers/parameters.h"
#include "optim/adam.h"
#include "swish.h"
#include "training/to_array.h"

using namespace pixelwise;

struct SwishNet : Network {
  explicit SwishNet(Rng& rng)
      : conv1({.in = 3, .out = 8, .kernel = 3, .padding = 1}, rng),
        conv2({.in = 8, .out = 16, .kernel = 3, .padding = 1}, rng),
        up({.in = 16, .out = 2, .kernel = 4, .stride = 4, .bias = true}, rng) {}

  Tensor forward(const Tensor& image) override {
    const Tensor half = max_pool2d(swish(conv1(image)));
    return up(max_pool2d(swish(conv2(half))));
  }
  void visit(const Visitor& v) override {
    v("conv1", conv1);
    v("conv2", conv2);
    v("up", up);
  }

  Conv2d conv1, conv2;
  ConvTranspose2d up;
};

int train() {
  const DatasetPtr shapes = open_dataset("shapes-binary", Split::train);
  const BatchSource batches(shapes, preprocessing("shapes"), {.batch_size = 4, .seed = 1});
  Rng rng(1);
  SwishNet net(rng);
  Adam adam(trainable_parameters(net), {.lr = 5e-3});
  const auto loss_of = [&](int number) {
    const Batch batch = batches.batch(number);
    return cross_entropy(net(Tensor(to_array(batch))), batch.labels);
  };

  const double before = loss_of(1000).item();  // of the batch of a later epoch
  for (int i = 0; i < 60; ++i) {
    adam.zero_grad();
    loss_of(i).backward();
    adam.step();
  }
  const double after = loss_of(1000).item();
  std::cout << "loss " << before << " -> " << after << '\n';
  return after < 0.7 * before ? 0 : 1;
}

int main() { return run_main(train); }

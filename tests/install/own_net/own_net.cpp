// A program outside of pixelwise: it trains a network of its own, goes on after a stop, writes the
// report, and has all commands of `pixelwise` for it.
//
//     own_net learn DIR [ITERATIONS]    trains (and stops after so many iterations)
//     own_net predict --weights DIR/best.safetensors photo.png
#include <iostream>

#include "app/pixelwise_main.h"
#include "autograd/ops.h"
#include "base/run_main.h"
#include "datasets/open_dataset.h"
#include "layers/conv.h"
#include "models/zoo.h"
#include "training/interrupt.h"
#include "training/predict.h"
#include "training/run_report.h"
#include "training/train_run.h"

using namespace pixelwise;

struct OwnNet : Network {
  OwnNet(std::int64_t classes, Rng& rng)
      : conv({.in = 3, .out = 8, .kernel = 5, .padding = 2}, rng),
        score({.in = 8, .out = classes, .kernel = 1}, rng) {}
  Tensor forward(const Tensor& image) override { return score(relu(conv(image))); }
  void visit(const Visitor& v) override { v("conv", conv), v("score", score); }
  Conv2d conv, score;
};

int learn(const std::string& folder, std::int64_t iterations) {
  const TrainData data{open_dataset("shapes-binary", Split::train),
                       open_dataset("shapes-binary", Split::val)};
  Rng rng(1);
  OwnNet net(data.train->num_classes(), rng);
  TrainSettings settings;  // those that are left open get sensible values
  settings.model = "own-net";
  settings.data = "shapes-binary";
  settings.iterations = 20;
  settings.every = 10;  // iterations between validations
  std::int64_t done = 0;
  const auto should_stop = [&] { return interrupted() || ++done == iterations; };
  catch_interrupts();
  TrainRun run({.folder = folder, .should_stop = should_stop}, settings, data, net);
  if (!run.run()) return std::cout << "stopped; start it again to go on\n", 1;
  write_run_report(run);

  const LoadedModel saved = load_model(run.path(kLastFile));
  const Sample sample = data.val->get(0);
  const bool same = predict(*saved.network, sample.image, saved.card.preprocessing).ids ==
                    predict(net, sample.image, run.card().preprocessing).ids;
  std::cout << "the checkpoint predicts " << (same ? "the same" : "something else") << "\n";
  return same ? 0 : 1;
}

int main(int argc, char** argv) {
  register_model({.name = "own-net", .description = "two layers of a test"},
                 [](const ModelConfig& config, Rng& rng) {
                   return std::make_unique<OwnNet>(config.classes, rng);
                 });
  if (argc < 3 || std::string(argv[1]) != "learn") return pixelwise_main(argc, argv);
  return run_main([&] { return learn(argv[2], argc > 3 ? std::stoll(argv[3]) : 0); });
}

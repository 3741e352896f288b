#include "training/time_network.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <utility>

#include "autograd/buffer.h"
#include "autograd/ops/cross_entropy.h"
#include "layers/mode_scope.h"
#include "layers/parameters.h"
#include "models/segment.h"
#include "optim/adam.h"
#include "optim/sgd.h"
#include "training/interrupt.h"

namespace pixelwise {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds(Clock::duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

Labels random_labels(const Shape& input, bool whole_image, std::int64_t classes) {
  Labels labels{input[0], whole_image ? 1 : input[2], whole_image ? 1 : input[3], {}};
  Rng rng(2);
  for (std::int64_t i = 0; i < labels.n * labels.h * labels.w; ++i) {
    labels.ids.push_back(static_cast<std::uint8_t>(
        rng.below(static_cast<std::uint64_t>(std::min<std::int64_t>(classes, kVoidLabel)))));
  }
  return labels;
}

std::shared_ptr<Optimizer> make_optimizer(bool adam, Network& network) {
  const std::vector<Tensor> parameters = trainable_parameters(network);
  if (adam) return std::make_shared<Adam>(parameters, AdamOptions{});
  return std::make_shared<Sgd>(parameters, SgdOptions{.lr = 1e-6, .momentum = 0.9});
}

// One run of what is to be timed.
std::function<void()> work(const TimingOptions& o, Network& network, const Tensor& image) {
  if (!o.training) {
    return [&network, image] {
      const EvaluationScope evaluation(network);
      segment(network, image);
    };
  }
  const std::shared_ptr<Optimizer> optimizer = make_optimizer(o.adam, network);
  const Labels labels = random_labels(image.shape(), o.whole_image, o.classes);
  return [&network, image, optimizer, labels] {
    network.train();
    optimizer->zero_grad();
    cross_entropy(segment(network, image), labels).backward();
    optimizer->step();
  };
}

// The first runs meet memory that was never used; then as many as asked for, or as fit into the
// time.
std::vector<double> time_runs(const TimingOptions& o, const std::function<void()>& run) {
  for (int i = 0; i < 2; ++i) run();
  std::vector<double> times;
  const auto begin = Clock::now();
  while (true) {
    if (o.should_stop && o.should_stop()) throw Interrupted();
    const auto start = Clock::now();
    run();
    times.push_back(milliseconds(Clock::now() - start));
    const int done = static_cast<int>(times.size());
    const bool over = milliseconds(Clock::now() - begin) > 1000 * o.seconds;
    if (o.runs > 0 ? done >= o.runs : (over && done >= 3) || done >= 1000) return times;
  }
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

}  // namespace

Tensor noise_image(const Shape& shape) {
  Array image = Array::uninitialized(shape);
  Rng rng(1);
  for (std::int64_t i = 0; i < image.size(); ++i) {
    image.mutable_data()[i] = static_cast<Real>(rng.normal());
  }
  return Tensor(image);
}

NetworkTimes time_network(Network& network, const Tensor& image, const TimingOptions& options) {
  reset_buffer_peak();
  NetworkTimes times;
  times.milliseconds = time_runs(options, work(options, network, image));
  times.median = median(times.milliseconds);
  times.minimum = *std::min_element(times.milliseconds.begin(), times.milliseconds.end());
  times.peak_bytes = static_cast<std::int64_t>(buffer_bytes_peak());
  return times;
}

std::vector<OperationTime> time_operations(Network& network, const Tensor& image) {
  constexpr int kPasses = 5;
  std::map<std::uint64_t, std::string> layers;
  for (const auto& [name, parameter] : named_parameters(network)) {
    layers[parameter.id()] = name.substr(0, name.rfind('.'));
  }
  std::vector<std::pair<std::string, std::string>> names;  // of layer and operation
  std::vector<std::vector<double>> times;
  for (int pass = 0; pass < kPasses; ++pass) {
    std::size_t op = 0;
    auto last = Clock::now();
    const ObserverScope watching([&](const OpEvent& event) {
      if (pass == 0) {
        times.emplace_back();
        names.emplace_back(event.op, event.op);
        for (const Tensor& input : event.inputs) {
          if (layers.contains(input.id())) names.back().first = layers[input.id()];
        }
      }
      event.output.value();  // now, by itself, and not together with the next operation
      times[op++].push_back(milliseconds(Clock::now() - last));
      last = Clock::now();
    });
    const EvaluationScope evaluation(network);
    segment(network, image);
  }
  std::vector<OperationTime> operations;
  for (std::size_t op = 0; op < times.size(); ++op) {
    operations.push_back({names[op].first, names[op].second, median(times[op])});
  }
  return operations;
}

}  // namespace pixelwise

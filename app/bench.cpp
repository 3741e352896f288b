// pixelwise bench: how long a network takes.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "app/model_options.h"
#include "autograd/buffer.h"
#include "autograd/ops/cross_entropy.h"
#include "base/parallel.h"
#include "layers/mode_scope.h"
#include "layers/parameters.h"
#include "models/segment.h"
#include "optim/adam.h"
#include "optim/sgd.h"
#include "training/interrupt.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

struct BenchOptions {
  CommonOptions common;
  ModelOptions model;
  std::int64_t batch = 1;
  std::string pass = "forward";
  std::string optimizer = "sgd";
  int runs = 0;
  double seconds = 5;
  bool layers = false;
};

double milliseconds(Clock::duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

Tensor random_image(const Shape& shape) {
  Array image = Array::uninitialized(shape);
  Rng rng(1);
  for (std::int64_t i = 0; i < image.size(); ++i) {
    image.mutable_data()[i] = static_cast<Real>(rng.normal());
  }
  return Tensor(image);
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

std::unique_ptr<Optimizer> make_optimizer(const std::string& name, Network& network) {
  const std::vector<Tensor> parameters = trainable_parameters(network);
  if (name == "adam") return std::make_unique<Adam>(parameters, AdamOptions{});
  return std::make_unique<Sgd>(parameters, SgdOptions{.lr = 1e-6, .momentum = 0.9});
}

// One run of what is to be timed.
std::function<void()> work(const BenchOptions& o, Network& network, const Tensor& image) {
  if (o.pass == "forward") {
    return [&network, image] {
      const EvaluationScope evaluation(network);
      segment(network, image);
    };
  }
  std::shared_ptr<Optimizer> optimizer = make_optimizer(o.optimizer, network);
  const Labels labels = random_labels(image.shape(), model_info(o.model.model).classifier,
                                      o.model.number_of_classes());
  return [&network, image, optimizer, labels] {
    network.train();
    optimizer->zero_grad();
    cross_entropy(segment(network, image), labels).backward();
    optimizer->step();
  };
}

// The first runs meet memory that was never used; then as many as asked for, or as fit into the
// time.
std::vector<double> time_runs(const BenchOptions& o, const std::function<void()>& run) {
  for (int i = 0; i < 2; ++i) run();
  std::vector<double> times;
  const auto begin = Clock::now();
  while (true) {
    if (interrupted()) throw Interrupted();
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

// The median time of every operation of a forward pass, in order.
Json layer_times(Network& network, const Tensor& image) {
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
  Json rows = Json::array();
  for (std::size_t op = 0; op < times.size(); ++op) {
    rows.push_back(
        {{"name", names[op].first}, {"op", names[op].second}, {"median_ms", median(times[op])}});
  }
  return rows;
}

std::string fixed(double value, int width) {
  std::array<char, 32> digits{};
  std::snprintf(digits.data(), digits.size(), "%*.2f", width, value);
  return digits.data();
}

void say_result(const CommonOptions& common, const Json& result) {
  common.say(text(result["model"].get<std::string>(), " ", result["pass"].get<std::string>(), ", ",
                  result["input"].dump(), ", ", result["threads"], " threads: median ",
                  fixed(result["median_ms"], 0), " ms, minimum ", fixed(result["min_ms"], 0),
                  " ms over ", result["runs"], " runs, peak memory ",
                  fixed(result["peak_memory_mb"], 0), " MB"));
  for (const Json& layer : result["layers"]) {
    const auto name = layer["name"].get<std::string>();
    common.say("  " + name + std::string(name.size() < 18 ? 18 - name.size() : 1, ' ') +
               fixed(layer["median_ms"], 9) + " ms  " + layer["op"].get<std::string>());
  }
}

int run(const BenchOptions& o) {
  o.common.apply();
  const Shape input = o.model.input(o.batch);
  const std::unique_ptr<Network> network = o.model.make();
  const Tensor image = random_image(input);
  catch_interrupts();
  reset_buffer_peak();
  const std::vector<double> times = time_runs(o, work(o, *network, image));
  Json result = {{"model", o.model.model},
                 {"pass", o.pass},
                 {"input", {input[0], input[1], input[2], input[3]}},
                 {"threads", threads()},
                 {"runs", times.size()},
                 {"median_ms", median(times)},
                 {"min_ms", *std::min_element(times.begin(), times.end())},
                 {"peak_memory_mb", static_cast<double>(buffer_bytes_peak()) / 1e6}};
  result["layers"] = o.layers ? layer_times(*network, image) : Json::array();
  if (o.common.json) {
    std::cout << result.dump(2) << "\n";
  } else {
    say_result(o.common, result);
  }
  return kDone;
}

}  // namespace

Command add_bench(CLI::App& root) {
  auto o = std::make_shared<BenchOptions>();
  CLI::App* app = root.add_subcommand("bench", "Times a network");
  o->model.add(*app);
  app->add_option("--batch", o->batch, "Images at once")
      ->check(CLI::Range(1, 4096).description(""))
      ->capture_default_str();
  app->add_option("--pass", o->pass, "forward, or train: forward, loss, backward and update")
      ->check(CLI::IsMember({"forward", "train"}).description(""))
      ->capture_default_str();
  app->add_option("--optimizer", o->optimizer, "sgd (with momentum) or adam")
      ->check(CLI::IsMember({"sgd", "adam"}).description(""))
      ->capture_default_str();
  app->add_option("--runs", o->runs, "Runs after the warm-up [as many as fit into --seconds]")
      ->check(CLI::Range(1, 1'000'000).description(""));
  app->add_option("--seconds", o->seconds, "How long to run")
      ->check(CLI::Range(0.0, 1e6).description(""))
      ->capture_default_str();
  app->add_flag("--layers", o->layers, "Also the time of every operation of a forward pass");
  o->common.add_threads(*app);
  o->common.add_json(*app);
  return {app, [o] { return run(*o); }};
}

}  // namespace pixelwise

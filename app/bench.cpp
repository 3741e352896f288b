// pixelwise bench: how long a network takes.
#include <array>
#include <cstdio>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "app/model_options.h"
#include "app/words.h"
#include "base/parallel.h"
#include "training/interrupt.h"
#include "training/time_network.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;

struct BenchOptions {
  CommonOptions common;
  ModelOptions model;
  TimingOptions timing;
  std::int64_t batch = 1;
  std::string pass = "forward";
  std::string optimizer = "sgd";
  bool layers = false;
};

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
    common.say("  " + cell(name, 18) + fixed(layer["median_ms"], 9) + " ms  " +
               layer["op"].get<std::string>());
  }
}

Json layer_times(Network& network, const Tensor& image) {
  Json rows = Json::array();
  for (const OperationTime& time : time_operations(network, image)) {
    rows.push_back({{"name", time.layer}, {"op", time.op}, {"median_ms", time.milliseconds}});
  }
  return rows;
}

int run(const BenchOptions& o) {
  o.common.apply();
  const Shape input = o.model.input(o.batch);
  const std::unique_ptr<Network> network = o.model.make();
  const Tensor image = noise_image(input);
  TimingOptions timing = o.timing;
  timing.training = o.pass == "train";
  timing.adam = o.optimizer == "adam";
  timing.classes = o.model.number_of_classes();
  timing.whole_image = model_info(o.model.model).classifier;
  timing.should_stop = interrupted;
  catch_interrupts();
  const NetworkTimes times = time_network(*network, image, timing);
  Json result = {{"model", o.model.model},
                 {"pass", o.pass},
                 {"input", {input[0], input[1], input[2], input[3]}},
                 {"threads", threads()},
                 {"runs", times.milliseconds.size()},
                 {"median_ms", times.median},
                 {"min_ms", times.minimum},
                 {"peak_memory_mb", static_cast<double>(times.peak_bytes) / 1e6}};
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
      ->check(one_of({"forward", "train"}))
      ->capture_default_str();
  app->add_option("--optimizer", o->optimizer, "sgd (with momentum) or adam")
      ->check(one_of({"sgd", "adam"}))
      ->capture_default_str();
  app->add_option("--runs", o->timing.runs,
                  "Runs after the warm-up [as many as fit into --seconds]")
      ->check(CLI::Range(1, 1'000'000).description(""));
  app->add_option("--seconds", o->timing.seconds, "How long to run")
      ->check(CLI::Range(0.0, 1e6).description(""))
      ->capture_default_str();
  app->add_flag("--layers", o->layers, "Also the time of every operation of a forward pass");
  o->common.add_threads(*app);
  o->common.add_json(*app);
  return {app, [o] { return run(*o); }};
}

}  // namespace pixelwise

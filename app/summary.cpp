// pixelwise summary: the layers of a network, with shapes, parameters, work and memory.
#include "models/summary.h"

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "app/model_options.h"
#include "layers/init.h"
#include "weights/stored_array.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;

struct SummaryOptions {
  CommonOptions common;
  ModelOptions model;
};

Json summary_json(const std::string& model, const Summary& summary) {
  Json layers = Json::array();
  for (const SummaryRow& row : summary.rows) {
    layers.push_back({{"name", row.name},
                      {"op", row.op},
                      {"options", row.options},
                      {"shape", sizes_of(row.shape)},
                      {"parameters", row.parameters},
                      {"trainable", row.trainable},
                      {"multiply_adds", row.multiply_adds},
                      {"activation_bytes", row.activation_bytes},
                      {"receptive_field", row.receptive_field}});
  }
  return {{"model", model},
          {"input", sizes_of(summary.input)},
          {"parameters", summary.parameters},
          {"trainable", summary.trainable},
          {"multiply_adds", summary.multiply_adds},
          {"activation_bytes", summary.activation_bytes},
          {"notes", summary.notes},
          {"layers", std::move(layers)}};
}

int run(const SummaryOptions& o) {
  o.common.apply();
  const Shape input = o.model.input(1);
  const UninitializedWeights unneeded;  // sizes do not depend on them
  const std::unique_ptr<Network> network = o.model.make();
  const Summary summary = summarise(*network, input);
  if (o.common.json) {
    std::cout << summary_json(o.model.model, summary).dump(2) << "\n";
  } else {
    o.common.say(to_text(summary));
  }
  return kDone;
}

}  // namespace

Command add_summary(CLI::App& root) {
  auto o = std::make_shared<SummaryOptions>();
  CLI::App* app = root.add_subcommand(
      "summary", "The layers of a network: shapes, parameters, multiply-adds, memory, reach");
  o->model.add(*app);
  o->common.add_threads(*app);
  o->common.add_json(*app);
  return {app, [o] { return run(*o); }};
}

}  // namespace pixelwise

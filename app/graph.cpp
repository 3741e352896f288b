// pixelwise graph: the graph that one training step records, with shapes, values and gradients.
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "app/model_options.h"
#include "base/atomic_file.h"
#include "layers/parameters.h"
#include "report/json_text.h"
#include "training/checkpoint.h"
#include "training/diagnose.h"
#include "training/draw_graph.h"
#include "training/names_of.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;

struct GraphOptions {
  CommonOptions common;
  ModelOptions model;
  std::string weights;
  bool before = false;
};

// A layer whose weights start at zero sends nothing back: worth a word beside all those zeros.
void note_zeros(const GraphOptions& o, const RecordedGraph& graph) {
  int all = 0, zero = 0;
  std::string layers;
  for (const RecordedStep& step : graph) {
    if (step.op != "parameter") continue;
    ++all;
    if (!step.gradient.is_empty() && is_zero(step.gradient)) ++zero;
    const bool weight = step.name.ends_with(".weight");
    if (weight && is_zero(step.tensor.value())) layers += (layers.empty() ? "" : ", ") + step.name;
  }
  if (zero == 0 || layers.empty()) return;
  o.common.say(
      text("The gradients of ", zero, " of ", all, " parameters are 0: ", layers,
           ": zero at the beginning, so nothing is sent back through them in the first step."));
}

int run(const GraphOptions& o) {
  o.common.apply();
  const Shape input = o.model.input(1);
  const std::unique_ptr<Network> network = o.model.make();
  if (!o.weights.empty()) {
    load_state(*network, with_names_of(*network, load_weights(o.weights).weights));
  }
  const RecordedGraph graph =
      understand([&] { return record_training_step(*network, input, !o.before); });
  const std::string when = o.before ? ", before backward" : ", after backward";
  const GraphDrawing drawing =
      draw_graph(graph, {.title = o.model.model + when, .fold_parameters = true});
  prepare_folder(o.common.out);
  const std::filesystem::path folder(o.common.out);
  Json files = {(folder / "graph.dot").string(), (folder / "graph.svg").string()};
  write_file_atomically(files[0], [&](std::ostream& out) { out << dot_text(drawing); });
  const std::string missing = try_write_plot(files[1], graph_diagram(drawing));
  if (!missing.empty()) files.erase(1);
  if (o.common.json) {
    std::cout << json_text(Json{{"model", o.model.model},
                                {"tensors", graph.size()},
                                {"boxes", drawing.boxes.size()},
                                {"arrows", drawing.arrows.size()},
                                {"files", files}})
              << "\n";
  }
  o.common.say(text(o.model.model, ": ", drawing.boxes.size(), " boxes, ", drawing.arrows.size(),
                    " arrows, for an image ", input));
  note_zeros(o, graph);
  for (const Json& file : files) o.common.say("wrote " + file.get<std::string>());
  if (!missing.empty()) {
    o.common.warn("graph.svg is not drawn: " + missing + "; Graphviz draws graph.dot: dot -Tsvg " +
                  files[0].get<std::string>());
  }
  return kDone;
}

}  // namespace

Command add_graph(CLI::App& root) {
  auto o = std::make_shared<GraphOptions>();
  CLI::App* app = root.add_subcommand(
      "graph", "The graph of one training step: graph.svg, and graph.dot for Graphviz");
  o->model.add(*app);
  app->add_option("--weights", o->weights, "A checkpoint of this network [weights at random]")
      ->type_name("FILE");
  app->add_flag("--before", o->before, "Draw it before backward, when no gradient has arrived");
  o->common.add_out(*app, ".", "Folder for graph.svg and graph.dot");
  o->common.add_threads(*app);
  o->common.add_json(*app);
  return {app, [o] { return run(*o); }};
}

}  // namespace pixelwise

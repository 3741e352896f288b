#include "models/recorded_graph.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "layers/parameters.h"

namespace pixelwise {
namespace {

// Whichever function of the node is called first in backward() keeps dy on the way. It captures the
// list of gradients and no tensor, so that there is no cycle.
template <class Gradients>
void keep_gradient(Node& node, const std::shared_ptr<Gradients>& gradients) {
  const std::uint64_t id = node.id;
  if (!node.links.empty()) {
    GradientFunction& first = node.links.front().gradient;
    first = [id, gradients, inner = std::move(first)](Array dy) {
      (*gradients)[id] = dy;
      return inner(std::move(dy));
    };
  } else if (!node.groups.empty()) {
    GroupFunction& first = node.groups.front().gradients;
    first = [id, gradients, inner = std::move(first)](Array dy, const std::vector<bool>& wanted) {
      (*gradients)[id] = dy;
      return inner(std::move(dy), wanted);
    };
  }
}

// "fc6.weight" -> "fc6"; a name without a dot names no layer.
std::string layer_named_by(const std::string& parameter) {
  const std::size_t dot = parameter.rfind('.');
  return dot == std::string::npos ? "" : parameter.substr(0, dot);
}

}  // namespace

GraphRecorder::GraphRecorder()
    : gradients_(std::make_shared<Gradients>()),
      listening_([this](const OpEvent& event) { record(event); }) {}

void GraphRecorder::name(const Tensor& tensor, const std::string& name) {
  names_[tensor.id()] = name;
}

void GraphRecorder::name_parameters(Module& module) {
  for (const NamedParameter& p : named_parameters(module)) name(p.tensor, p.name);
}

// The step of an input. What was not computed while this listened gets one now.
std::size_t GraphRecorder::place_of(const Tensor& input) {
  const auto [place, is_new] = places_.emplace(input.id(), steps_.size());
  if (is_new) {
    const char* const op = !input.requires_grad() ? "constant"
                           : input.is_leaf()      ? "parameter"
                                                  : "computed before";
    steps_.push_back({.op = op, .tensor = input});
  }
  return place->second;
}

void GraphRecorder::record(const OpEvent& event) {
  RecordedStep step{.op = event.op, .options = event.details.options, .tensor = event.output};
  for (const Tensor& input : event.inputs) {
    if (!input.is_defined()) continue;
    step.inputs.push_back(place_of(input));
    const auto named = names_.find(input.id());
    if (step.name.empty() && named != names_.end()) step.name = layer_named_by(named->second);
  }
  if (step.op == "max_pool2d") step.name = text("pool", ++pools_);
  places_[event.output.id()] = steps_.size();
  steps_.push_back(std::move(step));
  if (const NodePtr node = event.output.node()) keep_gradient(*node, gradients_);
}

RecordedGraph GraphRecorder::graph() const {
  RecordedGraph graph = steps_;
  for (RecordedStep& step : graph) {
    const auto named = names_.find(step.tensor.id());
    if (named != names_.end()) step.name = named->second;
    const auto arrived = gradients_->find(step.tensor.id());
    if (arrived != gradients_->end()) {
      step.gradient = arrived->second;
    } else if (step.tensor.is_leaf() && step.tensor.has_grad()) {
      step.gradient = step.tensor.grad();
    }
  }
  return graph;
}

const RecordedStep& recorded_step(const RecordedGraph& graph, const std::string& name) {
  std::string names;
  for (auto step = graph.rbegin(); step != graph.rend(); ++step) {
    if (step->name == name) return *step;
  }
  for (const RecordedStep& step : graph) {
    if (step.inputs.empty() || step.name.empty()) continue;
    names += (names.empty() ? "" : ", ") + step.name;
  }
  fail("there is no layer '", name, "'; there are ", names);
}

Tensor map_of_layer(const RecordedGraph& graph, const std::string& name) {
  const RecordedStep* step = &recorded_step(graph, name);
  for (auto next = graph.begin(); next != graph.end(); ++next) {
    const bool follows = next->op == "relu" || next->op == "dropout";
    if (!follows || graph[next->inputs[0]].tensor.id() != step->tensor.id()) continue;
    step = &*next;
  }
  return step->tensor;
}

}  // namespace pixelwise
